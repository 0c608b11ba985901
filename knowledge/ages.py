"""Ages: the law draws lines at a few of them, so that "2 tuổi" and "5 tuổi" mean the same to a procedure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from knowledge.syllables import Syllable
from knowledge.words import Word

LINES = (0, 6, 14, 18, 60, 75)
_OLDEST = 120
_UNDER = "duoi"
_YEARS = "tuoi"


def with_age_bands(words: Sequence[Word]) -> list[Word]:
    """The words, each number before "tuổi" read as itself and as the band of ages it falls into."""
    banded = list(words)
    for at, word in enumerate(words):
        age = _age(words, at)
        if age is not None:
            line = LINES[bisect_right(LINES, age) - 1]
            band = f"{_YEARS}{line}"
            banded[at] = word._replace(readings=((*word.readings[0], Syllable(band, band)),))
    return banded


def _age(words: Sequence[Word], at: int) -> int | None:
    """The age that the word states: "75 tuổi", "75t", "dưới 6 tuổi" (which is at most 5)."""
    typed = words[at].typed
    digits = typed.removesuffix("t")
    if not digits.isdecimal() or len(digits) > 3:
        return None
    followed = at + 1 < len(words) and words[at + 1].readings[0][0].folded == _YEARS
    if not followed and digits == typed:
        return None
    under = at > 0 and words[at - 1].readings[0][-1].folded == _UNDER
    return max(0, min(int(digits), _OLDEST) - under)
