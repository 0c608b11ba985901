"""A question goes to an officer and comes back while the process dies at every single point of the way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.base import Parcel, Receipt
from bot.db.engine import Database
from bot.db.models import InboxRow, MessageRow, OutboxRow, TicketRow
from bot.outbox import LAPSE
from tests.fakes.clock import FakeClock
from tests.fakes.memory import MemoryChannel
from tests.fakes.ward import ROOM, Ward

SCRIPT = ("gặp cán bộ", "con mèo nhà hàng xóm kêu suốt đêm", "1", "thêm một tin")


class Crash(BaseException):
    """The process is gone; nothing may catch this."""


@dataclass
class Points:
    """Counts the points at which a process can die; dies at one of them, once."""

    deadly: int | None
    passed: int = 0
    died: bool = False

    def pass_one(self) -> None:
        self.passed += 1
        if self.passed == self.deadly:
            self.died = True
            raise Crash


class FragileDatabase(Database):
    """Dies before a transaction, before its commit, or right after it."""

    def __init__(self, url: str, points: Points) -> None:
        super().__init__(url)
        self._points = points
        if self.is_sqlite:
            event.listen(self.engine.sync_engine, "connect", _hurry)

    @asynccontextmanager
    async def write(self, *, urgent: bool = False) -> AsyncIterator[AsyncSession]:
        self._points.pass_one()
        async with super().write(urgent=urgent) as session:
            yield session
            self._points.pass_one()
        self._points.pass_one()


def _hurry(connection: Any, _record: Any) -> None:
    """A process dies here, never the machine: waiting for the disk would prove nothing."""
    connection.execute("PRAGMA synchronous=OFF")


@dataclass
class FragileChannel(MemoryChannel):
    """Dies before a message is on the screen, or when it is and nobody has heard."""

    points: Points = field(default_factory=lambda: Points(None))

    async def send(self, parcel: Parcel) -> Receipt:
        self.points.pass_one()
        receipt = await super().send(parcel)
        self.points.pass_one()
        return receipt


class World:
    """What outlives a crash: the platform's screen and the database."""

    def __init__(self, url: str, points: Points) -> None:
        self.url = url
        self.points = points
        self.channel = FragileChannel(points=points)
        self.clock = FakeClock()
        self.events = 0
        self.ward: Ward | None = None

    async def start(self) -> Ward:
        """Start the bot, again and again if it dies while starting."""
        while True:
            try:
                ward = Ward(FragileDatabase(self.url, self.points), self.clock, self.channel)
                self.ward = await ward.open()
                await self.ward.settle()
            except Crash:
                continue
            return self.ward

    async def happen(self, chat_id: str, words: str, **more: object) -> None:
        """A message is written; the platform repeats it until the bot has acknowledged it."""
        self.events += 1
        event_id = f"e{self.events}"
        while True:
            try:
                ward = self.ward or await self.start()
                await self.channel.receive(chat_id, words, event_id=event_id, message_id=f"m-{event_id}", **more)
                await ward.settle()
            except Crash:
                await self.die()
                continue
            return

    async def die(self) -> None:
        """Nothing of the process is left but what it had committed."""
        if self.ward is not None:
            await self.ward.database.close()
        self.ward = None
        self.clock.advance(LAPSE + 1)

    async def play(self) -> None:
        """The whole story: asked, handed over, answered."""
        await self.start()
        for words in SCRIPT:
            await self.happen("5", words)
        card = self.channel.id_of(ROOM, "Phiếu #")
        await self.happen(
            ROOM, "Dạ, chị gọi tổ dân phố", reply_to=card, chat_kind="group", user_id="7", user_name="Chị Lan"
        )
        await self.die()

    def screen(self) -> Counter[tuple[str, str, str]]:
        """What people see, without the ticket's code and the order of chats."""
        return Counter((p.chat_id, p.kind, re.sub(r"#\w{4}", "#CODE", p.text)) for p in self.channel.sent)


async def outcome(url: str) -> dict[str, object]:
    """What the database holds in the end."""
    database = Database(url)
    async with database.read() as session:
        messages = [
            (row.author, re.sub(r"#\w{4}", "#CODE", row.text))
            for row in await session.scalars(select(MessageRow).order_by(MessageRow.id))
        ]
        result = {
            "messages": messages,
            "tickets": list(await session.scalars(select(TicketRow.state))),
            "inbox": list(await session.scalars(select(InboxRow.state).order_by(InboxRow.id))),
            "undone": await session.scalar(
                select(func.count()).select_from(OutboxRow).where(OutboxRow.state.in_(("waiting", "sending")))
            ),
        }
        if database.is_sqlite:
            result["integrity"] = await session.scalar(text("PRAGMA integrity_check"))
    await database.close()
    return result


async def played(url: str, deadly: int | None) -> World:
    world = World(url, Points(deadly))
    await world.play()
    return world


@pytest.mark.timeout(400)
async def test_dying_anywhere_loses_nothing(sqlite_template: Path, tmp_path: Path) -> None:
    """Whatever the point: nothing lost, one ticket, at most one message repeated, and that one word for word."""

    def fresh(name: str) -> str:
        path = tmp_path / f"{name}.db"
        path.write_bytes(sqlite_template.read_bytes())
        return f"sqlite:///{path}"

    url = fresh("whole")
    whole = await played(url, None)
    expected = await outcome(url)
    assert expected["tickets"] == ["answered"]
    assert whole.points.passed > 60
    repeats = 0
    for deadly in range(1, whole.points.passed + 1):
        url = fresh(str(deadly))
        world = await played(url, deadly)
        assert world.points.died, deadly
        assert await outcome(url) == expected, deadly
        extra = world.screen() - whole.screen()
        assert not whole.screen() - world.screen(), deadly
        assert extra.total() <= 1, (deadly, extra)
        assert set(extra) <= set(whole.screen()), (deadly, extra)
        repeats = max(repeats, extra.total())
    assert repeats == 1, "the sweep never hit the gap between sending and marking: it proves nothing"


async def test_dying_on_postgresql_loses_nothing(
    database_url: str,
) -> None:
    """The gap between a send and its mark, and the commit of the hand-over, on both databases."""
    world = await played(database_url, 25)
    assert world.points.died
    result = await outcome(database_url)
    assert (result["tickets"], result["undone"]) == (["answered"], 0)
    assert set(result["inbox"]) == {"done"}  # type: ignore[call-overload]
