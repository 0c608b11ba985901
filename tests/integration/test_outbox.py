"""The relay: order, pace, every receipt's consequence, nothing lost and nothing sent twice without a crash."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from itertools import pairwise

import pytest
from sqlalchemy import select, update

from bot.bell import Bell
from bot.channels.base import (
    Capabilities,
    Delivered,
    Limits,
    MovedTo,
    Parcel,
    Receipt,
    Rejected,
    RetryAt,
    ThreadGone,
    Undeliverable,
)
from bot.db import outbox
from bot.db.engine import Database
from bot.db.models import OutboxRow, StaffRoomRow, TicketPostRow
from bot.outbox import LAPSE, RENEW
from tests.fakes.clock import FakeClock
from tests.fakes.memory import MemoryChannel
from tests.fakes.ward import ROOM, Ward


async def put(database: Database, clock: FakeClock, chat_id: str, *texts: str, group: bool = False) -> None:
    async with database.write() as session:
        for text in texts:
            parcel = Parcel("text", chat_id, text, group=group)
            await outbox.add(session, parcel, channel="memory", account="1", role="reply", now=clock.now())


async def states(database: Database) -> list[str]:
    async with database.read() as session:
        return list(await session.scalars(select(OutboxRow.state).order_by(OutboxRow.id)))


def failing(*receipts: Receipt | None) -> Callable[[Parcel], Receipt | None]:
    """These receipts in turn, then all goes well."""
    left = list(receipts)
    return lambda parcel: left.pop(0) if left else None


async def after(ward: Ward, clock: FakeClock, seconds: float) -> None:
    clock.advance(seconds)
    await ward.send()


async def test_a_lane_keeps_its_order_and_stops_no_other(database: Database, clock: FakeClock) -> None:
    """While one chat's head waits, its followers wait behind it and other chats go on."""
    ward = await Ward(database, clock).open()
    await put(database, clock, "5", "a", "b", "c")
    await put(database, clock, "6", "x", "y")
    ward.channel.script = lambda parcel: RetryAt(30) if parcel.chat_id == "5" else None
    await ward.send()
    assert ward.channel.texts("6") == ["x", "y"]
    assert ward.channel.texts("5") == []
    ward.channel.script = None
    await after(ward, clock, 30)
    assert ward.channel.texts("5") == ["a", "b", "c"]


async def test_a_slow_chat_holds_nobody_up(database: Database, clock: FakeClock) -> None:
    """A send that hangs in one lane leaves the other lanes running."""
    ward = await Ward(database, clock).open()
    release, others = asyncio.Event(), asyncio.Event()
    sent: list[str] = []

    async def send(parcel: Parcel) -> Receipt:
        if parcel.chat_id == "5":
            await release.wait()
        sent.append(parcel.text)
        if sent == ["x", "y", "z"]:
            others.set()
        return Delivered("1")

    ward.channel.send = send  # type: ignore[method-assign]
    await put(database, clock, "5", "a")
    await put(database, clock, "6", "x", "y", "z")
    running = asyncio.create_task(ward.relays[0].run())
    async with asyncio.timeout(10):
        await others.wait()
    release.set()
    await ward.relays[0].stop(5)
    await running
    assert sent == ["x", "y", "z", "a"]


@pytest.mark.parametrize("seconds", [1, 17, 3600])
async def test_retry_after_is_kept_to_the_second(database: Database, clock: FakeClock, seconds: int) -> None:
    """No send within the time that the platform asked for, one right after it, even if the wall clock jumps."""
    ward = await Ward(database, clock).open()
    await put(database, clock, "5", "a")
    calls: list[float] = []

    def script(_parcel: Parcel) -> Receipt | None:
        calls.append(clock.monotonic())
        return RetryAt(seconds) if len(calls) == 1 else None

    ward.channel.script = script
    await ward.send()
    clock.jump(24 * 3600)
    await after(ward, clock, seconds - 0.5)
    assert len(calls) == 1
    clock.jump(-48 * 3600)
    await after(ward, clock, 0.5)
    assert calls == [1000.0, 1000.0 + seconds]
    assert await states(database) == ["delivered"]


