"""The Zalo Bot channel under test, beside the fake platform it talks to."""

from __future__ import annotations

import random
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from pydantic import SecretStr

from bot.channels.backoff import Backoff
from bot.channels.base import Raw
from bot.channels.zalo_bot import ZaloBotChannel
from bot.clock import SystemClock
from tests.fakes.zalo_bot import TOKEN, FakeZaloBot

SECRET = "mot-bi-mat_du-dai-0123"


class Inbox:
    """Commits what is delivered, once per id; fails the next deliveries as often as it is told."""

    def __init__(self) -> None:
        self.rows: dict[str, tuple[str, Raw]] = {}
        self.calls: list[str] = []
        self.failures = 0

    async def deliver(self, event_id: str, lane: str, raw: Raw) -> bool:
        self.calls.append(event_id)
        if self.failures:
            self.failures -= 1
            raise OSError("database is locked")
        new = event_id not in self.rows
        self.rows.setdefault(event_id, (lane, raw))
        return new

    @property
    def texts(self) -> list[str]:
        """The words of the messages, in the order of their commit."""
        events = [raw.get("result", raw) for _, raw in self.rows.values()]
        return [event["message"]["text"] for event in events if "text" in event.get("message", {})]


def swift() -> Backoff:
    """A back-off that tests can wait for."""
    return Backoff(first=0.01, longest=0.05, chance=random.Random(1))


def channel_for(fake: FakeZaloBot, **options: Any) -> ZaloBotChannel:
    """A channel of the fake's bot, polling unless told otherwise."""
    settings: dict[str, Any] = {
        "mode": "polling",
        "api_url": fake.url,
        "secret": None,
        "public_url": "",
        "quota": 3000,
        "clock": SystemClock(),
        "send_seconds": 1.0,
        "poll_floor": 0.01,
        "backoff": swift,
    }
    return ZaloBotChannel(SecretStr(TOKEN), **settings | options)


@asynccontextmanager
async def sending(fake: FakeZaloBot, **options: Any) -> AsyncIterator[ZaloBotChannel]:
    """A channel that only sends."""
    channel = channel_for(fake, **options)
    try:
        yield channel
    finally:
        await channel.stop()


@asynccontextmanager
async def listening(fake: FakeZaloBot, inbox: Inbox, **options: Any) -> AsyncIterator[ZaloBotChannel]:
    """A channel whose intake is on."""
    async with sending(fake, **options) as channel:
        await channel.start(inbox.deliver)
        yield channel


@asynccontextmanager
async def mounted(fake: FakeZaloBot, **options: Any) -> AsyncIterator[tuple[ZaloBotChannel, str]]:
    """A channel with its pages on loopback, and their origin."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        origin = f"http://127.0.0.1:{door.getsockname()[1]}"
        async with sending(fake, public_url=f"{origin}/", **options) as channel:
            app = web.Application()
            app.add_routes(channel.routes())
            runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
            await runner.setup()
            await web.SockSite(runner, door).start()
            yield channel, origin
            await runner.cleanup()
