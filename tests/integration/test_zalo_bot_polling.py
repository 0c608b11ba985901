"""Intake by polling against the fake Zalo Bot Platform, in every way that it may behave."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from bot.channels.zalo_bot import polling
from bot.clock import SystemClock
from bot.db.engine import Database
from bot.lease import Lease
from tests.fakes.clock import FakeClock
from tests.fakes.telegram import Toxic
from tests.fakes.waiting import until
from tests.fakes.zalo_bot import TOKEN, FakeZaloBot
from tests.integration.zalo_bot_channel import Inbox, channel_for, listening


@pytest.mark.parametrize("switches", [{}, {"status": "mirror"}, {"as_list": True}, {"replay": True}], ids=str)
async def test_what_is_said_arrives_once_in_order(switches: dict[str, Any]) -> None:
    """One event a call, an idle call that fails with 408, any HTTP status, lists, replays for ever: one row each."""
    inbox = Inbox()
    async with FakeZaloBot(speed=200, **switches) as fake, listening(fake, inbox) as channel:
        lan = fake.people.add_user("Lan")
        await until(lambda: len(fake.history.find("getUpdates")) > 2)
        for number in range(5):
            fake.people.say(lan, f"câu {number}")
        await until(lambda: len(inbox.rows) == 5)
        await until(lambda: len(fake.history.find("getUpdates")) > 12)
        assert channel.last_heard is not None
    assert inbox.texts == [f"câu {number}" for number in range(5)]
    assert {lane for lane, _ in inbox.rows.values()} == {f"zalo_bot:{channel.account}:{lan}"}


async def test_zalo_is_never_asked_oftener_than_once_a_second() -> None:
    """A queue that answers at once is still not asked in a rush."""
    inbox = Inbox()
    async with FakeZaloBot(replay=True) as fake:
        fake.people.say(fake.people.add_user("Lan"), "alo")
        async with listening(fake, inbox, poll_floor=polling.FLOOR_SECONDS):
            await until(lambda: len(fake.history.find("getUpdates")) == 3)
        times = [call.at for call in fake.history.find("getUpdates")]
    assert min(later - earlier for earlier, later in pairwise(times)) >= 0.95  # a call takes a moment to arrive


async def test_what_could_not_be_stored_is_held_on_to() -> None:
    """Zalo may not give an event out twice: the one in hand is tried until the database takes it."""
    inbox = Inbox()
    inbox.failures = 3
    async with FakeZaloBot(speed=200) as fake:
        lan = fake.people.add_user("Lan")
        for text in ("một", "hai"):
            fake.people.say(lan, text)
        async with listening(fake, inbox):
            await until(lambda: len(inbox.rows) == 2)
    assert inbox.texts == ["một", "hai"]
    assert inbox.calls[:4] == [inbox.calls[0]] * 4


async def test_a_webhook_that_is_set_is_removed_once() -> None:
    """A bot that was run by webhook can be tried out by polling."""
    inbox = Inbox()
    async with FakeZaloBot(speed=200) as fake:
        fake.world.webhook_url = "https://old.example/zalo"
        lan = fake.people.add_user("Lan")
        async with listening(fake, inbox):
            await until(lambda: not fake.world.webhook_url)
            fake.people.say(lan, "alo")
            await until(lambda: bool(inbox.rows))
        assert len(fake.history.find("deleteWebhook")) == 1


@pytest.mark.parametrize(
    "fault",
    [
        Toxic("reset", method="getUpdates", times=3),
        Toxic("error", method="getUpdates", status=403, description="Internal server error", times=3),
        Toxic("error", method="getUpdates", status=429, description="Quota exceeded", times=2),
        Toxic("error", method="getUpdates", status=502, html=True, times=3),
        Toxic("truncate", method="getUpdates", times=2),
    ],
    ids=lambda fault: f"{fault.kind}-{fault.status}",
)
async def test_every_fault_of_the_network_is_waited_out(fault: Toxic) -> None:
    """And what is said meanwhile arrives, as far as Zalo still has it."""
    inbox = Inbox()
    async with FakeZaloBot(speed=200, replay=True) as fake:
        lan = fake.people.add_user("Lan")
        fake.toxics.add(fault)
        fake.people.say(lan, "alo")
        async with listening(fake, inbox):
            await until(lambda: bool(inbox.rows))
    assert inbox.texts == ["alo"]
    assert fault.times == 0


async def test_nothing_of_last_week_is_read_again() -> None:
    """Where reading consumes nothing, an event that the inbox has forgotten must not become new."""
    inbox = Inbox()
    async with FakeZaloBot(speed=200) as fake:
        lan = fake.people.add_user("Lan")
        fake.clock.advance(-timedelta(days=6, minutes=1).total_seconds())
        fake.people.say(lan, "tuần trước")
        fake.clock.advance(timedelta(minutes=2).total_seconds())
        fake.people.say(lan, "chưa tới sáu ngày")
        fake.clock.advance(timedelta(days=6).total_seconds())
        async with listening(fake, inbox):
            await until(lambda: bool(inbox.rows))
    assert inbox.texts == ["chưa tới sáu ngày"]


async def test_one_process_polls_and_the_next_takes_over(sqlite_url: str) -> None:
    """Two processes with one database never poll at a time; when one stops the other goes on."""
    inbox = Inbox()
    databases = [Database(sqlite_url), Database(sqlite_url)]
    turns = [Lease(database, SystemClock(), "poller", 30) for database in databases]
    async with FakeZaloBot(speed=50) as fake:
        lan = fake.people.add_user("Lan")
        first, second = (channel_for(fake, turn=turn) for turn in turns)
        await first.start(inbox.deliver)
        await until(lambda: fake.world.pollers == 1)
        await second.start(inbox.deliver)
        for number in range(5):
            fake.people.say(lan, str(number))
        await until(lambda: len(inbox.rows) == 5)
        assert (fake.world.most_pollers, second.last_heard) == (1, None)
        await first.stop()
        assert await turns[1].take()
        await second.stop()
    for database in databases:
        await database.close()


async def test_a_lease_is_one_holders_until_it_lapses(database: Database, clock: FakeClock) -> None:
    """Nobody else has it before its time is over; who is late must not give back what another has."""
    one, other = (Lease(database, clock, "poller", 30) for _ in range(2))
    assert [await one.take(), await other.take(), await one.take()] == [True, False, True]
    clock.advance(31)
    assert await other.take()
    await one.give_back()
    assert not await one.take()
    await other.give_back()
    assert await one.take()


async def test_the_token_is_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    """Whatever goes wrong: it stands in every address, and in no record."""
    caplog.set_level(logging.DEBUG)
    inbox = Inbox()
    async with FakeZaloBot(speed=200) as fake, listening(fake, inbox):
        for kind in ("reset", "truncate", "lose_reply"):
            fake.toxics.add(Toxic(kind, times=2))
        await until(lambda: len(fake.history.find("getUpdates")) > 8)
        fake.toxics.add(Toxic("error", status=401, description="Unauthorized", times=1))
        await asyncio.sleep(0.1)
    assert caplog.records
    assert TOKEN.partition(":")[2] not in caplog.text
