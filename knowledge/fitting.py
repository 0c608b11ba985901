"""Which meaning of a short form, and which correction of a typo, fits the words beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from knowledge.lexicon import Reading
from knowledge.syllables import Syllable, is_syllable
from knowledge.words import Vocabulary, Word

MOST_MEANT = 2
"""How many corrections of one word are tried."""
NEARLY = 0.3
"""A meaning stays possible if it fits at least this share as often as the best one."""

GUESSED = 0.3
"""What counts of the weight of a word of which just one letter was typed."""


def fit_together(words: Sequence[Word], vocabulary: Vocabulary) -> tuple[Word, ...]:
    """The words, short forms with several meanings settled and typos repaired, each by the words beside it."""
    fitted: list[Word] = []
    before: tuple[Reading, ...] = ()
    for word, after in zip(words, [*[word.readings for word in words[1:]], ()], strict=False):
        if not _is_plain(word, before, after, vocabulary):
            beside = _Neighbours([said[-1].folded for said in before], [said[0].folded for said in after], vocabulary)
            word = _settled(word, beside) if len(word.readings) > 1 else _repaired(word, beside)
        fitted.append(word)
        before = word.readings
    return tuple(fitted)


def _is_plain(word: Word, before: Sequence[Reading], after: Sequence[Reading], vocabulary: Vocabulary) -> bool:
    """Whether a word is several syllables, or one that phrases spell so and hold beside these, or at an end."""
    if len(word.readings) > 1:
        return False
    said = word.readings[0]
    if len(said) > 1:
        return True
    key, folded = said[0]
    if key != folded and not vocabulary.spells(key):
        return False
    if key != folded and not (before and after):
        return True
    joins = vocabulary.joins
    for reading in before:
        if joins(reading[-1].folded, folded):
            return True
    return any(joins(folded, reading[0].folded) for reading in after)


class _Neighbours(NamedTuple):
    """The syllables that may stand beside a word, and how well others fit between them."""

    left: Sequence[str]
    right: Sequence[str]
    vocabulary: Vocabulary

    @property
    def sides(self) -> int:
        return bool(self.left) + bool(self.right)

    def fit(self, first: str, last: str) -> tuple[int, int]:
        """On how many sides a word with these ends fits, and how often it stands so in the knowledge base."""
        joins = self.vocabulary.joins
        before = max([joins(said, first) for said in self.left], default=0)
        after = max([joins(last, said) for said in self.right], default=0)
        return bool(before) + bool(after), before + after

    def fits(self, candidates: Iterable[str], sides: int) -> dict[str, tuple[int, int]]:
        """How those of the syllables fit that do so on this many sides at least."""
        fits = {candidate: self.fit(candidate, candidate) for candidate in candidates}
        return {candidate: fit for candidate, fit in fits.items() if fit[0] >= sides}


def _settled(word: Word, beside: _Neighbours) -> Word:
    """The word with only those of its meanings that fit the words beside it nearly as well as the best one."""
    often = [beside.fit(reading[0].folded, reading[-1].folded)[1] for reading in word.readings]
    enough = NEARLY * max(often)
    return word._replace(readings=tuple(r for r, count in zip(word.readings, often, strict=True) if count >= enough))


def _repaired(word: Word, beside: _Neighbours) -> Word:
    """The word with what was probably meant: instead of letters that nobody writes, besides letters that some do."""
    said = word.readings[0][0]
    vocabulary, folded = beside.vocabulary, said.folded
    if not word.factor or folded.isdigit():
        return word
    if said.accented:
        spelt, own = vocabulary.spells(said.key), beside.fit(folded, folded)
        alike = vocabulary.alike(said)
        if own[0]:
            alike = [candidate for candidate in alike if candidate[1:] == folded]
        elif spelt:
            alike = [candidate for candidate in alike if len(candidate) > len(folded)]
        better = {c: fit for c, fit in beside.fits(alike, max(beside.sides, 1)).items() if fit > own}
        if better or own[0] or spelt:
            return _with(word, better, instead=not spelt)
        if len(folded) < 2:
            return word._replace(factor=0.0)
    known = vocabulary.knows(folded)
    needed = beside.sides if known or len(folded) < 2 else int(is_syllable(folded))
    return _with(word, beside.fits(vocabulary.near(folded), needed), instead=not known)


def _with(word: Word, fits: Mapping[str, tuple[int, int]], *, instead: bool) -> Word:
    """The word with the best of what may be meant, besides or instead of what was typed."""
    likely = sorted(fits, key=fits.__getitem__, reverse=True)[:MOST_MEANT]
    if not likely:
        return word
    guessed = len(word.readings[0][0].folded) < 2
    if guessed:
        likely = [candidate for candidate in likely if fits[candidate][1] >= NEARLY * fits[likely[0]][1]]
    readings: tuple[Reading, ...] = tuple((Syllable(candidate, candidate),) for candidate in likely)
    return word._replace(
        readings=readings if instead else (*word.readings, *readings),
        factor=word.factor * (GUESSED if guessed else 1.0),
        repaired=True,
        guessed=guessed,
    )
