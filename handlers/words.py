"""The little words of a conversation: numbers, yes and no, thanks, asking for a person."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from handlers.messages import Choice
from knowledge.folding import comparable

LAST = -1
"""What `number` gives for "the last one"."""

_POLITE_WORDS = """
    a ah ak da vang nhe nha nhi em anh chi chu bac co ban oi di roi voi ad shop please pls the la minh toi cho do ay
"""
_LEADING_WORDS = "chon lay bam so cai muc cau y thu option number no phuong an truong hop dong cach loai"
_YES_WORDS = """
    co dung chuan phai ok oke okie okay okela duoc u uh um uk dong y gui nhat tri chap nhan yes yeah yep sure
    chinh xac vay xac lam luon tra loi
"""
_COUNTING_WORDS = "mot hai ba bon nam sau bay tam chin muoi"

_ORDINALS = {
    **{word: n for n, word in enumerate(_COUNTING_WORDS.split(), start=1)},
    **{"nhat": 1, "nhi": 2, "tu": 4, "dau": 1, "dau tien": 1, "tren cung": 1},
    **{"cuoi": LAST, "cuoi cung": LAST, "duoi cung": LAST, "chot": LAST},
    **{"one": 1, "two": 2, "three": 3, "first": 1, "second": 2, "third": 3, "last": LAST},
}
_POLITE = frozenset(_POLITE_WORDS.split())
_LEAD = frozenset(_LEADING_WORDS.split())
_YES = frozenset(_YES_WORDS.split())
_NOT_RIGHT = frozenset({"đứng", "đừng", "dừng", "dùng"})
"""Without accents they are "đúng"."""
_YES_ALONE = frozenset({"da", "vang", "u", "uh"})
_NO = frozenset(
    {
        "khong", "ko", "k", "kh", "hong", "khong can", "khong phai", "khong dung", "thoi", "thoi khoi", "thoi khong",
        "khoi", "khoi can", "huy", "huy bo", "bo", "bo qua", "no", "nope", "khong gui", "dung gui", "thoi khong gui",
        "khong co", "chua", "chua can", "sai", "sai roi", "khong thich",
    }
)  # fmt: skip
_THANKS = re.compile(r"\b(cam on|cam ta|cam un|camon|thank|thanks|thank you|tks|thks|tk)\b")
_PERSON = re.compile(
    r"\b(gap|noi chuyen|noi voi|lien he|chat voi|ket noi|trao doi|chuyen cho|chuyen sang|hoi|nho)\b.{0,16}"
    r"\b(can bo(?! nao)|nguoi that|nguoi thuc|con nguoi|nhan vien|tong dai|nguoi truc|human|officer)\b"
    r"|\bnoi chuyen voi nguoi\b|^(officer|can bo|tu van vien|nhan vien)( oi| a)?$"
    r"|\b(can bo dau|co can bo nao|talk to (an |a )?(officer|human|person|staff|someone)|real person)\b"
)
_MATTER = re.compile(
    r"\b(?:can bo|nguoi that|nhan vien|nguoi truc)(?: \w+){0,3} (?:hoi|ve|vi|viec|nho|xin|trinh bay)(?: \w+){2}"
)
_CLAUSE = re.compile(r"[,;.!?\n]+")
A_MATTER = 5
"""So many words in a clause beside the wish for an officer say what it is about."""
_BEGINS = re.compile(
    r"^(?:(?:da|alo|chao|oi|nho|cho|xin|em|toi|minh|chau|con|tui|anh|chi|bac|co|chu|ban|ad|admin|phuong|can bo|muon|can"
    r"|dang|phep|duoc|lam on) )*(?:hoi|thac mac|tu van|ho tro|giup do)"
    r"(?: (?:chut|ti|xiu|mot|1|it|cai|viec|thu tuc|giay to|nay|voi|nhe|a|ah|ak|giup|ho|toi|em|minh|chau|duoc|khong|ko|k"
    r"|ve|ti nhe|da))*$"
)
_CROSS = re.compile(
    r"\b(dở|tệ|ngu|kém|chán|vô dụng|bực|điên|ngáo|như máy|chẳng hiểu|không hiểu gì|useless|stupid"
    r"|(?:trả lời|nói) (?:\w+ )?(?:lung tung|linh tinh|vớ vẩn|lơ mơ))\b"
)
_CROSS_PLAIN = re.compile(
    r"\b(?:(?:do|te|kem|chan|dien) (?:qua|the|that|vay|lam|vl)|ngu|vo dung|buc (?:minh|qua|that)|ngao"
    r"|nhu may|chang hieu|khong hieu gi|(?:tra loi|noi) (?:\w+ )?(?:lung tung|linh tinh|vo van|lo mo))\b"
)
"""Without accents "dở" is "đỏ", and "kém" is "kèm"."""
_ASKS = re.compile(
    r"\?|\b(?:bao nhieu|bn|bao lau|may (?:ngay|hom|tien|tuan)|o dau|the nao|nhu nao|ntn|tai sao|vi sao|khi nao|bao gio"
    r"|la (?:gi|sao)|can gi|lam sao|giay gi|phi)\b"
    r"|\bai (?:duoc|phai|di|lam|ky|nop|huong)\b"
    r"|\b(?:sao|gi|j|dau|nao|(?:duoc|dc) chu|(?:co|duoc|dc|can|phai|mat (?:tien|phi))\b.* (?:khong|ko|k))"
    r"(?: (?:a|ah|vay|nhi|em|chau|ha|the|z|ban|oi))*$"
)
_ASKS_BACK = re.compile(r"\b\w+ \w+ (?!thế |vậy |rồi |đấy )\w+ (?:à|hả|hở|nhỉ|hử|phỏng)[\s.!]*$")
"""Asks to have it confirmed; without accents "à" is "ạ"."""
_HEAD = re.compile(r"\b(?:đầu|lan dau|ban dau|bat dau)\b", re.IGNORECASE)
"""Without accents "đầu" is "đâu"."""
_COUNTED = re.compile(r"\d\s*(?:bản|ban|trang|tờ|bộ)\b")
"""A quantity of papers, no number of a choice."""
_CODE = re.compile(r"#([A-HJ-KM-NP-Z2-9]{4})\b")


def plain(text: str) -> str:
    """Without case, marks and punctuation; compatibility forms such as ② made ordinary."""
    return comparable(unicodedata.normalize("NFKC", text))


def tail(text: str, folded: str) -> str:
    """The words of the text, accents and all, that a stretch of its folded form stands for."""
    words = re.findall(r"[^\W_]+", text)
    at = plain(text).split()
    start = len(plain(text)[: plain(text).find(folded)].split())
    return " ".join(words[start : start + len(folded.split())]) if len(words) == len(at) else folded


def counts_papers(text: str) -> bool:
    """Whether a number is how many papers there are, and no choice ("1 bản bao nhiêu")."""
    return bool(_COUNTED.search(text.lower()))


def number(text: str) -> int | None:
    """The number of a choice that a message gives ("2.", "số 2 ạ", "cái thứ hai"), LAST for the last one, else None."""
    if counts_papers(text):
        return None
    words = [word for word in plain(text).split() if word not in _POLITE]
    led = bool(words) and words[0] in _LEAD
    while words and words[0] in _LEAD:
        words = words[1:]
    said = " ".join(words)
    if said == "tu" and not led:
        return None
    if said.isdecimal() and said.isascii() and len(said) <= 2:
        return int(said)
    return _ORDINALS.get(said)


def is_bare_number(text: str) -> bool:
    """Whether a message is nothing but the digits of a choice, so that it cannot be a question."""
    return number(text) is not None and any(char.isdecimal() for char in unicodedata.normalize("NFKC", text))


def says_yes(text: str) -> bool:
    """Whether a whole message means yes."""
    core = _core(text)
    if not core:
        return bool(_YES_ALONE.intersection(plain(text).split()))
    if not _NOT_RIGHT.isdisjoint(_spoken(text)):
        return False
    return len(core) <= 4 and all(word in _YES for word in core)


def says_no(text: str) -> bool:
    """Whether a whole message means no."""
    return " ".join(_core(text)) in _NO


def _core(text: str) -> list[str]:
    """The folded words without the polite ones; "có" stays although "cô" goes."""
    return [plain(word) for word in _spoken(text) if plain(word) not in _POLITE or word in ("có", "co")]


def _spoken(text: str) -> list[str]:
    """The words in small letters, accents and all."""
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text).lower())


def thanks(text: str) -> bool:
    """Whether a short message only thanks."""
    words = plain(text)
    return bool(_THANKS.search(words)) and len(words.split()) <= 10 and not asks(text)


def besides_thanks(text: str) -> str:
    """What is asked behind thanks in the same message ("cảm ơn cháu. Nộp ở đâu"); all of it where nothing is."""
    clauses = [clause.strip() for clause in _CLAUSE.split(text) if clause.strip()]
    rest = text[text.find(clauses[1]) :] if len(clauses) > 1 else ""
    return rest if rest and thanks(clauses[0]) and asks(rest) else text


def wants_person(text: str) -> bool:
    """Whether a short message, or one clause of a longer one, asks for an officer instead of an answer."""
    clauses = map(plain, _CLAUSE.split(text))
    return any(_PERSON.search(clause) and len(clause.split()) <= 12 for clause in clauses)


def matter_for_person(text: str) -> str:
    """The message itself if it asks for an officer and says about what, else nothing."""
    told = (clause for clause in _CLAUSE.split(text) if not _PERSON.search(plain(clause)))
    beside = any(len(clause.split()) >= A_MATTER for clause in told)
    return text if beside or _MATTER.search(plain(text)) else ""


def asks(text: str) -> bool:
    """Whether a message asks something instead of answering."""
    spoken = unicodedata.normalize("NFC", text).lower()
    return bool(_ASKS.search(plain(_HEAD.sub(" ", spoken))) or _ASKS_BACK.search(spoken)) or "?" in text


def only_begins(text: str) -> bool:
    """Whether a message says no more than that a question follows ("cho em hỏi chút ạ")."""
    return len(text.split()) > 1 and bool(_BEGINS.match(plain(text)))


def is_cross(text: str) -> bool:
    """Whether the message is annoyed with the bot."""
    spoken = unicodedata.normalize("NFC", text).lower()
    folded = spoken.isascii() and _CROSS_PLAIN.search(plain(text))
    return bool(_CROSS.search(spoken) or folded)


def picked(text: str, choices: Sequence[Choice]) -> Choice | None:
    """The choice whose label the message says, or the only one whose label has all its words ("gia hạn")."""
    said = {word for word in plain(text).split() if word not in _POLITE}
    labels = [(choice, set(plain(choice.label).split()) - _POLITE) for choice in choices]
    exact = [choice for choice, label in labels if label == said]
    fitting = exact or [choice for choice, label in labels if said and said <= label]
    return fitting[0] if len(fitting) == 1 else None


def ticket_code(text: str) -> str | None:
    """The ticket code that a text names, such as #K7Q2."""
    match = _CODE.search(text.upper())
    return match[1] if match else None
