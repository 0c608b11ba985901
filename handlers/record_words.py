"""How residents speak of what a record says in other words, and their words that tell nothing."""

from __future__ import annotations

Phrase = tuple[str, ...]
"""Folded syllables."""

TERM = "#han"
"""Stands in a line beside a term within which something must be done."""
AGE = "#tuoi"
"""Stands in a line beside an age."""
_LITTLE_WORDS = """
    a ah ak ad ah ai an da vang the vay thi la ma nhi ha he nha nhe oi roi luon nua not thoi di cho cua va voi cung
    co khong ko k can phai duoc dc bi nen de lam sao nao gi j dau may nhieu lau luc khi hoi biet giup xin muon dinh
    toi em e minh chau tui tao no ho ta chung nha nguoi ai minh ben cai con nay do kia ay nhu neu hay moi dang se da
    chua xong het tu ra vao len xuong ve o tai den day gio hom bua rang hen nhieu it qua lam rat cac nhung mot thu tuc
    giay to viec truong hop khac nhau ca nhau theo trong ngoai tren duoi vi tai bat buoc nhat thiet nghe noi bac
    anh chi co chu di ong ba cu bo me cha vo chong be trai gai ruot lon nho hai tan noi ngoai y so kieu cach on cam nua
    lo so ban nop mang dem xuat trinh cam lai dang ki lay nghia
"""
LITTLE = frozenset(_LITTLE_WORDS.split())
"""Words that are in no way missed where a line has none of them."""
ACTS = frozenset({("khai",), ("xet",), ("duyet",), ("giu",), ("gui",)})
"""Words for what is done with any dossier: a line that has none of them may still be the one."""
TELLING = frozenset({"anh3", "ve4", "sô3"})
"""Syllables that are none of them once their marks are typed: "ảnh", "vẽ", "sổ"."""

