"""Which entries a question may mean: those whose phrases, taken together, speak most of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from knowledge.written import Longs, ranges

Floats = NDArray[np.float32]
Sums = NDArray[np.float64]

SHORTLIST = 12
GROUPED = 64
"""How many entries are looked at together to see which may be on it."""
POSTING_BUDGET = 20_000
WIDESPREAD = 0.25
"""Share of the entries from which it pays to lay a feature out for all of them."""
FEW = 1_000
"""Among how many entries it does not pay to leave any out."""
ROUNDED = 1e-3
"""How far sums may be off."""


class Shortlist:
    """Finds the nearest entries; for each feature in turn, `starts` tells where its postings begin.

    Each posting has the entry that holds the feature, and its evidence.
    """

    def __init__(self, starts: Longs, entry: Longs, evidence: Floats, entries: int) -> None:
        self._starts, self._lengths = starts[:-1], np.diff(starts)
        self._entry, self._evidence, self._entries = entry.astype(np.int32), evidence, entries
        wide = (self._lengths >= WIDESPREAD * entries).nonzero()[0]
        self._column = np.zeros(len(self._lengths), np.int64)
        self._column[wide] = np.arange(1, len(wide) + 1)
        self._lengths_of_rare = np.where(self._column, 0, self._lengths)
        self._laid_out = np.zeros((entries, len(wide) + 1), np.float32)
        postings = ranges(starts[wide], self._lengths[wide])
        self._laid_out[entry[postings], self._column[wide].repeat(self._lengths[wide])] = evidence[postings]
        self._most = self._laid_out.max(axis=0, initial=0.0)

    def nearest(self, features: Longs, factors: Floats) -> Longs:
        """The entries with the most evidence, the earlier ones between equals, by number.

        What is widespread is looked up only for entries that it may bring in reach of the best.
        """
        features, factors = self._affordable(features, factors)
        found = self._of_rare(features, factors)
        widespread = np.zeros(len(self._most), np.float32)
        widespread[self._column[features]] = factors
        reach = _enough(found) - float(widespread @ self._most) - ROUNDED if self._entries > FEW else 0.0
        if reach <= 0:
            return _best(found + self._laid_out @ widespread)
        likely = (found >= reach).nonzero()[0]
        return likely[_best(found[likely] + self._laid_out[likely] @ widespread)]

    def _of_rare(self, features: Longs, factors: Floats) -> Sums:
        """For every entry, the evidence of all features that are not widespread."""
        lengths = self._lengths_of_rare[features]
        postings = ranges(self._starts[features], lengths)
        evidence = self._evidence[postings] * factors.repeat(lengths)
        return np.bincount(self._entry[postings], evidence, self._entries).astype(np.float64, copy=False)

    def _affordable(self, features: Longs, factors: Floats) -> tuple[Longs, Floats]:
        """The features and their factors; only the rarest, but one at least, if they have too many postings."""
        lengths = self._lengths[features]
        budget = max(POSTING_BUDGET, self._entries // 2)
        if lengths.sum() <= budget:
            return features, factors
        rarest = lengths.argsort(kind="stable")
        kept = rarest[: max(1, lengths[rarest].cumsum().searchsorted(budget, "right"))]
        return features[kept], factors[kept]


def _best(evidence: Sums) -> Longs:
    """The places with the most evidence, the earlier ones between equals, in order."""
    enough = _enough(evidence)
    some = (evidence >= enough if enough > 0 else evidence > 0).nonzero()[0]
    if len(some) > SHORTLIST:
        some = np.sort(some[np.argsort(-evidence[some], kind="stable")[:SHORTLIST]])
    return some


def _enough(evidence: Sums) -> float:
    """Evidence that as many entries reach as are wanted at least: how much there is in the best of many groups.

    Most entries have less, so that few are left to sort; numpy's own partition takes 20 times as long over so many
    that have nearly nothing.
    """
    groups = len(evidence) // GROUPED
    most = evidence[: groups * GROUPED].reshape(GROUPED, groups).max(axis=0) if groups > SHORTLIST else evidence
    return -float(np.partition(-most, SHORTLIST - 1)[SHORTLIST - 1]) if len(most) > SHORTLIST else 0.0
