"""The index: which entries and phrases hold which syllables and pairs of neighbours, as flat numpy arrays.

A feature is a folded syllable ("single") or two neighbouring ones ("pair"); feature 0 is padding and weighs nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.entry import Entry
from knowledge.lexicon import Lexicon, Reading
from knowledge.shortlist import Floats, Shortlist
from knowledge.text import Reader
from knowledge.words import Language, Message
from knowledge.written import Flags, Longs, Run, Written, changes, neighbours, ranges, runs

HALF_AT = 0.7
HALF_AT_SHARE = 0.04
"""A feature counts half as evidence for an entry when this many and this share of its phrases together hold it."""
MOST_SHARED = 120
"""Of how many phrases the share is taken at most: what is known of an entry must not make its words less telling."""
COMMON_SHARE = 0.15
"""Share of an entry's phrases at which a feature counts as common there, so that it is less telling elsewhere."""
CORE_SHARE = 0.3
"""Share of an entry's phrases from which a syllable belongs to the core of what the entry is about."""
TINY = 1e-3
"""Weight of a phrase or a question that says next to nothing."""
UNKNOWN_WEIGHT = 0.5
"""Weight of a word that no phrase holds."""
ONLY_ASKS = 0.5
"""Words that count less than so much do no more than ask."""


class Query(NamedTuple):
    """The features of a message in order, the share of the weight of each that counts, and what all its words weigh.

    The first of them are `singles`. For each of these `spellings` has the number of its exact spelling if it was
    written with accents, else 0. `content` is what the words weigh that do more than ask.
    """

    features: Longs
    factors: Floats
    singles: int
    spellings: Longs
    weight: float
    content: float
    language: Language


class Held(NamedTuple):
    """For the features of a query and some entries: at which posting to look, and whether that is the one.

    One row for each feature, one column for each entry; the singles come first.
    """

    postings: Longs
    holds: Flags

    def of(self, values: Floats) -> Floats:
        """What the postings have of these values, which every posting has one of; 0 where there is none."""
        of_each: Floats = values[self.postings] * self.holds
        return of_each

    def first(self, features: int) -> Held:
        """The same for so many of the features."""
        return Held(self.postings[:features], self.holds[:features])


class Told(NamedTuple):
    """All phrases of some entries, one entry after the other.

    For each entry the number of its first phrase, how many it has, and from where on they stand; and what each phrase
    weighs.
    """

    firsts: Longs
    counts: Longs
    starts: Longs
    weights: Floats


class Mentions(NamedTuple):
    """Which singles of a query some phrases hold: each time the single, and at how many and which of the phrases."""

    singles: Longs
    lengths: Longs
    places: Longs
    phrases: int

    def weight(self, weights: Floats) -> Floats:
        """What the singles that each phrase holds weigh together."""
        return np.bincount(self.places, weights[self.singles].repeat(self.lengths), self.phrases).astype(np.float32)


