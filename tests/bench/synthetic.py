"""Made-up procedures, to see what happens when the catalogue grows to a province's or a country's.

How they are made, so that nobody takes them for more than they are: a name is an act ("cấp lại"), a paper
("giấy phép"), a matter ("nuôi trồng thủy sản trên biển") and for two of three a qualifier ("cho tổ chức nước ngoài"),
drawn with a seed from the lists below, all of which occur in real Vietnamese catalogues. One in four is instead a
real procedure's name with qualifiers, so that real questions meet rivals that share their words. Each has five
phrases: the official name, a short name, two aliases and a question; the real ones have thirty. A real catalogue of
6,000 has more distinct syllables and fewer near-doubles: this is harder on ranking and easier on the vocabulary.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from knowledge.entry import Entry

ACTS = (
    *("cấp", "cấp lại", "cấp đổi", "gia hạn", "điều chỉnh", "thu hồi", "sửa đổi, bổ sung", "đăng ký", "đăng ký lại"),
    *(
        "công nhận",
        "công bố",
        "thẩm định",
        "phê duyệt",
        "chấp thuận",
        "xác nhận",
        "chứng nhận",
        "thông báo",
        "tạm ngừng",
    ),
    *("chấm dứt", "chuyển nhượng", "chuyển đổi", "kiểm tra", "nghiệm thu", "bổ nhiệm", "miễn nhiệm", "giải thể"),
    *(
        "thành lập",
        "sáp nhập",
        "cho phép",
        "giao",
        "cho thuê",
        "hỗ trợ",
        "đánh giá",
        "xếp hạng",
        "tiếp nhận",
        "xóa đăng ký",
    ),
)
PAPERS = (
    *("giấy phép", "giấy chứng nhận", "chứng chỉ hành nghề", "giấy xác nhận", "thẻ", "quyết định", "hồ sơ", "phiếu"),
    *("giấy chứng nhận đủ điều kiện", "văn bản chấp thuận", "bản cam kết", "danh mục", "sổ", "phương án", "kế hoạch"),
    *("giấy phép hoạt động", "giấy đăng ký", "số lưu hành", "mã số", "chứng thư", "báo cáo", "đề án"),
)
MATTERS = (
    *(
        "nuôi trồng thủy sản trên biển",
        "khai thác nước dưới đất",
        "xả nước thải vào nguồn nước",
        "khai thác khoáng sản",
    ),
    *(
        "kinh doanh vật liệu nổ công nghiệp",
        "vận chuyển hàng nguy hiểm",
        "kinh doanh xăng dầu",
        "kinh doanh khí hóa lỏng",
    ),
    *("sản xuất rượu công nghiệp", "kinh doanh thuốc lá", "sản xuất phân bón", "buôn bán thuốc bảo vệ thực vật"),
    *(
        "kiểm dịch động vật xuất khẩu",
        "kiểm dịch thực vật nhập khẩu",
        "hành nghề thú y",
        "giống cây trồng",
        "giống vật nuôi",
    ),
    *(
        "an toàn thực phẩm",
        "hành nghề dược",
        "bán lẻ thuốc",
        "khám bệnh, chữa bệnh",
        "hành nghề y",
        "trang thiết bị y tế",
    ),
    *("quảng cáo mỹ phẩm", "tiêm chủng", "kỹ thuật hỗ trợ sinh sản", "lưu hành sinh phẩm", "dinh dưỡng đặc biệt"),
    *(
        "trường tiểu học tư thục",
        "trường mầm non dân lập",
        "trung tâm ngoại ngữ",
        "trung tâm tin học",
        "dạy nghề",
        "du học",
    ),
    *(
        "tư vấn tuyển sinh",
        "liên kết đào tạo với nước ngoài",
        "bằng tốt nghiệp",
        "biên soạn giáo trình",
        "học bổng chính sách",
    ),
    *(
        "hướng dẫn viên du lịch",
        "lữ hành quốc tế",
        "cơ sở lưu trú",
        "biểu diễn nghệ thuật",
        "triển lãm mỹ thuật",
        "lễ hội",
    ),
    *("quảng cáo ngoài trời", "phát hành xuất bản phẩm", "in ấn", "trang thông tin điện tử", "trò chơi trực tuyến"),
    *(
        "viễn thông",
        "tần số vô tuyến điện",
        "bưu chính",
        "truyền hình trả tiền",
        "di tích lịch sử",
        "bảo tàng ngoài công lập",
    ),
    *("câu lạc bộ thể thao", "phòng tập thể hình", "bể bơi", "đua ngựa", "vũ trường", "trò chơi có thưởng", "cổ vật"),
    *("phương tiện thủy nội địa", "bến thủy nội địa", "tàu biển", "thuyền viên", "cảng cạn", "đường bộ đang khai thác"),
    *(
        "xe máy chuyên dùng",
        "vận tải hành khách bằng ô tô",
        "phù hiệu xe tải",
        "đào tạo lái xe",
        "sát hạch lái xe",
        "taxi",
    ),
    *(
        "đường sắt",
        "đường ngang",
        "hoạt động bay",
        "xây dựng công trình cấp đặc biệt",
        "thiết kế kỹ thuật",
        "quy hoạch chi tiết",
    ),
    *("chỉ giới đường đỏ", "nhà ở xã hội", "môi giới bất động sản", "quản lý vận hành chung cư", "cấp nước sạch"),
    *(
        "cây xanh đô thị",
        "chiếu sáng công cộng",
        "nghĩa trang nhân dân",
        "chất thải rắn",
        "chất thải nguy hại",
        "phế liệu",
    ),
    *(
        "tác động môi trường",
        "khí thải",
        "bảo tồn đa dạng sinh học",
        "rừng phòng hộ",
        "khai thác gỗ",
        "động vật hoang dã",
    ),
    *(
        "đê điều",
        "công trình thủy lợi",
        "hồ chứa",
        "phòng, chống thiên tai",
        "khí tượng thủy văn",
        "đo đạc bản đồ",
        "viễn thám",
    ),
    *(
        "chuyển mục đích sử dụng rừng",
        "giá đất cụ thể",
        "bồi thường, tái định cư",
        "đất trồng lúa",
        "hợp tác xã nông nghiệp",
    ),
    *("trang trại", "làng nghề", "sản phẩm chủ lực", "khuyến nông", "tàu cá", "cảng cá", "nguồn gốc thủy sản"),
    *(
        "doanh nghiệp tư nhân",
        "công ty cổ phần",
        "chi nhánh, văn phòng đại diện",
        "dự án đầu tư",
        "đầu tư ra nước ngoài",
    ),
    *(
        "khu công nghiệp",
        "ưu đãi đầu tư",
        "đấu thầu",
        "nhượng quyền thương mại",
        "bán hàng đa cấp",
        "hội chợ, triển lãm",
    ),
    *(
        "khuyến mại",
        "xuất xứ hàng hóa",
        "tạm nhập, tái xuất",
        "kho bảo thuế",
        "đại lý hải quan",
        "hóa chất",
        "tiền chất",
    ),
    *(
        "điện mặt trời mái nhà",
        "hoạt động điện lực",
        "kiểm định đồng hồ nước",
        "đo lường",
        "tiêu chuẩn chất lượng",
        "mã vạch",
    ),
    *("sáng chế", "nhãn hiệu", "kiểu dáng công nghiệp", "chuyển giao công nghệ", "bức xạ", "năng lượng nguyên tử"),
    *(
        "lao động nước ngoài",
        "đưa người lao động đi làm việc ở nước ngoài",
        "việc làm",
        "an toàn lao động",
        "thang bảng lương",
    ),
    *(
        "trợ giúp trẻ em",
        "cơ sở cai nghiện",
        "người khuyết tật nặng",
        "nhà dưỡng lão",
        "bảo hiểm thất nghiệp",
        "tai nạn lao động",
    ),
    *(
        "luật sư",
        "công chứng viên",
        "đấu giá viên",
        "giám định tư pháp",
        "thừa phát lại",
        "quản tài viên",
        "hòa giải thương mại",
    ),
    *("trọng tài", "tư vấn pháp luật", "quốc tịch", "lãnh sự", "hội nghị quốc tế", "tổ chức phi chính phủ nước ngoài"),
    *(
        "quỹ từ thiện",
        "hội đặc thù",
        "thi đua, khen thưởng",
        "tuyển dụng công chức",
        "thi nâng ngạch",
        "địa giới hành chính",
    ),
    *("vũ khí thể thao", "công cụ hỗ trợ", "dịch vụ bảo vệ", "con dấu", "phòng cháy, chữa cháy", "pháo hoa", "cầm đồ"),
    *(
        "kinh doanh vàng miếng",
        "thu đổi ngoại tệ",
        "quỹ tín dụng nhân dân",
        "bảo hiểm nhân thọ",
        "chứng khoán",
        "kiểm toán",
    ),
    *("đại lý thuế", "hoàn thuế giá trị gia tăng", "tài sản công", "phí bảo vệ môi trường", "xổ số", "thẩm định giá"),
)
QUALIFIERS = (
    *(
        "cho tổ chức nước ngoài",
        "đối với hộ gia đình, cá nhân",
        "đối với cơ sở mới thành lập",
        "trong trường hợp bị mất",
    ),
    *("trong trường hợp bị hư hỏng", "do thay đổi tên", "do thay đổi địa chỉ trụ sở", "do thay đổi người đại diện"),
    *("thuộc thẩm quyền của bộ", "thuộc thẩm quyền của tỉnh", "thuộc thẩm quyền của xã", "có yếu tố nước ngoài"),
    *("lần đầu", "theo hình thức trực tuyến", "tại khu vực biên giới", "tại vùng biển", "trên hai tỉnh trở lên"),
    *("có thời hạn", "không thời hạn", "khi hết hạn", "theo yêu cầu của tòa án", "cho người dưới mười tám tuổi"),
    *(
        "cho người cao tuổi",
        "cho doanh nghiệp nhỏ và vừa",
        "đã được phê duyệt trước đây",
        "phục vụ nghiên cứu khoa học",
    ),
    *("với quy mô nhỏ", "với quy mô lớn", "trong khu kinh tế", "bằng vốn nhà nước", "không dùng vốn nhà nước"),
)
_ASKING = ("{} thì cần giấy tờ gì", "muốn {} phải làm sao", "{} nộp ở đâu", "{} hết bao nhiêu tiền", "cho hỏi {}")
VARIANTS = 0.25
QUALIFIED = 2 / 3


def grown(real: Sequence[Entry], procedures: int, seed: int = 0) -> list[Entry]:
    """The real entries and as many made-up ones as give this number of procedures."""
    known = [entry for entry in real if entry.kind == "procedure"]
    return [*real, *_made_up(known, procedures - len(known), random.Random(seed))]


def _made_up(known: Sequence[Entry], count: int, rng: random.Random) -> Iterator[Entry]:
    seen: set[str] = set()
    while len(seen) < count:
        short, name = _variant(rng.choice(known), rng) if rng.random() < VARIANTS else _invented(rng)
        if name not in seen:
            seen.add(name)
            yield _entry(len(seen), name, short, rng)


def _variant(of: Entry, rng: random.Random) -> tuple[str, str]:
    """A real procedure with qualifiers, so that it is another one."""
    extra = " ".join(rng.sample(QUALIFIERS, 2))
    return f"{of.short} {extra}", f"{of.name} {extra}"


def _invented(rng: random.Random) -> tuple[str, str]:
    short = f"{rng.choice(ACTS)} {rng.choice(PAPERS)} {rng.choice(MATTERS)}"
    qualifier = f" {rng.choice(QUALIFIERS)}" if rng.random() < QUALIFIED else ""
    return short + qualifier, f"Thủ tục {short}{qualifier} {rng.choice(QUALIFIERS)}"


def _entry(number: int, name: str, short: str, rng: random.Random) -> Entry:
    words = short.split()
    return Entry(
        id=f"made-up-{number}",
        kind="procedure",
        name=name,
        short=short,
        aliases=(f"xin {short}", " ".join(words[: max(4, len(words) * 2 // 3)])),
        questions=(rng.choice(_ASKING).format(short),),
        english=(),
        siblings=frozenset(),
        popularity=1,
    )
