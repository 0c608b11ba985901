"""Loops that must go on: one that crashes is logged, counted and started again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.inbox import where
from bot.metrics import Metrics

LONGEST_REST = 30.0

_log = logging.getLogger(__name__)


async def supervised(name: str, loop: Callable[[], Awaitable[None]], metrics: Metrics) -> None:
    """Run a loop until it ends of its own accord, however often it crashes on the way."""
    rest = 1.0
    while True:
        try:
            await loop()
        except Exception as error:
            _log.error("%s crashed: %s; again in %.0f s", name, where(error), rest)
            metrics.crashes.labels(name).inc()
            await asyncio.sleep(rest)
            rest = min(2 * rest, LONGEST_REST)
        else:
            return
