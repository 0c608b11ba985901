"""Phrases that say one thing only, as most of a knowledge base does: known word by word, they need no reader."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from knowledge.ages import SAID_TOGETHER, UNITS
from knowledge.lexicon import Lexicon
from knowledge.lost import SPELLINGS
from knowledge.syllables import Syllable
from knowledge.words import Word

LONGEST = 400
"""Letters of a phrase that is surely short enough to be read as a whole."""


class PlainWords(dict[str, Syllable | None]):
    """What a written word stands for in every phrase; None if the words beside it, or nothing at all, may tell.

    `words` gives what a single written word is read as.
    """

    def __init__(self, words: Callable[[str], Sequence[Word]], lexicon: Lexicon) -> None:
        super().__init__()
        self._words = words
        self._rewrites = lexicon.rewrites

    def __missing__(self, written: str) -> Syllable | None:
        self[written] = meant = self._only_one(self._words(written))
        return meant

    def of(self, phrase: str) -> list[Syllable] | None:
        """The syllables of a phrase; None if it takes a reader to tell them."""
        if len(phrase) > LONGEST:
            return None
        words = phrase.split()
        plain = [meant for meant in map(self.__getitem__, words) if meant]
        return self._together(plain) if plain and len(plain) == len(words) else None

    def _only_one(self, words: Sequence[Word]) -> Syllable | None:
        """The syllable that these words are, if it is one that can mean only itself."""
        if len(words) != 1 or words[0].typed in SPELLINGS or words[0].typed[0].isdecimal():
            return None
        return words[0].readings[0][0]

    def _together(self, plain: list[Syllable]) -> list[Syllable] | None:
        """What they say side by side; None if it may be several things, or an age or a grade."""
        written, folded = zip(*plain, strict=True)
        if not SAID_TOGETHER.isdisjoint(pairwise(folded)):
            return None
        return self._rewritten(plain) if self._rewrites.may_be_in(written, folded) else plain

    def _rewritten(self, plain: list[Syllable]) -> list[Syllable] | None:
        """The same with short forms and other names written out; None if one has several meanings or is near a unit."""
        said: list[Syllable] = []
        at = 0
        for match in self._rewrites.scan(plain):
            if len(match.value) > 1:
                return None
            said += (*plain[at : match.at], *match.value[0])
            at = match.at + match.length
        said += plain[at:]
        return said if not at or UNITS.isdisjoint(word.folded for word in said) else None
