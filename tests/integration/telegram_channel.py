"""The Telegram channel under test, beside the fake Telegram it talks to."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from pydantic import SecretStr

from bot.channels.backoff import Backoff
from bot.channels.base import Raw
from bot.channels.telegram import TelegramChannel
from bot.clock import SystemClock
from tests.fakes.telegram import TOKEN, FakeTelegram
from tests.fakes.telegram.bell import Bell

LAN = 7_654_321_001  # a resident, beyond 32 bits
HUNG = 7_654_321_002  # an officer
RIGHTS = ["can_manage_topics"]


class Inbox:
    """Commits what is delivered, once per id; fails the next deliveries as often as it is told."""

    def __init__(self) -> None:
        self.rows: dict[str, tuple[str, Raw]] = {}
        self.calls: list[str] = []
        self.failures = 0
        self.changed = Bell()

    async def deliver(self, event_id: str, lane: str, raw: Raw) -> bool:
        self.calls.append(event_id)
        self.changed.ring()
        if self.failures:
            self.failures -= 1
            raise OSError("database is locked")
        new = event_id not in self.rows
        self.rows.setdefault(event_id, (lane, raw))
        return new

    @property
    def texts(self) -> list[str]:
        """The words of the messages, in the order of their commit."""
        return [raw["message"]["text"] for _, raw in self.rows.values() if "text" in raw.get("message", {})]


def swift() -> Backoff:
    """A back-off that tests can wait for."""
    return Backoff(first=0.01, longest=0.05, chance=random.Random(1))


def channel_for(fake: FakeTelegram, **options: Any) -> TelegramChannel:
    """A channel of the fake's bot, polling unless told otherwise."""
    settings: dict[str, Any] = {
        "mode": "polling",
        "api_url": fake.url,
        "secret": None,
        "public_url": "",
        "clock": SystemClock(),
        "send_seconds": 2.0,
        "backoff": swift,
    }
    return TelegramChannel(SecretStr(TOKEN), **settings | options)


@asynccontextmanager
async def sending(fake: FakeTelegram, **options: Any) -> AsyncIterator[TelegramChannel]:
    """A channel that only sends."""
    channel = channel_for(fake, **options)
    try:
        yield channel
    finally:
        await channel.stop()


@asynccontextmanager
async def listening(fake: FakeTelegram, inbox: Inbox, **options: Any) -> AsyncIterator[TelegramChannel]:
    """A channel whose intake is on."""
    async with sending(fake, **options) as channel:
        await channel.start(inbox.deliver)
        yield channel
