"""What a tariff comes to: the quantities that a question names, and the sums that the rules make of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.folding import comparable
from knowledge.model import FeeRule, Procedure

MOST = 9999
"""More than this is no quantity of papers."""

_DIGITS = {
    **{"một": 1, "mot": 1, "hai": 2, "ba": 3, "bốn": 4, "bon": 4, "tư": 4, "năm": 5, "nam": 5, "lăm": 5, "lam": 5},
    **{"sáu": 6, "sau": 6, "bảy": 7, "bẩy": 7, "bay": 7, "tám": 8, "tam": 8, "chín": 9, "chin": 9, "mốt": 1},
    **{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10},
}
_TENS = frozenset({"mươi", "muoi", "mười", "chục", "chuc"})
_ONES = "|".join(word for word in _DIGITS if word not in ("tư", "lăm", "lam", "mốt"))
_NUMBER = (
    rf"(?P<n>\d{{1,5}}|(?:(?:{_ONES}) )?(?:{'|'.join(sorted(_TENS))})(?: (?:{'|'.join(_DIGITS)}))?"
    rf"|(?:{_ONES})(?= ?[^\W\d]))"
)
_PAGE = r"trang|trag|pages?|mặt|mat|sides?|trg?(?=\W*(?:x\W*)?\d+\W*(?:b|bản|ban)\b)"
_SHEET = r"tờ|to|sheets?"
_COPY = (
    r"(?:bản|ban)(?! (?:chính|chinh|gốc|goc)\b)(?: (?:sao|photo|phô tô|copy))?"
    r"|(?:bộ|bo)(?! (?:hồ sơ|ho so)(?: \w+)? (?:\d|gồm|gom))|copy|copies|b"
)
_ORIGINAL = (
    r"(?:bản|ban) (?:chính|chinh|gốc|goc)|loại|loai|giấy(?: tờ)?|giay(?: to)?|bằng|bang|sổ|so|cái|cai|chứng chỉ"
    r"|chung chi|căn cước|can cuoc|cccd|quyển|quyen|cuốn|cuon|người|nguoi|đứa|dua|bạn"
)
_AND = re.compile(rf"(?:{_PAGE})\s*(?:,|\+|và|va|với|voi|cùng|cung|and)\s")
_BETWEEN_PAPERS = re.compile(r"[,;+]|\b(?:và|va|với|voi|cùng|cung|còn|con|thêm|them|and|plus)\b")
"""What stands between different papers, each with its own copies."""
_RATE = re.compile(
    r"\b(?:bao nhiêu|bao nhieu|bn|nhiêu|nhieu|giá|gia|mấy|may)(?: tiền| tien| đồng| dong)?"
    r" (?:một|mot|1) (?:trang|bản|ban|tờ|to|mặt|mat)\b"
)
"""Asks what one page costs, and counts none."""
_EACH = re.compile(r"\b(?:mỗi|moi|each)\b")
_OF_A_SHEET = re.compile(r"\b(?:mặt|mat|sides?)\b|\b(?:mỗi|moi|một|mot|1|each) (?:tờ|to|sheet)\b")
"""What says that pages are those of each sheet."""


def _before(noun: str) -> re.Pattern[str]:
    """A number right before a noun, or after "số": "5 trang", "năm trang", "3-page", "số trang: 5"."""
    named = noun.replace("(?P<n>", "(?:")
    before = rf"(?<![\w.,/]){_NUMBER}[\s-]?(?:{noun})\b"
    return re.compile(rf"{before}|\b(?:số|so) (?:{named})\W{{1,3}}(?P<after>\d{{1,4}})\b")


_PAGES, _SHEETS, _COPIES, _ORIGINALS = map(_before, (_PAGE, _SHEET, _COPY, _ORIGINAL))


@dataclass(frozen=True, slots=True)
class Quantities:
    """What a question says of pages, copies and originals; `sheets`: on how many loose sheets the pages stand, if said.

    The sheets may be one paper or as many papers: `pages` takes them for one.
    """

    pages: int | None = None
    copies: int | None = None
    originals: int = 1
    sheets: int = 0

    def ways(self) -> tuple[Quantities, ...]:
        """What may be meant: the sheets as one paper, and each as a paper of its own."""
        if not self.sheets or self.originals > 1:
            return (self,)
        return self, Quantities((self.pages or 1) // self.sheets, self.copies, self.sheets)


@dataclass(frozen=True, slots=True)
class Step:
    """Pages of one tier: how many, at how much each."""

    pages: int
    each: int


@dataclass(frozen=True, slots=True)
class PageSum:
    """How a fee by the page came about; `copy` is what one copy costs, after the cap."""

    steps: tuple[Step, ...]
    copy: int
    capped: bool
    copies: int
    originals: int

    @property
    def total(self) -> int:
        """What all copies of all originals cost together."""
        return self.copy * self.copies * self.originals


def quantities(text: str) -> Quantities:
    """The quantities that a text names in digits or words, with or without marks."""
    words = _RATE.sub(" ", _words(text))
    pages, sheets, copies = _first(_PAGES, words), _first(_SHEETS, words), _first(_COPIES, words)
    originals = _first(_ORIGINALS, words) if _EACH.search(words) else None
    if sheets is None or (pages and not _OF_A_SHEET.search(words)) or sheets * (pages or 1) > MOST:
        return Quantities(pages, copies, originals or 1)
    return Quantities(sheets * (pages or 1), copies, originals or 1, sheets)


def papers(text: str) -> tuple[Quantities, ...]:
    """The quantities of each of several papers ("16 trang 2 bản với 2 trang 3 bản"); of one paper as a rule."""
    words = _words(text)
    told = [quantities(part) for part in _BETWEEN_PAPERS.split(words)]
    apart = tuple(Quantities(one.pages, one.copies) for one in told if one.copies)
    if len(apart) > 1 and not any(one.pages and not one.copies for one in told):
        return apart
    pages, copies = list(_in_bounds(_PAGES, words)), list(_in_bounds(_COPIES, words))
    if len(pages) > 1 and len(copies) == 1 and _AND.search(words):
        copies *= len(pages)
    if len(pages) < 2 or len(pages) != len(copies):
        return (quantities(text),)
    return tuple(Quantities(*both) for both in zip(pages, copies, strict=True))


def without_quantities(text: str) -> str:
    """The text without the quantities, so that it is read for the procedure it names."""
    words = unicodedata.normalize("NFC", text)
    for pattern in (_PAGES, _SHEETS, _COPIES):
        words = re.compile(pattern.pattern, re.IGNORECASE).sub(" ", words)
    return " ".join(words.split())


def in_force(rule: FeeRule, day: date) -> bool:
    """Whether a line of the tariff applies on a day."""
    return (rule.valid_from is None or rule.valid_from <= day) and (rule.valid_until is None or day <= rule.valid_until)


def by_page(procedure: Procedure, day: date) -> FeeRule | None:
    """The rule in force that counts pages, if there is one."""
    return next((rule for rule in procedure.fee_rules if rule.tiers and in_force(rule, day)), None)


def page_sum(rule: FeeRule, pages: int, copies: int = 1, originals: int = 1) -> PageSum:
    """What `copies` of each of `originals` papers of `pages` pages cost under a rule with tiers."""
    steps = tuple(
        Step(count, tier.amount)
        for tier in rule.tiers
        if (count := min(pages, tier.to_page or pages) - tier.from_page + 1) > 0
    )
    full = sum(step.pages * step.each for step in steps)
    copy = full if rule.cap is None else min(full, rule.cap)
    return PageSum(steps, copy, copy < full, copies, originals)


def counted(rule: FeeRule, text: str) -> int | None:
    """How many units of a rule with an amount a text names; None if it names none."""
    if rule.tiers or not rule.amount:
        return None
    unit = next((unit for unit in _UNITS if comparable(rule.unit).startswith(unit)), None)
    if unit is None:
        return None
    words = _words(text)
    found = [_first(_UNITS[unit], part) for part in (_BETWEEN_PAPERS.split(words) if unit in _ADDED else [words])]
    each = _first(_PEOPLE, words) if unit in _ADDED and _EACH_PERSON.search(words) else None
    return sum(filter(None, found)) * (each or 1) or None


def parts(procedure: Procedure, day: date) -> list[tuple[FeeRule, ...]]:
    """The fees in force that are paid together: same condition and way of filing, each for something else."""
    groups: dict[tuple[Sequence[str], str | None], list[FeeRule]] = {}
    for rule in procedure.fee_rules:
        if in_force(rule, day) and rule.amount and rule.per:
            groups.setdefault((rule.channel, rule.condition), []).append(rule)
    return [tuple(group) for group in groups.values() if len({rule.per for rule in group}) == len(group) > 1]


def is_said(condition: str | None, text: str) -> bool:
    """Whether a text says that the condition of a rule holds: land alone, the house alone, or both."""
    said = comparable(text)
    ways = (way for kept, way in _SAID.items() if condition and kept in comparable(condition))
    return any(way.search(said) for way in ways)


_SAID = {
    "dat va tai san": re.compile(
        r"\bdat(?: o)? (?:va|lan|ca|voi|co|kem|gom)(?: \w+)? (?:nha|cong trinh|tai san)\b"
        r"|\b(?:nha|cong trinh)(?: o)? (?:(?:va|lan|ca|voi|co|kem|gom) )+dat\b|\b(?:nha|cong trinh) tren dat\b"
    ),
    "chi dat": re.compile(r"\b(?:chi|moi|rieng|toan)(?: co| moi| rieng)? dat\b|\bdat (?:trong|khong co nha)\b"),
    "chi tai san": re.compile(r"\b(?:chi|moi|rieng|toan)(?: co| moi| rieng)? (?:nha|can ho|chung cu|tai san)\b"),
}
"""How residents say the conditions of the tariff on land."""

_UNITS = {
    "ban sao trich luc": _before(r"(?:bản|ban)(?: sao)?(?: (?:trích lục|trich luc))?|trích lục|trich luc|tờ|to|copies"),
    "truong hop": _before(
        r"trường hợp|truong hop|văn bản|van ban|tờ|giấy|giay|bản|ban|đơn|don|bộ|documents?|papers?|letters?|copies"
    ),
    "giao dich": _before(r"giao dịch|giao dich|hợp đồng|hop dong|hđ|giấy|giay|văn bản|van ban"),
    "van ban": _before(r"văn bản|van ban|tờ|giấy|giay|bản|ban"),
    "di chuc": _before(r"di chúc|di chuc|bản|ban"),
    "the": _before(r"thẻ|the|cái|cai|căn cước|can cuoc|cccd|người|nguoi|vợ chồng|vo chong"),
    "nguoi": _before(
        r"người|nguoi|ng|nhân khẩu|nhan khau|công nhân|cong nhan|lao động|lao dong|nhân viên|nhan vien"
        r"|sinh viên|sinh vien|học sinh|hoc sinh|khách|khach"
    ),
    "diem kinh doanh": _before(r"điểm(?: kinh doanh)?|diem(?: kinh doanh)?|cửa hàng|cua hang"),
    "giay phep": _before(r"giấy phép|giay phep|giấy|giay"),
}
"""How residents count the units of the tariff, by how the unit begins."""


_ADDED = ("ban sao trich luc", "van ban", "di chuc")
"""Papers of which some of one kind and some of another are added up."""
_PEOPLE = _before(r"người|nguoi|anh em|chị em|chi em|anh chị em|anh chi em|con|đứa|dua|vợ chồng|vo chong")
_EACH_PERSON = re.compile(r"\b(?:mỗi|moi|each) (?:người|nguoi|đứa|dua|con|anh|chị|chi|person)\b")
"""As many papers as people, where each has one."""


def _words(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).lower().split())


def _first(pattern: re.Pattern[str], words: str) -> int | None:
    return next(_in_bounds(pattern, words), None)


def _in_bounds(pattern: re.Pattern[str], words: str) -> Iterator[int]:
    """All the numbers of a pattern that can be quantities of papers."""
    found = (_value(match["n"] or match["after"]) for match in pattern.finditer(words))
    return (n for n in found if 0 < n <= MOST)


def _value(number: str) -> int:
    """A number in digits or in words up to ninety-nine."""
    if number.isdecimal():
        return int(number)
    total = 0
    for word in number.split():
        total = (total or 1) * 10 if word in _TENS else total + _DIGITS[word]
    return total
