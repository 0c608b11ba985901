"""What many people do at the same moment shares transactions, and one fault among them stays one fault."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.base import Capabilities, Parcel, Receipt
from bot.db import outbox
from bot.db.engine import Database
from bot.db.models import InboxRow, MessageRow, OutboxRow
from bot.inbox import TOGETHER
from handlers.messages import Event, Incoming
from tests.bench import load
from tests.fakes.clock import FakeClock
from tests.fakes.memory import MemoryChannel
from tests.fakes.ward import Ward

REPEATABLE = Capabilities(True, True, False, 4096, repeatable=True)
PEOPLE = 3 * TOGETHER


class CountingDatabase(Database):
    """Counts its writing transactions."""

    writes = 0

    @asynccontextmanager
    async def write(self, **how: Any) -> AsyncIterator[AsyncSession]:
        self.writes += 1
        async with super().write(**how) as session:
            yield session


@pytest.fixture
async def counting(database_url: str) -> AsyncIterator[CountingDatabase]:
    opened = CountingDatabase(database_url)
    yield opened
    await opened.close()


async def states(database: Database, table: type[InboxRow | OutboxRow]) -> list[str]:
    async with database.read() as session:
        return list(await session.scalars(select(table.state).order_by(table.id)))


async def answers(database: Database) -> int:
    async with database.read() as session:
        query = select(func.count(MessageRow.id)).where(MessageRow.author == "bot")
        return await session.scalar(query) or 0


async def test_many_messages_share_few_commits(counting: CountingDatabase, clock: FakeClock) -> None:
    """A dozen people at once: a handful of transactions from door to page, everybody answered once."""
    ward = await Ward(counting, clock, MemoryChannel(capabilities=REPEATABLE)).open()
    counting.writes = 0
    await asyncio.gather(*(ward.channel.receive(str(chat), "xin chào") for chat in range(PEOPLE)))
    at_the_door, counting.writes = counting.writes, 0
    await ward.work()
    by_the_worker, counting.writes = counting.writes, 0
    await ward.send()
    assert at_the_door <= 3
    assert by_the_worker == PEOPLE / TOGETHER
    assert counting.writes == 1
    assert await states(counting, InboxRow) == ["done"] * PEOPLE
    assert await states(counting, OutboxRow) == ["delivered"] * PEOPLE
    assert sorted(parcel.chat_id for parcel in ward.channel.sent) == sorted(map(str, range(PEOPLE)))


async def test_one_that_fails_harms_none_beside_it(database: Database, clock: FakeClock) -> None:
    """Of the events in one transaction one raises: the others are answered at once, exactly once."""
    ward = await Ward(database, clock).open()
    handle = ward.pipeline.handle

    async def fail_for_three(session: AsyncSession, event: Event) -> None:
        await handle(session, event)
        if isinstance(event, Incoming) and event.chat_id == "3":
            raise RuntimeError("a fault of ours")

    ward.pipeline.handle = fail_for_three  # type: ignore[method-assign]
    for chat in range(TOGETHER):
        await ward.channel.receive(str(chat), "xin chào")
    await ward.settle()
    assert sorted(parcel.chat_id for parcel in ward.channel.sent) == [
        str(chat) for chat in range(TOGETHER) if chat != 3
    ]
    assert (await states(database, InboxRow)).count("waiting") == 1
    assert await answers(database) == TOGETHER - 1
    assert ward.metrics.handled.labels("memory", "done")._value.get() == TOGETHER - 1


async def test_the_door_tells_a_fault_to_one_and_takes_the_others(
    database: Database, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commit of several events fails once: one sender hears of it, the others' events are in the inbox."""
    ward = await Ward(database, clock).open()
    write, left = database.write, [True]

    @asynccontextmanager
    async def fails_once(**how: Any) -> AsyncIterator[AsyncSession]:
        async with write(**how) as session:
            yield session
            if left and left.pop():
                raise OSError("no space")

    monkeypatch.setattr(database, "write", fails_once)
    said = [ward.channel.receive(str(chat), "xin chào", event_id=f"e{chat}") for chat in range(5)]
    came = await asyncio.gather(*said, return_exceptions=True)
    assert [type(one) for one in came].count(OSError) == 1
    assert came.count(True) == 4
    assert len(await states(database, InboxRow)) == 4


async def test_a_parcel_that_cannot_be_recorded_stops_no_other(
    database: Database, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Among parcels handed over together one cannot be settled: all others arrive, and it ends as well."""
    ward = await Ward(database, clock, MemoryChannel(capabilities=REPEATABLE)).open()
    async with database.write() as session:
        for chat in "12345":
            parcel = Parcel("text", chat, "dạ")
            await outbox.add(session, parcel, channel="memory", account="1", role="reply", now=clock.now())
    settle = __import__("bot.outbox", fromlist=["settle"]).settle

    async def cannot(session: AsyncSession, row: OutboxRow, *rest: object) -> float:
        if row.chat_id == "3":
            raise RuntimeError("a fault of ours")
        return float(await settle(session, row, *rest))

    monkeypatch.setattr("bot.outbox.settle", cannot)
    await ward.send()
    assert {parcel.chat_id for parcel in ward.channel.sent} == set("12345")
    assert await states(database, OutboxRow) == ["delivered"] * 5


async def test_what_needs_a_file_is_not_handed_over_with_the_others(database: Database, clock: FakeClock) -> None:
    """A file that takes long to fetch holds up nobody's answer."""
    ward = await Ward(database, clock, MemoryChannel(capabilities=REPEATABLE)).open()
    under_way = asyncio.Event()

    async def slow(parcel: Parcel) -> Receipt:
        if parcel.kind == "media":
            await under_way.wait()
        return await MemoryChannel.send(ward.channel, parcel)

    ward.channel.send = slow  # type: ignore[method-assign]
    async with database.write() as session:
        for chat, kind in (("1", "media"), ("2", "text")):
            parcel = Parcel(kind, chat, "dạ")  # type: ignore[arg-type]
            await outbox.add(session, parcel, channel="memory", account="1", role="reply", now=clock.now())
    await ward.relays[0].turn()
    assert ward.channel.texts("2") == ["dạ"]
    under_way.set()
    await ward.send()
    assert await states(database, OutboxRow) == ["delivered", "delivered"]


async def test_a_cancelled_statement_leaves_no_transaction_open(sqlite_url: str) -> None:
    """Whoever gives up in the middle of a statement blocks nobody's next transaction."""
    database = Database(sqlite_url)

    async def write_and_wait() -> None:
        async with database.write() as session:
            await session.execute(text("INSERT INTO notices (key, at) VALUES ('a', '2026-01-01')"))
            await asyncio.sleep(60)

    for delay in (0.0, 0.001, 0.01):
        task = asyncio.create_task(write_and_wait())
        await asyncio.sleep(delay)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    async with asyncio.timeout(5), database.write() as session:
        count = await session.scalar(text("SELECT count(*) FROM notices"))
    assert count == 0
    await database.close()


async def test_the_load_is_played_by_a_process_of_its_own(tmp_path: Path) -> None:
    """`make load` measures the whole app: every resident is answered in every round."""
    rounds = await load.measured(tmp_path, [["đăng ký khai sinh cần giấy tờ gì"] * 3] * 2)
    assert [len(one.waits) for one in rounds] == [3, 3]
    assert all(0 < wait < load.PATIENCE for one in rounds for wait in one.waits)
