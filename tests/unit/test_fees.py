"""What a tariff comes to: quantities in questions, sums by hand."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import fees as told
from handlers import texts
from knowledge import default_faq, load
from knowledge.fees import by_page, counted, in_force, page_sum, parts, quantities, without_quantities

KB = load(default_faq())
TODAY = date(2026, 11, 23)
COPY = KB.procedures["chung-thuc-ban-sao"]

SUMS = [
    # pages, copies, đồng: the first two pages 2.000 each, then 1.000, at most 200.000 a copy (226/2016/TT-BTC)
    (1, 1, 2_000),
    (1, 2, 4_000),
    (1, 3, 6_000),
    (1, 10, 20_000),
    (2, 1, 4_000),
    (2, 2, 8_000),
    (2, 3, 12_000),
    (2, 5, 20_000),
    (3, 1, 5_000),
    (3, 2, 10_000),
    (3, 4, 20_000),
    (4, 1, 6_000),
    (4, 3, 18_000),
    (5, 1, 7_000),
    (5, 2, 14_000),
    (5, 3, 21_000),
    (5, 10, 70_000),
    (6, 1, 8_000),
    (6, 5, 40_000),
    (7, 2, 18_000),
    (8, 3, 30_000),
    (10, 1, 12_000),
    (10, 2, 24_000),
    (10, 10, 120_000),
    (12, 5, 70_000),
    (15, 1, 17_000),
    (20, 1, 22_000),
    (20, 2, 44_000),
    (25, 4, 108_000),
    (30, 1, 32_000),
    (48, 2, 100_000),
    (50, 1, 52_000),
    (98, 1, 100_000),
    (100, 1, 102_000),
    (100, 3, 306_000),
    (150, 2, 304_000),
    (197, 1, 199_000),
    (198, 1, 200_000),
    (199, 1, 200_000),
    (200, 1, 200_000),
    (250, 2, 400_000),
    (1000, 1, 200_000),
    (9999, 5, 1_000_000),
]


@pytest.mark.parametrize(("pages", "copies", "total"), SUMS)
def test_certified_copies_cost_what_the_tariff_says(pages: int, copies: int, total: int) -> None:
    """Worked out by hand from the tariff, and the resident reads that very sum."""
    rule = by_page(COPY, TODAY)
    assert rule is not None
    assert page_sum(rule, pages, copies).total == total
    assert f": {texts.money(total)}." in told.sums(COPY, TODAY, f"{pages} trang {copies} bản")[0]


@given(pages=st.integers(1, 9999), copies=st.integers(1, 500))
def test_more_pages_never_cost_less_and_no_copy_exceeds_the_cap(pages: int, copies: int) -> None:
    """Each page is in exactly one tier; the cap is on a copy, not on the whole."""
    rule = by_page(COPY, TODAY)
    assert rule is not None
    came, more = page_sum(rule, pages, copies), page_sum(rule, pages + 1, copies)
    assert sum(step.pages for step in came.steps) == pages
    assert came.total <= more.total
    assert came.copy <= 200_000
    assert came.total == came.copy * copies
    assert came.capped == (pages > 198)


@pytest.mark.parametrize(
    ("question", "pages", "copies"),
    [
        ("5 trang 3 bản", 5, 3),
        ("năm trang ba bản", 5, 3),
        ("nam trang ba ban het nhieu", 5, 3),
        ("10 bản", None, 10),
        ("2 tờ 3 bản", 2, 3),
        ("5trang 3ban", 5, 3),
        ("5tr 3b", 5, 3),
        ("3 bản, mỗi bản 12 trang", 12, 3),
        ("hai mươi lăm trang", 25, None),
        ("muoi lam trang 2 bo", 15, 2),
        ("một chục bản", None, 10),
        ("số trang: 12, số bản: 4", 12, 4),
        ("sao y căn cước 2 mặt 4 bản", 2, 4),
        ("5 pages and 3 copies", 5, 3),
        ("two pages, ten copies", 2, 10),
        ("1 bản chính 3 bản sao", None, 3),
        ("bà Trang cần 3 bản", None, 3),
        ("từ trang thứ 3 thu bao nhiêu", None, None),
        ("2.000 đồng/trang phải không", None, None),
        ("0 trang", None, None),
        ("99999 trang", None, None),
        ("sao y giấy khai sinh", None, None),
    ],
)
def test_quantities_are_read_as_people_write_them(question: str, pages: int | None, copies: int | None) -> None:
    """Digits or words, with or without marks, run together, shortened; what is no quantity is none."""
    found = quantities(question)
    assert (found.pages, found.copies) == (pages, copies)


def test_several_papers_of_the_same_length_are_added_up() -> None:
    """Three papers of two pages, five copies of each: 3 × 5 × 4.000."""
    assert "60.000 đồng" in told.sums(COPY, TODAY, "3 giấy mỗi giấy 2 trang 5 bản")[0]


@pytest.mark.parametrize(
    ("question", "total"),
    [
        ("sổ hộ khẩu 16 trang 2 bản với bằng lái 2 mặt 3 bản", "48.000 đồng"),
        ("5 trang và 3 trang, 2 bản", "24.000 đồng"),
        ("5 trang 3 bản, 1 trang 2 bản, 2 trang 2 bản", "33.000 đồng"),
    ],
)
def test_different_papers_are_added_up(question: str, total: str) -> None:
    """Each by its own pages and copies: no paper that was named is left out of the sum."""
    assert total in told.sums(COPY, TODAY, question)[0]


def test_what_was_assumed_is_said() -> None:
    """Sheets count as one page each, unknown pages as one: both with a word about it."""
    assert texts.SHEETS in told.sums(COPY, TODAY, "2 tờ 3 bản")
    assert texts.PAGES_UNKNOWN in told.sums(COPY, TODAY, "10 bản")
    assert texts.SHEETS not in told.sums(COPY, TODAY, "2 trang 3 bản")


@pytest.mark.parametrize("question", ["5 tờ mỗi tờ 2 mặt 3 bản", "5 to 2 mat 3 ban", "3 bản, 5 tờ, mỗi tờ hai mặt"])
def test_loose_sheets_are_summed_as_one_paper_and_as_many(question: str) -> None:
    """Five sheets with two sides: 3 × 12.000 if they are one paper, 15 × 4.000 if each is one; no sheet is left out."""
    lines = told.sums(COPY, TODAY, question)
    assert ["36.000 đồng" in lines[1], "60.000 đồng" in lines[2]] == [True, True]
    assert "12.000 đồng" not in " ".join(lines).replace("3 × 12.000", "")


def test_a_household_pays_once_and_only_a_list_by_the_head() -> None:
    """Three people of one home pay 15.000 at the counter; 30.000 is told only under its condition."""
    stay = KB.procedures["dang-ky-tam-tru"]
    at_the_counter, online = told.sums(stay, TODAY, "đăng ký tạm trú cho 3 người")
    assert at_the_counter.index("15.000 đồng/lần đăng ký") < at_the_counter.index("theo danh sách")
    assert online.index("7.000 đồng/lần đăng ký") < online.index("theo danh sách")
    assert "/lần đăng ký" not in told.sums(stay, TODAY, "nộp theo danh sách 20 người")[0]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("cấp lại căn cước năm 2027 phí bao nhiêu", date(2027, 1, 1)),
        ("sang năm phí bao nhiêu", date(2027, 1, 1)),
        ("tháng 3/2027 thì sao", date(2027, 3, 1)),
        ("ngay 5 thang 1 nam 2027", date(2027, 1, 5)),
        ("5/1/2027", date(2027, 1, 5)),
        ("31/2/2027", TODAY),
        ("năm 2020", TODAY),
        ("theo nghị quyết 66.7/2025/NQ-CP", TODAY),
        ("5 trang 3 bản", TODAY),
    ],
)
def test_a_day_to_come_is_taken_from_the_words(words: str, day: date) -> None:
    """A year or a date that lies ahead; a past one, an impossible one and none mean today."""
    assert told.day_asked(words, TODAY) == day


def test_the_cap_is_named_where_it_bites() -> None:
    """300 pages would come to more; a copy costs 200.000, and no higher sum stands there to be paid by mistake."""
    lines = told.sums(COPY, TODAY, "300 trang 2 bản")
    assert any("298 trang × 1.000, quá mức tối đa nên chỉ thu 200.000 đồng/bản" in line for line in lines)
    assert not any("302.000" in line for line in lines)
    assert "400.000 đồng" in lines[0]


@pytest.mark.parametrize(
    ("procedure", "question", "sums"),
    [
        ("trich-luc-ho-tich", "xin 3 bản trích lục", ["24.000 đồng"]),
        ("trich-luc-ho-tich", "lấy năm bản", ["40.000 đồng"]),
        ("xac-nhan-thong-tin-ho-tich", "2 văn bản", ["16.000 đồng"]),
        ("khai-sinh", "xin thêm 2 bản trích lục", ["16.000 đồng"]),
        ("chung-thuc-chu-ky", "3 văn bản", ["30.000 đồng"]),
        ("chung-thuc-giao-dich-nha-dat-dong-san", "2 hợp đồng", ["100.000 đồng"]),
        ("sua-loi-sai-sot-giao-dich", "4 hợp đồng", ["100.000 đồng"]),
        ("cap-doi-can-cuoc", "2 thẻ", ["50.000 đồng"]),
        ("dang-ky-tam-tru", "3 người", ["30.000 đồng", "15.000 đồng"]),
        ("giay-phep-ban-le-ruou", "2 điểm", ["400.000 đồng", "1.200.000 đồng"]),
    ],
)
def test_other_tariffs_are_multiplied_by_what_is_counted(procedure: str, question: str, sums: list[str]) -> None:
    """One line for each rule that counts what the question counts."""
    lines = told.sums(KB.procedures[procedure], TODAY, question)
    assert [line for line in lines for total in sums if f"= {total}" in line] == lines
    assert len(lines) == len(sums)


def test_fees_paid_together_are_added_up() -> None:
    """A first land certificate: 35.000 for the paper and 100.000 for the appraisal, 155.000 with the house."""
    land = KB.procedures["cap-so-do-lan-dau"]
    totals = [sum(rule.amount or 0 for rule in group) for group in parts(land, TODAY)]
    assert totals == [135_000, 135_000, 190_000]
    assert "135.000 đồng" in told.sums(land, TODAY, "")[0]


def test_an_unverified_fee_gives_no_sum() -> None:
    """What must be confirmed first is not multiplied."""
    shaky = [p for p in KB.procedures.values() if p.fee_rules and not p.is_certain("fee")]
    assert shaky
    assert all(told.sums(p, TODAY, "5 trang 3 bản 2 người") == [] for p in shaky)


def test_a_sum_follows_the_law_of_the_day() -> None:
    """An identity card replaced costs 25.000 until the end of 2026, then 50.000."""
    card = KB.procedures["cap-doi-can-cuoc"]
    assert "= 50.000 đồng" in told.sums(card, date(2026, 12, 31), "2 thẻ")[0]
    assert "= 100.000 đồng" in told.sums(card, date(2027, 1, 1), "2 thẻ")[0]


@given(day=st.dates(date(2020, 1, 1), date(2035, 1, 1)))
def test_no_rule_out_of_force_is_ever_counted(day: date) -> None:
    """Whatever the day, what is added up applies on it."""
    for procedure in KB.procedures.values():
        assert all(in_force(rule, day) for group in parts(procedure, day) for rule in group)
        rule = by_page(procedure, day)
        assert rule is None or in_force(rule, day)


@given(text=st.text(max_size=200))
def test_any_text_can_be_searched_for_quantities(text: str) -> None:
    """Nothing is raised, and no quantity is out of bounds."""
    found = quantities(text)
    assert all(n is None or 0 < n <= 9999 for n in (found.pages, found.copies, found.originals))
    assert without_quantities(text) is not None
    assert all(counted(rule, text) != 0 for rule in COPY.fee_rules)
