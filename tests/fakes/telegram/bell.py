"""A bell that wakes everyone who waits for a change."""

import asyncio
import contextlib
import time
from collections.abc import Callable


class Bell:
    """Synchronous `ring`, asynchronous `wait`; a ring wakes all who wait at that moment."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        """Wake all who wait."""
        self._event.set()
        self._event = asyncio.Event()

    async def wait(self, seconds: float | None = None) -> None:
        """Return at the next ring, or after so many real seconds."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._event.wait(), seconds)

    async def until(self, enough: Callable[[], bool], seconds: float = 5.0) -> None:
        """Return once `enough()` holds, asked at every ring; TimeoutError after real seconds."""
        deadline = time.monotonic() + seconds
        while not enough():
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"not seen within {seconds} s")
            await self.wait(left)