class Index:
    """Read-only once built, so that threads may share it."""

    def __init__(self, entries: Sequence[Entry], lexicon: Lexicon) -> None:
        self.entries = tuple(entries)
        self.phrases = [list(dict.fromkeys(_phrases(entry))) for entry in self.entries]
        written = self._read(Reader(lexicon))
        self.spelling = written.spelling()
        self._singles, self._spellings = written.singles, written.spellings
        size = len(self.entries)
        self._spelt = _Bits(written.spelt(size), (len(self._spellings) + 1) * size)
        self.owner = written.owner
        counts = np.array([len(group) for group in self.phrases], np.int64)
        self.phrase_starts = np.concatenate(([0], np.cumsum(counts)))
        self._weigh(written.english, *self._lay_out(written))

    # -- building ---------------------------------------------------------------------------------

    def _read(self, reader: Reader) -> Written:
        """Reads phrase after phrase, and keeps numbers only: a large knowledge base has many phrases."""
        written = Written()
        plain = reader.plain_words()
        for entry, phrases in enumerate(self.phrases):
            for phrase, language in phrases:
                said = plain.of(phrase) if language == "vi" else None
                if said is None:
                    written.add(entry, reader.phrase(phrase, language))
                else:
                    written.add_plain(entry, said)
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
        within = singles.phrases - self.phrase_starts[self.owner[singles.phrases]]
        self.posting_phrases = within.astype(np.min_scalar_type(int(within.max(initial=0))))
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
        self._starts = np.searchsorted(feature, np.arange(self.feature_count + 1))
        self.weights = _rarity(feature, np.minimum(share, 1.0), size, self.feature_count)
        self._single_weights: list[float] = self.weights[: self._first_pair].tolist()
        doubt = HALF_AT + HALF_AT_SHARE * np.minimum(counts, MOST_SHARED)[owner]
        self.posting_evidence = (held / (held + doubt) * self.weights[feature]).astype(np.float32)
        self._shortlist = Shortlist(self._starts, owner, self.posting_evidence, size)
        single = slice(0, self._starts[self._first_pair])
        self.posting_core = _core(self.posting_held / self._vietnamese[owner])
        core = _core(held[single] / self._vietnamese[owner[single]]) * self.weights[feature[single]]
        self._core = np.bincount(owner[single], core, size).astype(np.float32)
        self.said = np.bincount(self.owner[phrases], features > 0, size).astype(np.float32)
        of_phrases = slice(0, len(self.posting_phrases))
        weights = self.weights[features[of_phrases]]
        phrase_weights = np.bincount(phrases[of_phrases], weights, len(self.owner))
        self.phrase_weights = np.maximum(phrase_weights, TINY).astype(np.float32)

    # -- asking -----------------------------------------------------------------------------------

    def phrase_text(self, phrase: int) -> str:
        """The phrase of that number as it stands in the knowledge base."""
        entry = int(self.owner[phrase])
        return self.phrases[entry][phrase - int(self.phrase_starts[entry])][0]

    def holding(self, syllables: Iterable[str]) -> frozenset[int]:
        """The entries whose phrases hold all these syllables, written without accents, somewhere."""
        singles = [self._singles.get(folded, 0) for folded in syllables]
        held = (self.posting_entry[self._starts[single] : self._starts[single + 1]].tolist() for single in singles)
        return frozenset.intersection(*map(frozenset, held)) if all(singles) else frozenset()

    def query(self, message: Message) -> Query:
        """The features of a message that the index knows."""
        said = list(runs(message.words, self._numbers_of))
        singles, unknown = _strongest(said)
        pairs = self._known_pairs(said)
        spelt = self._spelt_by(message)
        total = max(unknown + self._weight_of_words(said), TINY)
        light = [run for run in said if run[2] < ONLY_ASKS]
        content = total - self._weight_of_words(light) if light else total
        of_singles, of_pairs = sorted(singles), sorted(pairs)
        return Query(
            features=np.array(of_singles + of_pairs, np.int64),
            factors=np.array([*map(singles.get, of_singles), *map(pairs.get, of_pairs)], np.float32),
            singles=len(singles),
            spellings=np.array([spelt.get(single, 0) for single in of_singles], np.int64),
            weight=total,
            content=content,
            language="vi" if message.translated else message.language,
        )

    def _numbers_of(self, reading: Reading) -> list[int]:
        """The syllables as singles, 0 for one that no phrase holds."""
        known = self._singles
        if len(reading) == 1:
            return [known.get(reading[0].folded, 0)]
        return [known.get(folded, 0) for _, folded in reading]

    def _known_pairs(self, said: Sequence[Run]) -> dict[int, float]:
        """The pairs of a message that the index knows, as features."""
        known: dict[int, float] = {}
        numbers, size = self._pairs, self._first_pair
        for left, right, factor in neighbours(said):
            pair = numbers.get(left * size + right)
            if pair is not None and factor > known.get(pair, 0.0):
                known[pair] = factor
        return known

    def _spelt_by(self, message: Message) -> dict[int, int]:
        """The accented syllables of a message that the knowledge base spells so too, somewhere."""
        singles, spellings = self._singles, self._spellings
        return {
            singles[folded]: spelling
            for word in message.words
            if len(word.readings) == 1 and word.factor
            for key, folded in word.readings[0]
            if key != folded and (spelling := spellings.get(key))
        }

    def nearest(self, query: Query) -> Longs:
        """The entries that may be meant: those whose phrases, taken together, speak most of the query, by number."""
        return self._shortlist.nearest(query.features, query.factors)

    def held(self, features: Longs, entries: Longs) -> Held:
        """What the phrases of the entries, by number, hold of the features."""
        wanted = features[:, None] * len(self.entries) + entries
        postings = np.minimum(self.posting_keys.searchsorted(wanted), len(self.posting_keys) - 1)
        return Held(postings, self.posting_keys[postings] == wanted)

    def missing(self, weights: Floats, entries: Longs, held: Held) -> Floats:
        """For each of the entries the weight of what belongs to its core and is not in the question.

        It is most for a syllable that all its phrases hold ("lại" of a re-registration). `held` is of the singles of
        the question, `weights` has what they weigh.
        """
        missing: Floats = np.maximum(self._core[entries] - weights @ held.of(self.posting_core), 0)
        return missing

    def misspelt(self, weights: Floats, entries: Longs, held: Held, spellings: Longs) -> Floats:
        """For each of the entries the weight of the singles that it holds, but only with other accents."""
        spelt = spellings.nonzero()[0]
        if not len(spelt):
            return np.zeros(len(entries), np.float32)
        alike = self._spelt.holds(spellings[spelt, None] * len(self.entries) + entries)
        misspelt: Floats = weights[spelt] @ (held.holds[spelt] > alike).astype(np.float32)
        return misspelt

    def told(self, entries: Longs) -> Told:
        """All phrases of the entries."""
        firsts, ends = self.phrase_starts[entries], self.phrase_starts[entries + 1]
        counts = ends - firsts
        weights = [self.phrase_weights[a:b] for a, b in zip(firsts.tolist(), ends.tolist(), strict=True)]
        return Told(firsts, counts, counts.cumsum() - counts, np.concatenate(weights))

    def mentions(self, held: Held, told: Told) -> Mentions:
        """Which singles the phrases hold; both arguments are of the same entries."""
        singles, columns = held.holds.nonzero()
        postings = held.postings[singles, columns]
        lengths = self.posting_held[postings].astype(np.int64)
        within = self.posting_phrases[ranges(self.posting_first[postings], lengths)]
        return Mentions(singles, lengths, told.starts[columns].repeat(lengths) + within, len(told.weights))

    def _weight_of_words(self, said: Iterable[Run]) -> float:
        """What the words weigh, a word with several readings as much as its heaviest."""
        weights = self._single_weights
        total = heaviest = 0.0
        place = -1
        seen: set[int] = set()
        for at, run, factor in said:
            if at != place:
                total, heaviest, place = total + heaviest, 0.0, at
            weight = 0.0
            for single in run:
                if single not in seen:
                    weight += weights[single]
            weight *= factor
            if weight > heaviest:
                heaviest = weight
            seen.update(run)
        return total + heaviest


