"""Ages and school grades: the law draws lines at a few of them, so that "2 tuổi" and "5 tuổi" mean the same to it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from knowledge.numbers import NAMES, count
from knowledge.syllables import Syllable
from knowledge.words import Word


class _Scale(NamedTuple):
    """What is counted, in a syllable, and where the law draws its lines."""

    name: str
    lines: tuple[int, ...]
    most: int


_AGES = _Scale("tuoi", (0, 6, 14, 18, 60, 75), 120)
_GRADES = _Scale("lop", (1, 6, 10), 12)
_BEHIND = {"tuoi": _AGES, "years": _AGES, "year": _AGES, "yrs": _AGES}
"""What the number stands before: "6 tuổi", "6 years old"."""
_AHEAD = {"lop": _GRADES, "grade": _GRADES}
"""What it stands after: "lớp 6"."""
SAID_TOGETHER = frozenset([*product(NAMES, _BEHIND), *product(_AHEAD, NAMES)])
"""Neighbours, the number in letters, that are an age or a grade."""
UNITS = frozenset({*_BEHIND, *_AHEAD})
"""Without one of these beside it no number in letters is an age or a grade."""
_UNDER = frozenset({"duoi", "under"})


def with_bands(words: Sequence[Word]) -> list[Word]:
    """The words, each number of an age or a grade read as itself and as the band that it falls into."""
    banded = list(words)
    for at, word in enumerate(words):
        if (number := _number(word.readings[0][0].folded)) is not None and (scale := _scale(words, at)):
            band = f"{scale.name}{_line(scale, number, _before(words, at))}"
            banded[at] = word._replace(readings=((*word.readings[0], Syllable(band, band)),))
    return banded


@lru_cache(maxsize=20_000)
def _number(folded: str) -> int | None:
    """What "75", "75t" and "sau" count."""
    return count(folded.removesuffix("t") if folded[0].isdecimal() else folded)


def _scale(words: Sequence[Word], at: int) -> _Scale | None:
    """What the number counts: "75 tuổi", "75t", "lớp 6"; none if the number is beyond it."""
    after = words[at + 1].readings[0][0].folded if at + 1 < len(words) else ""
    short = _AGES if words[at].typed[0].isdecimal() and words[at].typed.endswith("t") else None
    return _AHEAD.get(_before(words, at)) or _BEHIND.get(after) or short


def _before(words: Sequence[Word], at: int) -> str:
    return words[at - 1].readings[0][-1].folded if at else ""


def _line(scale: _Scale, number: int, before: str) -> int:
    """The line of the law at or below a number; "dưới 6 tuổi" is at most 5."""
    below = min(number, scale.most) - (before in _UNDER)
    return scale.lines[max(0, bisect_right(scale.lines, below) - 1)]