async def test_a_limit_of_the_account_holds_all_chats(database: Database, clock: FakeClock) -> None:
    """A retry that is meant for the whole account stops every lane of it."""
    ward = await Ward(database, clock).open()
    ward.channel.script = failing(RetryAt(10, whole_account=True))
    await put(database, clock, "5", "a")
    await ward.send()
    await put(database, clock, "6", "x")
    await after(ward, clock, 9)
    assert ward.channel.sent == []
    await after(ward, clock, 1)
    assert {parcel.text for parcel in ward.channel.sent} == {"a", "x"}


async def test_back_off_doubles_and_ends_at_a_minute(database: Database, clock: FakeClock) -> None:
    """Faults of the wire are tried again for ever, at most a minute apart, never twice in the same second."""
    ward = await Ward(database, clock).open()
    times: list[float] = []

    def script(_parcel: Parcel) -> Receipt:
        times.append(clock.monotonic())
        return RetryAt(reason="network")

    ward.channel.script = script
    await put(database, clock, "5", "a")
    for _ in range(1500):
        await after(ward, clock, 0.5)
    gaps = [later - earlier for earlier, later in pairwise(times)]
    assert max(gaps) <= 60.5
    assert min(gaps) >= 0.5
    assert gaps[:3] == sorted(gaps[:3])
    assert len(times) > 12
    ward.channel.script = None
    await after(ward, clock, 60)
    assert ward.channel.texts("5") == ["a"]


async def test_the_pace_of_a_group_is_kept(database: Database, clock: FakeClock) -> None:
    """Never more than twenty in any minute into a group, nor more than one a second into a chat; all arrive."""
    pace = Limits(account_per_second=30, chat_per_second=1, group_per_minute=20)
    ward = await Ward(database, clock, MemoryChannel(limits=pace)).open()
    times: list[float] = []
    ward.channel.script = lambda parcel: times.append(clock.monotonic())
    await put(database, clock, "-9", *(str(number) for number in range(50)), group=True)
    for _ in range(1000):
        await after(ward, clock, 0.25)
    assert ward.channel.texts("-9") == [str(number) for number in range(50)]
    assert min(later - earlier for earlier, later in pairwise(times)) >= 1
    assert min(later - earlier for earlier, later in zip(times, times[20:], strict=False)) >= 60


async def test_acknowledgements_overtake(database: Database, clock: FakeClock) -> None:
    """A button press is acknowledged at once, whatever waits for its chat."""
    ward = await Ward(database, clock, MemoryChannel(limits=Limits(chat_per_second=1))).open()
    await put(database, clock, "5", "a", "b", "c")
    async with database.write() as session:
        parcel = Parcel("ack", "5", message_id="q1")
        await outbox.add(session, parcel, channel="memory", account="1", role="ack", now=clock.now())
    await ward.send()
    assert [parcel.kind for parcel in ward.channel.sent] == ["text", "ack"]


@pytest.mark.parametrize(
    ("receipt", "state"), [(Undeliverable("blocked"), "undeliverable"), (Rejected("no"), "rejected")]
)
async def test_a_final_receipt_is_tried_once(
    database: Database, clock: FakeClock, receipt: Receipt, state: str
) -> None:
    """Blocked or refused: one attempt, the reason is kept, the next parcel of the lane goes on."""
    ward = await Ward(database, clock).open()
    ward.channel.script = failing(receipt)
    await put(database, clock, "5", "a", "b")
    await ward.send()
    assert await states(database) == [state, "delivered"]
    assert ward.channel.texts("5") == ["b"]


async def test_a_moved_chat_is_followed(database: Database, clock: FakeClock) -> None:
    """The parcel that learned of the move, and all behind it, go to the new chat in order."""
    ward = await Ward(database, clock).open()
    await put(database, clock, ROOM, "a", "b", group=True)
    ward.channel.script = lambda parcel: MovedTo("-1001") if parcel.chat_id == ROOM else None
    await ward.send()
    assert ward.channel.texts("-1001") == ["a", "b"]
    async with database.read() as session:
        assert (await session.scalars(select(StaffRoomRow.chat_id))).one() == "-1001"


