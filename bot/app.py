"""The running bot: starts its parts in order, keeps their loops going, and stops without losing anything."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot import heap, silence
from bot.channels.base import Channel
from bot.clock import Clock
from bot.db import rooms
from bot.db.engine import Database, is_outage
from bot.db.migrations import migrate
from bot.deadlines import remind
from bot.expiry import tell_changes
from bot.health import Health
from bot.inbox import Door, Worker, where
from bot.kb_watch import KnowledgeWatch
from bot.metrics import Metrics
from bot.outbox import Relay
from bot.retention import forget_old
from bot.supervise import supervised
from bot.tickets import close_quiet
from bot.windows import warn

ROOM_LOOKS = 60.0
GAUGES = 15.0
SWEEPS = 600.0
DEADLINES = 60.0
FLUSH = 3.0
IN_FLIGHT = 2.0
CHANNEL_STOP = 4.0
DATABASE_RETRY = 3.0

_log = logging.getLogger(__name__)

RoomSpecs = dict[str, tuple[str, str, str]]
"""Staff room as in the setting → (channel, account, chat id)."""


@dataclass
class App:
    """All the parts; `run` lives until a signal, or until `until` returns."""

    database: Database
    clock: Clock
    metrics: Metrics
    health: Health
    knowledge: KnowledgeWatch
    channels: Sequence[Channel]
    room_specs: RoomSpecs
    door: Door
    worker: Worker
    relays: Sequence[Relay]
    keep_days: int
    greet: Callable[[], Awaitable[None]]
    until: Callable[[], Awaitable[None]] | None = None
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)
    _started: list[Channel] = field(default_factory=list)

    async def run(self) -> None:
        """Prepare, serve until it is time to stop, drain."""
        stop = _stop_signal()
        if await _unless(stop, self.prepare()):
            async with self.serving():
                await self.greet()
                await self._wait(stop)

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        """Every part at work; at the end everything is drained."""
        try:
            await self._start()
            yield
        finally:
            await self._drain()

    async def prepare(self) -> None:
        """The knowledge base can be used and the database is there, with its tables and the rooms of the setting."""
        self.knowledge.open()
        heap.settle()
        while True:
            try:
                await migrate(self.database)
                async with self.database.write() as session:
                    await rooms.settle(session, self.room_specs)
                break
            except Exception as error:
                if not is_outage(error):
                    raise
                _log.error("the database does not answer yet: %s", type(error).__name__)
                await asyncio.sleep(DATABASE_RETRY)

    async def _start(self) -> None:
        for channel in self.channels:
            await channel.start(self.door.of(channel))
            self._started.append(channel)
        self._spawn("worker", self.worker.run)
        for relay in self.relays:
            self._spawn(f"relay {relay.channel.name}", relay.run)
        self._spawn("faq watch", self.knowledge.run)
        self._spawn("rooms", self._watch_rooms)
        self._spawn("gauges", self._measure)
        self._spawn("sweeps", self._sweep)
        self._spawn("deadlines", self._watch_deadlines)
        self.health.serving = True

    def _spawn(self, name: str, loop: Callable[[], Awaitable[None]]) -> None:
        self._tasks.append(asyncio.create_task(supervised(name, loop, self.metrics), name=name))

    async def _wait(self, stop: asyncio.Event) -> None:
        waits = [asyncio.ensure_future(wait) for wait in (_ended(stop.wait), _ended(self.until or stop.wait))]
        _, left = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for task in left:
            task.cancel()
        if not stop.is_set():
            while await self.worker.turn():
                pass

    async def _drain(self) -> None:
        """Finish what is in hand, send what can be sent, let go. What is left stands in the database."""
        self.health.serving = False
        self.worker.stop()
        if self._tasks:
            await asyncio.wait(self._tasks[:1], timeout=IN_FLIGHT)
            await self._quiet(FLUSH)
        for relay in self.relays:
            await relay.stop(IN_FLIGHT)
        for channel in reversed(self._started):
            await self._stop(channel)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.database.close()

    async def _quiet(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                for relay in self.relays:
                    await relay.quiet()
        except TimeoutError:
            _log.warning("some parcels could not be sent before the stop; they are sent after the next start")

    async def _stop(self, channel: Channel) -> None:
        try:
            async with asyncio.timeout(CHANNEL_STOP):
                await channel.stop()
        except Exception as error:
            _log.warning("%s did not stop cleanly: %s", channel.name, where(error))

    async def _watch_rooms(self) -> None:
        """Learn which staff groups have topics; groups get them and lose them."""
        while True:
            for channel in self.channels:
                ask = getattr(channel, "room_is_forum", None)
                if ask is not None:
                    await self._look_at_rooms(channel, ask)
            await asyncio.sleep(ROOM_LOOKS)

    async def _look_at_rooms(self, channel: Channel, ask: Callable[[str], Awaitable[bool | None]]) -> None:
        async with self.database.read() as session:
            mine = [room for room in await rooms.active(session) if room.channel == channel.name]
        for room in mine:
            is_forum = await ask(room.chat_id)
            if is_forum is not None and is_forum != room.is_forum:
                async with self.database.write() as session:
                    await rooms.set_forum(session, room.id, is_forum=is_forum)

    async def _measure(self) -> None:
        while True:
            await self.health.measure()
            await asyncio.sleep(GAUGES)

    async def _watch_deadlines(self) -> None:
        while True:
            overdue = await remind(self.database, self.knowledge.desk(), self.clock.now())
            self.metrics.overdue.set(overdue)
            await asyncio.sleep(DEADLINES)

    async def _sweep(self) -> None:
        while True:
            await close_quiet(self.database, self.clock.now())
            for channel in self.channels:
                await warn(self.database, channel, self.clock.now())
                await silence.watch(self.database, channel, self.clock.now())
            await forget_old(self.database, self.clock.now(), self.keep_days)
            await tell_changes(self.database, self.knowledge.desk().kb, self.clock.now())
            await asyncio.sleep(SWEEPS)


def _stop_signal() -> asyncio.Event:
    """Set by SIGTERM or Ctrl-C."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop


async def _unless(stop: asyncio.Event, work: Awaitable[None]) -> bool:
    """Whether the work was done before the stop."""
    doing, stopped = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    await asyncio.wait({doing, stopped}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if not doing.done():
        doing.cancel()
        await asyncio.gather(doing, return_exceptions=True)
        return False
    await doing
    return True


async def _ended(wait: Callable[[], Awaitable[object]]) -> None:
    await wait()
