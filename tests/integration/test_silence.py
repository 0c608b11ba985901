"""A platform that stopped posting: officers are told when a silence is unusual here, once for each silence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.db.engine import Database
from bot.db.models import InboxRow
from bot.silence import FEWEST, unusual, watch
from knowledge.dates import LOCAL
from tests.fakes.clock import FakeClock
from tests.fakes.memory import Capabilities, MemoryChannel
from tests.fakes.ward import ROOM, Ward

MONDAY = datetime(2026, 11, 23, 8, tzinfo=LOCAL)


def hourly(days: int, last: datetime) -> list[datetime]:
    """Somebody writes every hour from six to nine in the evening, until `last`."""

    def all_of_it() -> Iterator[datetime]:
        for ago in range(days, -1, -1):
            day = (last - timedelta(days=ago)).replace(minute=0, second=0)
            yield from (day.replace(hour=hour) for hour in range(6, 22))

    return [moment for moment in all_of_it() if moment <= last]


@pytest.mark.parametrize(
    ("hours", "tells"), [(1, False), (2, False), (2.5, True), (9, True)], ids=lambda value: str(value)
)
def test_a_silence_of_more_than_two_hours_where_people_write_every_hour(hours: float, tells: bool) -> None:
    """Twice the usual pause, and never less than two hours."""
    heard = hourly(5, MONDAY.replace(hour=9))
    assert (unusual(heard, heard[-1] + timedelta(hours=hours)) is not None) is tells


def test_nights_do_not_count() -> None:
    """From nine in the evening until half past six in the morning nobody expects anything."""
    heard = hourly(5, MONDAY.replace(hour=21))
    assert unusual(heard, heard[-1] + timedelta(hours=9.5)) is None
    assert unusual(heard, heard[-1] + timedelta(hours=12)) is not None


def test_what_was_silent_before_may_be_silent_again() -> None:
    """A free day in the past week makes a free day usual; two in a row are not."""
    heard = [moment for moment in hourly(6, MONDAY) if moment.weekday() != 6]
    usual = unusual(heard, heard[-1] + timedelta(days=1))
    assert usual is None
    assert unusual(heard, heard[-1] + timedelta(days=3)) is not None


def test_of_little_traffic_nothing_can_be_said() -> None:
    """A ward that opened yesterday is not alarmed."""
    few = hourly(5, MONDAY)[-FEWEST + 1 :]
    assert unusual(few, few[-1] + timedelta(days=2)) is None
    assert unusual([], MONDAY) is None


@pytest.fixture
async def ward(database: Database, clock: FakeClock) -> Ward:
    """A ward whose platform may fall silent; people have written every hour."""
    channel = MemoryChannel(capabilities=Capabilities(True, True, True, 4096, falls_silent=True))
    ward = await Ward(database, clock, channel).open()
    async with database.write() as session:
        for number, at in enumerate(hourly(5, clock.now().astimezone(LOCAL))):
            session.add(
                InboxRow(
                    channel="memory", account="1", event_id=f"old{number}", lane="x", raw="{}", state="done",
                    attempts=0, next_at=at.astimezone(UTC), received_at=at.astimezone(UTC),
                )
            )  # fmt: skip
    return ward


async def told(ward: Ward) -> int:
    """How often the officers were told, after another look."""
    await watch(ward.database, ward.channel, ward.clock.now())
    await ward.settle()
    return sum("không có tin nào" in text for text in ward.channel.texts(ROOM))


async def test_officers_are_told_once_for_each_silence(ward: Ward) -> None:
    """Not while it is usual, once when it is not, again only after somebody has written."""
    assert await told(ward) == 0
    ward.clock.advance(4 * 3600)
    assert [await told(ward), await told(ward)] == [1, 1]
    await ward.ask("5", "alo")
    assert await told(ward) == 1
    ward.clock.advance(30 * 3600)
    assert await told(ward) == 2


async def test_any_post_is_a_sign_of_life(ward: Ward) -> None:
    """Receipts and echoes mean nothing to us, but they show that the platform posts."""
    ward.clock.advance(4 * 3600)
    ward.channel.last_heard = ward.clock.now() - timedelta(minutes=5)  # type: ignore[attr-defined]  # as real channels have
    assert await told(ward) == 0


async def test_who_never_falls_silent_is_not_watched(ward: Ward) -> None:
    """A platform that keeps trying, or that is asked by us."""
    ward.channel.capabilities = Capabilities(True, True, True, 4096)
    ward.clock.advance(9 * 3600)
    assert await told(ward) == 0
