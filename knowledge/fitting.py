"""Which meaning of a short form, and which correction of a typo, fits the words beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    for at, word in enumerate(words):
        if _is_plain(word, vocabulary) and _belongs(words, at, vocabulary):
            fitted.append(word)
            continue
        left = [reading[-1].folded for reading in fitted[-1].readings] if at else []
        right = [reading[0].folded for reading in words[at + 1].readings] if at + 1 < len(words) else []
        beside = _Neighbours(left, right, vocabulary)
        fitted.append(_settled(word, beside) if len(word.readings) > 1 else _repaired(word, beside))
    return tuple(fitted)


def _is_plain(word: Word, vocabulary: Vocabulary) -> bool:
    """Whether the word is one syllable that phrases spell so."""
    return len(word.readings) == 1 and len(word.readings[0]) == 1 and vocabulary.spells(word.readings[0][0].key)


def _belongs(words: Sequence[Word], at: int, vocabulary: Vocabulary) -> bool:
    """Whether a word opens or ends the message, or stands beside another that phrases hold beside it."""
    if at == 0 or at + 1 == len(words):
        return True
    here = words[at].readings[0][0].folded
    joins = vocabulary.joins
    return bool(joins(words[at - 1].readings[0][-1].folded, here) or joins(here, words[at + 1].readings[0][0].folded))


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


def _settled(word: Word, beside: _Neighbours) -> Word:
    """The word with only those of its meanings that fit the words beside it nearly as well as the best one."""
    often = [beside.fit(reading[0].folded, reading[-1].folded)[1] for reading in word.readings]
    enough = NEARLY * max(often)
    return word._replace(readings=tuple(r for r, count in zip(word.readings, often, strict=True) if count >= enough))


def _repaired(word: Word, beside: _Neighbours) -> Word:
    """The word with what was probably meant: instead of letters that nobody writes, besides letters that some do."""
    if len(word.readings[0]) > 1 or not word.factor:
        return word
    said = word.readings[0][0]
    folded = said.folded
    if folded.isdigit():
        return word
    known = beside.vocabulary.knows(folded)
    own = beside.fit(folded, folded) if known else (0, 0)
    if own[0] and (not said.accented or beside.vocabulary.spells(said.key)):
        return word
    fits = {candidate: beside.fit(candidate, candidate) for candidate in beside.vocabulary.near(folded)}
    if said.accented:
        spelt = beside.vocabulary.spells(said.key)
        alike = [c for c in beside.vocabulary.alike(said) if fits[c] > own and fits[c][0] >= max(beside.sides, 1)]
        if own[0]:
            alike = [c for c in alike if c[1:] == folded]
        elif spelt:
            alike = [c for c in alike if len(c) > len(folded) and beside.sides > 1]
        if alike or own[0] or spelt:
            return _with(word, alike, fits, instead=not spelt)
    if len(folded) < 2 and said.accented:
        return word._replace(factor=0.0)
    needed = beside.sides if known or len(folded) < 2 else int(is_syllable(folded))
    return _with(word, [c for c in fits if fits[c][0] >= needed], fits, instead=not known)


def _with(word: Word, meant: Sequence[str], fits: Mapping[str, tuple[int, int]], *, instead: bool) -> Word:
    """The word with the best of what may be meant, besides or instead of what was typed."""
    likely = sorted(meant, key=lambda candidate: fits[candidate], reverse=True)[:MOST_MEANT]
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
