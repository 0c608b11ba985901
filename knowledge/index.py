"""The index: which entries and phrases hold which syllables and pairs of neighbours, as flat numpy arrays.

A feature is a folded syllable ("single") or two neighbouring ones ("pair"); feature 0 is padding and weighs nothing.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.entry import Entry
from knowledge.lexicon import Lexicon
from knowledge.spelling import Spelling
from knowledge.text import Reader
from knowledge.words import Language, Message

Floats = NDArray[np.float32]
Longs = NDArray[np.int64]
Sums = NDArray[np.float64]

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

    `spelt` holds the singles that were written with accents, each with the number of the exact spelling; `content` is
    what the words weigh that do more than ask.
    """

    singles: dict[int, float]
    pairs: dict[int, float]
    spelt: dict[int, int]
    weight: float
    content: float
    language: Language

    def features(self) -> tuple[Longs, Floats]:
        """The singles and then the pairs, and the share of each that counts."""
        numbers = np.array([*self.singles, *self.pairs], np.int64)
        return numbers, np.array([*self.singles.values(), *self.pairs.values()], np.float32)


class Evidence(NamedTuple):
    """For every entry: what its phrases say of the question in singles and in pairs."""

    singles: Sums
    pairs: Sums


class Index:
    """Read-only once built, so that threads may share it."""

    def __init__(self, entries: Sequence[Entry], lexicon: Lexicon) -> None:
        self.entries = tuple(entries)
        self.phrases = [list(dict.fromkeys(_phrases(entry))) for entry in self.entries]
        self.spelling = Spelling()
        self._singles: dict[str, int] = {}
        self._spellings: dict[str, int] = {}
        written = self._read(Reader(lexicon))
        self.spelling.settle()
        self._lay_out(written)
        self._weigh(written)
        self._spelt = np.unique(np.frombuffer(written.spellings, np.int64))

    # -- building ---------------------------------------------------------------------------------

    def _read(self, reader: Reader) -> _Written:
        """Reads phrase after phrase, and keeps numbers only: a large knowledge base has many phrases."""
        written = _Written()
        for entry, phrases in enumerate(self.phrases):
            for phrase, language in phrases:
                message = reader.read(phrase, language)
                runs = list(self._runs(message, learn=True))
                written.add(
                    list(dict.fromkeys(single for _, run, _ in runs for single in run)) or [0],
                    list(dict.fromkeys(pair for pair, _ in _neighbours(runs))),
                )
                if language == "vi":
                    said = [s for word in message.words for reading in word.readings for s in reading]
                    self.spelling.learn(said)
                    number = self._spellings
                    written.spellings.extend(entry << 32 | number.setdefault(s.key, len(number) + 1) for s in said)
        return written

    def _lay_out(self, written: _Written) -> None:
        """Lays out the singles phrase after phrase, and numbers the pairs after them."""
        self._first_pair = len(self._singles) + 1
        self._pair_keys = np.unique(np.frombuffer(written.pairs, np.int64))
        self.feature_count = self._first_pair + len(self._pair_keys)
        self.items: NDArray[np.int32] = np.frombuffer(written.singles, np.int32)
        self.item_starts = np.concatenate(([0], np.cumsum(written.single_counts)))
        counts = np.array([len(group) for group in self.phrases], np.int64)
        self.owner = np.repeat(np.arange(len(counts)), counts)
        self.phrase_starts = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)

    def _weigh(self, written: _Written) -> None:
        """Postings with their evidence, and the weight of every feature."""
        size, counts = len(self.entries), np.diff(self.phrase_starts)
        numbers = np.arange(len(self.owner))
        phrases = np.concatenate((np.repeat(numbers, written.single_counts), np.repeat(numbers, written.pair_counts)))
        pairs = np.searchsorted(self._pair_keys, np.frombuffer(written.pairs, np.int64))
        features: Longs = np.concatenate((self.items.astype(np.int64), pairs + self._first_pair))
        keys, posting, held = np.unique(features * size + self.owner[phrases], return_inverse=True, return_counts=True)
        feature, self.posting_entry = keys // size, (keys % size).astype(np.int32)
        self.posting_held = held.astype(np.uint16)
        english = np.array([language == "en" for group in self.phrases for _, language in group], np.bool_)
        of_english = np.bincount(self.owner, english, size)
        self._vietnamese = np.maximum(counts - of_english, 1).astype(np.float32)
        part = 1 / np.where(english, of_english[self.owner], self._vietnamese[self.owner])
        share = np.minimum(np.bincount(posting, part[phrases]), 1.0)
        self.posting_starts = np.searchsorted(feature, np.arange(self.feature_count + 1))
        self._starts: array[int] = array("q", self.posting_starts.tobytes())
        self.weights = _rarity(feature, share, size, self.feature_count)
        self._single_weights: list[float] = self.weights[: self._first_pair].tolist()
        doubt = HALF_AT + HALF_AT_SHARE * counts[self.posting_entry]
        self.posting_evidence = (held / (held + doubt) * self.weights[feature]).astype(np.float32)
        single = slice(0, int(self.posting_starts[self._first_pair]))
        owner = self.posting_entry[single]
        core = _core(held[single] / self._vietnamese[owner]) * self.weights[feature[single]]
        self._core = np.bincount(owner, core, size).astype(np.float32)
        self.said = np.bincount(self.owner[phrases], features > 0, size).astype(np.float32)
        self.phrase_weights = np.add.reduceat(self.weights[self.items], self.item_starts[:-1])

    # -- asking -----------------------------------------------------------------------------------

    def phrase_text(self, phrase: int) -> str:
        """The phrase of that number as it stands in the knowledge base."""
        entry = int(self.owner[phrase])
        return self.phrases[entry][phrase - int(self.phrase_starts[entry])][0]

    def query(self, message: Message) -> Query:
        """The features of a message that the index knows."""
        runs = list(self._runs(message, learn=False))
        singles: dict[int, float] = {}
        unknown = 0.0
        for _, run, factor in runs:
            for single in run:
                if single:
                    singles[single] = max(singles.get(single, 0.0), factor)
                else:
                    unknown += UNKNOWN_WEIGHT * factor
        total = max(unknown + self._weight_of_words(runs), 1e-3)
        content = total - self._weight_of_words([run for run in runs if run[2] < 1.0])
        return Query(singles, self._known_pairs(runs), self._spelt_by(message), total, content, message.language)

    def _known_pairs(self, runs: Sequence[tuple[int, list[int], float]]) -> dict[int, float]:
        """The pairs of a message that the index knows, as features."""
        said: dict[int, float] = {}
        for pair, factor in _neighbours(runs):
            said[pair] = max(said.get(pair, 0.0), factor)
        needles = np.fromiter(said, np.int64, len(said))
        places = np.searchsorted(self._pair_keys, needles)
        known = _holds(self._pair_keys, needles, places)
        factors = list(said.values())
        return {self._first_pair + int(places[at]): factors[at] for at in np.flatnonzero(known)}

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

    def shortcomings(self, query: Query, entries: Longs, held: Floats) -> tuple[Floats, Floats]:
        """For each of the entries two weights: of what is missing in the question, and of what is spelt otherwise.

        Missing is what belongs to the core of the entry and is not in the question: most for a syllable that all its
        phrases hold ("lại" of a re-registration); an English question is not expected to hold Vietnamese syllables.
        Spelt otherwise are syllables of the question that the entry holds, but only with other accents. `held` counts
        for each entry the phrases that hold each feature of the query.
        """
        numbers, factors = query.features()
        singles = slice(0, len(query.singles))
        weights = factors[singles] * self.weights[numbers[singles]]
        said = _core(held[:, singles] / self._vietnamese[entries, None]) @ weights
        missing = np.maximum(self._core[entries] - said, 0) if query.language == "vi" else np.zeros_like(said)
        spellings = np.array([query.spelt.get(single, 0) for single in query.singles], np.int64)
        spelt = np.flatnonzero(spellings)
        alike = _holds(self._spelt, entries[:, None] << 32 | spellings[spelt])
        otherwise = ((held[:, spelt] > 0) & ~alike) @ weights[spelt]
        return missing, otherwise

    def pairs_held(self, query: Query, entries: Longs) -> Floats:
        """For each of the entries how many of its phrases hold each pair of the query."""
        held = np.zeros((len(entries), len(query.pairs)), np.float32)
        spans = [slice(self._starts[pair], self._starts[pair + 1]) for pair in query.pairs]
        if spans:
            owners = np.concatenate([self.posting_entry[span] for span in spans])
            counts = np.concatenate([self.posting_held[span] for span in spans])
            columns = np.repeat(np.arange(len(spans)), [span.stop - span.start for span in spans])
            places = np.searchsorted(entries, owners)
            found = _holds(entries, owners, places)
            held[places[found], columns[found]] = counts[found]
        return held

    def _weight_of_words(self, runs: Iterable[tuple[int, list[int], float]]) -> float:
        """What the words weigh, a word with several readings as much as its heaviest."""
        weights = self._single_weights
        by_word: dict[int, float] = {}
        seen: set[int] = set()
        for at, run, factor in runs:
            heavy = sum(weights[s] for s in run if s not in seen) * factor
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
        return Evidence(self._sum(query.singles), self._sum(query.pairs))

    def _sum(self, wanted: dict[int, float]) -> Sums:
        """Sums evidence by entry, the rarest features first, within a budget that keeps a huge index quick."""
        starts = self._starts
        budget = max(POSTING_BUDGET, len(self.entries) // 2)
        spans: list[slice] = []
        factors: list[float] = []
        sizes: list[int] = []
        for size, feature in sorted((starts[f + 1] - starts[f], f) for f in wanted):
            if budget < size and spans:
                break
            budget -= size
            spans.append(slice(starts[feature], starts[feature + 1]))
            factors.append(wanted[feature])
            sizes.append(size)
        if not spans:
            return np.zeros(len(self.entries))
        entries = np.concatenate([self.posting_entry[span] for span in spans])
        evidence = np.concatenate([self.posting_evidence[span] for span in spans])
        weighted = evidence * np.repeat(np.array(factors, np.float32), sizes)
        return np.bincount(entries, weighted, len(self.entries)).astype(np.float64, copy=False)


class _Written:
    """What all phrases hold, as numbers: the singles and pairs of each, and how each entry spells its syllables."""

    def __init__(self) -> None:
        self.singles = array("i")
        self.single_counts = array("q")
        self.pairs = array("q")
        self.pair_counts = array("q")
        self.spellings = array("q")

    def add(self, singles: list[int], pairs: list[int]) -> None:
        """Adds a phrase."""
        self.singles.extend(singles)
        self.single_counts.append(len(singles))
        self.pairs.extend(pairs)
        self.pair_counts.append(len(pairs))


def ranges(first: Longs, last: Longs) -> tuple[Longs, Longs]:
    """All numbers of the ranges first[i]..last[i], one range after the other, and where each range begins."""
    lengths = last - first
    ends = np.cumsum(lengths)
    starts = ends - lengths
    return np.arange(ends[-1]) + np.repeat(first - starts, lengths), starts


def _rarity(feature: NDArray[np.int64], share: NDArray[np.float64], size: int, count: int) -> Floats:
    """The weight of every feature, 0 to 1: high if few entries use it often, whatever the number of entries."""
    spread = np.bincount(feature, np.minimum(1.0, share / COMMON_SHARE), minlength=count)
    rarity = np.log((size + 1) / (spread + 0.5)) / math.log((size + 1) / 1.5)
    weights = np.clip(rarity, 0.02, 1.0).astype(np.float32)
    weights[0] = 0.0
    return weights


def _core(share: Floats) -> Floats:
    """How much a syllable belongs to the core of an entry, 0 to 1, when this share of its phrases holds it."""
    above = np.maximum(np.minimum(share, 1) - CORE_SHARE, 0)
    return (above / (1 - CORE_SHARE)).astype(np.float32, copy=False)


def _holds(haystack: Longs, needles: Longs, places: Longs | None = None) -> NDArray[np.bool_]:
    """Whether each needle is in the sorted haystack, given the places where they would stand if they are known."""
    if not len(haystack):
        return np.zeros(needles.shape, np.bool_)
    found = np.searchsorted(haystack, needles) if places is None else places
    return np.equal(haystack[np.minimum(found, len(haystack) - 1)], needles)


def _phrases(entry: Entry) -> Iterator[tuple[str, Language]]:
    for phrase in (entry.short, *entry.aliases, *entry.questions, entry.name):
        if phrase:
            yield phrase, "vi"
    for phrase in entry.english:
        yield phrase, "en"


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
