"""Ages and school grades: the law draws lines at a few of them, so that "2 tuổi" and "5 tuổi" mean the same to it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from knowledge.numbers import count
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
_IN_SHORT = re.compile(r"\d+t")
_UNDER = frozenset({"duoi", "under"})


def with_bands(words: Sequence[Word]) -> list[Word]:
    """The words, each number of an age or a grade read as itself and as the band that it falls into."""
    banded = list(words)
    for at, word in enumerate(words):
        found = _measured(words, at)
        if found is not None:
            band = f"{found[0].name}{found[1]}"
            banded[at] = word._replace(readings=((*word.readings[0], Syllable(band, band)),))
    return banded


def _measured(words: Sequence[Word], at: int) -> tuple[_Scale, int] | None:
    """The scale and the line of what the word counts: "75 tuổi", "75t", "dưới 6 tuổi" (at most 5), "lớp 6"."""
    before = words[at - 1].readings[0][-1].folded if at else ""
    after = words[at + 1].readings[0][0].folded if at + 1 < len(words) else ""
    scale = _AHEAD.get(before) or _BEHIND.get(after) or (_AGES if _IN_SHORT.fullmatch(words[at].typed) else None)
    if scale is None:
        return None
    folded = words[at].readings[0][0].folded
    number = count(folded.removesuffix("t") if scale is _AGES and folded[0].isdecimal() else folded)
    if number is None or number > scale.most:
        return None
    below = number - (before in _UNDER)
    return scale, scale.lines[max(0, bisect_right(scale.lines, below) - 1)]
