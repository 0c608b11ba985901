"""The score: few named features of a question against an entry, each with one weight."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.index import Floats, Index, Longs, Query, Sums, ranges

Flags = NDArray[np.bool_]

SHORTLIST = 12
IN_FULL = 0.85
"""Share of a phrase from which the question names it in full."""
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
    """The shortlist, best first: entry numbers, scores, the best phrase of each, and their parts.

    `named` tells for each entry whether the question says (nearly) all of any of its phrases.
    """

    entries: Longs
    scores: Floats
    phrases: Longs
    parts: Floats
    named: Flags

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
            np.concatenate((self.named, other.named))[best],
        )

    def led_by(self, entry: int) -> Scored:
        """The same with this entry first."""
        return self._at(np.argsort(self.entries != entry, kind="stable"))

    def only(self, keep: list[bool]) -> Scored:
        """The same without the places that are not kept."""
        return self if all(keep) else self._at(np.flatnonzero(keep))

    def _at(self, places: Longs) -> Scored:
        return Scored(
            self.entries[places], self.scores[places], self.phrases[places], self.parts[places], self.named[places]
        )

    @property
    def covered(self) -> float:
        """How much of the first's phrase is in the question, 0 to 1."""
        return float(self.parts[0, _COVERED]) if len(self.parts) else 0.0


PARTS = tuple(field.name for field in fields(Weights))
_BY_PHRASE = 3
"""The first features judge a phrase, the others the entry."""
_COVERED = PARTS.index("phrase_covered")


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
        missing, misspelt = self._index.shortcomings(query, nearest)
        by_entry = (
            found.singles[nearest] / query.weight,
            found.pairs[nearest] / query.weight,
            -missing,
            -misspelt / query.weight,
            self._popularity[nearest] / max(query.weight, 1.0),
            self._elsewhere[nearest],
        )
        parts = np.column_stack((by_phrase[best], *by_entry)).astype(np.float32)
        scores = parts @ self.weights
        named = np.maximum.reduceat(by_phrase[:, _COVERED], starts) >= IN_FULL
        order = np.lexsort((nearest, -scores))
        return Scored(nearest[order], scores[order], phrases[best][order], parts[order], named[order])

    def named(self, query: Query, entries: Longs) -> int | None:
        """The one of these entries that the query names in full, if it names any."""
        by_phrase, _, starts = self._compare(query, entries)
        in_full = np.where(by_phrase[:, _COVERED] >= IN_FULL, by_phrase[:, 0], 0.0)
        overlap = np.maximum.reduceat(in_full, starts)
        return int(entries[overlap.argmax()]) if overlap.any() else None

    def _compare(self, query: Query, entries: Longs) -> tuple[Floats, Longs, Longs]:
        """The features of every phrase of the entries, the phrases, and where those of each entry start."""
        index = self._index
        said = {**query.singles, **query.pairs}
        features = np.fromiter(said.keys(), np.int64, len(said))
        wanted = np.zeros(index.feature_count, np.float32)
        wanted[features] = np.fromiter(said.values(), np.float32, len(said)) * index.weights[features]
        phrases, starts = ranges(index.phrase_starts[entries], index.phrase_starts[entries + 1])
        shared = _shared(index, entries, wanted, phrases)
        whole = np.maximum(index.phrase_weights[phrases], _TINY)
        overlap = 2 * shared[:, 0] / (whole[:, 0] + query.weight)
        apart = query.weight + whole[:, 0] - 2 * shared[:, 0]
        exact = np.maximum(1 - apart / FAR_APART, 0)
        return np.column_stack((overlap, exact, shared[:, 0] / whole[:, 0])), phrases, starts


_TINY = np.float32(1e-3)
_NOTHING = Scored(
    np.zeros(0, np.int64),
    np.zeros(0, np.float32),
    np.zeros(0, np.int64),
    np.zeros((0, len(PARTS)), np.float32),
    np.zeros(0, np.bool_),
)


def _nearest(evidence: Sums) -> Longs:
    """The entries with the most evidence, by number."""
    size = min(SHORTLIST, len(evidence))
    some = np.argpartition(-evidence, size - 1)[:size] if size < len(evidence) else np.arange(size)
    return np.sort(some[evidence[some] > 0])


def _shared(index: Index, entries: Longs, wanted: Floats, phrases: Longs) -> Floats:
    """For every phrase of the entries the weight of the singles, and of the pairs, that the query holds too."""
    starts = index.item_starts
    first, last = index.phrase_starts[entries], index.phrase_starts[entries + 1]
    chosen, begins = ranges(starts[2 * first], starts[2 * last])
    moved = np.repeat(begins - starts[2 * first], last - first)
    bounds = np.column_stack((starts[2 * phrases] + moved, starts[2 * phrases + 1] + moved)).ravel()
    shared: Floats = np.add.reduceat(wanted[index.items[chosen]], bounds).reshape(-1, 2)
    return shared


def _best_of_each(scores: Floats, starts: Longs) -> Longs:
    """For every entry the place of its best phrase, the earlier one between equals."""
    best = np.maximum.reduceat(scores, starts)
    lengths = np.diff(np.append(starts, len(scores)))
    winners = np.flatnonzero(scores == np.repeat(best, lengths))
    owners = np.searchsorted(starts, winners, side="right") - 1
    _, first = np.unique(owners, return_index=True)
    return winners[first]
