"""A whole bot in one process over channels in memory; time stands still unless a test moves it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from random import Random
from typing import Literal

from bot.bell import Bell
from bot.db import rooms
from bot.db.engine import Database
from bot.inbox import Door, Worker
from bot.metrics import Metrics
from bot.outbox import Relay
from bot.pipeline import Pipeline
from bot.shell import Shell
from handlers import Desk
from knowledge import default_faq, entries, load
from knowledge.matcher import Matcher
from tests.fakes.clock import FakeClock
from tests.fakes.memory import MemoryChannel

ROOM = "-100"


@cache
def shipped_desk() -> Desk:
    """The knowledge base that ships, loaded once for all tests."""
    kb = load(default_faq())
    return Desk(kb, Matcher(entries(kb)))


class Ward:
    """Door, worker and relays, driven by hand until nothing is left to do."""

    def __init__(
        self,
        database: Database,
        clock: FakeClock,
        *channels: MemoryChannel,
        forum: bool = False,
        seed: int = 1,
        sign: Literal["ward", "name"] = "ward",
    ) -> None:
        self.database = database
        self.clock = clock
        self.channels: Sequence[MemoryChannel] = channels or (MemoryChannel(),)
        self.channel = self.channels[0]
        self.metrics = Metrics()
        self.forum = forum
        by_name = {channel.name: channel for channel in self.channels}
        self.shell = Shell(clock, Random(seed), shipped_desk, by_name, self.metrics, sign)
        self.pipeline = Pipeline(self.shell)
        bell = Bell()
        self.door = Door(database, clock, self.metrics, bell)
        self.worker = Worker(
            database,
            clock,
            self.metrics,
            bell,
            channels=self.channels,
            handle=lambda session, event: self.pipeline.handle(session, event),
            rescue=lambda session, event: self.pipeline.rescue(session, event),
            after=lambda: None,
        )
        self.relays = [
            Relay(channel, database, clock, self.metrics, channels=by_name, chance=Random(seed))
            for channel in self.channels
        ]

    async def open(self, specs: dict[str, tuple[str, str, str]] | None = None) -> Ward:
        """Start the channels; the group -100 of the first one is the staff room unless `specs` says otherwise."""
        for channel in self.channels:
            await channel.start(self.door.of(channel))
        async with self.database.write() as session:
            await rooms.settle(session, specs or {"memory": (self.channel.name, self.channel.account, ROOM)})
            for room in await rooms.active(session):
                room.is_forum = self.forum
        return self

    async def work(self) -> None:
        """Work through all that waits in the inbox."""
        while await self.worker.turn():
            pass

    async def send(self) -> None:
        """Send all that may leave now."""
        for relay in self.relays:
            await drained(relay)

    async def settle(self) -> None:
        """Work and send until nothing is left to do at this moment."""
        await self.work()
        await self.send()

    async def ask(self, chat_id: str, *said: str) -> None:
        """A resident writes, message after message."""
        for text in said:
            await self.channel.receive(chat_id, text)
            await self.settle()

    async def officer(self, text: str = "", **more: object) -> None:
        """An officer writes in the group."""
        fields: dict[str, object] = {"chat_kind": "group", "user_id": "7", "user_name": "Chị Lan", **more}
        await self.channel.receive(ROOM, text, **fields)
        await self.settle()

    async def hand_off(self, chat_id: str, question: str = "con mèo nhà hàng xóm kêu suốt đêm") -> str:
        """A resident's question goes to the officers; the ticket's code."""
        await self.ask(chat_id, "gặp cán bộ", question, "1")
        words = " ".join(self.channel.texts(chat_id))
        return words.rsplit("#", 1)[1][:4]


async def drained(relay: Relay) -> None:
    """Run a relay until no lane may go on."""
    while True:
        await relay.turn()
        if relay.idle:
            return
        while not relay.idle:
            await relay.landed()
