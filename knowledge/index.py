"""The index: which entries and phrases hold which syllables and pairs of neighbours, as flat numpy arrays.

A feature is a folded syllable ("single") or two neighbouring ones ("pair"); feature 0 is padding and weighs nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.entry import Entry
from knowledge.lexicon import Lexicon
from knowledge.spelling import Spelling
from knowledge.text import Reader
from knowledge.words import Language, Message

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

HALF_AT = 0.7
HALF_AT_SHARE = 0.04
"""A feature counts half as evidence for an entry when this many and this share of its phrases together hold it."""
COMMON_SHARE = 0.15
"""Share of an entry's phrases at which a feature counts as common there, so that it is less telling elsewhere."""
CORE_SHARE = 0.3
"""Share of an entry's phrases from which a syllable belongs to the core of what the entry is about."""
UNKNOWN_WEIGHT = 0.5
"""Weight of a word that no phrase holds."""
POSTING_BUDGET = 20_000


@dataclass(frozen=True, slots=True)
class Query:
    """The features of a message with the share of their weight that counts, and what all its words weigh.

    `spelt` holds the singles that were written with accents, each with the number of the exact spelling.
    """

    singles: dict[int, float]
    pairs: dict[int, float]
    spelt: dict[int, int]
    weight: float
    language: Language


class Evidence(NamedTuple):
    """For every entry: what its phrases say of the question in singles and in pairs, and what is missing.

    `missing` sums the weight of what belongs to the core of the entry and is not in the question: most for a
    syllable that all its phrases hold ("lại" of a re-registration). An English question is not expected to hold
    Vietnamese syllables.
    """

    singles: Floats
    pairs: Floats
    missing: Floats


