"""Which meaning of a short form, and which correction of a typo, fits the words beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from knowledge.lexicon import Reading
from knowledge.syllables import Syllable, is_syllable
from knowledge.words import Vocabulary, Word

MOST_MEANT = 2
"""How many corrections of one word are tried."""
NEARLY = 0.3
"""A meaning stays possible if it fits at least this share as often as the best one."""


def fit_together(words: Sequence[Word], vocabulary: Vocabulary) -> tuple[Word, ...]:
    """The words, short forms with several meanings settled and typos repaired, each by the words beside it."""
    fitted: list[Word] = []
    for at, word in enumerate(words):
        if _is_plain(word, vocabulary):
            fitted.append(word)
            continue
        left = [reading[-1].folded for reading in fitted[-1].readings] if at else []
        right = [reading[0].folded for reading in words[at + 1].readings] if at + 1 < len(words) else []
        beside = _Neighbours(left, right, vocabulary)
        fitted.append(_settled(word, beside) if len(word.readings) > 1 else _repaired(word, beside))
    return tuple(fitted)


def _is_plain(word: Word, vocabulary: Vocabulary) -> bool:
    """Whether the word is one syllable that phrases spell so, so that the words beside it need not be asked."""
    return len(word.readings) == 1 and len(word.readings[0]) == 1 and vocabulary.spells(word.readings[0][0].key)


class _Neighbours(NamedTuple):
    """The syllables that may stand beside a word, and how well others fit between them."""

    left: Sequence[str]
    right: Sequence[str]
    vocabulary: Vocabulary

    @property
    def sides(self) -> int:
        return bool(self.left) + bool(self.right)

    def joins(self, folded: str) -> bool:
        """Whether a syllable is known to stand beside any of them."""
        joins = self.vocabulary.joins
        return any(joins(said, folded) for said in self.left) or any(joins(folded, said) for said in self.right)

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
    odd = said.accented and not beside.vocabulary.spells(said.key)
    if odd and (whole := _completed(said, beside)):
        return word._replace(readings=whole)
    if len(folded) < 2:
        return word._replace(factor=0.0) if odd else word
    known = beside.vocabulary.knows(folded)
    if known and (beside.vocabulary.spells(said.key) or beside.joins(folded)):
        return word
    fits = {candidate: beside.fit(candidate, candidate) for candidate in beside.vocabulary.near(folded)}
    needed = beside.sides if known else int(is_syllable(folded))
    likely = sorted(fits, key=lambda candidate: fits[candidate], reverse=True)
    chosen = [candidate for candidate in likely if fits[candidate][0] >= needed][:MOST_MEANT]
    if not chosen:
        return word
    meant = tuple((Syllable(candidate, candidate),) for candidate in chosen)
    return word._replace(readings=(*word.readings, *meant) if known else meant)


def _completed(said: Syllable, beside: _Neighbours) -> tuple[Reading, ...]:
    """What a syllable with marks as nobody writes it is with the first letter that it has lost ("khai ử")."""
    known = beside.vocabulary
    whole = [c for c in known.near(said.folded) if c[1:] == said.folded and known.spells(c[0] + said.key)]
    fitting = [c for c in whole if beside.fit(c, c)[0] >= max(beside.sides, 1)]
    return tuple((Syllable(candidate, candidate),) for candidate in fitting[:MOST_MEANT])
