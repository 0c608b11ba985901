"""The door commits each event once, and the worker works each through once, in order, whatever is in it."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.engine import Database
from bot.db.models import InboxRow, MessageRow, TicketRow
from bot.inbox import MAX_RAW, clean
from handlers import texts
from handlers.messages import Event, Incoming
from tests.fakes.clock import FakeClock
from tests.fakes.ward import ROOM, Ward

QUESTION = "con em mới sinh làm giấy khai sinh cần gì ạ"


@pytest.fixture
async def ward(database: Database, clock: FakeClock) -> Ward:
    return await Ward(database, clock).open()


async def rows(database: Database) -> list[InboxRow]:
    async with database.read() as session:
        return list(await session.scalars(select(InboxRow).order_by(InboxRow.id)))


async def said(database: Database) -> list[str]:
    async with database.read() as session:
        query = select(MessageRow.text).where(MessageRow.author == "resident").order_by(MessageRow.id)
        return list(await session.scalars(query))


async def test_a_hundred_copies_have_one_effect(ward: Ward, database: Database) -> None:
    """The same event a hundred times at once is one row, one answer; every copy is accepted."""
    news = await asyncio.gather(*(ward.channel.receive("5", QUESTION, event_id="e") for _ in range(100)))
    assert sorted(news) == [False] * 99 + [True]
    await ward.settle()
    await ward.channel.receive("5", QUESTION, event_id="e")
    await ward.settle()
    assert len(await rows(database)) == 1
    assert len(ward.channel.sent) == 1
    assert ward.metrics.events.labels("memory", "repeat")._value.get() == 100


async def test_two_workers_work_an_event_once(ward: Ward, database: Database) -> None:
    """Two workers on one database never both work the same row, and a chat keeps its order."""
    other = await Ward(database, ward.clock, ward.channel).open()
    for number in range(10):
        for chat in "56":
            await ward.channel.receive(chat, f"{chat}-{number}")
    await asyncio.gather(ward.work(), other.work())
    everything = await said(database)
    for chat in "56":
        assert [text for text in everything if text.startswith(chat)] == [f"{chat}-{n}" for n in range(10)]


async def test_events_keep_their_order(ward: Ward, database: Database) -> None:
    """Messages of twenty chats, mixed, are worked through in order within each chat."""
    for number in range(8):
        for chat in range(20):
            await ward.channel.receive(str(chat), f"{chat}-{number}")
    await ward.work()
    everything = await said(database)
    for chat in range(20):
        assert [t for t in everything if t.split("-")[0] == str(chat)] == [f"{chat}-{n}" for n in range(8)]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\x00b", "ab"),
        ("a\ud800b", "ab"),
        ("\ud83d\ude00", ""),
        ("😀 đường", "😀 đường"),
        ("x" * 200_000, "x" * 200_000),
    ],
)
async def test_texts_are_cleaned_at_the_door(ward: Ward, database: Database, text: str, kept: str) -> None:
    """NUL and lone surrogates, which PostgreSQL and the platforms refuse, are gone; all else stays."""
    await ward.channel.receive("5", text)
    (row,) = await rows(database)
    assert row.state == "waiting"
    parsed = ward.channel.parse("e", json.loads(row.raw))
    assert isinstance(parsed, Incoming)
    assert parsed.text == kept


def test_cleaning_reaches_every_depth() -> None:
    """Keys and values at any depth are cleaned, and other types stay as they are."""
    assert clean({"a\0": [1, None, True, {"b": "\ud800c"}]}) == {"a": [1, None, True, {"b": "c"}]}


async def test_nonsense_is_set_aside(ward: Ward, database: Database) -> None:
    """What cannot be read is quarantined and counted; nothing is raised and other events go on."""
    await ward.channel.receive_raw("n1", "5", {"kind": "what"})
    await ward.channel.receive_raw("n2", "5", {"kind": "nothing"})
    await ward.channel.receive("5", QUESTION)
    await ward.settle()
    assert [row.state for row in await rows(database)] == ["quarantined", "done", "done"]
    assert len(ward.channel.sent) == 1


def nested(depth: int) -> Any:
    value: Any = "x"
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize("raw", [{"x": nested(5000)}, {"x": "y" * (MAX_RAW + 1)}, {"x": object()}])
async def test_what_cannot_be_stored_is_quarantined(ward: Ward, database: Database, raw: dict[str, Any]) -> None:
    """Too deep, too large, no JSON: one small row tells of it, the door stays open."""
    assert await ward.channel.receive_raw("n", "5", raw) is False
    (row,) = await rows(database)
    assert row.state == "quarantined"
    assert len(row.raw) < 30_000


async def test_quarantine_grows_by_new_nonsense_only(ward: Ward, database: Database) -> None:
    """The same bad body again takes no more room."""
    for _ in range(3):
        await ward.door.quarantine("memory", "1", "ValueError", b"\xff\x00{{{")
    assert len(await rows(database)) == 1


async def test_long_names_fit_and_stay_different(ward: Ward, database: Database) -> None:
    """Ids longer than their column are kept apart all the same."""
    for last in "ab":
        await ward.channel.receive("5" * 500, "x", event_id="9" * 500 + last)
    assert len({row.event_id for row in await rows(database)}) == 2


async def break_on(ward: Ward, word: str) -> None:
    """A bug in the conversation: every message with this word raises."""
    handle = ward.pipeline.handle

    async def broken(session: AsyncSession, event: Event) -> None:
        await handle(session, event)
        if isinstance(event, Incoming) and word in event.text:
            raise RuntimeError("lỗi giả có số 0912345678")

    ward.pipeline.handle = broken  # type: ignore[method-assign]


async def test_poison_becomes_a_ticket(
    ward: Ward, database: Database, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    """After three tries the message is a ticket for officers, the resident hears an apology, all others go on."""
    await break_on(ward, "bẫy")
    await ward.channel.receive("5", "tin bẫy")
    await ward.channel.receive("5", "tin sau")
    await ward.channel.receive("6", QUESTION)
    for _ in range(20):
        await ward.settle()
        clock.advance(1)
    assert [row.state for row in await rows(database)] == ["poisoned", "done", "done"]
    async with database.read() as session:
        ticket = (await session.scalars(select(TicketRow))).one()
    assert ticket.question == "tin bẫy"
    assert ward.channel.texts("5")[0] == texts.SORRY_FAULT.format(code=ticket.code)
    assert any("tin bẫy" in text for text in ward.channel.texts(ROOM))
    assert "KHAI SINH" in ward.channel.texts("6")[0]
    assert await said(database) == [QUESTION, "tin bẫy", "tin sau"]
    assert "0912345678" not in caplog.text


async def test_poison_within_a_ticket_joins_it(ward: Ward, database: Database, clock: FakeClock) -> None:
    """With a ticket open the unreadable message joins it instead of opening another."""
    await ward.hand_off("5")
    await break_on(ward, "bẫy")
    await ward.channel.receive("5", "tin bẫy")
    for _ in range(20):
        await ward.settle()
        clock.advance(1)
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(TicketRow)) == 1
    assert any("tin bẫy" in text for text in ward.channel.texts(ROOM))


async def test_an_officers_poison_is_told_in_the_room(ward: Ward, clock: FakeClock) -> None:
    """An officer's message that fails three times is not dropped in silence."""
    await break_on(ward, "bẫy")
    await ward.officer("bẫy")
    for _ in range(20):
        await ward.settle()
        clock.advance(1)
    assert "chưa gửi gì" in ward.channel.texts(ROOM)[-1]


async def test_a_failing_lane_waits_alone(ward: Ward, database: Database) -> None:
    """While a lane waits for its next try, its later messages wait too and other lanes do not."""
    await break_on(ward, "bẫy")
    await ward.channel.receive("5", "tin bẫy")
    await ward.channel.receive("5", "tin sau")
    await ward.channel.receive("6", "chào")
    await ward.work()
    assert [row.state for row in await rows(database)] == ["waiting", "waiting", "done"]


async def test_a_failed_event_leaves_nothing_behind(ward: Ward, database: Database) -> None:
    """What an attempt had written before it failed is rolled back with it."""
    await break_on(ward, "bẫy")
    await ward.channel.receive("5", "tin bẫy")
    await ward.work()
    assert await said(database) == []