class Index:
    """Read-only once built, so that threads may share it."""

    def __init__(self, entries: Sequence[Entry], lexicon: Lexicon) -> None:
        self.entries = tuple(entries)
        self.spelling = Spelling()
        reader = Reader(lexicon)
        self.phrases = [list(dict.fromkeys(_phrases(entry))) for entry in self.entries]
        messages = [[reader.read(phrase, language) for phrase, language in phrases] for phrases in self.phrases]
        everything = list(chain.from_iterable(messages))
        self._singles: dict[str, int] = {}
        self._pairs: dict[int, int] = {}
        self._spellings: dict[str, int] = {}
        self.spelling.learn(_syllables(message) for message in everything if message.language == "vi")
        self._number_features(messages)
        self._spelt = self._spellings_of(messages)

    # -- building ---------------------------------------------------------------------------------

    def _number_features(self, messages: Sequence[Sequence[Message]]) -> None:
        """Lays out, phrase after phrase, first its singles and then its pairs."""
        numbered = [self._number(message) for group in messages for message in group]
        offset = len(self._singles) + 1
        self._first_pair = offset
        self.feature_count = offset + len(self._pairs)
        runs = [run for singles, pairs in numbered for run in (singles, [p + offset for p in pairs] or [0])]
        self.item_starts = np.concatenate(([0], np.cumsum([len(run) for run in runs]))).astype(np.int64)
        self.items = np.fromiter(chain.from_iterable(runs), np.int32, int(self.item_starts[-1]))
        counts = np.array([len(group) for group in messages], np.int64)
        self.owner = np.repeat(np.arange(len(counts)), counts)
        self.phrase_starts = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
        english = np.array([language == "en" for group in self.phrases for _, language in group], np.bool_)
        of_english = np.bincount(self.owner, english, len(self.entries))
        alike = np.where(english, of_english[self.owner], (counts - of_english)[self.owner])
        self._weigh(1 / alike, english)

    def _number(self, message: Message) -> tuple[list[int], list[int]]:
        """Feature numbers of one phrase of the knowledge base, new ones where needed."""
        runs = list(self._runs(message, learn=True))
        singles = dict.fromkeys(single for _, run, _ in runs for single in run)
        pairs = dict.fromkeys(self._pairs.setdefault(pair, len(self._pairs)) for pair, _ in _neighbours(runs))
        return list(singles) or [0], list(pairs)

    def _weigh(self, part: NDArray[np.float64], english: NDArray[np.bool_]) -> None:
        """Postings with their evidence, and the weight of every feature.

        `part` is, for every phrase, one divided by the number of its entry's phrases in the same language.
        """
        size = len(self.entries)
        phrases = np.repeat(np.arange(len(self.item_starts) - 1) // 2, np.diff(self.item_starts))
        keys, posting, held = np.unique(
            self.items * np.int64(size) + self.owner[phrases], return_inverse=True, return_counts=True
        )
        feature, self.posting_entry = keys // size, (keys % size).astype(np.int32)
        share = np.minimum(np.bincount(posting, part[phrases]), 1.0)
        self.posting_starts = np.searchsorted(feature, np.arange(self.feature_count + 1))
        self.weights = _rarity(feature, share, size, self.feature_count)
        self._held = keys[: int(self.posting_starts[self._first_pair])]
        doubt = HALF_AT + HALF_AT_SHARE * np.diff(self.phrase_starts)[self.posting_entry]
        self.posting_evidence = (held / (held + doubt) * self.weights[feature]).astype(np.float32)
        in_vietnamese = np.bincount(posting, np.where(english, 0.0, part)[phrases])
        core = np.maximum(in_vietnamese - CORE_SHARE, 0.0) / (1 - CORE_SHARE) * self.weights[feature]
        self.posting_core = np.where(feature < self._first_pair, core, 0.0).astype(np.float32)
        self.core = np.bincount(self.posting_entry, self.posting_core, size)
        self.phrase_weights = np.add.reduceat(self.weights[self.items], self.item_starts[:-1]).reshape(-1, 2)

    def _spellings_of(self, messages: Sequence[Sequence[Message]]) -> NDArray[np.int64]:
        """Every exact spelling of every entry, both numbers packed into one, sorted."""
        number = self._spellings
        found = {
            entry << 32 | number.setdefault(s.key, len(number) + 1)
            for entry, group in enumerate(messages)
            for message in group
            if message.language == "vi"
            for word in message.words
            for reading in word.readings
            for s in reading
        }
        return np.array(sorted(found), np.int64)

    # -- asking -----------------------------------------------------------------------------------

    def phrase_text(self, phrase: int) -> str:
        """The phrase of that number as it stands in the knowledge base."""
        entry = int(self.owner[phrase])
        return self.phrases[entry][phrase - int(self.phrase_starts[entry])][0]

    def query(self, message: Message) -> Query:
        """The features of a message that the index knows."""
        runs = list(self._runs(message, learn=False))
        singles: dict[int, float] = {}
        pairs: dict[int, float] = {}
        unknown = 0.0
        for _, run, factor in runs:
            for single in run:
                if single:
                    singles[single] = max(singles.get(single, 0.0), factor)
                else:
                    unknown += UNKNOWN_WEIGHT * factor
        for pair, factor in _neighbours(runs):
            if (number := self._pairs.get(pair)) is not None:
                feature = number + self._first_pair
                pairs[feature] = max(pairs.get(feature, 0.0), factor)
        total = unknown + self._weight_of_words(runs)
        return Query(singles, pairs, self._spelt_by(message), max(total, 1e-3), message.language)

    def _spelt_by(self, message: Message) -> dict[int, int]:
        """The accented syllables of a message that the knowledge base spells so too, somewhere."""
        accented = (
            (self._singles.get(s.folded), self._spellings.get(s.key))
            for word in message.words
            if word.factor and len(word.readings) == 1
            for s in word.readings[0]
            if s.accented
        )
        return {single: spelling for single, spelling in accented if single and spelling}

    def misspelt(self, query: Query, entries: NDArray[np.int64]) -> Floats:
        """For each of the entries the weight of the syllables that it holds, but only with other accents."""
        if not query.spelt:
            return np.zeros(len(entries), np.float32)
        singles = np.fromiter(query.spelt.keys(), np.int64, len(query.spelt))
        spellings = np.fromiter(query.spelt.values(), np.int64, len(query.spelt))
        weight = self.weights[singles] * np.array([query.singles[s] for s in query.spelt], np.float32)
        held = _holds(self._held, singles * len(self.entries) + entries[:, None])
        alike = _holds(self._spelt, entries[:, None] << 32 | spellings)
        return ((held & ~alike) @ weight).astype(np.float32)

    def _weight_of_words(self, runs: Iterable[tuple[int, list[int], float]]) -> float:
        """What the words weigh, a word with several readings as much as its heaviest."""
        by_word: dict[int, float] = {}
        seen: set[int] = set()
        for at, run, factor in runs:
            heavy = sum(float(self.weights[s]) for s in run if s not in seen) * factor
            by_word[at] = max(by_word.get(at, 0.0), heavy)
            seen.update(run)
        return sum(by_word.values())

    def _runs(self, message: Message, *, learn: bool) -> Iterator[tuple[int, list[int], float]]:
        """For every reading of every word that counts: the word's place, its singles (0 unknown), its factor."""
        for at, word in enumerate(message.words):
            if not word.factor:
                continue
            for reading in word.readings:
                said = [s.folded for s in reading]
                if learn:
                    numbers = [self._singles.setdefault(f, len(self._singles) + 1) for f in said]
                else:
                    numbers = [self._singles.get(f, 0) for f in said]
                yield at, numbers, word.factor

    def evidence(self, query: Query) -> Evidence:
        """For every entry, how its phrases taken together speak of the query."""
        singles, said = self._sum(query.singles, self.posting_evidence, self.posting_core)
        (pairs,) = self._sum(query.pairs, self.posting_evidence)
        expected = self.core if query.language == "vi" else said
        return Evidence(singles, pairs, np.maximum(expected - said, 0.0).astype(np.float32))

    def _sum(self, wanted: dict[int, float], *values: Floats) -> list[Floats]:
        """Sums postings by entry, the rarest features first, within a budget that keeps a huge index quick."""
        starts = self.posting_starts
        sized = sorted((int(starts[f + 1] - starts[f]), f) for f in wanted)
        budget = max(POSTING_BUDGET, len(self.entries) // 2)
        spans: list[slice] = []
        factors: list[float] = []
        sizes: list[int] = []
        for size, feature in sized:
            if budget < size and spans:
                break
            budget -= size
            spans.append(slice(starts[feature], starts[feature + 1]))
            factors.append(wanted[feature])
            sizes.append(size)
        if not spans:
            return [np.zeros(len(self.entries), np.float32) for _ in values]
        entries = np.concatenate([self.posting_entry[span] for span in spans])
        factor = np.repeat(np.array(factors, np.float32), sizes)
        return [
            np.bincount(entries, np.concatenate([value[span] for span in spans]) * factor, len(self.entries)).astype(
                np.float32
            )
            for value in values
        ]


def _rarity(feature: NDArray[np.int64], share: NDArray[np.float64], size: int, count: int) -> Floats:
    """The weight of every feature, 0 to 1: high if few entries use it often, whatever the number of entries."""
    spread = np.bincount(feature, np.minimum(1.0, share / COMMON_SHARE), minlength=count)
    rarity = np.log((size + 1) / (spread + 0.5)) / math.log((size + 1) / 1.5)
    weights = np.clip(rarity, 0.02, 1.0).astype(np.float32)
    weights[0] = 0.0
    return weights


def _holds(haystack: NDArray[np.int64], needles: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether each needle is in the sorted haystack."""
    places = np.minimum(np.searchsorted(haystack, needles), len(haystack) - 1)
    return np.equal(haystack[places], needles)


def _phrases(entry: Entry) -> Iterator[tuple[str, Language]]:
    for phrase in (entry.short, *entry.aliases, *entry.questions, entry.name):
        if phrase:
            yield phrase, "vi"
    for phrase in entry.english:
        yield phrase, "en"


def _syllables(message: Message) -> list[str]:
    return [s.folded for word in message.words for reading in word.readings for s in reading]


def _neighbours(runs: Sequence[tuple[int, list[int], float]]) -> Iterator[tuple[int, float]]:
    """Pairs inside each run, and between every run and those of the next word; both numbers packed into one."""
    before: list[tuple[int, float]] = []
    ends: list[tuple[int, float]] = []
    place = -1
    for at, run, factor in runs:
        if at != place:
            before, ends, place = ends, [], at
        for left, right in pairwise(run):
            yield left << 32 | right, factor
        for last, last_factor in before:
            yield last << 32 | run[0], min(factor, last_factor)
        ends.append((run[-1], factor))
