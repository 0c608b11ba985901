"""The index: which entries and phrases hold which syllables and pairs of neighbours, as flat numpy arrays.

A feature is a folded syllable ("single") or two neighbouring ones ("pair"); feature 0 is padding and weighs nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.entry import Entry
from knowledge.lexicon import Lexicon
from knowledge.text import Reader
from knowledge.words import Language, Message
from knowledge.written import Flags, Longs, Run, Written, changes, neighbours, ranges, runs

Floats = NDArray[np.float32]
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


@dataclass(frozen=True)
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

    @cached_property
    def numbers(self) -> Longs:
        """The singles and then the pairs."""
        return np.array([*self.singles, *self.pairs], np.int64)

    @cached_property
    def factors(self) -> Floats:
        """The share of each that counts."""
        return np.array([*self.singles.values(), *self.pairs.values()], np.float32)


class Held(NamedTuple):
    """For some entries and the features of a query: how many phrases hold it, as what evidence, and at which posting.

    One row for each entry, one column for each feature; the singles come first.
    """

    counts: Floats
    evidence: Floats
    postings: Longs


class Index:
    """Read-only once built, so that threads may share it."""

    def __init__(self, entries: Sequence[Entry], lexicon: Lexicon) -> None:
        self.entries = tuple(entries)
        self.phrases = [list(dict.fromkeys(_phrases(entry))) for entry in self.entries]
        written = self._read(Reader(lexicon))
        self.spelling = written.spelling()
        self._singles, self._spellings, self._spelt = written.singles, written.spellings, written.spelt()
        self.owner = written.owner
        counts = np.array([len(group) for group in self.phrases], np.int64)
        self.phrase_starts = np.concatenate(([0], np.cumsum(counts)))
        self._weigh(written.english, *self._lay_out(written))

    # -- building ---------------------------------------------------------------------------------

    def _read(self, reader: Reader) -> Written:
        """Reads phrase after phrase, and keeps numbers only: a large knowledge base has many phrases."""
        written = Written()
        for entry, phrases in enumerate(self.phrases):
            for phrase, language in phrases:
                written.add(entry, reader.read(phrase, language))
        written.settle()
        return written

    def _lay_out(self, written: Written) -> tuple[Longs, Longs]:
        """Every feature that a phrase holds and that phrase, in order; the pairs are numbered after the singles."""
        self._first_pair = len(self._singles) + 1
        singles, pairs = written.single_postings(), written.pair_postings()
        firsts = changes(pairs.features)
        self._pairs = {pair: self._first_pair + at for at, pair in enumerate(pairs.features[firsts].tolist())}
        self.feature_count = self._first_pair + len(firsts)
        lengths = np.diff(np.append(firsts, len(pairs.features)))
        numbered = np.repeat(np.arange(self._first_pair, self.feature_count), lengths)
        self.posting_phrases = singles.phrases.astype(np.int32)
        return np.concatenate((singles.features, numbered)), np.concatenate((singles.phrases, pairs.phrases))

    def _weigh(self, english: Flags, features: Longs, phrases: Longs) -> None:
        """Postings, which hold a feature for an entry, with their evidence; and the weight of every feature."""
        size, counts = len(self.entries), np.diff(self.phrase_starts)
        keys = features * size + self.owner[phrases]
        self.posting_first = changes(keys)
        self.posting_keys = keys[self.posting_first]
        held = np.diff(np.append(self.posting_first, len(keys)))
        feature, owner = self.posting_keys // size, self.posting_keys % size
        self.posting_entry = owner.astype(np.int32)
        self.posting_held = held.astype(np.float32)
        of_english = np.bincount(self.owner, english, size)
        self._vietnamese = np.maximum(counts - of_english, 1).astype(np.float32)
        held_english = np.add.reduceat(english[phrases], self.posting_first, dtype=np.int64)
        share = (held - held_english) / self._vietnamese[owner] + held_english / np.maximum(of_english, 1)[owner]
        self._starts = np.searchsorted(feature, np.arange(self.feature_count + 1)).tolist()
        self.weights = _rarity(feature, np.minimum(share, 1.0), size, self.feature_count)
        self._single_weights: list[float] = self.weights[: self._first_pair].tolist()
        doubt = HALF_AT + HALF_AT_SHARE * counts[owner]
        self.posting_evidence = (held / (held + doubt) * self.weights[feature]).astype(np.float32)
        single = slice(0, self._starts[self._first_pair])
        core = _core(held[single] / self._vietnamese[owner[single]]) * self.weights[feature[single]]
        self._core = np.bincount(owner[single], core, size).astype(np.float32)
        self.said = np.bincount(self.owner[phrases], features > 0, size).astype(np.float32)
        of_phrases = slice(0, len(self.posting_phrases))
        weights = self.weights[features[of_phrases]]
        self.phrase_weights = np.bincount(phrases[of_phrases], weights, len(self.owner)).astype(np.float32)

    # -- asking -----------------------------------------------------------------------------------

    def phrase_text(self, phrase: int) -> str:
        """The phrase of that number as it stands in the knowledge base."""
        entry = int(self.owner[phrase])
        return self.phrases[entry][phrase - int(self.phrase_starts[entry])][0]

    def query(self, message: Message) -> Query:
        """The features of a message that the index knows."""
        said = list(runs(message.words, lambda syllable: self._singles.get(syllable.folded, 0)))
        singles: dict[int, float] = {}
        unknown = 0.0
        for _, run, factor in said:
            for single in run:
                if single:
                    singles[single] = max(singles.get(single, 0.0), factor)
                else:
                    unknown += UNKNOWN_WEIGHT * factor
        total = max(unknown + self._weight_of_words(said), 1e-3)
        content = total - self._weight_of_words([run for run in said if run[2] < 1.0])
        return Query(singles, self._known_pairs(said), self._spelt_by(message), total, content, message.language)

    def _known_pairs(self, said: Sequence[Run]) -> dict[int, float]:
        """The pairs of a message that the index knows, as features."""
        known: dict[int, float] = {}
        for left, right, factor in neighbours(said):
            if (pair := self._pairs.get(left * self._first_pair + right)) is not None:
                known[pair] = max(known.get(pair, 0.0), factor)
        return known

    def _spelt_by(self, message: Message) -> dict[int, int]:
        """The accented syllables of a message that the knowledge base spells so too, somewhere."""
        accented = [
            (self._singles.get(folded), self._spellings.get(key))
            for word in message.words
            if len(word.readings) == 1 and word.factor
            for key, folded in word.readings[0]
            if key != folded
        ]
        return {single: spelling for single, spelling in accented if single and spelling}

    def held(self, query: Query, entries: Longs) -> Held:
        """What the phrases of the entries, by number, hold of the query."""
        wanted = query.numbers * len(self.entries) + entries[:, None]
        found = np.minimum(self.posting_keys.searchsorted(wanted), len(self.posting_keys) - 1)
        holds = self.posting_keys[found] == wanted
        return Held(self.posting_held[found] * holds, self.posting_evidence[found] * holds, found)

    def shortcomings(self, query: Query, entries: Longs, held: Floats) -> tuple[Floats, Floats]:
        """For each of the entries two weights: of what is missing in the question, and of what is spelt otherwise.

        Missing is what belongs to the core of the entry and is not in the question: most for a syllable that all its
        phrases hold ("lại" of a re-registration); an English question is not expected to hold Vietnamese syllables.
        Spelt otherwise are syllables of the question that the entry holds, but only with other accents. `held` counts
        for each entry the phrases that hold each single of the query.
        """
        singles = slice(0, len(query.singles))
        weights = query.factors[singles] * self.weights[query.numbers[singles]]
        if query.language == "vi":
            missing = np.maximum(self._core[entries] - _core(held / self._vietnamese[entries, None]) @ weights, 0)
        else:
            missing = np.zeros(len(entries), np.float32)
        if not query.spelt:
            return missing, np.zeros(len(entries), np.float32)
        spellings = np.array([query.spelt.get(single, 0) for single in query.singles], np.int64)
        spelt = np.flatnonzero(spellings)
        alike = _holds(self._spelt, entries[:, None] << 32 | spellings[spelt])
        return missing, ((held[:, spelt] > 0) & ~alike) @ weights[spelt]

    def shared(self, query: Query, entries: Longs, held: Held) -> tuple[Floats, Longs, Longs]:
        """The weight of the singles that each phrase of the entries shares with the query.

        With the numbers of these phrases, and where those of each entry start among them.
        """
        counts = self.phrase_starts[entries + 1] - self.phrase_starts[entries]
        starts = counts.cumsum() - counts
        rows, columns = held.counts[:, : len(query.singles)].nonzero()
        postings = held.postings[rows, columns]
        lengths = self.posting_held[postings].astype(np.int64)
        by = (starts - self.phrase_starts[entries])[rows].repeat(lengths)
        places = self.posting_phrases[ranges(self.posting_first[postings], lengths)] + by
        weights = (query.factors * self.weights[query.numbers])[columns]
        shared = np.bincount(places, weights.repeat(lengths), int(counts.sum())).astype(np.float32)
        return shared, ranges(self.phrase_starts[entries], counts), starts

    def _weight_of_words(self, said: Iterable[Run]) -> float:
        """What the words weigh, a word with several readings as much as its heaviest."""
        weights = self._single_weights
        by_word: dict[int, float] = {}
        seen: set[int] = set()
        for at, run, factor in said:
            heavy = sum(weights[s] for s in run if s not in seen) * factor
            by_word[at] = max(by_word.get(at, 0.0), heavy)
            seen.update(run)
        return sum(by_word.values())

    def evidence(self, query: Query) -> Sums:
        """For every entry, how its phrases taken together speak of the query; of its rarest features if many."""
        spans = [*self._spans(query.singles), *self._spans(query.pairs)]
        if not spans:
            return np.zeros(len(self.entries))
        entries = np.concatenate([self.posting_entry[span] for span, _ in spans])
        evidence = np.concatenate([self.posting_evidence[span] for span, _ in spans])
        factors = np.repeat([factor for _, factor in spans], [span.stop - span.start for span, _ in spans])
        return np.bincount(entries, evidence * factors, len(self.entries)).astype(np.float64, copy=False)

    def _spans(self, wanted: Mapping[int, float]) -> Iterator[tuple[slice, float]]:
        """The postings of the features, the rarest first, within a budget that keeps a huge index quick."""
        starts = self._starts
        budget = max(POSTING_BUDGET, len(self.entries) // 2)
        for at, (size, feature) in enumerate(sorted([(starts[f + 1] - starts[f], f) for f in wanted])):
            if at and budget < size:
                return
            budget -= size
            yield slice(starts[feature], starts[feature + 1]), wanted[feature]


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


def _holds(haystack: Longs, needles: Longs) -> Flags:
    """Whether each needle is in the sorted haystack."""
    if not len(haystack):
        return np.zeros(needles.shape, np.bool_)
    found: Flags = haystack[np.minimum(haystack.searchsorted(needles), len(haystack) - 1)] == needles
    return found


def _phrases(entry: Entry) -> Iterator[tuple[str, Language]]:
    for phrase in (entry.short, *entry.aliases, *entry.questions, entry.name):
        if phrase:
            yield phrase, "vi"
    for phrase in entry.english:
        yield phrase, "en"
