"""The score: few named features of a question against an entry, each with one weight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np

from knowledge.index import Index, Query, Told
from knowledge.shortlist import Floats
from knowledge.written import Flags, Longs

IN_FULL = 0.85
"""Share of a phrase from which the question names it in full."""
UNSAID = 0.1
"""How often, for naive Bayes, an entry is taken to hold what none of its phrases holds."""
OFTEN_SAID = 1500.0
"""How many features the phrases of an entry hold until much said of it counts half as a reason to expect it."""
ALL_OF_IT = 0.9
"""Share of the question from which a phrase says all of it."""
FEW_PHRASES = 10.0
"""How many phrases are added to those of every entry, so that one of few counts little."""
WORD_FOR_WORD = 0.95
"""How near a question must come to a phrase to say it word for word."""
FAR_APART = 0.8
"""Weight of what only one of question and phrase says at which they no longer say the same."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature is worth, in units of log odds that an entry is meant rather than another."""

    overlap: float = 4.2
    """Dice of question and phrase by weight: do they say the same, no more and no less?"""
    exact: float = 2.2
    """Whether question and phrase say just the same: a plain name means the plain procedure, not its variants."""
    verbatim: float = 0.8
    """Whether the question says a phrase word for word: then it means that one, however many ask for another so."""
    phrase_covered: float = 4.4
    """Share of the phrase that is said in the question."""
    evidence: float = 4.9
    """Share of the question that the entry's phrases speak of, all together."""
    likely: float = 0.31
    """Log likelihood of the question among all that is said of the entry (naive Bayes)."""
    missing: float = 1.0
    """Against an entry: the weight of its core that the question does not say ("lại", "nước ngoài")."""
    misspelt: float = 5.3
    """Against an entry: the share of the question that it holds only with other accents ("mới", "mối")."""
    popularity: float = 0.4
    """Per step of editorial popularity, the more the less is said: decides only between near equals."""
    elsewhere: float = 2.0
    """Against all that is not a procedure: who names one as well means the procedure."""


class Scored(NamedTuple):
    """The shortlist, best first: entry numbers, scores, the best phrase of each, and their parts.

    `named` tells for each entry whether the question says (nearly) all of any of its phrases, `saying` what share of
    its phrases say (nearly) all of the question.
    """

    entries: Longs
    scores: Floats
    phrases: Longs
    parts: Floats
    named: Flags
    saying: Floats

    @property
    def best(self) -> float:
        """The first's score, 0 if nothing was found."""
        return float(self.scores[0]) if len(self.scores) else 0.0

    @property
    def heard(self) -> float:
        """The share of the question that the first's phrases speak of, 0 to 1."""
        return float(self.parts[0, _EVIDENCE]) if len(self.parts) else 0.0

    def merged(self, other: Scored) -> Scored:
        """Every entry of either with the better of its scores."""
        entries = np.concatenate((self.entries, other.entries))
        scores = np.concatenate((self.scores, other.scores))
        order = np.lexsort((entries, -scores))
        _, first = np.unique(entries[order], return_index=True)
        best = order[np.sort(first)]
        return Scored(
            entries[best],
            scores[best],
            np.concatenate((self.phrases, other.phrases))[best],
            np.concatenate((self.parts, other.parts))[best],
            np.concatenate((self.named, other.named))[best],
            np.concatenate((self.saying, other.saying))[best],
        )

    def led_by(self, entry: int) -> Scored:
        """The same with this entry first."""
        return self.at(np.argsort(self.entries != entry, kind="stable"))

    def as_near(self, entry: int, *, ahead: bool) -> Scored:
        """The same with this entry as near as the first: ahead of it, or right behind."""
        scores = np.where(self.entries == entry, self.scores[0], self.scores)
        places = np.arange(len(scores), dtype=np.float64)
        places[self.entries == entry] = -1 if ahead else 0.5
        return self._replace(scores=scores).at(np.argsort(places))

    def less(self, by: float, places: list[bool]) -> Scored:
        """The same, these places by so much less likely."""
        scores = self.scores - np.where(places, np.float32(by), np.float32(0))
        return self._replace(scores=scores).at(np.lexsort((self.entries, -scores)))

    def only(self, keep: list[bool]) -> Scored:
        """The same without the places that are not kept."""
        return self if all(keep) else self.at(np.flatnonzero(keep))

    def at(self, places: Longs) -> Scored:
        """The same at these places, in their order."""
        return Scored._make(of_each[places] for of_each in self)

    @property
    def overlaps(self) -> Floats:
        """How much the question and the phrase of each say the same, 0 to 1."""
        return self.parts[:, _OVERLAP]

    @property
    def covered(self) -> float:
        """How much of the first's phrase is in the question, 0 to 1."""
        return float(self.parts[0, _COVERED]) if len(self.parts) else 0.0

    @property
    def exact(self) -> float:
        """How near the question comes to saying just the first's phrase, 0 to 1."""
        return float(self.parts[0, _EXACT]) if len(self.parts) else 0.0


PARTS = tuple(field.name for field in fields(Weights))
_BY_PHRASE = 4
"""The first features judge a phrase, the others the entry."""
_OVERLAP = PARTS.index("overlap")
_EXACT = PARTS.index("exact")
_COVERED = PARTS.index("phrase_covered")
_EVIDENCE = PARTS.index("evidence")


