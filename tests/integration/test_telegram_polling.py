"""Intake by long polling against the fake Telegram."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.channels.backoff import Backoff
from bot.channels.base import Raw
from bot.channels.telegram import polling
from bot.channels.telegram.updates import ALLOWED, GetRawUpdates
from handlers import texts
from tests.fakes.telegram import FakeTelegram, Toxic
from tests.integration.telegram_channel import LAN, Inbox, listening, sending


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    """A Telegram in which Lan has begun to talk to the bot."""
    async with FakeTelegram(speed=20) as telegram:
        telegram.people.add_user(LAN, "Lan", "Nguyễn")
        yield telegram


@pytest.fixture
def inbox() -> Inbox:
    """An empty inbox."""
    return Inbox()


async def confirmed(fake: FakeTelegram) -> None:
    """Wait until Telegram knows that everything was received."""
    await fake.world.updates.changed.until(lambda: not fake.world.updates.waiting())


async def test_what_is_said_is_delivered_once_in_order(fake: FakeTelegram, inbox: Inbox) -> None:
    """Each update comes as Telegram sent it, in its chat's lane, and is confirmed afterwards."""
    async with listening(fake, inbox) as channel:
        for number in range(5):
            fake.people.say(LAN, f"câu {number}")
        await confirmed(fake)
        assert inbox.texts == [f"câu {number}" for number in range(5)]
        assert {lane for lane, _ in inbox.rows.values()} == {f"telegram:{channel.account}:{LAN}"}
        assert [raw for _, raw in inbox.rows.values()] == [update.json() for update in fake.world.updates.everything]
        assert len(inbox.calls) == 5
        assert channel.last_heard is not None


async def test_what_waited_while_we_were_away_is_delivered(fake: FakeTelegram, inbox: Inbox) -> None:
    """A start never throws away what people said before it."""
    fake.people.say(LAN, "còn ai không")
    async with listening(fake, inbox):
        await confirmed(fake)
    assert inbox.texts == ["còn ai không"]
    assert not [call for call in fake.history.calls if "drop_pending_updates" in call.params]


async def test_only_what_we_read_is_asked_for(fake: FakeTelegram, inbox: Inbox) -> None:
    """The list of kinds is explicit, since Telegram remembers what an earlier program asked for."""
    fake.world.updates.allow(["callback_query"])
    async with listening(fake, inbox):
        await fake.history.wait_for("getMe")
        await fake.history.changed.until(lambda: fake.world.updates.allowed == ALLOWED)


async def test_the_offset_moves_only_after_the_commit(fake: FakeTelegram, inbox: Inbox) -> None:
    """What could not be stored stays with Telegram and is asked for again, and nothing behind it overtakes it."""
    inbox.failures = 3
    first = [fake.people.say(LAN, f"câu {number}") for number in range(3)]
    async with listening(fake, inbox):
        await inbox.changed.until(lambda: len(inbox.calls) >= 3)
        assert len(fake.world.updates.waiting()) == len(first)
        await confirmed(fake)
    oldest = str(fake.world.updates.everything[0].id)
    assert inbox.calls[:4] == [oldest] * 4
    assert inbox.texts == ["câu 0", "câu 1", "câu 2"]
    offsets = [call.params.get("offset") for call in fake.history.find("getUpdates")]
    assert not {None} & set(offsets[offsets.index(int(oldest) + 3) :])
    assert {offset for offset in offsets if offset is not None} == {int(oldest) + 3}


async def test_an_update_that_comes_again_is_told_by_its_id(fake: FakeTelegram, inbox: Inbox) -> None:
    """The same update has the same event id, whenever it comes."""
    async with listening(fake, inbox):
        fake.people.say(LAN, "alo")
        await confirmed(fake)
        fake.world.updates.again(fake.world.updates.everything[0].id)
        await inbox.changed.until(lambda: len(inbox.calls) == 2)
    assert len(set(inbox.calls)) == 1


