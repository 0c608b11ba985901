"""Which answer an age takes: "e 22 tuoi roi" is no minor, a child of nine is "từ 6 đến dưới 14 tuổi"."""

from __future__ import annotations

import re

from handlers.words import plain
from knowledge.model import Case, CaseOption

_AGE = re.compile(
    r"\b(?P<years>\d{1,3}) ?(?:tuoi|t)\b(?! tro)|\b(?P<newborn>(?:\d{1,2} thang tuoi|so sinh|moi (?:sinh|de)))\b"
)
_FROM_TO = re.compile(r"\btu (?:du )?(?P<first>\d+)(?: tuoi)?(?: den duoi (?P<end>\d+))?")
_UNDER = re.compile(r"\bduoi (?P<end>\d+) tuoi\b")
_MINOR = re.compile(r"\bchua thanh nien\b")
OF_AGE = 18
OLDEST = 150


def taken(text: str, case: Case) -> CaseOption | None:
    """The one answer that fits every age in the text; None where there is none, or where the question is no age's."""
    ages = [_years(match) for match in _AGE.finditer(plain(text))]
    if not ages:
        return None
    fitting = [option for option in case.options if all(age in _span(case, option) for age in ages)]
    return fitting[0] if len(fitting) == 1 else None


def _years(match: re.Match[str]) -> int:
    return int(match["years"] or 0)


def _span(case: Case, option: CaseOption) -> range:
    """The ages for which an answer is right; none for a question that asks for no age."""
    asked = _ages(plain(case.question))
    if not asked:
        return _ages(plain(option.label))
    says_yes = plain(option.label).split()[0] == "co"
    if says_yes:
        return asked
    return range(asked.stop, OLDEST)


def _ages(words: str) -> range:
    """The ages that a stretch of words names."""
    if match := _FROM_TO.search(words):
        return range(int(match["first"]), int(match["end"] or OLDEST))
    if match := _UNDER.search(words):
        return range(int(match["end"]))
    return range(OF_AGE) if _MINOR.search(words) else range(0)
