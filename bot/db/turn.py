"""The right to write, held by one at a time: who asks first has it first, and who is urgent before all who are not."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

Waiter = asyncio.Future[None]


class Turn:
    """A fair queue with two lines."""

    def __init__(self) -> None:
        self._held = False
        self._urgent: deque[Waiter] = deque()
        self._others: deque[Waiter] = deque()

    @property
    def is_urgently_awaited(self) -> bool:
        """Whether somebody urgent waits: who holds it for long work should come to an end."""
        return bool(self._urgent)

    @asynccontextmanager
    async def taken(self, *, urgent: bool = False) -> AsyncIterator[None]:
        """Wait for the turn, hold it, pass it on."""
        if self._held:
            await self._wait(self._urgent if urgent else self._others)
        self._held = True
        try:
            yield
        finally:
            self._pass_on()

    async def _wait(self, line: deque[Waiter]) -> None:
        """Return when the turn is ours; cut off in that very moment, it goes to the next."""
        waiter: Waiter = asyncio.get_running_loop().create_future()
        line.append(waiter)
        try:
            await waiter
        except asyncio.CancelledError:
            if waiter in line:
                line.remove(waiter)
            elif not waiter.cancelled():
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        """The next one is woken while the turn stays held, so that nobody slips in between."""
        for line in (self._urgent, self._others):
            while line:
                waiter = line.popleft()
                if not waiter.done():
                    waiter.set_result(None)
                    return
        self._held = False
