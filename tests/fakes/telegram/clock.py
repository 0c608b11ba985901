"""The fake's time: real dates, and waits that can run faster than real ones."""

import asyncio
import time


class Clock:
    """Seconds of Telegram time; `speed` of them pass in one real second of waiting."""

    def __init__(self, speed: float = 1.0) -> None:
        self.speed = speed
        self._ahead = 0.0

    def now(self) -> float:
        """Seconds since the epoch, for dates; only `advance` makes it differ from the wall."""
        return time.time() + self._ahead

    def elapsed(self) -> float:
        """Scaled seconds that never go back, for limits, lifetimes and deadlines."""
        return time.monotonic() * self.speed + self._ahead

    async def sleep(self, seconds: float) -> None:
        """Wait for `seconds` of Telegram time."""
        await asyncio.sleep(seconds / self.speed)

    def advance(self, seconds: float) -> None:
        """Jump ahead at once: old updates and button presses expire."""
        self._ahead += seconds