async def test_a_restart_between_commit_and_confirmation_delivers_again(fake: FakeTelegram, inbox: Inbox) -> None:
    """What was stored but not confirmed comes again under the same id: twice delivered, once in the inbox."""
    fake.people.say(LAN, "alo")
    fake.toxics.add(Toxic("reset", method="getUpdates", skip=1))
    async with listening(fake, inbox):
        await inbox.changed.until(lambda: len(inbox.calls) == 1)
    fake.toxics.clear()
    async with listening(fake, inbox):
        await confirmed(fake)
    assert len(inbox.calls) == 2
    assert inbox.texts == ["alo"]


async def test_ids_may_jump(fake: FakeTelegram, inbox: Inbox) -> None:
    """After a quiet week Telegram numbers anew."""
    async with listening(fake, inbox):
        fake.people.say(LAN, "trước")
        await confirmed(fake)
        fake.world.updates.skip_ids(100_000_000)
        fake.people.say(LAN, "sau")
        await confirmed(fake)
    assert inbox.texts == ["trước", "sau"]


@pytest.mark.parametrize(
    "fault",
    [
        Toxic("reset", method="getUpdates", times=3),
        Toxic("error", method="getUpdates", status=502, html=True, times=3),
        Toxic("error", method="getUpdates", status=500, times=3),
        Toxic("truncate", method="getUpdates", times=3),
        Toxic("error", method="getUpdates", retry_after=1, times=1),
    ],
    ids=lambda fault: f"{fault.kind}-{fault.status}-{fault.retry_after}",
)
async def test_every_fault_of_the_network_is_waited_out(fake: FakeTelegram, inbox: Inbox, fault: Toxic) -> None:
    """Nothing said during an outage is lost."""
    fake.toxics.add(fault)
    fake.people.say(LAN, "alo")
    async with listening(fake, inbox):
        await confirmed(fake)
    assert inbox.texts == ["alo"]
    assert fault.times == 0


