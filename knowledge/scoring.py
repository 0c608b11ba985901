"""The score: few named features of a question against an entry, each with one weight."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.index import Floats, Index, Query

Longs = NDArray[np.int64]

SHORTLIST = 16
FAR_APART = 0.8
"""Weight of what only one of question and phrase says at which they no longer say the same."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature is worth, in units of log odds that an entry is meant rather than another."""

    overlap: float = 3.0
    """Dice of question and phrase by weight: do they say the same, no more and no less?"""
    exact: float = 4.5
    """Whether question and phrase say just the same: a plain name means the plain procedure, not its variants."""
    phrase_covered: float = 3.2
    """Share of the phrase that is said in the question."""
    evidence: float = 14.5
    """Share of the question that the entry's phrases speak of, all together."""
    evidence_pairs: float = 9.0
    """The same for pairs of neighbours."""
    missing: float = 1.9
    """Against an entry: the weight of its core that the question does not say ("lại", "nước ngoài")."""
    misspelt: float = 12.5
    """Against an entry: the share of the question that it holds only with other accents ("mới", "mối")."""
    popularity: float = 0.4
    """Per step of editorial popularity, the more the less is said: decides only between near equals."""
    elsewhere: float = 2.5
    """Against all that is not a procedure: who names one as well means the procedure."""


class Scored(NamedTuple):
    """The shortlist, best first: entry numbers, scores, the best phrase of each, and their parts."""

    entries: Longs
    scores: Floats
    phrases: Longs
    parts: Floats

    @property
    def best(self) -> float:
        """The first's score, 0 if nothing was found."""
        return float(self.scores[0]) if len(self.scores) else 0.0

    @property
    def exact(self) -> float:
        """How nearly the first's phrase is the very thing that was said, 0 to 1."""
        return float(self.parts[0, PARTS.index("exact")]) if len(self.parts) else 0.0

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
        )

    def led_by(self, entry: int) -> Scored:
        """The same with this entry first."""
        order = np.argsort(self.entries != entry, kind="stable")
        return Scored(self.entries[order], self.scores[order], self.phrases[order], self.parts[order])

    def only(self, keep: list[bool]) -> Scored:
        """The same without the places that are not kept."""
        if all(keep):
            return self
        mask = np.array(keep, bool)
        return Scored(self.entries[mask], self.scores[mask], self.phrases[mask], self.parts[mask])

    @property
    def covered(self) -> float:
        """How much of the first's phrase is in the question, 0 to 1."""
        return float(self.parts[0, PARTS.index("phrase_covered")]) if len(self.parts) else 0.0


PARTS = tuple(field.name for field in fields(Weights))
_BY_PHRASE = 3
"""The first features judge a phrase, the others the entry."""


class Scorer:
    """Scores a query against an index."""

    def __init__(self, index: Index, weights: Weights | None = None) -> None:
        self._index = index
        chosen = weights or Weights()
        self.weights = np.array([getattr(chosen, name) for name in PARTS], np.float32)
        self._popularity = np.array([entry.popularity - 3 for entry in index.entries], np.float32)
        self._elsewhere = np.array([-float(entry.kind != "procedure") for entry in index.entries], np.float32)

    def score(self, query: Query) -> Scored:
        """The entries nearest to the query."""
        found = self._index.evidence(query)
        nearest = _nearest(found.singles + found.pairs)
        if not len(nearest):
            return _NOTHING
        by_phrase, phrases, starts = self._compare(query, nearest)
        best = _best_of_each(by_phrase @ self.weights[:_BY_PHRASE], starts)
        by_entry = (
            found.singles[nearest] / query.weight,
            found.pairs[nearest] / query.weight,
            -found.missing[nearest],
            -self._index.misspelt(query, nearest) / query.weight,
            self._popularity[nearest] / max(query.weight, 1.0),
            self._elsewhere[nearest],
        )
        parts = np.column_stack((by_phrase[best], *by_entry)).astype(np.float32)
        scores = parts @ self.weights
        order = np.lexsort((nearest, -scores))
        return Scored(nearest[order], scores[order], phrases[best][order], parts[order])

    def _compare(self, query: Query, entries: Longs) -> tuple[Floats, Longs, Longs]:
        """The features of every phrase of the entries, the phrases, and where those of each entry start."""
        index = self._index
        wanted = np.zeros(index.feature_count, np.float32)
        for feature, factor in (*query.singles.items(), *query.pairs.items()):
            wanted[feature] = factor * index.weights[feature]
        phrases, starts = _ranges(index.phrase_starts[entries], index.phrase_starts[entries + 1])
        shared = _shared(index, entries, wanted, phrases)
        whole = np.maximum(index.phrase_weights[phrases], _TINY)
        overlap = 2 * shared[:, 0] / (whole[:, 0] + query.weight)
        apart = query.weight + whole[:, 0] - 2 * shared[:, 0]
        exact = np.maximum(1 - apart / FAR_APART, 0)
        return np.column_stack((overlap, exact, shared[:, 0] / whole[:, 0])), phrases, starts


_TINY = np.float32(1e-3)
_NOTHING = Scored(
    np.zeros(0, np.int64), np.zeros(0, np.float32), np.zeros(0, np.int64), np.zeros((0, len(PARTS)), np.float32)
)


def _nearest(evidence: Floats) -> Longs:
    """The entries with the most evidence, by number."""
    size = min(SHORTLIST, len(evidence))
    some = np.argpartition(-evidence, size - 1)[:size] if size < len(evidence) else np.arange(size)
    return np.sort(some[evidence[some] > 0])


def _shared(index: Index, entries: Longs, wanted: Floats, phrases: Longs) -> Floats:
    """For every phrase of the entries the weight of the singles, and of the pairs, that the query holds too."""
    starts = index.item_starts
    first, last = index.phrase_starts[entries], index.phrase_starts[entries + 1]
    chosen, begins = _ranges(starts[2 * first], starts[2 * last])
    moved = np.repeat(begins - starts[2 * first], last - first)
    bounds = np.column_stack((starts[2 * phrases] + moved, starts[2 * phrases + 1] + moved)).ravel()
    shared: Floats = np.add.reduceat(wanted[index.items[chosen]], bounds).reshape(-1, 2)
    return shared


def _ranges(first: Longs, last: Longs) -> tuple[Longs, Longs]:
    """All numbers of the ranges first[i]..last[i], one range after the other, and where each range begins."""
    lengths = last - first
    ends = np.cumsum(lengths)
    starts = ends - lengths
    return np.arange(ends[-1]) + np.repeat(first - starts, lengths), starts


def _best_of_each(scores: Floats, starts: Longs) -> Longs:
    """For every entry the place of its best phrase, the earlier one between equals."""
    best = np.maximum.reduceat(scores, starts)
    lengths = np.diff(np.append(starts, len(scores)))
    winners = np.flatnonzero(scores == np.repeat(best, lengths))
    owners = np.searchsorted(starts, winners, side="right") - 1
    _, first = np.unique(owners, return_index=True)
    return winners[first]
