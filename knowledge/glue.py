"""Words written without spaces, cut where the knowledge base has words to cut at."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from knowledge.syllables import fold, is_syllable, syllable
from knowledge.words import Vocabulary

_LONGEST_SYLLABLE = 7
_SHORTEST_GLUED = 5
_LETTER_WORDS = frozenset("aeoyu")


class _Cut(NamedTuple):
    """A way to cut the first letters of a token: how good it is, and where the pieces end."""

    merit: int
    ends: tuple[int, ...]


def unglue(token: str, vocabulary: Vocabulary, short_forms: frozenset[str]) -> tuple[str, ...]:
    """Cuts a token into known syllables or short forms, most of them known neighbours; nothing if it cannot be done.

    Without known neighbours only a token with Vietnamese marks is cut, and only if no single slip explains it:
    "iphone" stays whole.
    """
    if token.isascii() and len(token) < _SHORTEST_GLUED:
        return ()
    folded = fold(token)
    best: list[_Cut | None] = [_Cut(0, ())] + [None] * len(folded)
    for end in range(1, len(folded) + 1):
        for start in range(max(0, end - _LONGEST_SYLLABLE), end):
            before = best[start]
            if before is None or not _is_piece(folded[start:end], vocabulary, short_forms):
                continue
            offer = _Cut(before.merit + _merit(folded, before.ends, end, vocabulary), (*before.ends, end))
            here = best[end]
            if here is None or offer > here:
                best[end] = offer
    found = best[len(folded)]
    if found is None or len(found.ends) < 2:
        return ()
    loose = not token.isascii() and not vocabulary.near(folded)
    if found.merit < 0 and not loose:
        return ()
    return tuple(token[a:b] for a, b in pairwise((0, *found.ends)))


def _is_piece(letters: str, vocabulary: Vocabulary, short_forms: frozenset[str]) -> bool:
    if len(letters) == 1:
        return letters in _LETTER_WORDS
    return (is_syllable(letters) and vocabulary.knows(syllable(letters).folded)) or letters in short_forms


def _merit(folded: str, ends: tuple[int, ...], end: int, vocabulary: Vocabulary) -> int:
    """A known pair of neighbours counts for a cut, an unknown one and a single letter against it."""
    if not ends:
        return -(end == 1)
    start = ends[-1]
    before = syllable(folded[(ends[-2] if len(ends) > 1 else 0) : start]).folded
    here = syllable(folded[start:end]).folded
    return (1 if vocabulary.joins(before, here) else -1) - (end - start == 1)