def _strongest(said: Iterable[Run]) -> tuple[dict[int, float], float]:
    """The singles said, each with the greatest share of its weight that counts; and what the unknown ones weigh."""
    strongest: dict[int, float] = {}
    unknown = 0.0
    for _, run, factor in said:
        for single in run:
            if not single:
                unknown += UNKNOWN_WEIGHT * factor
            elif factor > strongest.get(single, 0.0):
                strongest[single] = factor
    return strongest, unknown


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


class _Bits:
    """A set of numbers, a bit for each that there may be: one is looked up in a step, and many take little memory."""

    def __init__(self, numbers: Longs, below: int) -> None:
        """Holds these, which are in order and smaller than `below`."""
        octets = numbers >> 3
        firsts = changes(octets)
        self._octets = np.zeros((below >> 3) + 1, np.uint8)
        if len(numbers):
            self._octets[octets[firsts]] = np.bitwise_or.reduceat(1 << (numbers & 7), firsts)

    def holds(self, numbers: Longs) -> Flags:
        """Whether it holds each of them."""
        known: Flags = (self._octets[numbers >> 3] >> (numbers & 7)) & 1 > 0
        return known


def _phrases(entry: Entry) -> Iterator[tuple[str, Language]]:
    for phrase in (entry.short, *entry.aliases, *entry.questions, entry.name):
        if phrase:
            yield phrase, "vi"
    for phrase in entry.english:
        yield phrase, "en"
