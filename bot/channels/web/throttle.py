"""Token buckets by key, kept for the most recent keys only, so that a flood cannot fill the memory."""

from __future__ import annotations

from collections import OrderedDict
from ipaddress import ip_address

from bot.clock import Clock

_KEYS = 10_000


class Throttle:
    """At most `burst` at once for a key, then one every `seconds`."""

    def __init__(self, clock: Clock, *, burst: float, seconds: float) -> None:
        self._clock = clock
        self._burst = burst
        self._seconds = seconds
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, key: str) -> float:
        """Take one token: 0.0 if there was one, or else the seconds until there will be."""
        now = self._clock.monotonic()
        level, then = self._buckets.pop(key, (self._burst, now))
        level = min(self._burst, level + (now - then) / self._seconds)
        taken = level >= 1
        self._buckets[key] = (level - 1 if taken else level, now)
        if len(self._buckets) > _KEYS:
            self._buckets.popitem(last=False)
        return 0.0 if taken else (1 - level) * self._seconds


def is_shared(remote: str | None) -> bool:
    """Whether many people may stand behind this address: a proxy on this machine or in this network."""
    try:
        return remote is None or ip_address(remote).is_private
    except ValueError:
        return True
