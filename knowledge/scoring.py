"""The score: few named features of a question against an entry, each with one weight."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.index import Floats, Index, Ints, Query

Longs = NDArray[np.int64]

SHORTLIST = 24


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature is worth; all features lie between 0 and 1."""

    overlap: float = 0.4
    """Dice of question and phrase by weight: do they say the same, no more and no less?"""
    phrase_covered: float = 0.5
    """Share of the phrase that is said in the question."""
    pairs_covered: float = 0.2
    """Share of the phrase's pairs of neighbours that are said in the question."""
    evidence: float = 3.0
    """Share of the question that the entry's phrases speak of, all together."""
    evidence_pairs: float = 1.3
    """The same for pairs of neighbours."""
    missing: float = 0.03
    """Against an entry: what nearly all its phrases say and the question does not ("lại", "nước ngoài")."""
    popularity: float = 0.04
    """Per step of editorial popularity: decides only between near equals."""


class Scored(NamedTuple):
    """The shortlist, best first: entry numbers, scores, the best phrase of each, and their parts."""

    entries: Longs
    scores: Floats
    phrases: Longs
    parts: Floats

    def only(self, keep: list[bool]) -> Scored:
        """The same without the places that are not kept."""
        if all(keep):
            return self
        mask = np.array(keep, bool)
        return Scored(*(column[mask] for column in self))

    def part(self, name: str) -> float:
        """One part of the first's score."""
        return float(self.parts[0, PARTS.index(name)])


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

    def score(self, query: Query) -> Scored:
        """The entries nearest to the query."""
        index = self._index
        found = index.evidence(query)
        evidence = found.singles + found.pairs
        size = min(SHORTLIST, len(evidence))
        nearest = np.argpartition(-evidence, size - 1)[:size] if size < len(evidence) else np.arange(size)
        nearest = np.sort(nearest[evidence[nearest] > 0])
        if not len(nearest):
            empty = np.zeros(0, np.int64)
            return Scored(empty, np.zeros(0, np.float32), empty, np.zeros((0, len(PARTS)), np.float32))
        wanted = np.zeros(index.feature_count, np.float32)
        for feature, factor in (*query.singles.items(), *query.pairs.items()):
            wanted[feature] = factor * index.weights[feature]
        singles, phrases, starts = _gather(index, nearest, wanted, index.single_items, index.single_starts)
        pairs, _, _ = _gather(index, nearest, wanted, index.pair_items, index.pair_starts)
        single_weight = index.phrase_single_weight[phrases]
        pair_weight = index.phrase_pair_weight[phrases]
        parts = np.empty((len(phrases), len(PARTS)), np.float32)
        parts[:, 0] = 2 * singles / (single_weight + query.weight)
        parts[:, 1] = singles / np.maximum(single_weight, 1e-3)
        parts[:, 2] = pairs / np.maximum(pair_weight, 1e-3)
        per_phrase = parts[:, :_BY_PHRASE] @ self.weights[:_BY_PHRASE]
        best = _best_of_each(per_phrase, starts)
        parts = parts[best]
        parts[:, 3] = found.singles[nearest] / query.weight
        parts[:, 4] = found.pairs[nearest] / query.weight
        parts[:, 5] = -found.missing[nearest]
        parts[:, 6] = self._popularity[nearest]
        scores = parts @ self.weights
        order = np.lexsort((nearest, -scores))
        return Scored(nearest[order], scores[order], phrases[best][order], parts[order])


def _gather(
    index: Index, nearest: Longs, wanted: Floats, items: Ints, item_starts: Longs
) -> tuple[Floats, Longs, Longs]:
    """What every phrase of the nearest entries shares with the query, by weight."""
    first, last = index.phrase_starts[nearest], index.phrase_starts[nearest + 1]
    phrases = np.concatenate([np.arange(a, b) for a, b in zip(first.tolist(), last.tolist(), strict=True)])
    chunks = [items[a:b] for a, b in zip(item_starts[first].tolist(), item_starts[last].tolist(), strict=True)]
    lengths = item_starts[phrases + 1] - item_starts[phrases]
    offsets = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    shared = np.add.reduceat(wanted[np.concatenate(chunks)], offsets)
    starts = np.concatenate(([0], np.cumsum(last - first)[:-1]))
    return shared, phrases, starts


def _best_of_each(scores: Floats, starts: Longs) -> Longs:
    """For every entry the place of its best phrase, the earlier one between equals."""
    best = np.maximum.reduceat(scores, starts)
    lengths = np.diff(np.append(starts, len(scores)))
    winners = np.flatnonzero(scores == np.repeat(best, lengths))
    owners = np.searchsorted(starts, winners, side="right") - 1
    _, first = np.unique(owners, return_index=True)
    return winners[first]
