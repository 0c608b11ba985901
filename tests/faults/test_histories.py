"""Any history of messages, repeats, crashes, refusals and waiting ends the same: all is there, once and in order."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.channels.base import Parcel, Receipt, RetryAt
from bot.db.engine import Database
from bot.db.models import ConversationRow, InboxRow, MessageRow, OutboxRow, TicketRow
from tests.fakes.ward import ROOM
from tests.faults.test_crash_sweep import Points, World

EXAMPLES = int(os.environ.get("HOIDAP_TEST_HISTORIES", "15"))
CHATS = ("5", "6", "7")
WORDS = ("con mèo nhà hàng xóm", "gặp cán bộ", "1", "2", "/huy", "làm giấy khai sinh cần gì", "cảm ơn", "số 3 ạ")

write = st.tuples(st.just("write"), st.sampled_from(CHATS), st.sampled_from(WORDS))
steps = st.one_of(
    write,
    write,
    st.tuples(st.just("repeat"), st.integers(0, 50), st.none()),
    st.tuples(st.just("crash"), st.integers(1, 40), st.none()),
    st.tuples(st.just("answer"), st.integers(0, 5), st.none()),
    st.tuples(st.just("refuse"), st.integers(1, 5), st.integers(1, 90)),
    st.tuples(st.just("wait"), st.integers(1, 120), st.none()),
)


class History:
    """Plays steps in a world that can crash, and remembers what was really written."""

    def __init__(self, url: str) -> None:
        self.world = World(url, Points(None))
        self.written: dict[str, list[str]] = {chat: [] for chat in CHATS}
        self.events: list[tuple[str, str, str]] = []
        self.crashes = 0

    async def play(self, what: str, first: object, second: object) -> None:
        """One step; a crash armed earlier may strike within it."""
        points = self.world.points
        match what, first, second:
            case "write", str(chat), str(words):
                said = f"{words}" if words.startswith(("/", "số")) or len(words) < 3 else f"{words} {len(self.events)}"
                self.written[chat].append(said)
                self.events.append((chat, said, f"e{self.world.events + 1}"))
                await self.world.happen(chat, said)
            case "repeat", int(number), _ if self.events:
                chat, said, event_id = self.events[number % len(self.events)]
                ward = self.world.ward or await self.world.start()
                points.deadly = None
                await ward.channel.receive(chat, said, event_id=event_id)
            case "crash", int(ahead), _:
                points.deadly = points.passed + ahead
            case "answer", int(number), _:
                await self._answer(number)
            case "refuse", int(count), int(seconds):
                self.world.channel.script = refusing(count, seconds)
            case "wait", int(seconds), _:
                self.world.clock.advance(seconds)
        self.crashes += points.died
        points.died = False

    async def _answer(self, number: int) -> None:
        cards = [
            message_id
            for parcel, message_id in zip(self.world.channel.sent, self.world.channel.ids, strict=True)
            if parcel.chat_id == ROOM and parcel.text.startswith("Phiếu #") and message_id
        ]
        if cards:
            card = cards[number % len(cards)]
            fields = {"reply_to": card, "chat_kind": "group", "user_id": "7", "user_name": "Chị Lan"}
            await self.world.happen(ROOM, f"trả lời {number}", **fields)

    async def heal(self) -> None:
        """No more faults; time passes until nothing waits."""
        self.world.points.deadly = None
        self.world.channel.script = None
        for _ in range(40):
            ward = self.world.ward or await self.world.start()
            await ward.settle()
            self.world.clock.advance(15)
        await self.world.die()


def refusing(count: int, seconds: int) -> Callable[[Parcel], Receipt | None]:
    """The next sends are refused for a while."""
    left = [RetryAt(seconds)] * count
    return lambda parcel: left.pop() if left else None


async def played(url: str, story: list[tuple[str, object, object]]) -> None:
    history = History(url)
    await history.world.start()
    for step in story:
        await history.play(*step)
    await history.heal()
    await check(history, url)


async def check(history: History, url: str) -> None:
    database = Database(url)
    async with database.read() as session:
        people = {row.id: row.chat_id for row in await session.scalars(select(ConversationRow))}
        rows = list(await session.scalars(select(MessageRow).order_by(MessageRow.id)))
        assert set(await session.scalars(select(InboxRow.state))) <= {"done"}
        assert not {"waiting", "sending"} & set(await session.scalars(select(OutboxRow.state)))
        holders = [ticket.open_for for ticket in await session.scalars(select(TicketRow)) if ticket.open_for]
    await database.close()
    assert len(holders) == len(set(holders))
    repeats = 0
    for chat in CHATS:
        mine = [row for row in rows if people[row.conversation_id] == chat]
        assert [row.text for row in mine if row.author == "resident"] == history.written[chat]
        told = [row.text for row in mine if row.author != "resident"]
        screen = [text.removesuffix("\n\n— Cán bộ phường") for text in history.world.channel.texts(chat)]
        assert [line for line, _ in groupby(screen)] == [line for line, _ in groupby(told)]
        repeats += len(screen) - len(told)
    assert repeats <= history.crashes


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=EXAMPLES == 15)
@given(story=st.lists(steps, min_size=5, max_size=30))
def test_every_history_ends_well(sqlite_template: Path, story: list[tuple[str, object, object]]) -> None:
    """Whatever happens: nothing is lost, only a crash doubles anything, nobody has two open tickets."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "history.db"
        path.write_bytes(sqlite_template.read_bytes())
        asyncio.run(played(f"sqlite:///{path}", story))