_SAYS: dict[str, str] = {
    "cong chung|chung thuc": "cong chung|chung thuc",
    "uy quyen|nop ho|nop thay|lam ho|lam thay|di ho|di thay|khai thay|khai ho|nhan thay|nhan ho|nho nguoi|nho con": (
        "uy quyen|lam thay|nop ho|nop thay|di thay|nguoi khac nop|nho nguoi khac"
    ),
    "mot minh|vang mat|khong den duoc|khong ve duoc|ca hai|di cung|hai vo chong": "cung co mat|co mat|phai co mat",
    "nam liet|liet|khong di duoc|khong di lai duoc|den nha|tan nha|den tan nha|luu dong": "tai nha|luu dong",
    "hai nguoi|hai to|hai ben|moi nguoi|tung nguoi": "hai ben|moi nguoi|moi ben|khai chung",
    "chu nha tro|chu tro|chu nha|chu cho thue": "chu so huu|chu nha|chu ho|cho o hop phap",
    "ki|ki ten|ki giay|dong y|y kien|bang long": "ki|dong y|y kien|chu ki",
    "ki san|ki truoc|ki o nha": "chua ki",
    "khong biet chu|mu chu|diem chi|lan tay": "diem chi",
    "muon|tre|cham|tre han|qua han|dung han|tuan truoc|thang truoc|nam ngoai|nam truoc": (
        f"{TERM}|thoi han|qua han|dung han|cham nhat"
    ),
    "ve que|tan que|o que|noi khac|tinh khac|phuong khac|xa khac|quan khac|cho khac|noi nao|o dau cung|lam o day"
    "|o day|xin o day|lam o phuong nay|nop o day": (
        "bat ki|noi nao cung duoc|khong phu thuoc|noi thuong tru|noi tam tru|phi dia gioi|noi co dat|noi co nha"
    ),
    "hop dan": "hop dan",
    "ban an": "ban an",
    "hop dong": "hop dong",
    "chung tu|giay chung tu": "chung tu|bao tu|khai tu",
    "li lich tu phap": "li lich tu phap",
    "kham suc khoe|giay kham suc khoe|giay suc khoe|di kham|giay kham": "kham suc khoe|to chuc y te|co so y te",
    "adn|xet nghiem": "giam dinh|co quan y te",
    "doc than": "tinh trang hon nhan|doc than",
    "khuya|nua dem|12 gio dem|gan sang|11 gio dem|12h dem|11h dem|12h": "23 gio",
    "nhieu lan|lan nao cung|thuong xuyen": "nhieu lan|moi lan",
    "chung sinh": "chung sinh",
    "nuoc ngoai": "nuoc ngoai|tieng nuoc ngoai",
    "photo|photo san|pho to|pho to san": "photo|pho to|chup",
    "chup anh|van tay|lay van tay|lan van tay|sinh trac": "van tay|sinh trac",
    "sim|so dien thoai": "so thue bao|so dien thoai|chinh chu",
    "ma so thue": "ma so thue",
    "so goc|so luu|con so|con luu": "so ho tich|so goc|con luu",
    "da lau|lau roi|mat lau|chet lau": "da lau",
    "2 ban|hai ban|3 ban|nhieu ban|may ban": "1 ban|2 ban|so luong ban|moi ben",
    "the cu|giay cu|can cuoc cu|bien so cu|so cu": "the cu|cu|truoc do|thu lai",
    "o voi|o cung|o chung|nguoi nha|ba con|ho hang": "nguoi than|ho hang|ba con",
    "cho o|giay to cho o|giay to nha": "cho o",
    "het han|con han": "het han|con han|thoi han",
    "luong huu": "luong huu",
    "chinh chu": "chinh chu",
    "dang bao|dan thong bao|niem yet": "niem yet|dang tin",
    "hang xom|sat vach|nha ben canh": "lien ke|lan can",
    "may nam|co gia tri|hieu luc|gia tri": "thoi han|gia tri|hieu luc|moi lan",
    "giu lai|thu lai|nop lai the|tra lai the|tra lai": "thu lai|nop lai",
    "mien|duoc mien|giam": "mien|giam",
    "doi no|dang no|con no|no thue": "no thue|nghia vu tai san|nghia vu thue|khoan no",
    "bao thue|thue truoc": "co quan thue",
    "sap mat|nguy kich|hap hoi": "tinh mang",
    "chung minh dien tich|dien tich": "dien tich",
    "mua ban": "mua ban|giao dich|chuyen quyen",
    "toa": "toa|toa an",
    "mat|chet": "mat|chet",
    "dung ten|chung ten|dong so huu": "so huu|dong so huu|chung quyen",
    "thay|thay the|dung thay|thay cho|thay to|thay giay": "thay",
    "chua du 18|duoi 18|vi thanh nien|con nho": "chua thanh nien|duoi 18",
    "moi sinh|em be": "moi sinh|tre",
    "vneid": "vneid",
    "lam chung|nguoi lam chung": "lam chung",
    "ban ve": "ban ve",
    "so do|so hong|bia do|so dat": "so do|so hong|quyen su dung",
    "chup anh|anh chup|anh the|chup hinh|may anh|tam anh|cai anh|dan anh": (
        "anh chup|anh toan than|chup anh|van tay anh|anh van tay"
    ),
}
"""Ways of saying and what a record may say for them; both are ways that residents say it."""


def _phrases(told: str) -> tuple[Phrase, ...]:
    return tuple(tuple(one.split()) for one in told.split("|"))


EMPTY = frozenset(
    _phrases(
        "bao nhieu|bao lau|bao gio|dang ki|viet nam|cong an|uy ban|can bo|nop ho so|lam ho so|ho so|tham gia|may lan"
    )
)
"""Words that only together are in no way missed."""
ALSO: dict[Phrase, tuple[Phrase, ...]] = {
    said: tuple(dict.fromkeys((said, *_phrases(record)))) for way, record in _SAYS.items() for said in _phrases(way)
}
"""What a record may say for what a resident says, itself among it."""
LONGEST = max(map(len, (*ALSO, *EMPTY)))
