"""Which answer a living space takes: "4 người ở 40 m²" is less than 15 m² each."""

from __future__ import annotations

import re

from handlers.words import plain
from knowledge.model import Case, CaseOption

_COUNTING = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10}
_SPACE = re.compile(r"\b(?P<space>\d{1,3}) ?(?:m2|m vuong|met vuong|met|m)\b")
_PEOPLE = re.compile(rf"\b(?P<people>\d{{1,2}}|{'|'.join(_COUNTING)}) (?:nguoi|ng|nhan khau|dua)\b")
_LESS_THAN = re.compile(r"\bduoi (?P<limit>\d+) m2\b.*\bnguoi\b")
"""An answer for those with less space than this for each."""


def taken(text: str, case: Case) -> CaseOption | None:
    """The answer for those who have as little space each as the text tells; None where there is none."""
    words = plain(text)
    space, people = _SPACE.search(words), _PEOPLE.search(words)
    if space is None or people is None:
        return None
    each = int(space["space"]) / (_COUNTING.get(people["people"]) or int(people["people"]) or 1)
    limits = ((option, _LESS_THAN.search(plain(option.label))) for option in case.options)
    return next((option for option, less in limits if less and each < int(less["limit"])), None)
