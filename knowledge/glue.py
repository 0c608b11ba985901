"""Words written without spaces, cut where the knowledge base has words to cut at."""

from __future__ import annotations

import math
import unicodedata
from itertools import pairwise
from typing import NamedTuple

from knowledge.syllables import fold, is_syllable, syllable
from knowledge.words import Vocabulary

_LONGEST_SYLLABLE = 7
_SHORTEST_GLUED = 5
_LETTER_WORDS = frozenset("aeoyu")

_EVERY_PIECE = -2.0
"""What a piece costs, so that "giảichấp" is two words and not three."""
_STRANGERS = -1.0
"""What it costs that two pieces never stand side by side in the knowledge base."""
_OFTEN = 3.0
"""The most that it is worth that they do, often."""
_LETTER = -1.0
_UNKNOWN = -3.0
"""What a single letter costs, and a syllable that the knowledge base does not hold."""
_OTHER_MARKS = -2.0
"""What it costs that a piece is written with marks as no phrase writes it."""
_ENOUGH = -4.0
"""How good a cut must be for a token that may be a word of its own."""
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


class _Cut(NamedTuple):
    """A way to cut the first letters of a token: how good it is, and where the pieces end."""

    merit: float
    ends: tuple[int, ...]


def unglue(token: str, vocabulary: Vocabulary, short_forms: frozenset[str]) -> tuple[str, ...]:
    """Cuts a token into known syllables or short forms, most of them known neighbours; nothing if it cannot be done.

    Without known neighbours only a token with Vietnamese marks is cut, and only if it has several tones or no single
    slip explains it: "iphone" stays whole.
    """
    if token.isascii() and len(token) < _SHORTEST_GLUED:
        return ()
    folded = fold(token)
    pieces = _Pieces(token, folded, vocabulary, short_forms)
    best: list[_Cut | None] = [_Cut(0.0, ())] + [None] * len(folded)
    for end in range(1, len(folded) + 1):
        for start in range(max(0, end - _LONGEST_SYLLABLE), end):
            before = best[start]
            merit = pieces.merit(start, end) if before else None
            if before is None or merit is None:
                continue
            offer = _Cut(before.merit + merit + pieces.joined(before.ends, end), (*before.ends, end))
            here = best[end]
            if here is None or offer > here:
                best[end] = offer
    found = best[len(folded)]
    if found is None or len(found.ends) < 2:
        return ()
    loose = _tones(token) > 1 or (not token.isascii() and not vocabulary.near(folded))
    if found.merit < _ENOUGH and not loose:
        return ()
    return tuple(token[a:b] for a, b in pairwise((0, *found.ends)))


class _Pieces(NamedTuple):
    """The pieces that a token may be cut into."""

    token: str
    folded: str
    vocabulary: Vocabulary
    short_forms: frozenset[str]

    def merit(self, start: int, end: int) -> float | None:
        """What a piece is worth by itself; None if it is no word."""
        letters = self.folded[start:end]
        if len(letters) == 1:
            return _EVERY_PIECE + _LETTER if letters in _LETTER_WORDS or letters in self.short_forms else None
        if letters in self.short_forms:
            return _EVERY_PIECE
        if not is_syllable(letters):
            return None
        written = syllable(self.token[start:end])
        if not self.vocabulary.knows(written.folded):
            return None if self.token.isascii() else _EVERY_PIECE + _UNKNOWN
        foreign = written.accented and not self.vocabulary.spells(written.key)
        return _EVERY_PIECE + (_OTHER_MARKS if foreign else 0.0)

    def joined(self, ends: tuple[int, ...], end: int) -> float:
        """What it is worth that the piece that ends here follows the last one."""
        if not ends:
            return 0.0
        start = ends[-1]
        before, here = self.folded[(ends[-2] if len(ends) > 1 else 0) : start], self.folded[start:end]
        often = self.vocabulary.joins(syllable(before).folded, syllable(here).folded)
        if often:
            return min(math.log2(1 + often), _OFTEN)
        return 0.0 if before in self.short_forms or here in self.short_forms else _STRANGERS


def _tones(token: str) -> int:
    """How many tones are written in a token; a syllable has one at most."""
    return 0 if token.isascii() else sum(letter in _TONES for letter in unicodedata.normalize("NFD", token))
