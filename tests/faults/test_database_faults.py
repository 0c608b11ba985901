"""The database locked, gone, or read-only for a while: nothing is acknowledged that is not stored, nothing is lost."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.engine import Database, is_outage
from bot.db.models import InboxRow, OutboxRow
from bot.health import Health
from tests.fakes.clock import FakeClock
from tests.fakes.waiting import until
from tests.fakes.ward import Ward

QUESTION = "con em mới sinh làm giấy khai sinh cần gì ạ"


class FadingDatabase(Database):
    """A database that can be taken away and given back."""

    gone = False

    @asynccontextmanager
    async def write(self, *, urgent: bool = False) -> AsyncIterator[AsyncSession]:
        self._ask()
        async with super().write(urgent=urgent) as session:
            yield session
            self._ask()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        self._ask()
        async with super().read() as session:
            yield session

    def _ask(self) -> None:
        if self.gone:
            raise OperationalError("x", None, Exception("gone"))


@pytest.fixture
async def fading(database_url: str) -> AsyncIterator[FadingDatabase]:
    opened = FadingDatabase(database_url)
    yield opened
    await opened.close()


async def test_an_outage_is_not_acknowledged(fading: FadingDatabase, clock: FakeClock) -> None:
    """While the database is away `deliver` raises, so that no channel acknowledges what is not stored."""
    ward = await Ward(fading, clock).open()
    fading.gone = True
    with pytest.raises(OperationalError):
        await ward.channel.receive("5", QUESTION, event_id="e")
    fading.gone = False
    assert await ward.channel.receive("5", QUESTION, event_id="e") is True


async def test_loops_outlive_an_outage(fading: FadingDatabase, clock: FakeClock) -> None:
    """Worker and relay wait the outage out and then finish what was begun; nothing counts as poison."""
    ward = await Ward(fading, clock).open()
    await ward.channel.receive("5", QUESTION)
    fading.gone = True
    relay = ward.relays[0]
    loops = [asyncio.create_task(ward.worker.run()), asyncio.create_task(relay.run())]
    await asyncio.sleep(1.5)
    assert not any(loop.done() for loop in loops)
    fading.gone = False
    await until(lambda: bool(ward.channel.sent))
    ward.worker.stop()
    await relay.stop(5)
    await asyncio.gather(*loops)
    async with fading.read() as session:
        row = (await session.scalars(select(InboxRow))).one()
        assert (row.state, row.attempts) == ("done", 0)


async def test_a_receipt_waits_for_the_database(fading: FadingDatabase, clock: FakeClock) -> None:
    """A send that succeeded while the database was away is recorded later and not repeated."""
    ward = await Ward(fading, clock).open()
    await ward.channel.receive("5", QUESTION)
    await ward.work()
    send = ward.channel.send

    async def send_and_lose(parcel: object) -> object:
        receipt = await send(parcel)  # type: ignore[arg-type]
        fading.gone = True
        return receipt

    ward.channel.send = send_and_lose  # type: ignore[method-assign,assignment]
    sending = asyncio.create_task(ward.send())
    await until(lambda: fading.gone)
    await asyncio.sleep(0.5)
    fading.gone = False
    ward.channel.send = send  # type: ignore[method-assign]
    await sending
    assert len(ward.channel.sent) == 1
    async with fading.read() as session:
        assert list(await session.scalars(select(OutboxRow.state))) == ["delivered"]


async def test_another_program_holds_the_lock(sqlite_url: str, clock: FakeClock) -> None:
    """A lock held by another program for less than five seconds is waited for; a longer one is an outage."""
    database = Database(sqlite_url)
    ward = await Ward(database, clock).open()
    other = sqlite3.connect(database.url.database or "", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    receiving = asyncio.create_task(ward.channel.receive("5", QUESTION))
    await asyncio.sleep(1)
    assert not receiving.done()
    other.execute("COMMIT")
    assert await receiving is True
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError, match="locked") as locked:
        await ward.channel.receive("5", "nữa")
    assert is_outage(locked.value)
    other.close()
    await database.close()


async def test_a_full_disk_is_an_outage(sqlite_url: str, clock: FakeClock) -> None:
    """When the disk is full the event is refused, and taken once there is room; the file stays whole."""
    database = Database(sqlite_url)
    ward = await Ward(database, clock).open()
    await _limit(database, "PRAGMA max_page_count = 1")
    with pytest.raises(OperationalError, match="full") as full:
        await ward.channel.receive("5", "x" * 100_000)
    assert is_outage(full.value)
    await _limit(database, "PRAGMA max_page_count = 1000000")
    assert await ward.channel.receive("5", "x" * 100_000) is True
    await database.close()


async def _limit(database: Database, pragma: str) -> None:
    """Every pooled connection has this limit: the pool is emptied, the next connection is told."""
    async with database.engine.connect() as connection:
        await connection.exec_driver_sql(pragma)


async def test_health_says_so(fading: FadingDatabase, clock: FakeClock) -> None:
    """Not ready while the database is away, ready again as soon as it is back."""
    ward = await Ward(fading, clock).open()
    health = Health(fading, clock, ward.metrics, knowledge=lambda: True, channels=ward.channels)
    health.serving = True
    assert (await health.snapshot())["ready"] is True
    fading.gone = True
    assert (await health.snapshot())["ready"] is False
    fading.gone = False
    assert (await health.snapshot())["ready"] is True


async def test_health_sees_a_stuck_inbox(database: Database, clock: FakeClock) -> None:
    """A minute of events that nobody works through is not healthy."""
    ward = await Ward(database, clock).open()
    health = Health(database, clock, ward.metrics, knowledge=lambda: True, channels=ward.channels)
    health.serving = True
    await ward.channel.receive("5", QUESTION)
    clock.advance(61)
    snapshot = await health.snapshot()
    assert (snapshot["ready"], snapshot["inbox_lag_seconds"]) == (False, 61.0)
    assert b"hoidap_inbox_lag_seconds 61.0" in ward.metrics.render()
