"""Server push: what a waiting page is told, and that a lost line loses nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.channels.base import Delivered, Parcel
from bot.channels.web.stream import Hub, TooManyStreamsError
from bot.db.engine import Database
from bot.db.models import ConversationRow, MessageRow
from tests.e2e.living_ward import LivingWard, living
from tests.integration.web_visitor import Visitor, events, visiting, words_of


@pytest.fixture
async def ward(database: Database, tmp_path: Path) -> AsyncIterator[LivingWard]:
    async with living(LivingWard(database, tmp_path)) as alive:
        yield alive


@pytest.fixture
async def resident(ward: LivingWard) -> AsyncIterator[Visitor]:
    async with visiting(ward.web.url) as visitor:
        yield await visitor.arrive()


async def listen(visitor: Visitor, after: int, *, until: str, headers: dict[str, str] | None = None) -> list[Any]:
    """The messages that a stream brings, up to the one with the words `until`."""
    found = []
    async with (
        asyncio.timeout(10),
        visitor.session.get(f"{visitor.site}/stream?after={after}", headers=headers) as response,
    ):
        assert response.headers["X-Accel-Buffering"] == "no"
        async for _, event, data in events(response):
            if event == "message":
                found.append(data)
                if until in words_of(data):
                    return found
    raise AssertionError(f"the stream ended before {until!r}")


async def chat_of(database: Database) -> ConversationRow:
    async with database.read() as session:
        return (await session.scalars(select(ConversationRow))).one()


async def test_an_answer_is_pushed_when_it_is_there(resident: Visitor) -> None:
    """A page that waits hears its own message and the answer, without asking again."""
    waiting = asyncio.create_task(listen(resident, 0, until="Giấy chứng sinh"))
    await asyncio.sleep(0.2)
    await resident.say("đăng ký khai sinh cần giấy tờ gì")
    heard = await waiting
    assert [one["author"] for one in heard] == ["resident", "bot"]


async def test_a_stream_goes_on_where_it_broke(ward: LivingWard, resident: Visitor) -> None:
    """What was said while the line was down comes, by Last-Event-ID as by `after`; old lines do not come again."""
    await resident.say("xin chào")
    last = (await resident.heard())["id"]
    async with ward.database.write() as session:
        for row in (await session.scalars(select(MessageRow))).all():
            row.at = datetime(2026, 1, 1, tzinfo=UTC)
    await resident.say("đăng ký khai sinh cần giấy tờ gì")
    await resident.heard("Giấy chứng sinh")
    by_after = await listen(resident, last, until="Giấy chứng sinh")
    by_header = await listen(resident, 0, until="Giấy chứng sinh", headers={"Last-Event-ID": str(last)})
    assert min(one["id"] for one in by_after) > last
    assert [one["id"] for one in by_after] == [one["id"] for one in by_header]


async def test_an_edited_answer_is_pushed_again(ward: LivingWard, resident: Visitor) -> None:
    """A message that changes while the page waits comes again under its id."""
    await resident.say("đăng ký khai sinh cần giấy tờ gì")
    answer = await resident.heard("Giấy chứng sinh")
    waiting = asyncio.create_task(listen(resident, answer["id"], until="đính chính"))
    await asyncio.sleep(0.2)
    async with ward.database.write() as session:
        row = await session.get(MessageRow, answer["id"])
        assert row is not None
        row.text, row.edited_at = "đính chính", datetime(2026, 11, 23, tzinfo=UTC)
    assert await ward.web.send(Parcel("edit", (await chat_of(ward.database)).chat_id)) == Delivered()
    heard = (await waiting)[-1]
    assert (heard["id"], bool(heard["edited"])) == (answer["id"], True)


@pytest.mark.parametrize("connected", [True, False])
async def test_a_line_committed_late_is_not_lost(ward: LivingWard, resident: Visitor, connected: bool) -> None:
    """Two transactions may commit out of order: a row with a lower id than one already seen still arrives."""
    await resident.say("xin chào")
    first = await resident.heard()
    chat = await chat_of(ward.database)
    async with ward.database.write() as session:
        session.add(_line(chat, first["id"] + 10, "câu sau"))
    waiting = asyncio.create_task(listen(resident, first["id"] + 10, until="câu trước"))
    if not connected:
        waiting.cancel()
    await asyncio.sleep(0.2)
    async with ward.database.write() as session:
        session.add(_line(chat, first["id"] + 5, "câu trước"))
    await ward.web.send(Parcel("text", chat.chat_id))
    heard = await (waiting if connected else listen(resident, first["id"] + 10, until="câu trước"))
    assert heard[-1]["id"] == first["id"] + 5


def _line(chat: ConversationRow, key: int, text: str) -> MessageRow:
    return MessageRow(id=key, conversation_id=chat.id, author="bot", text=text, at=datetime.now(UTC))


async def test_streams_end_when_the_bot_stops(ward: LivingWard, resident: Visitor) -> None:
    """Open pages do not hold up a stop."""
    async with resident.session.get(f"{resident.site}/stream") as response:
        assert await response.content.readline()
        async with asyncio.timeout(4):
            await ward.web.stop()
            assert await response.content.read() is not None


async def test_one_chat_cannot_hold_many_connections(resident: Visitor) -> None:
    """The seventh stream of a chat is refused, and its page falls back to asking."""
    url = f"{resident.site}/stream"
    open_ones = [await resident.session.get(url) for _ in range(6)]
    try:
        assert (await resident.get("/stream")).status == 429
    finally:
        for one in open_ones:
            one.close()


async def test_a_hub_forgets_who_left() -> None:
    """Listeners that are gone take no memory, and waking nobody is no error."""
    hub = Hub()
    with hub.listen("a", most=1):
        assert hub.listening == 1
        with pytest.raises(TooManyStreamsError), hub.listen("a", most=1):
            pass
    assert (hub.listening, len(hub._bells)) == (0, 0)
    hub.wake("a")
    assert len(hub._bells) == 0


async def test_waking_one_chat_wakes_no_other() -> None:
    """A ring reaches the pages of its chat only."""
    hub = Hub()
    with hub.listen("a") as mine, hub.listen("b") as other:
        hub.wake("a")
        assert (mine.is_set(), other.is_set()) == (True, False)