class Scorer:
    """Scores a query against an index."""

    def __init__(self, index: Index, weights: Weights | None = None) -> None:
        self._index = index
        chosen = weights or Weights()
        self.weights = np.array([getattr(chosen, name) for name in PARTS], np.float32)
        self._counts = np.diff(index.phrase_starts).astype(np.float32)
        self._spread = np.log1p(index.said / OFTEN_SAID)
        self._popularity = np.array([entry.popularity - 3 for entry in index.entries], np.float32)
        self._elsewhere = np.array([-float(entry.kind != "procedure") for entry in index.entries], np.float32)

    def score(self, query: Query) -> Scored:
        """The entries nearest to the query."""
        index = self._index
        nearest = index.nearest(query)
        if not len(nearest):
            return _NOTHING
        held = index.held(query.features, nearest)
        singles = held.first(query.singles)
        weights = self._weights_of(query)
        told = index.told(nearest)
        shared = index.mentions(singles, told).weight(weights)
        by_phrase = self._by_phrase(query, shared, told.weights)
        best = _best_of_each(self.weights[:_BY_PHRASE] @ by_phrase, told)
        parts = np.empty((len(PARTS), len(nearest)), np.float32)
        parts[:_BY_PHRASE] = by_phrase[:, best]
        by_entry = (
            query.factors[: query.singles] @ singles.of(index.posting_evidence) / query.weight,
            self._likely(query, nearest, held.of(index.posting_held)),
            -index.missing(weights, nearest, singles) if query.language == "vi" else 0,
            -index.misspelt(weights, nearest, singles, query.spellings) / query.weight,
            self._popularity[nearest] / max(query.weight, 1.0),
            self._elsewhere[nearest],
        )
        for row, judged in zip(parts[_BY_PHRASE:], by_entry, strict=True):
            row[:] = judged
        scores = self.weights @ parts
        named = np.maximum.reduceat(by_phrase[_COVERED], told.starts) >= IN_FULL
        says_all = np.add.reduceat(shared >= ALL_OF_IT * query.weight, told.starts, dtype=np.float32)
        saying = says_all / (self._counts[nearest] + FEW_PHRASES)
        found = Scored(nearest, scores, best - told.starts + told.firsts, parts.T, named, saying)
        return found.at(np.lexsort((nearest, -scores)))

    def _by_phrase(self, query: Query, shared: Floats, whole: Floats) -> Floats:
        """The features that judge phrases of which this is shared, and that weigh so much."""
        features = np.empty((_BY_PHRASE, len(whole)), np.float32)
        overlap, exact, verbatim, covered = features
        both = shared + shared
        np.divide(both, whole + query.weight, out=overlap)
        apart = whole - both + query.content
        np.maximum(1 - apart / FAR_APART, 0, out=exact)
        np.minimum(exact, 1, out=exact)
        np.greater(exact, WORD_FOR_WORD, out=verbatim)
        np.divide(shared, whole, out=covered)
        return features

    def named(self, message: Query, parts: Sequence[Query], entries: Longs) -> list[int | None]:
        """For each part of a message the one of these entries that it names in full, None if it names none."""
        told, said = self._said_in(message, parts, entries)
        whole = told.weights
        named = []
        for part, shared in zip(parts, said, strict=True):
            overlap = np.where(shared >= IN_FULL * whole, 2 * shared / (whole + part.weight), 0)
            in_full = np.maximum.reduceat(overlap, told.starts)
            named.append(int(entries[in_full.argmax()]) if in_full.any() else None)
        return named

    def says(self, message: Query, parts: Sequence[Query], entries: Longs, share: float) -> list[bool]:
        """For each part of a message whether it says this share of any phrase of these entries."""
        told, said = self._said_in(message, parts, entries)
        enough = share * told.weights
        return [bool((shared >= enough).any()) for shared in said]

    def _said_in(self, message: Query, parts: Sequence[Query], entries: Longs) -> tuple[Told, list[Floats]]:
        """The phrases of the entries, and how much each part of a message shares with each of them."""
        told = self._index.told(entries)
        mentions = self._index.mentions(self._index.held(message.features[: message.singles], entries), told)
        return told, [mentions.weight(self._weights_in(message, part)) for part in parts]

    def _weights_in(self, message: Query, part: Query) -> Floats:
        """What the singles of a message weigh in a part of it."""
        weights = np.zeros(message.singles, np.float32)
        singles = part.features[: part.singles]
        weights[message.features[: message.singles].searchsorted(singles)] = self._weights_of(part)
        return weights

    def _weights_of(self, query: Query) -> Floats:
        """What the singles of a query weigh."""
        weights: Floats = query.factors[: query.singles] * self._index.weights[query.features[: query.singles]]
        return weights

    def _likely(self, query: Query, entries: Longs, held: Floats) -> Floats:
        """For each entry the log likelihood of the question, up to a constant."""
        counted = query.factors * np.sqrt(self._index.weights[query.features])
        likely: Floats = counted @ np.log1p(held / UNSAID) - self._spread[entries] * counted.sum()
        return likely


_NOTHING = Scored(
    np.zeros(0, np.int64),
    np.zeros(0, np.float32),
    np.zeros(0, np.int64),
    np.zeros((0, len(PARTS)), np.float32),
    np.zeros(0, np.bool_),
    np.zeros(0, np.float32),
)


def _best_of_each(scores: Floats, told: Told) -> Longs:
    """For every entry the place of its best phrase, the earlier one between equals."""
    best = np.maximum.reduceat(scores, told.starts)
    winners = (scores == best.repeat(told.counts)).nonzero()[0]
    first: Longs = winners[winners.searchsorted(told.starts)]
    return first