async def test_a_forum_has_a_topic_per_ticket(database: Database, clock: FakeClock) -> None:
    """The topic is opened first, the card and all lines stand in it, plain words there answer the resident."""
    ward = await Ward(database, clock, forum=True).open()
    code = await ward.hand_off("5")
    await ward.ask("5", "thêm một tin")
    topic, card, line = (parcel for parcel in ward.channel.sent if parcel.chat_id == ROOM)
    thread = ward.channel.ids[ward.channel.sent.index(topic)]
    assert (topic.kind, card.thread, line.thread) == ("topic", thread, thread)
    assert code in topic.text
    await ward.officer("Dạ được ạ", thread=thread)
    assert ward.channel.texts("5")[-1].startswith("Dạ được ạ")


async def test_a_deleted_topic_is_built_again(database: Database, clock: FakeClock) -> None:
    """All that was on its way into the topic arrives in the new one, in order, under a fresh card."""
    ward = await Ward(database, clock, forum=True).open()
    code = await ward.hand_off("5")
    old = await only_post(database)
    ward.channel.script = lambda parcel: ThreadGone() if parcel.thread == old.thread else None
    for text in ("một", "hai", "ba"):
        await ward.channel.receive("5", text)
    await ward.settle()
    new = await only_post(database)
    assert new.thread not in (None, old.thread)
    inside = [parcel.text for parcel in ward.channel.sent if parcel.thread == new.thread and parcel.kind == "text"]
    assert code in inside[0]
    assert [text.split(": ")[1] for text in inside[1:]] == ["một", "hai", "ba"]


async def only_post(database: Database) -> TicketPostRow:
    async with database.read() as session:
        return (await session.scalars(select(TicketPostRow))).one()


async def test_topics_close_and_open_with_their_tickets(database: Database, clock: FakeClock) -> None:
    """Closing a ticket closes its topic, reopening opens it."""
    ward = await Ward(database, clock, forum=True).open()
    code = await ward.hand_off("5")
    thread = (await only_post(database)).thread
    await ward.officer("/dong", thread=thread)
    await ward.officer(f"/molai #{code}", thread=thread)
    kinds = [(p.kind, p.thread) for p in ward.channel.sent if p.kind.endswith("_topic")]
    assert kinds == [("close_topic", thread), ("reopen_topic", thread)]


async def test_without_the_right_to_topics_tickets_still_arrive(database: Database, clock: FakeClock) -> None:
    """The card is posted without a topic, and the room is told once how to mend it."""
    ward = await Ward(database, clock, forum=True).open()
    ward.channel.script = lambda parcel: Rejected("not enough rights") if parcel.kind == "topic" else None
    for chat in ("5", "6"):
        await ward.hand_off(chat)
    texts = ward.channel.texts(ROOM)
    assert sum("Phiếu #" in text for text in texts) == 2
    assert sum("Quản lý chủ đề" in text for text in texts) == 1


async def test_only_the_newest_text_of_a_card_is_sent(database: Database, clock: FakeClock) -> None:
    """Many changes while the room is held back leave as one edit."""
    ward = await Ward(database, clock).open()
    code = await ward.hand_off("5")
    ward.channel.script = lambda parcel: RetryAt(5) if parcel.chat_id == ROOM and parcel.kind == "text" else None
    await ward.ask("5", "một tin giữ hàng lại")
    before = len(ward.channel.sent)
    for what in ("claim", "close", "reopen", "claim"):
        await ward.officer(button=f"t:{code}:{what}")
    ward.channel.script = None
    await after(ward, clock, 60)
    edits = [parcel for parcel in ward.channel.sent[before:] if parcel.kind == "edit"]
    assert len(edits) == 1
    assert "Chị Lan đang nhận" in edits[0].text


async def test_a_card_that_was_deleted_is_posted_again(database: Database, clock: FakeClock) -> None:
    """An edit that the platform refuses becomes a new card, to which officers can reply."""
    ward = await Ward(database, clock).open()
    code = await ward.hand_off("5")
    ward.channel.script = lambda parcel: Rejected("message to edit not found") if parcel.kind == "edit" else None
    await ward.officer(button=f"t:{code}:claim")
    await ward.send()
    assert sum("Phiếu #" in text for text in ward.channel.texts(ROOM)) == 2
    await ward.officer("Dạ được", reply_to=ward.channel.id_of(ROOM, "đang nhận"))
    assert ward.channel.texts("5")[-1].startswith("Dạ được")


