"""What the phrases of a knowledge base hold, as numbers: their syllables, which stand side by side, and how spelt.

A phrase is read once and kept as the numbers of its syllables; everything else is counted for all phrases together.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.lexicon import Reading
from knowledge.spelling import Spelling
from knowledge.syllables import Syllable
from knowledge.words import Message, Word

Longs = NDArray[np.int64]
Flags = NDArray[np.bool_]


Run = tuple[int, list[int], float]
"""One reading of a word that counts: the word's place in the message, its syllables as numbers, its factor."""


def runs(words: Iterable[Word], numbers: Callable[[Reading], list[int]]) -> Iterator[Run]:
    """Every reading of every word that counts."""
    for at, word in enumerate(words):
        if word.factor:
            for reading in word.readings:
                yield at, numbers(reading), word.factor


def neighbours(said: Iterable[Run]) -> Iterator[tuple[int, int, float]]:
    """Pairs inside each run, and between every run and those of the next word; with the share of them that counts."""
    before: list[tuple[int, float]] = []
    ends: list[tuple[int, float]] = []
    place = -1
    for at, run, factor in said:
        if at != place:
            before, ends, place = ends, [], at
        if len(run) > 1:
            for left, right in pairwise(run):
                yield left, right, factor
        first = run[0]
        for last, last_factor in before:
            yield last, first, factor if factor < last_factor else last_factor
        ends.append((run[-1], factor))


class Postings(NamedTuple):
    """Which phrase holds which feature, by feature and then by phrase, each once."""

    features: Longs
    phrases: Longs


