"""Whether the bot is alive and can do its work, asked at the moment of asking."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import func, select

from bot.channels.base import Channel
from bot.clock import Clock
from bot.db import inbox, outbox
from bot.db.engine import Database
from bot.db.models import TicketRow
from bot.metrics import Metrics

PATIENCE = 3.0
LONGEST_LAG = 60.0


class Health:
    """Looks at the database, the backlog, the knowledge base and the channels."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        metrics: Metrics,
        *,
        knowledge: Callable[[], bool],
        channels: Sequence[Channel],
    ) -> None:
        self._database = database
        self._clock = clock
        self._metrics = metrics
        self._knowledge = knowledge
        self._channels = channels
        self.serving = False

    async def snapshot(self) -> dict[str, Any]:
        """Every part's state; `ready` is True when messages are worked through."""
        try:
            async with asyncio.timeout(PATIENCE):
                backlog = await self.measure()
        except Exception as error:
            return {"ready": False, "serving": self.serving, "database": type(error).__name__}
        ready = self.serving and backlog["inbox_lag_seconds"] < LONGEST_LAG
        return {
            "ready": ready,
            "serving": self.serving,
            "database": "ok",
            "faq": "ok" if self._knowledge() else "old one serving",
            "channels": {channel.name: self._last_heard(channel) for channel in self._channels},
            **backlog,
        }

    async def measure(self) -> dict[str, Any]:
        """The backlog now, also written into the metrics."""
        async with self._database.read() as session:
            oldest = await inbox.oldest_waiting(session)
            waiting = await outbox.backlog(session)
            open_tickets = await session.scalar(select(func.count()).where(TicketRow.state != "closed")) or 0
        lag = max(0.0, (self._clock.now() - oldest).total_seconds()) if oldest else 0.0
        self._metrics.inbox_lag.set(lag)
        self._metrics.open_tickets.set(open_tickets)
        for channel in self._channels:
            self._metrics.outbox.labels(channel.name).set(waiting.get(channel.name, 0))
        return {"inbox_lag_seconds": round(lag, 1), "outbox_waiting": waiting, "open_tickets": open_tickets}

    def _last_heard(self, channel: Channel) -> str:
        heard = getattr(channel, "last_heard", None)
        return heard.isoformat() if heard else "on"