async def test_a_hanging_telegram_is_asked_again(
    fake: FakeTelegram, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long poll has its end."""
    monkeypatch.setattr(polling, "ANSWER_SECONDS", 0.2)
    fake.toxics.add(Toxic("hang", method="getUpdates", times=2))
    fake.people.say(LAN, "alo")
    async with listening(fake, inbox):
        await confirmed(fake)
    assert inbox.texts == ["alo"]


async def test_a_network_that_is_not_there_at_the_start_stops_nobody(fake: FakeTelegram, inbox: Inbox) -> None:
    """The start returns at once; the bot introduces itself when it can."""
    fake.toxics.add(Toxic("reset"))
    fake.people.say(LAN, "alo")
    async with asyncio.timeout(5), listening(fake, inbox):
        await fake.history.changed.until(lambda: len(fake.history.find("getMe")) >= 3)
        fake.toxics.clear()
        await confirmed(fake)
        await fake.history.wait_for("setMyCommands")
    assert inbox.texts == ["alo"]


async def test_a_forgotten_webhook_is_removed_once_and_drops_nothing(fake: FakeTelegram, inbox: Inbox) -> None:
    """Polling goes on after deleteWebhook; if the webhook comes back, somebody else wants it."""
    await set_webhook(fake)
    fake.people.say(LAN, "alo")
    async with listening(fake, inbox):
        await inbox.changed.until(lambda: bool(inbox.rows))
        removal = await fake.history.wait_for("deleteWebhook")
        assert not removal.params.get("drop_pending_updates")
        await set_webhook(fake)
        refused = len(fake.history.find("getUpdates"))
        await fake.history.changed.until(lambda: len(fake.history.find("getUpdates")) > refused + 3)
    assert len(fake.history.find("deleteWebhook")) == 1
    assert inbox.texts == ["alo"]


async def set_webhook(fake: FakeTelegram) -> None:
    """Another program sets a webhook that leads nowhere."""
    fake.world.updates.interrupt_poll("terminated by setWebhook request")
    fake.world.webhook.set("http://127.0.0.1:9/nowhere", "", 1)


async def test_what_is_no_update_is_skipped_without_haste(inbox: Inbox) -> None:
    """A server that sends nonsense all the time neither stops the intake nor keeps it spinning."""
    asked: list[int | None] = []

    async def nonsense(question: GetRawUpdates, request_timeout: int) -> list[Any]:
        asked.append(question.offset)
        return ["?", {"update_id": len(asked), "message": {"text": str(len(asked))}}, {"update_id": "x"}]

    poller = polling.Polling(nonsense, "1", inbox.deliver, Backoff(first=0.02, chance=random.Random(1)), lambda: None)
    running = asyncio.create_task(poller.run())
    await inbox.changed.until(lambda: len(inbox.rows) == 3)
    poller.stop()
    await running
    assert asked == [None, 2, 3]
    assert inbox.texts == ["1", "2", "3"]


async def test_two_pollers_share_what_is_said_and_lose_nothing(fake: FakeTelegram, inbox: Inbox) -> None:
    """During a rolling restart both poll, Telegram ends one poll for the other, and both keep trying."""
    async with listening(fake, inbox), listening(fake, inbox):
        for number in range(5):
            fake.people.say(LAN, f"câu {number}")
            await asyncio.sleep(0.02)
        await inbox.changed.until(lambda: len(inbox.rows) == 5)
        conflicts = [call for call in fake.history.find("getUpdates") if call.status == 409]
        assert conflicts
    assert sorted(inbox.texts) == [f"câu {number}" for number in range(5)]


async def test_a_stop_finishes_the_update_in_hand(fake: FakeTelegram, inbox: Inbox) -> None:
    """A commit that has begun is not cut off."""
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def slow(event_id: str, lane: str, raw: Raw) -> bool:
        begun.set()
        await may_end.wait()
        return await inbox.deliver(event_id, lane, raw)

    async with sending(fake) as channel:
        await channel.start(slow)
        fake.people.say(LAN, "alo")
        await begun.wait()
        stopping = asyncio.create_task(channel.stop())
        await asyncio.sleep(0.05)
        assert not stopping.done()
        may_end.set()
        await stopping
    assert inbox.texts == ["alo"]


async def test_a_stop_does_not_wait_for_the_long_poll(fake: FakeTelegram, inbox: Inbox) -> None:
    """Nothing is lost by leaving a question open, so the stop takes no longer than closing connections."""
    async with listening(fake, inbox) as channel:
        await fake.history.changed.until(lambda: bool(fake.history.find("getUpdates")))
        async with asyncio.timeout(1):
            await channel.stop()


async def test_residents_and_officers_see_their_commands(fake: FakeTelegram, inbox: Inbox) -> None:
    """In Vietnamese: residents in private chats, officers in the staff room only."""
    room = fake.people.add_group("Tổ một cửa", [LAN])["id"]
    async with listening(fake, inbox, rooms=[str(room), "-404"]):
        await fake.history.wait_for("setMyShortDescription")
    known = {
        key: [command["command"] for command in commands] for key, commands in fake.world.settings.commands.items()
    }
    assert known['{"type": "all_private_chats"}', ""] == list(texts.TELEGRAM_COMMANDS)
    assert [names for (scope, _), names in known.items() if str(room) in scope] == [list(texts.TELEGRAM_STAFF_COMMANDS)]
    assert "thủ tục hành chính" in fake.world.settings.texts["description", ""]


async def test_a_command_for_another_bot_is_ignored_once_we_know_our_name(fake: FakeTelegram, inbox: Inbox) -> None:
    """getMe tells the name."""
    async with listening(fake, inbox) as channel:
        await fake.history.wait_for("setMyCommands")
        update = {"update_id": 1, "message": fake.people.say(LAN, "/start@other_bot")}
        assert channel.parse("1", update) is None


def test_waits_double_up_to_a_minute_and_differ() -> None:
    """Between half and all of 1, 2, 4 … 60 seconds, by chance; after success from the beginning."""
    backoff = Backoff(chance=random.Random(7))
    waits = [backoff.next() for _ in range(40)]
    wholes = [min(2.0**number, 60.0) for number in range(40)]
    assert all(whole / 2 <= wait <= whole for wait, whole in zip(waits, wholes, strict=True))
    assert len(set(waits)) == 40
    backoff.reset()
    assert backoff.next() <= 1
