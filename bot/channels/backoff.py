"""How long to wait after a fault: ever longer, never over a minute, never in step with others."""

from __future__ import annotations

import random


class Backoff:
    """Seconds that double from `first` up to `longest`, each shortened by chance to between half and all of it."""

    def __init__(self, first: float = 1.0, longest: float = 60.0, chance: random.Random | None = None) -> None:
        self._first = first
        self._longest = longest
        self._chance = chance or random.SystemRandom()
        self._faults = 0

    def next(self) -> float:
        """The seconds to wait after one more fault."""
        whole = min(self._first * 2.0 ** min(self._faults, 30), self._longest)
        self._faults += 1
        return whole * self._chance.uniform(0.5, 1.0)

    def reset(self) -> None:
        """All is well again."""
        self._faults = 0
