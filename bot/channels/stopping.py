"""Waiting that ends as soon as a loop is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import Any, TypeVar

Answer = TypeVar("Answer")


class Stopping:
    """The wish to stop, and waits that yield to it."""

    def __init__(self) -> None:
        self._wished = asyncio.Event()

    @property
    def wished(self) -> bool:
        """Whether the loop is to end."""
        return self._wished.is_set()

    def wish(self) -> None:
        """Ask the loop to end."""
        self._wished.set()

    async def unless(self, question: Coroutine[Any, Any, Answer]) -> Answer | None:
        """The answer; None, and the question given up, once the stop is wished for."""
        asking = asyncio.create_task(question)
        stopping = asyncio.create_task(self._wished.wait())
        try:
            await asyncio.wait({asking, stopping}, return_when=asyncio.FIRST_COMPLETED)
            return asking.result() if asking.done() else None
        finally:
            stopping.cancel()
            if not asking.done():
                asking.cancel()
                with contextlib.suppress(asyncio.CancelledError, Exception):
                    await asking

    async def rest(self, seconds: float) -> None:
        """Wait so long, or until the stop is wished for."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._wished.wait(), seconds)
