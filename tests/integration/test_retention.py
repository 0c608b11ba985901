"""What is kept, and for how long."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.db.engine import Database
from bot.db.models import Base, ConversationRow, InboxRow, LinkRow, MessageRow, OutboxRow, TicketNoteRow, TicketRow
from bot.retention import forget_old
from tests.fakes.clock import FakeClock
from tests.fakes.ward import ROOM, Ward

QUESTION = "con em mới sinh làm giấy khai sinh cần gì ạ"
KEEP = 90
TRACES = (ConversationRow, InboxRow, LinkRow, MessageRow, OutboxRow, TicketNoteRow, TicketRow)


@pytest.fixture
async def ward(database: Database, clock: FakeClock) -> Ward:
    return await Ward(database, clock).open()


async def count(database: Database, table: type[Base]) -> int:
    async with database.read() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def forget_after(ward: Ward, days: float) -> None:
    ward.clock.advance(days * 86_400)
    await forget_old(ward.database, ward.clock.now(), KEEP)


async def test_nothing_is_forgotten_too_early(ward: Ward, database: Database) -> None:
    """The day before the time is over all messages are there."""
    await ward.ask("5", QUESTION)
    await forget_after(ward, KEEP - 1)
    assert await count(database, MessageRow) == 2


async def test_a_closed_story_leaves_no_trace(ward: Ward, database: Database) -> None:
    """After the days that residents are told, nothing of a closed ticket and its conversation is left."""
    code = await ward.hand_off("5")
    card = ward.channel.id_of(ROOM, f"#{code}")
    await ward.officer("Dạ được", reply_to=card, message_id="o1")
    await ward.officer("// ghi chú", reply_to=card, message_id="o2")
    await ward.officer(f"/dong #{code}")
    await forget_after(ward, KEEP + 1)
    for table in TRACES:
        left = await count(database, table)
        assert left == 0, table.__tablename__


async def test_an_open_ticket_keeps_its_words(ward: Ward, database: Database) -> None:
    """However old, what officers have not finished stays readable and answerable."""
    code = await ward.hand_off("5")
    await forget_after(ward, KEEP + 30)
    assert await count(database, TicketRow) == 1
    async with database.read() as session:
        kept = list(await session.scalars(select(MessageRow.text).where(MessageRow.ticket_id.is_not(None))))
    assert "con mèo nhà hàng xóm kêu suốt đêm" in kept
    await ward.officer("Dạ được", ticket=code)
    assert ward.channel.texts("5")[-1].startswith("Dạ được")


async def test_events_are_known_for_a_week(ward: Ward, database: Database) -> None:
    """A repeat after six days is still a repeat; after eight the event itself is gone."""
    await ward.channel.receive("5", QUESTION, event_id="e")
    await ward.settle()
    await forget_after(ward, 6)
    assert await ward.channel.receive("5", QUESTION, event_id="e") is False
    await forget_after(ward, 2)
    assert await count(database, InboxRow) == 0


async def test_what_still_waits_is_never_forgotten(ward: Ward, database: Database) -> None:
    """An event or parcel that was held up for months is worked through all the same."""
    await ward.channel.receive("5", QUESTION)
    ward.clock.advance(timedelta(days=KEEP + 5).total_seconds())
    await forget_old(database, ward.clock.now(), KEEP)
    await ward.settle()
    assert len(ward.channel.texts("5")) == 1
