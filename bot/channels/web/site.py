"""What all pages of the site share."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.channels.base import Deliver, Raw
from bot.channels.web import texts
from bot.channels.web.events import event_id, lane
from bot.channels.web.media_store import MediaStore
from bot.channels.web.replies import RefusedError
from bot.channels.web.stream import Hub
from bot.channels.web.throttle import Throttle
from bot.clock import Clock
from bot.db.engine import Database
from handlers.desk import Desk

_log = logging.getLogger(__name__)

Health = Callable[[], Awaitable[Mapping[str, Any]]]
"""The state of the parts; the key "ready" says whether the whole can serve."""
Metrics = Callable[[], bytes]
"""The figures in Prometheus' text format."""
FetchElsewhere = Callable[[str, str, int], Awaitable[bytes | None]]
"""`await fetch(channel, ref, limit)`: a file that another channel holds."""


async def _nothing_elsewhere(channel: str, ref: str, limit: int) -> bytes | None:
    return None


@dataclass(slots=True)
class Limits:
    """The pace that a page may keep; generous where many people may share an address."""

    chat: Throttle
    files: Throttle
    address: Throttle
    shared_address: Throttle

    @classmethod
    def usual(cls, clock: Clock) -> Limits:
        """What a person typing quickly never notices."""
        return cls(
            chat=Throttle(clock, burst=20, seconds=2),
            files=Throttle(clock, burst=6, seconds=30),
            address=Throttle(clock, burst=60, seconds=1),
            shared_address=Throttle(clock, burst=600, seconds=0.1),
        )


@dataclass(slots=True)
class Site:
    """The parts that the pages are made of; `deliver` is there once the channel has started."""

    database: Database
    desk: Callable[[], Desk]
    clock: Clock
    store: MediaStore
    public_url: str
    limits: Limits
    hub: Hub = field(default_factory=Hub)
    fetch_elsewhere: FetchElsewhere = _nothing_elsewhere
    deliver: Deliver | None = None

    @property
    def secure(self) -> bool:
        """Whether cookies travel over https only."""
        return self.public_url.startswith("https://")

    async def store_event(self, chat_id: str, client_id: str, raw: Raw) -> bool:
        """Commit an event to the inbox, whether it is new; RefusedError if the database cannot take it now."""
        if self.deliver is None:
            raise RefusedError(503, texts.NOT_STORED, retry_after=2)
        try:
            return await self.deliver(event_id(chat_id, client_id), lane(chat_id), raw)
        except Exception as error:
            # Whatever the reason, the page keeps the message and sends it again; no text of a person is logged.
            _log.error("an event could not be stored: %s", type(error).__name__)
            raise RefusedError(503, texts.NOT_STORED, retry_after=2) from None

    def now(self) -> datetime:
        """The present, aware UTC."""
        return self.clock.now()
