"""Officers hear of what changes soon: 30 and 7 days ahead, by day, each change once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.db import rooms
from bot.db.engine import Database
from bot.db.models import OutboxRow
from bot.expiry import tell_changes
from bot.retention import forget_old
from knowledge import KnowledgeBase, default_faq, load
from knowledge.dates import LOCAL


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return load(default_faq())


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


async def open_room(database: Database) -> None:
    async with database.write() as session:
        await rooms.settle(session, {"a": ("memory", "1", "-100")})


async def told(database: Database) -> list[str]:
    async with database.read() as session:
        return [str(parcel) for parcel in await session.scalars(select(OutboxRow.parcel).order_by(OutboxRow.id))]


async def test_a_change_is_told_thirty_and_seven_days_ahead(database: Database, kb: KnowledgeBase) -> None:
    """A month of daily looks gives two messages, each with both identity cards and where they are written."""
    await open_room(database)
    for ahead in range(31):
        await tell_changes(database, kb, at("2026-11-28 09:00") + timedelta(days=ahead))
    first, second = await told(database)
    for message in (first, second):
        assert "Từ 1/1/2027" in message
        assert message.count("knowledge/procedures/can-cuoc.yaml:") == 2


async def test_many_changes_are_one_message(database: Database, kb: KnowledgeBase) -> None:
    """Seventeen procedures that end on the same day do not flood the room."""
    await open_room(database)
    await tell_changes(database, kb, at("2027-02-01 09:00"))
    [message] = await told(database)
    assert message.count("Từ 2/3/2027") == 17


async def test_the_night_is_left_in_peace(database: Database, kb: KnowledgeBase) -> None:
    """Before eight and after five nothing is said; in the morning it is."""
    await open_room(database)
    for hour in ("02:00", "07:59", "17:00"):
        await tell_changes(database, kb, at(f"2027-02-01 {hour}"))
    assert await told(database) == []
    await tell_changes(database, kb, at("2027-02-02 08:00"))
    assert len(await told(database)) == 1


async def test_what_was_told_is_not_forgotten_before_its_day(database: Database, kb: KnowledgeBase) -> None:
    """However short messages are kept, the first announcement does not come twice."""
    await open_room(database)
    await tell_changes(database, kb, at("2027-01-31 09:00"))
    await forget_old(database, at("2027-02-20 09:00"), 7)
    before = len(await told(database))
    await tell_changes(database, kb, at("2027-02-20 09:30"))
    assert len(await told(database)) == before


async def test_without_a_room_nothing_is_used_up(database: Database, kb: KnowledgeBase) -> None:
    """A ward that opens its staff room later still hears of the change."""
    await tell_changes(database, kb, at("2027-02-01 09:00"))
    await open_room(database)
    await tell_changes(database, kb, at("2027-02-02 09:00"))
    assert len(await told(database)) == 1
