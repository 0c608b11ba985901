"""The index: which entries and phrases hold which syllables and pairs of neighbours, as flat numpy arrays.

A feature is a folded syllable ("single") or two neighbouring ones ("pair"); feature 0 is padding and weighs nothing.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from knowledge.entry import Entry
from knowledge.lexicon import Lexicon
from knowledge.spelling import Spelling
from knowledge.text import Language, Message, Reader

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

WEAK_WEIGHT = 0.5
NEGLIGIBLE = 0.12
"""A syllable that keeps less than this of its weight is left out, so that its neighbours become a pair."""
SATURATION = 0.15
"""Share of an entry's phrases at which a feature counts half as evidence for the entry."""
UNKNOWN_WEIGHT = 0.5
"""Weight of a word that no phrase holds."""
POSTING_BUDGET = 20_000


@dataclass(frozen=True, slots=True)
class Query:
    """The features of a message with the share of their weight that counts, and what all its words weigh."""

    singles: dict[int, float]
    pairs: dict[int, float]
    weight: float


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
        self._pairs: dict[tuple[int, int], int] = {}
        self._share = _shares(everything, lexicon)
        self.spelling.learn(_syllables(message) for message in everything)
        self._number_features(messages)

    # -- building ---------------------------------------------------------------------------------

    def _number_features(self, messages: Sequence[Sequence[Message]]) -> None:
        singles: list[list[int]] = []
        pairs: list[list[int]] = []
        owner: list[int] = []
        for at, group in enumerate(messages):
            for message in group:
                own_singles, own_pairs = self._number(message)
                singles.append(own_singles)
                pairs.append(own_pairs)
                owner.append(at)
        offset = len(self._singles) + 1
        self.feature_count = offset + len(self._pairs)
        for found in pairs:
            found[:] = [p + offset for p in found] or [0]
        self._pairs = {pair: number + offset for pair, number in self._pairs.items()}
        self.single_items, self.single_starts = _flatten(singles)
        self.pair_items, self.pair_starts = _flatten(pairs)
        self.owner = np.asarray(owner, np.int32)
        counts = np.bincount(self.owner, minlength=len(self.entries))
        self.phrase_starts = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
        self._weigh(counts)

    def _number(self, message: Message) -> tuple[list[int], list[int]]:
        """Feature numbers of one phrase of the knowledge base, new ones where needed."""
        runs = list(self._runs(message, learn=True))
        singles = dict.fromkeys(single for _, run, _ in runs for single in run)
        pairs = dict.fromkeys(self._pairs.setdefault(pair, len(self._pairs)) for pair, _ in _neighbours(runs))
        return list(singles) or [0], list(pairs)

    def _weigh(self, phrase_counts: NDArray[np.int64]) -> None:
        """Postings with their evidence, and the weight of every feature."""
        size = len(self.entries)
        features = np.concatenate((self.single_items, self.pair_items)).astype(np.int64)
        owners = np.concatenate(
            (
                np.repeat(self.owner, np.diff(self.single_starts)),
                np.repeat(self.owner, np.diff(self.pair_starts)),
            )
        )
        keys, hits = np.unique(features * size + owners, return_counts=True)
        feature, self.posting_entry = keys // size, (keys % size).astype(np.int32)
        share = hits / phrase_counts[self.posting_entry]
        self.posting_starts = np.searchsorted(feature, np.arange(self.feature_count + 1))
        spread = np.bincount(feature, np.minimum(1.0, share / SATURATION), minlength=self.feature_count)
        rarity = np.log((size + 1) / (spread + 0.5)) / math.log((size + 1) / 1.5)
        self.weights = (np.clip(rarity, 0.02, 1.0) * self._shares_of_features()).astype(np.float32)
        self.weights[0] = 0.0
        strength = share / (share + SATURATION) * (1 + SATURATION)
        self.posting_evidence = (strength * self.weights[feature]).astype(np.float32)
        self.phrase_single_weight = np.add.reduceat(self.weights[self.single_items], self.single_starts[:-1])
        self.phrase_pair_weight = np.add.reduceat(self.weights[self.pair_items], self.pair_starts[:-1])

    def _shares_of_features(self) -> Floats:
        share = np.ones(self.feature_count, np.float32)
        for folded, number in self._singles.items():
            share[number] = self._share.get(folded, 1.0)
        for (left, right), number in self._pairs.items():
            share[number] = (share[left] + share[right]) / 2
        return share

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
            if number := self._pairs.get(pair):
                pairs[number] = max(pairs.get(number, 0.0), factor)
        total = unknown + self._weight_of_words(runs)
        return Query(singles, pairs, max(total, 1e-3))

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
                kept = [s.folded for s in reading if self._share.get(s.folded, 1.0)]
                if kept and learn:
                    numbers = [self._singles.setdefault(f, len(self._singles) + 1) for f in kept]
                    yield at, numbers, word.factor
                elif kept:
                    yield at, [self._singles.get(f, 0) for f in kept], word.factor

    def evidence(self, query: Query) -> tuple[Floats, Floats]:
        """For every entry, how much of the query its phrases speak of: in singles, in pairs."""
        return self._evidence(query.singles), self._evidence(query.pairs)

    def _evidence(self, wanted: dict[int, float]) -> Floats:
        """Sums postings, the rarest features first, within a budget that keeps a huge index quick."""
        starts = self.posting_starts
        sized = sorted((int(starts[f + 1] - starts[f]), f) for f in wanted)
        budget = max(POSTING_BUDGET, len(self.entries) // 2)
        entries: list[Ints] = []
        evidence: list[Floats] = []
        for size, feature in sized:
            if budget < size and entries:
                break
            budget -= size
            span = slice(starts[feature], starts[feature + 1])
            entries.append(self.posting_entry[span])
            evidence.append(self.posting_evidence[span] * np.float32(wanted[feature]))
        if not entries:
            return np.zeros(len(self.entries), np.float32)
        found = np.bincount(np.concatenate(entries), np.concatenate(evidence), len(self.entries))
        return found.astype(np.float32)


def _phrases(entry: Entry) -> Iterator[tuple[str, Language]]:
    for phrase in (entry.short, *entry.aliases, *entry.questions, entry.name):
        if phrase:
            yield phrase, "vi"
    for phrase in entry.english:
        yield phrase, "en"


def _syllables(message: Message) -> list[str]:
    return [s.folded for word in message.words for reading in word.readings for s in reading]


def _shares(messages: Iterable[Message], lexicon: Lexicon) -> dict[str, float]:
    """For folded syllables that are often stop words: the share of weight they keep, by how they are accented."""
    total: defaultdict[str, int] = defaultdict(int)
    kept: defaultdict[str, float] = defaultdict(float)
    for message in messages:
        for word in message.words:
            for said in word.readings[0]:
                total[said.folded] += 1
                if said.key not in lexicon.ignored:
                    kept[said.folded] += WEAK_WEIGHT if said.key in lexicon.weak else 1.0
    shares = {folded: kept[folded] / count for folded, count in total.items()}
    return {f: share if share >= NEGLIGIBLE else 0.0 for f, share in shares.items() if share < 1}


def _neighbours(
    runs: Sequence[tuple[int, list[int], float]],
) -> Iterator[tuple[tuple[int, int], float]]:
    """Pairs inside each run, and between every run and those of the next word."""
    before: list[tuple[int, float]] = []
    ends: list[tuple[int, float]] = []
    place = -1
    for at, run, factor in runs:
        if at != place:
            before, ends, place = ends, [], at
        for pair in pairwise(run):
            yield pair, factor
        for last, last_factor in before:
            yield (last, run[0]), min(factor, last_factor)
        ends.append((run[-1], factor))


def _flatten(groups: Sequence[Sequence[int]]) -> tuple[Ints, NDArray[np.int64]]:
    starts = np.concatenate(([0], np.cumsum([len(group) for group in groups]))).astype(np.int64)
    return np.fromiter(chain.from_iterable(groups), np.int32, int(starts[-1])), starts