class Written:
    """All phrases: `add` or `add_plain` them in their order, then `settle`, then ask."""

    def __init__(self) -> None:
        self._numbers = _Numbers()
        self._owner = array("i")
        self._english = array("b")
        self._plain = array("b")
        self._said = array("i")
        self._lengths = array("q")
        self._odd_singles = array("q")
        self._odd_pairs = array("q")

    def add(self, entry: int, message: Message) -> None:
        """Adds a phrase of an entry as it was read."""
        odd = any(len(word.readings) > 1 or not word.factor for word in message.words)
        if odd:
            self._add_odd(len(self._owner), message)
        said = [s for word in message.words for reading in word.readings for s in reading]
        self._append(entry, said, english=message.language == "en", plain=not odd)

    def add_plain(self, entry: int, said: Sequence[Syllable]) -> None:
        """Adds a Vietnamese phrase of an entry that says just these syllables."""
        self._append(entry, said, english=False, plain=True)

    def _append(self, entry: int, said: Sequence[Syllable], *, english: bool, plain: bool) -> None:
        self._owner.append(entry)
        self._english.append(english)
        self._plain.append(plain)
        self._said.extend(self._numbers.of(said))
        self._lengths.append(len(said))

    def _add_odd(self, phrase: int, message: Message) -> None:
        """Words with several meanings stand side by side in several ways, and some do not count at all."""
        said = list(runs(message.words, self._numbers.of))
        self._odd_singles.extend(n for _, numbers, _ in said for number in numbers for n in (number, phrase))
        self._odd_pairs.extend(n for left, right, _ in neighbours(said) for n in (left, right, phrase))

    def settle(self) -> None:
        """Numbers the singles, which are syllables without accents, and the Vietnamese spellings; both from 1 on."""
        self.owner = _longs(self._owner)
        self.english = _longs(self._english) > 0
        self._is_plain = _longs(self._plain) > 0
        self.singles = _numbered(s.folded for s in self._numbers)
        self._single = np.array([self.singles[s.folded] for s in self._numbers], np.int64)
        self._phrase = np.repeat(np.arange(len(self.owner)), _longs(self._lengths))
        self._numbered = _longs(self._said)
        vietnamese = np.bincount(self._numbered[~self.english[self._phrase]], minlength=len(self._numbers)).tolist()
        self._said_so = {s: often for s, often in zip(self._numbers, vietnamese, strict=True) if often}
        self.spellings = _numbered(s.key for s in self._said_so)

    def single_postings(self) -> Postings:
        """The singles of every phrase; 0 for a phrase that holds none."""
        plain = self._is_plain[self._phrase]
        odd = _longs(self._odd_singles).reshape(-1, 2)
        singles = np.concatenate((self._single[self._numbered[plain]], self._single[odd[:, 0]]))
        phrases = np.concatenate((self._phrase[plain], odd[:, 1]))
        empty = np.flatnonzero(np.bincount(phrases, minlength=len(self.owner)) == 0)
        return _each_once(np.concatenate((np.zeros_like(empty), singles)), np.concatenate((empty, phrases)))

    def pair_postings(self) -> Postings:
        """The pairs of every phrase, each as the number that `pair_of` gives."""
        left, right = self._side_by_side(self._is_plain)
        odd = _longs(self._odd_pairs).reshape(-1, 3)
        pairs = self.pair_of(self._single[self._numbered[left]], self._single[self._numbered[right]])
        odd_pairs = self.pair_of(self._single[odd[:, 0]], self._single[odd[:, 1]])
        return _each_once(np.concatenate((pairs, odd_pairs)), np.concatenate((self._phrase[left], odd[:, 2])))

    def pair_of(self, left: Longs, right: Longs) -> Longs:
        """One number for two neighbouring singles."""
        return left * (len(self.singles) + 1) + right

    def spelt(self, entries: int) -> Longs:
        """Every spelling with each of so many entries that has it, as one number, in order."""
        spelling = np.array([self.spellings.get(s.key, 0) for s in self._numbers], np.int64)
        vietnamese = ~self.english[self._phrase]
        found = np.sort(spelling[self._numbered[vietnamese]] * entries + self.owner[self._phrase[vietnamese]])
        return found[changes(found)]

    def spelling(self) -> Spelling:
        """The syllables of the Vietnamese phrases, and how often any two stand side by side."""
        left, right = self._side_by_side(~self.english)
        pairs = self.pair_of(self._single[self._numbered[left]], self._single[self._numbered[right]])
        found, often = np.unique(pairs, return_counts=True)
        folded = ["", *self.singles]
        lefts, rights = (found // len(folded)).tolist(), (found % len(folded)).tolist()
        return Spelling(
            self._said_so,
            ((folded[a], folded[b], count) for a, b, count in zip(lefts, rights, often.tolist(), strict=True)),
        )

    def _side_by_side(self, wanted: Flags) -> tuple[Longs, Longs]:
        """Where the left and the right of two neighbours stand, in the phrases that are wanted."""
        left = np.flatnonzero((self._phrase[:-1] == self._phrase[1:]) & wanted[self._phrase[:-1]])
        return left, left + 1


class _Numbers(dict[Syllable, int]):
    """Numbers syllables as they come, from 0."""

    def __missing__(self, syllable: Syllable) -> int:
        number = self[syllable] = len(self)
        return number

    def of(self, said: Sequence[Syllable]) -> list[int]:
        """The numbers of these syllables."""
        return list(map(self.__getitem__, said))


def _numbered(texts: Iterable[str]) -> dict[str, int]:
    """The texts, each with its number, from 1 on."""
    return {text: number for number, text in enumerate(dict.fromkeys(texts), 1)}


def _longs(numbers: array[int]) -> Longs:
    return np.array(numbers, np.int64)


def _each_once(features: Longs, phrases: Longs) -> Postings:
    """The postings in order, each once."""
    count = int(phrases.max(initial=0)) + 1
    found = np.sort(features * count + phrases)
    found = found[changes(found)]
    return Postings(found // count, found % count)


def ranges(first: Longs, lengths: Longs) -> Longs:
    """All numbers of the ranges that begin at `first` and have these lengths, one range after the other."""
    ends: Longs = lengths.cumsum()
    found: Longs = np.arange(ends[-1] if len(ends) else 0) + (first - ends + lengths).repeat(lengths)
    return found


def changes(numbers: Longs) -> Longs:
    """Where each stretch of equal numbers begins."""
    return np.flatnonzero(np.concatenate(([True], numbers[1:] != numbers[:-1]))[: len(numbers)])
