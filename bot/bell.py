"""A bell that wakes whoever waits for work; missing a ring costs at most one polling interval."""

from __future__ import annotations

import asyncio


class Bell:
    """Rung after a commit; a waiter goes on at the ring or after its time-out."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Wake the waiter, or let the next wait return at once."""
        self._rung.set()

    async def wait(self, seconds: float) -> None:
        """Return at the next ring, or after `seconds`."""
        try:
            await asyncio.wait_for(self._rung.wait(), seconds)
        except TimeoutError:
            return
        finally:
            self._rung.clear()
