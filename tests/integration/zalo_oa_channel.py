"""The Official Account channel under test, beside the fake platform it talks to."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

from aiohttp import web
from pydantic import SecretStr

from bot.channels.backoff import Backoff
from bot.channels.base import Raw
from bot.channels.zalo_oa import Account, ZaloOaChannel
from bot.channels.zalo_oa.oauth import Granted
from bot.clock import Clock
from bot.db.engine import Database
from tests.fakes.zalo_oa import APP_ID, APP_SECRET, OA_ID, WEBHOOK_SECRET, FakeZaloOa

LAN = "2512523625412515"
HUNG = "5512523625419999"
ROOM = "f414c8f76fa586fbdfb4"


@dataclass
class Inbox:
    """Commits what is delivered, once per id; fails the next deliveries as often as it is told."""

    rows: dict[str, tuple[str, Raw]]
    calls: list[str]
    failures: int = 0

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
        return [raw["message"].get("text", "") for _, raw in self.rows.values() if "message" in raw]


def new_inbox() -> Inbox:
    return Inbox({}, [])


def swift() -> Backoff:
    """A back-off that tests can wait for."""
    return Backoff(first=0.01, longest=0.05, chance=random.Random(1))


def account_at(fake: FakeZaloOa, **more: Any) -> Account:
    account = Account(
        oa_id=OA_ID,
        app_id=APP_ID,
        app_secret=SecretStr(APP_SECRET),
        webhook_secret=SecretStr(WEBHOOK_SECRET),
        api_url=fake.url,
        oauth_url=fake.url,
        public_url="https://hoidap.example",
    )
    return replace(account, **more)


async def consent(fake: FakeZaloOa, channel: ZaloOaChannel) -> None:
    """The owner has agreed: the channel has the newest pair."""
    pair = fake.oauth.grant()
    await channel.tokens.adopt(Granted(pair.access, pair.refresh, fake.oauth.seconds))


@asynccontextmanager
async def sending(
    fake: FakeZaloOa, database: Database, clock: Clock, *, consented: bool = True, **options: Any
) -> AsyncIterator[ZaloOaChannel]:
    """A channel that only sends."""
    settings: dict[str, Any] = {"call_seconds": 2.0, "look_seconds": 0.05, "backoff": swift} | options
    account = settings.pop("account", None) or account_at(fake)
    channel = ZaloOaChannel(account, database=database, clock=clock, **settings)
    if consented:
        await consent(fake, channel)
    try:
        yield channel
    finally:
        await channel.stop()


@asynccontextmanager
async def listening(
    fake: FakeZaloOa, database: Database, clock: Clock, inbox: Inbox, **options: Any
) -> AsyncIterator[ZaloOaChannel]:
    """A channel whose webhook is mounted on loopback and known to the fake."""
    async with sending(fake, database, clock, **options) as channel:
        app = web.Application()
        app.add_routes(channel.routes())
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        fake.webhook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/zalo_oa/{channel.account}"
        await channel.start(inbox.deliver)
        yield channel
        await runner.cleanup()
