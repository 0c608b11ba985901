"""Intake by webhook: who may post, what is taken, and what the answer promises."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from pydantic import SecretStr
from sqlalchemy import select

from bot.bell import Bell
from bot.channels.posts import LARGEST_BODY
from bot.channels.zalo_bot import ZaloBotChannel
from bot.channels.zalo_bot.webhook import SECRET_HEADER
from bot.clock import SystemClock
from bot.db.engine import Database
from bot.db.models import InboxRow
from bot.inbox import Door
from bot.metrics import Metrics
from tests.fakes.waiting import until
from tests.fakes.zalo_bot import FakeZaloBot
from tests.integration.zalo_bot_channel import SECRET, Inbox, mounted
from tests.integration.zalo_bot_posts import event, flipped, malformed

MALFORMED = 5000


class Page:
    """The ward's webhook in front of the real inbox."""

    def __init__(self, channel: ZaloBotChannel, url: str, session: aiohttp.ClientSession, database: Database) -> None:
        self.channel = channel
        self.url = url
        self._session = session
        self._database = database

    async def post(self, body: bytes, secrets: tuple[str, ...] = (SECRET,)) -> int:
        """Post once; the HTTP status."""
        headers = [(SECRET_HEADER, secret) for secret in secrets]
        async with self._session.post(self.url, data=body, headers=headers) as answer:
            return answer.status

    async def rows(self) -> list[InboxRow]:
        """All that is in the inbox."""
        async with self._database.read() as session:
            return list(await session.scalars(select(InboxRow).order_by(InboxRow.id)))


@asynccontextmanager
async def open_page(database: Database) -> AsyncIterator[Page]:
    door = Door(database, SystemClock(), Metrics(), Bell())
    options: dict[str, Any] = {"mode": "webhook", "secret": SecretStr(SECRET), "quarantine": door.quarantine}
    async with FakeZaloBot() as fake, mounted(fake, **options) as (channel, origin):
        await channel.start(door.of(channel))
        async with aiohttp.ClientSession() as session:
            yield Page(channel, f"{origin}/zalo_bot/{channel.account}", session, database)


@pytest.fixture
async def page(database: Database) -> AsyncIterator[Page]:
    async with open_page(database) as opened:
        yield opened


@pytest.fixture
async def sqlite_page(sqlite_url: str) -> AsyncIterator[Page]:
    database = Database(sqlite_url)
    async with open_page(database) as opened:
        yield opened
    await database.close()


BODY = json.dumps(event(7)).encode()


@pytest.mark.parametrize("switches", [{}, {"wrapped": True}, {"probe": True}, {"duplicates": 2}], ids=str)
async def test_zalo_is_told_where_to_post_and_does(switches: dict[str, Any]) -> None:
    """The start registers address and secret; wrapped or not, probed first or not, repeated or not: each event once."""
    inbox = Inbox()
    async with (
        FakeZaloBot(speed=50, **switches) as fake,
        mounted(fake, mode="webhook", secret=SecretStr(SECRET)) as (channel, origin),
    ):
        await channel.start(inbox.deliver)
        registration = await fake.history.wait_for("setWebhook")
        assert registration.params == {"url": f"{origin}/zalo_bot/{channel.account}", "secret_token": SECRET}
        if fake.switches.probe:
            assert registration.result["verification"]["ok"] is True
        lan = fake.people.add_user("Lan")
        for number in range(5):
            fake.people.say(lan, f"câu {number}")
        await until(lambda: len(inbox.rows) == 5)
        await until(lambda: len(fake.dispatcher.statuses) == 5 * (1 + fake.switches.duplicates))
        assert inbox.texts == [f"câu {number}" for number in range(5)]
        assert set(fake.dispatcher.statuses) == {200}
        assert not fake.history.find("getUpdates")


async def test_what_could_not_be_stored_is_posted_again() -> None:
    """503 until the commit succeeds."""
    inbox = Inbox()
    inbox.failures = 2
    async with (
        FakeZaloBot(speed=50) as fake,
        mounted(fake, mode="webhook", secret=SecretStr(SECRET)) as (channel, _),
    ):
        await channel.start(inbox.deliver)
        await fake.history.wait_for("setWebhook")
        fake.people.say(fake.people.add_user("Lan"), "alo")
        await until(lambda: len(fake.dispatcher.statuses) == 3)
        assert (fake.dispatcher.statuses, inbox.texts) == ([503, 503, 200], ["alo"])


async def test_only_the_whole_secret_opens(sqlite_page: Page) -> None:
    """Missing, shortened, doubled, or wrong in one bit: 401, and nothing is kept of it."""
    sendable = [one for one in flipped(SECRET) if one.isascii() and one.isprintable() and one.strip() == one]
    assert len(sendable) > 100
    wrong = [(), ("",), (SECRET[:-1],), (SECRET + "x",), (SECRET, SECRET), (SECRET.upper(),), ("bí mật",)]
    for secrets in [*wrong, *((one,) for one in sendable)]:
        assert await sqlite_page.post(BODY, secrets) == 401, secrets
    assert await sqlite_page.rows() == []
    assert await sqlite_page.post(BODY) == 200


async def test_an_empty_look_is_welcome_and_means_nothing(page: Page) -> None:
    """Zalo checks the page with nothing in its hands; so it may with the secret."""
    for secrets in ((), ("sai",), (SECRET,)):
        assert await page.post(b"", secrets) == 200
    assert await page.post(b"  \n") == 200
    assert await page.rows() == []


async def test_a_hundred_repeats_at_once_are_one_row(page: Page) -> None:
    """Wrapped and unwrapped alike."""
    wrapped = json.dumps({"ok": True, "result": event(7)}).encode()
    statuses = await asyncio.gather(*(page.post(body) for body in [BODY, wrapped] * 50))
    assert statuses == [200] * 100
    [row] = await page.rows()
    assert (row.channel, row.event_id, row.state) == ("zalo_bot", f"{7:020x}", "waiting")
    assert row.lane == f"zalo_bot:{page.channel.account}:{'5' * 20}"


async def test_too_large_is_refused(page: Page) -> None:
    """A mebibyte is the limit."""
    assert await page.post(BODY + b" " * LARGEST_BODY) == 413
    assert await page.post(BODY[:-1] + b" " * (LARGEST_BODY - len(BODY)) + b"}") == 200


async def test_no_body_breaks_anything(sqlite_page: Page) -> None:
    """Thousands of malformed bodies with the right secret: never an answer of 500 or more; nor does one stop parse."""
    bodies = malformed()
    statuses: set[int] = set()
    for _ in range(MALFORMED // 50):
        statuses.update(await asyncio.gather(*(sqlite_page.post(next(bodies)) for _ in range(50))))
    assert statuses == {200}
    assert await sqlite_page.post(BODY) == 200
    states = set()
    for row in await sqlite_page.rows():
        states.add(row.state)
        if row.state == "waiting":
            try:
                sqlite_page.channel.parse(row.event_id, json.loads(row.raw))
            except ValueError:
                states.add("nonsense")
    assert states == {"waiting", "quarantined", "nonsense"}