async def test_a_deaf_staff_room_loses_no_ticket(database: Database, clock: FakeClock) -> None:
    """While the bot is out of the group the cards wait, residents are served; once it is back they arrive."""
    ward = await Ward(database, clock).open()
    ward.channel.script = lambda parcel: Undeliverable("kicked") if parcel.chat_id == ROOM else None
    code = await ward.hand_off("5")
    await ward.ask("6", "con em mới sinh làm giấy khai sinh cần gì ạ")
    assert "KHAI SINH" in ward.channel.texts("6")[-1]
    ward.channel.script = None
    await after(ward, clock, 120)
    assert any(code in text for text in ward.channel.texts(ROOM))


async def test_what_was_under_way_at_a_crash_is_sent_again(database: Database, clock: FakeClock) -> None:
    """A row that a dead process had marked leaves once more, with the same words."""
    ward = await Ward(database, clock).open()
    await put(database, clock, "5", "a")
    async with database.write() as session:
        await session.execute(update(OutboxRow).values(state="sending", attempts=1))
    await after(ward, clock, LAPSE + 1)
    assert ward.channel.texts("5") == ["a"]
    assert await states(database) == ["delivered"]


async def test_what_a_living_process_sends_is_left_to_it(database: Database, clock: FakeClock) -> None:
    """A second bot on the same database repeats nothing that the first has under way, however long that takes."""
    first = await Ward(database, clock).open()
    second = await Ward(database, clock).open()
    arrives = asyncio.Event()

    async def send(parcel: Parcel) -> Receipt:
        await arrives.wait()
        return Delivered("1")

    first.channel.send = send  # type: ignore[method-assign]
    await put(database, clock, "5", "a")
    await first.relays[0].turn()
    for _ in range(20):
        clock.advance(RENEW)
        await first.relays[0].turn()
        await second.send()
    arrives.set()
    await first.relays[0].landed()
    assert second.channel.texts("5") == []
    assert await states(database) == ["delivered"]


async def test_a_channel_that_raises_does_not_stop_the_relay(database: Database, clock: FakeClock) -> None:
    """An exception from a channel is a fault like any other: the parcel is tried again."""
    ward = await Ward(database, clock).open()
    sent: list[str] = []

    async def send(parcel: Parcel) -> Receipt:
        sent.append(parcel.text)
        if len(sent) == 1:
            raise RuntimeError("số điện thoại 0912345678")
        return Delivered("1")

    ward.channel.send = send  # type: ignore[method-assign]
    await put(database, clock, "5", "a")
    await ward.send()
    await after(ward, clock, 2)
    assert sent == ["a", "a"]


async def test_a_channel_without_edits_gets_none(database: Database, clock: FakeClock) -> None:
    """A room that cannot show an edited card is not sent edits."""
    plain = MemoryChannel(capabilities=Capabilities(False, False, False, 2000))
    ward = await Ward(database, clock, plain).open()
    code = await ward.hand_off("5")
    await ward.officer(button=f"t:{code}:claim")
    assert [parcel.kind for parcel in ward.channel.sent if parcel.kind == "edit"] == []


async def test_a_thousand_waiting_parcels_drain(database: Database, clock: FakeClock) -> None:
    """After an outage a thousand parcels of two hundred chats leave within a minute of work."""
    ward = await Ward(database, clock).open()
    for chat in range(200):
        await put(database, clock, str(chat), *"abcde")
    async with asyncio.timeout(60):
        await ward.send()
    assert await states(database) == ["delivered"] * 1000
    assert all(ward.channel.texts(str(chat)) == list("abcde") for chat in range(200))


async def test_a_bell_wakes_at_once() -> None:
    """A waiter goes on at the ring, and a ring before the wait is not lost."""
    bell = Bell()
    bell.ring()
    async with asyncio.timeout(1):
        await bell.wait(60)


async def test_closing_builds_no_topic(database: Database, clock: FakeClock) -> None:
    """A ticket is closed whose topic was deleted: no new topic is opened just to be closed."""
    ward = await Ward(database, clock, forum=True).open()
    code = await ward.hand_off("5")
    before = len(ward.channel.sent)
    refusals = {"edit": Rejected("message to edit not found"), "close_topic": ThreadGone()}
    ward.channel.script = lambda parcel: refusals.get(parcel.kind)
    await ward.officer(f"/dong #{code}")
    assert [parcel.kind for parcel in ward.channel.sent[before:] if parcel.chat_id == ROOM] == []
    assert not {"waiting", "sending"} & set(await states(database))
