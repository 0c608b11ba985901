"""Words written without spaces, cut where the knowledge base has words to cut at."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from knowledge.syllables import SYLLABLES, fold, is_syllable, syllable
from knowledge.words import Vocabulary

_LONGEST_SYLLABLE = 7
_SHORTEST_GLUED = 5
_LONGEST_HALVES = 12
_SHORTEST_SLIPPED = 3
"""Letters of a word in which a slip is seen though the next word is glued to it."""
_LETTER_WORDS = frozenset("aeoyu")

_EVERY_PIECE = -2.0
"""What a piece costs, so that "giảichấp" is two words and not three."""
_STRANGERS = -1.0
"""What it costs that two pieces never stand side by side in the knowledge base."""
_JOINED = tuple(map(math.log2, range(2, 9)))
"""What it is worth that they do once, twice…; the last for all that do so more often."""
_MOST_PER_LETTER = (_EVERY_PIECE + _JOINED[-1]) / 2
"""What a letter can add at most, as one of two that follow another piece often."""
_LETTER = -1.0
_UNKNOWN = -3.0
"""What a single letter costs, and a syllable that the knowledge base does not hold."""
_OTHER_MARKS = -2.0
"""What it costs that a piece is written with marks as no phrase writes it."""
_ENOUGH = -4.0
"""How good a cut must be for a token that may be a word of its own."""
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


class _Piece(NamedTuple):
    """What a piece is worth by itself, its one spelling without marks, and whether it is a short form."""

    merit: float
    folded: str
    short: bool


_Cut = tuple[float, tuple[int, ...], _Piece | None]
"""A way to cut the first letters of a token: how good it is, where the pieces end, and the last of them."""


class Cutter:
    """Cuts tokens into known syllables or short forms, most of them known neighbours."""

    def __init__(self, vocabulary: Vocabulary, short_forms: frozenset[str]) -> None:
        self._vocabulary = vocabulary
        self._short_forms = short_forms
        read = ((letters, self._piece(letters, letters)) for letters in _LETTER_WORDS | short_forms | SYLLABLES)
        self._unmarked = {letters: piece for letters, piece in read if piece}
        self._lengths = _lengths(self._unmarked)
        self._joined = lru_cache(maxsize=20_000)(self._worth_joining)

    def cut(self, token: str) -> tuple[str, ...]:
        """The pieces of a token; none if it cannot be cut.

        Without known neighbours only a token with Vietnamese marks is cut, and only if it has several tones or no
        single slip explains it: "iphone" stays whole.
        """
        if token.isascii():
            found = self._best(token, token, _ENOUGH) if len(token) >= _SHORTEST_GLUED else None
        else:
            found = self._best(token, fold(token), -math.inf)
        if not found or len(found[1]) < 2 or (found[0] < _ENOUGH and not self._is_loose(token)):
            return ()
        return tuple(token[a:b] for a, b in pairwise((0, *found[1])))

    def halves(self, token: str) -> tuple[str, ...]:
        """A known word and another with a slip in it, known neighbours; none if the token is not two such words."""
        folded = fold(token)
        if not _SHORTEST_GLUED <= len(folded) <= _LONGEST_HALVES or self._vocabulary.near(folded):
            return ()
        splits = ((self._joined_halves(folded[:at], folded[at:]), at) for at in range(2, len(folded) - 1))
        often, at = max(splits)
        return (token[:at], token[at:]) if often else ()

    def _joined_halves(self, left: str, right: str) -> int:
        """How often what two pieces stand for, of which just one has a slip in it, is said side by side."""
        joins, knows = self._vocabulary.joins, self._vocabulary.knows
        if knows(left) == knows(right):
            return 0
        if knows(left):
            return max((joins(left, meant) for meant in self._meant(right)), default=0)
        return max((joins(meant, right) for meant in self._meant(left)), default=0)

    def _meant(self, slipped: str) -> Sequence[str]:
        return () if len(slipped) < _SHORTEST_SLIPPED or is_syllable(slipped) else self._vocabulary.near(slipped)

    def _is_loose(self, token: str) -> bool:
        """Whether a token cannot be a word of its own."""
        return _tones(token) > 1 or not self._vocabulary.near(fold(token))

    def _best(self, token: str, folded: str, enough: float) -> _Cut | None:
        """The best cut if it is good enough, found by way of the best to cut the first letters.

        What cannot become good enough any more is given up.
        """
        best: list[_Cut | None] = [(0.0, (), None), *[None] * len(token)]
        for start in range(len(token)):
            if not (before := best[start]):
                continue
            so_far, ends, last = before
            for end, piece in self._pieces(token, folded, start):
                merit = so_far + piece.merit + self._joined(last, piece)
                if merit + _MOST_PER_LETTER * (len(token) - end) < enough:
                    continue
                here = best[end]
                if here is None or merit > here[0] or (merit == here[0] and (*ends, end) > here[1]):
                    best[end] = (merit, (*ends, end), piece)
        return best[-1]

    def _pieces(self, token: str, folded: str, start: int) -> list[tuple[int, _Piece]]:
        """The words that may begin at this letter, each with where it ends."""
        if token.isascii():
            known, opening = self._unmarked, token[start : start + 2]
            ends = [start + length for length in self._lengths.get(opening) or self._lengths.get(opening[0]) or ()]
            return [(end, piece) for end in ends if end <= len(token) and (piece := known.get(token[start:end]))]
        return [
            (end, piece)
            for end in range(start + 1, min(start + _LONGEST_SYLLABLE, len(token)) + 1)
            if (piece := self._piece(token[start:end], folded[start:end], marked=True))
        ]

    def _piece(self, written: str, letters: str, *, marked: bool = False) -> _Piece | None:
        """A piece of a token, with marks or without any; None if it is no word."""
        said = syllable(written)
        short = said.key in self._short_forms
        if not (short or letters in _LETTER_WORDS or (len(letters) > 1 and is_syllable(letters))):
            return None
        if len(letters) == 1:
            return _Piece(_EVERY_PIECE + _LETTER, said.folded, short)
        if short:
            return _Piece(_EVERY_PIECE, said.folded, short)
        if not self._vocabulary.knows(said.folded):
            return _Piece(_EVERY_PIECE + _UNKNOWN, said.folded, short) if marked else None
        foreign = said.accented and not self._vocabulary.spells(said.key)
        return _Piece(_EVERY_PIECE + (_OTHER_MARKS if foreign else 0.0), said.folded, short)

    def _worth_joining(self, before: _Piece | None, here: _Piece) -> float:
        """What it is worth that a piece follows the one before, if there is one."""
        if not before:
            return 0.0
        if often := self._vocabulary.joins(before.folded, here.folded):
            return _JOINED[min(often, len(_JOINED)) - 1]
        return 0.0 if before.short or here.short else _STRANGERS


def _lengths(words: Iterable[str]) -> dict[str, list[int]]:
    """How long words are that begin with the same two letters, or are just the one."""
    lengths: dict[str, set[int]] = {}
    for word in words:
        lengths.setdefault(word[:2], set()).add(len(word))
    for opening, of_opening in lengths.items():
        if opening[0] in lengths:
            of_opening.add(1)
    return {opening: sorted(of_opening) for opening, of_opening in lengths.items()}


def _tones(token: str) -> int:
    """How many tones are written in a token; a syllable has one at most."""
    return 0 if token.isascii() else sum(letter in _TONES for letter in unicodedata.normalize("NFD", token))
