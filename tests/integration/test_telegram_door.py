"""The webhook in front of the real inbox, on both databases."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr
from sqlalchemy import select

from bot.bell import Bell
from bot.channels.telegram.webhook import SECRET_HEADER
from bot.clock import SystemClock
from bot.db.engine import Database
from bot.db.models import InboxRow
from bot.inbox import Door
from bot.metrics import Metrics
from tests.fakes.telegram import FakeTelegram
from tests.integration.telegram_channel import LAN, channel_for

SECRET = "mot-bi-mat_du-dai-0123"


class Page:
    """The ward's webhook on loopback."""

    def __init__(self, url: str, session: aiohttp.ClientSession, database: Database) -> None:
        self._url = url
        self._session = session
        self._database = database

    async def post(self, body: bytes) -> int:
        """Post as Telegram would; the HTTP status."""
        async with self._session.post(self._url, data=body, headers={SECRET_HEADER: SECRET}) as answer:
            return answer.status

    async def rows(self) -> list[InboxRow]:
        """All that is in the inbox."""
        async with self._database.read() as session:
            return list(await session.scalars(select(InboxRow).order_by(InboxRow.id)))


@pytest.fixture
async def page(database: Database) -> AsyncIterator[Page]:
    door = Door(database, SystemClock(), Metrics(), Bell())
    async with FakeTelegram() as fake:
        channel = channel_for(
            fake,
            mode="webhook",
            secret=SecretStr(SECRET),
            public_url="http://127.0.0.1:9",
            quarantine=door.quarantine,
        )
        app = web.Application()
        app.add_routes(channel.routes())
        async with TestServer(app) as server, aiohttp.ClientSession() as session:
            await channel.start(door.of(channel))
            yield Page(str(server.make_url(f"/telegram/{channel.account}")), session, database)
            await channel.stop()


def update(number: int, text: str) -> bytes:
    chat = {"id": LAN, "type": "private"}
    message = {"message_id": number, "date": 1, "chat": chat, "from": {**chat, "is_bot": False, "first_name": "Lan"}}
    return json.dumps({"update_id": number, "message": message | {"text": text}}).encode()


async def test_a_hundred_repeats_at_once_are_one_row(page: Page) -> None:
    """All are acknowledged and one row waits to be worked through."""
    statuses = await asyncio.gather(*(page.post(update(7, "alo")) for _ in range(100)))
    assert statuses == [200] * 100
    [row] = await page.rows()
    assert (row.channel, row.event_id, row.state) == ("telegram", "7", "waiting")
    assert row.lane == f"telegram:{row.account}:{LAN}"


async def test_what_no_database_stores_is_stored_clean(page: Page) -> None:
    """NUL and lone surrogates stop at the door; the message they were in does not."""
    assert await page.post(update(8, "xin \x00chào \ud83d")) == 200
    [row] = await page.rows()
    assert json.loads(row.raw)["message"]["text"] == "xin chào "


async def test_nonsense_is_kept_aside(page: Page) -> None:
    """It is acknowledged, kept for a person to look at, and never worked through."""
    for body in (b"{", b"[]", b"\xff\x00", b'{"update_id": 1%s}' % (b"0" * 40), b"[" * 100_000):
        assert await page.post(body) == 200
    assert {row.state for row in await page.rows()} == {"quarantined"}
    assert len(await page.rows()) == 5
