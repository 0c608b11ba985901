"""The lexicon: how residents write, in tables that are asked for the longest phrase; `lexicon_file` reads it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Generic, NamedTuple, TypeVar

from knowledge.syllables import Syllable, is_syllable, syllable

T = TypeVar("T")
Reading = tuple[Syllable, ...]
"""The syllables of one way to read a word."""


def spell(text: str) -> Reading:
    """The syllables of plain, correctly written text."""
    return tuple(syllable(word) for word in unicodedata.normalize("NFC", text).lower().split())


def recognised_by(phrase: Reading) -> str | tuple[str, ...]:
    """What tells a phrase from others: the spelling of one real syllable, else its letters without accents."""
    folded = tuple(word.folded for word in phrase)
    return phrase[0].key if len(phrase) == 1 and is_syllable(folded[0]) else folded


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """A phrase found: at which word, of how many words, and its value."""

    at: int
    length: int
    value: T


class Phrases(Generic[T]):
    """A table from phrases to values, asked for the longest phrase that starts at a word.

    Accents are ignored, except that a phrase of one real syllable must be written exactly as in the table
    ("má" is mother, "mà" and "ma" are not). In a `loose` table it may also be written without any accent, but a
    phrase of one or two syllables never with others ("xin dấu" does not ask "xin đâu"). `written` has the phrases as
    syllables without accents.
    """

    def __init__(self, items: Iterable[tuple[Reading, T]], *, loose: bool = False) -> None:
        self._alone: dict[str, T] = {}
        self._careful = 2 if loose else 0
        by_first: dict[str, dict[tuple[str, ...], tuple[Reading, T]]] = {}
        items = list(items)
        self.written = frozenset(tuple(word.folded for word in phrase) for phrase, _ in items if phrase)
        for phrase, value in items:
            folded = tuple(word.folded for word in phrase)
            if len(phrase) == 1 and is_syllable(folded[0]):
                self._alone.setdefault(phrase[0].key, value)
                if loose:
                    self._alone.setdefault(folded[0], value)
            elif phrase:
                by_first.setdefault(folded[0], {}).setdefault(folded, (phrase, value))
        self._by_first = {first: (_lengths(rest), rest) for first, rest in by_first.items()}
        self._pairs = {phrase[:2] for rest in by_first.values() for phrase in rest if len(phrase) > 1}
        self._alone_or_short = self._alone.keys() | {first for first, rest in by_first.items() if (first,) in rest}

    def longest(self, words: Sequence[Syllable]) -> T | None:
        """The value of the longest phrase that these words begin with."""
        found = self._at(words, [word.folded for word in words], 0) if words else None
        return found.value if found else None

    def scan(self, words: Sequence[Syllable]) -> Iterator[Match[T]]:
        """The phrases in the words, each the longest that starts there, none overlapping the one before."""
        if not words:
            return
        written, folded = zip(*words, strict=True)
        skip = 0
        for at in self._starts(written, folded):
            if at >= skip:
                found = self._at(words, folded, at)
                if found is not None:
                    yield found
                    skip = at + found.length

    def may_be_in(self, written: Sequence[str], folded: Sequence[str]) -> bool:
        """Whether a phrase may start anywhere among words, these as they are written and without accents."""
        pairs, alone = self._pairs, self._alone_or_short
        return not (pairs.isdisjoint(pairwise(folded)) and alone.isdisjoint(folded) and alone.isdisjoint(written))

    def _starts(self, written: Sequence[str], folded: Sequence[str]) -> Sequence[int]:
        """The words at which a phrase may start, by themselves and the word after them."""
        if not self.may_be_in(written, folded):
            return ()
        pairs, alone = self._pairs, self._alone_or_short
        return [
            at
            for at, (key, pair) in enumerate(zip(written, pairwise((*folded, "")), strict=True))
            if pair in pairs or key in alone or pair[0] in alone
        ]

    def _at(self, words: Sequence[Syllable], folded: Sequence[str], at: int) -> Match[T] | None:
        lengths, phrases = self._by_first.get(folded[at], _NONE)
        for length in lengths:
            found = phrases.get(tuple(folded[at : at + length]))
            if found and (len(found[0]) > self._careful or _may_be(words[at : at + length], found[0])):
                return Match(at, len(found[0]), found[1])
        alone = self._alone.get(words[at].key)
        return None if alone is None else Match(at, 1, alone)


def _may_be(said: Sequence[Syllable], phrase: Reading) -> bool:
    """Whether no word is written with other accents than in the phrase."""
    return all(not word.accented or word.key == meant.key for word, meant in zip(said, phrase, strict=True))


_NONE: tuple[list[int], dict[tuple[str, ...], tuple[Reading, Any]]] = ([], {})


def _lengths(phrases: Iterable[tuple[str, ...]]) -> list[int]:
    """The lengths that occur, longest first."""
    return sorted({len(phrase) for phrase in phrases}, reverse=True)


class Asking(NamedTuple):
    """What a phrase asks: the aspect, if it is a particular one, and whether that is certain or only mentioned.

    `empty` phrases ask nothing though they hold words that ask elsewhere.
    """

    aspect: str | None = None
    firm: bool = False
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything the reader knows about the way people write; `lexicon_file` builds it."""

    rewrites: Phrases[tuple[Reading, ...]]
    words: frozenset[str]
    aspects: Phrases[Asking]
    english_aspects: Phrases[Asking]
    people: Phrases[bool]
    papers: Phrases[bool]
    costs: Phrases[bool]
    joining: Phrases[bool]
    events: Phrases[str]
    not_papers: frozenset[Reading]
    english_words: frozenset[str]
    english_small: frozenset[str]
    english: Phrases[Reading]
    english_whole: Phrases[Reading]

    def knows(self, token: str) -> bool:
        """Whether a token, as typed, is a short form of its own and must not be decoded as Telex or a typo."""
        return token in self.words
