"""The door and the worker: an event is committed before it is acknowledged, and worked through exactly once."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.bell import Bell
from bot.channels.base import Channel, Deliver, Raw
from bot.clock import Clock
from bot.db import inbox
from bot.db.engine import Database, is_outage
from bot.db.models import InboxRow
from bot.limits import Holds
from bot.metrics import Metrics
from handlers import privacy
from handlers.messages import Event

MAX_RAW = 1 << 20
TRIES = 3
BACK_OFF = (1.0, 5.0)
POLL = 1.0
LANES = 200
TOGETHER = 4
"""Events that share a transaction when many wait: fewer commits, while the first of them hardly waits longer."""
HANDLED = "{}"
"""What is left of an event's content once it was handled; its id stays, to know it again."""

_log = logging.getLogger(__name__)

Handle = Callable[[AsyncSession, Event], Awaitable[None]]
"""Work through one event inside the given transaction."""


@dataclass(slots=True, eq=False)
class Brought:
    """An event on its way into the inbox; `new` is None until it is committed there."""

    values: dict[str, Any]
    new: bool | None = None


class Door:
    """Where raw events come in: cleaned, bounded, committed once; what comes at the same moment shares a commit."""

    def __init__(self, database: Database, clock: Clock, metrics: Metrics, bell: Bell) -> None:
        self._database = database
        self._clock = clock
        self._metrics = metrics
        self._bell = bell
        self._brought: list[Brought] = []
        self._turn = asyncio.Lock()

    def of(self, channel: Channel) -> Deliver:
        """The `deliver` for one channel."""

        async def deliver(event_id: str, lane: str, raw: Raw) -> bool:
            return await self._put(channel.name, channel.account, event_id, lane, raw)

        return deliver

    async def quarantine(self, channel: str, account: str, reason: str, body: bytes) -> None:
        """Keep the beginning of what cannot be read; the same nonsense again takes no more room."""
        event_id = "bad:" + hashlib.sha256(body).hexdigest()[:40]
        start = body[:4096].decode("utf-8", "replace").replace("\0", "")
        text = json.dumps({"body": privacy.mask(start)})
        await self._keep(channel, account, event_id, "quarantine", text, state="quarantined", error=reason[:200])

    async def _put(self, channel: str, account: str, event_id: str, lane: str, raw: Raw) -> bool:
        try:
            text = json.dumps(clean(raw))
        except (RecursionError, TypeError, ValueError) as nonsense:
            await self.quarantine(channel, account, type(nonsense).__name__, event_id.encode("utf-8", "replace"))
            return False
        if len(text) > MAX_RAW:
            await self.quarantine(channel, account, "too large", text.encode())
            return False
        return await self._keep(channel, account, short(event_id, 128), short(lane, 200), text)

    async def _keep(self, channel: str, account: str, event_id: str, lane: str, raw: str, **more: Any) -> bool:
        now = self._clock.now()
        values = {"state": "waiting", "attempts": 0, "next_at": now, "received_at": now, **more}
        key = {"channel": channel, "account": account, "event_id": event_id}
        new = await self._committed(Brought({**key, "lane": lane, "raw": raw, **values}))
        result = "repeat" if not new else "quarantined" if values["state"] == "quarantined" else "new"
        self._metrics.events.labels(channel, result).inc()
        self._bell.ring()
        return new

    async def _committed(self, mine: Brought) -> bool:
        """Whether the event was new; whoever's turn it is commits for all who have come until then.

        If that fails it is told to nobody else: each of the others tries again when its own turn comes.
        """
        self._brought.append(mine)
        async with self._turn:
            if mine.new is None:
                others = [one for one in self._brought if one is not mine]
                self._brought = []
                await self._commit([mine, *others])
        return bool(mine.new)

    async def _commit(self, together: list[Brought]) -> None:
        async with self._database.write(urgent=True) as session:
            found = [await inbox.put(session, **one.values) for one in together]
        for one, new in zip(together, found, strict=True):
            one.new = new


def clean(value: Any) -> Any:
    """The same value without NUL and lone surrogates in its texts: PostgreSQL and the platforms refuse them."""
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "ignore").decode()
    if isinstance(value, Mapping):
        return {clean(key): clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [clean(item) for item in value]
    return value


def masked(raw: str) -> str:
    """The same JSON with personal numbers and secrets covered in its texts."""
    return json.dumps(_masked(json.loads(raw)))


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return privacy.mask(value)
    if isinstance(value, dict):
        return {key: _masked(item) for key, item in value.items()}
    return [_masked(item) for item in value] if isinstance(value, list) else value


def short(name: str, length: int) -> str:
    """The name itself if it fits, else one that is just as unique."""
    name = clean(name)
    return name if len(name) <= length else "sha256:" + hashlib.sha256(name.encode()).hexdigest()


class Worker:
    """Works through waiting events: each lane in order, a lane in trouble waits alone."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        metrics: Metrics,
        bell: Bell,
        *,
        channels: Sequence[Channel],
        handle: Handle,
        rescue: Handle,
        after: Callable[[], None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._metrics = metrics
        self._bell = bell
        self._channels = {(channel.name, channel.account): channel for channel in channels}
        self._handle = handle
        self._rescue = rescue
        self._after = after
        self._holds = Holds()
        self._stopping = False

    async def run(self) -> None:
        """Work until `stop`; an outage of the database is waited out."""
        while not self._stopping:
            try:
                worked = await self.turn()
            except Exception as error:
                if not is_outage(error):
                    raise
                _log.error("database does not answer: %s", type(error).__name__)
                worked = False
            if not worked:
                await self._bell.wait(POLL)

    def stop(self) -> None:
        """Finish the present event and go no further."""
        self._stopping = True
        self._bell.ring()

    async def turn(self) -> bool:
        """One event of every lane that may go on; whether there was any."""
        async with self._database.read() as session:
            heads = await inbox.lane_heads(session, list(self._channels), limit=LANES)
        now = self._clock.monotonic()
        due = [(row_id, lane) for row_id, lane in heads if not self._holds.wait(lane, now)]
        for start in range(0, len(due), TOGETHER):
            if not self._stopping:
                await self._some(due[start : start + TOGETHER])
        return bool(due)

    async def _some(self, due: Sequence[tuple[int, str]]) -> None:
        """Events of several lanes in one transaction; if one of them fails, each in its own."""
        try:
            await self._work([row_id for row_id, _ in due])
            self._after()
        except Exception as error:
            if is_outage(error):
                raise
            for row_id, lane in due:
                await self._one(row_id, lane)

    async def _one(self, row_id: int, lane: str) -> None:
        try:
            await self._work([row_id])
        except Exception as error:
            if is_outage(error):
                raise
            _log.error("event %s failed: %s", row_id, where(error))
            await self._failed(row_id, lane, error)
        self._after()

    async def _work(self, row_ids: Sequence[int]) -> None:
        """Everything that follows from these events, in one transaction; the door waits for one of them at most."""
        done: list[InboxRow] = []
        async with self._database.write() as session:
            for row in await inbox.take(session, row_ids):
                event = self._read(row)
                if event is not None:
                    await self._handle(session, event)
                done.append(row)
                if self._database.is_urgently_awaited:
                    break
            for row in done:
                self._finish(row, "quarantined" if row.error else "done", forget=not row.error)
        self._count(done)

    def _read(self, row: InboxRow) -> Event | None:
        """The event, or None if it means nothing; nonsense leaves its reason in the row."""
        try:
            return self._channels[row.channel, row.account].parse(row.event_id, json.loads(row.raw))
        except ValueError as nonsense:
            row.error = type(nonsense).__name__
            return None

    async def _failed(self, row_id: int, lane: str, error: Exception) -> None:
        """Try again later; after the last try a person takes over."""
        async with self._database.write() as session:
            row = await inbox.take_one(session, row_id)
            if row is None:
                return
            row.attempts += 1
            row.error = type(error).__name__
            if row.attempts < TRIES:
                self._holds.set(lane, self._clock.monotonic() + BACK_OFF[row.attempts - 1])
                return
        await self._give_up(row_id)

    async def _give_up(self, row_id: int) -> None:
        """The poisoned event becomes a ticket; if even that fails it is kept as it is, and counted."""
        try:
            await self._poison(row_id, rescue=True)
        except Exception as error:
            if is_outage(error):
                raise
            _log.error("rescue of event %s failed: %s", row_id, where(error))
            await self._poison(row_id, rescue=False)

    async def _poison(self, row_id: int, *, rescue: bool) -> None:
        async with self._database.write() as session:
            row = await inbox.take_one(session, row_id)
            if row is None:
                return
            event = self._read(row) if rescue else None
            if event is not None:
                await self._rescue(session, event)
            self._finish(row, "poisoned", forget=event is not None)
        self._count([row])

    def _finish(self, row: InboxRow, state: str, *, forget: bool) -> None:
        """Done with it: the people's words are where they belong and no longer here, unless nobody could read them."""
        now = self._clock.now()
        row.state = state
        row.raw = HANDLED if forget else masked(row.raw)
        row.done_at = now

    def _count(self, done: Sequence[InboxRow]) -> None:
        now = self._clock.now()
        for row in done:
            self._metrics.handled.labels(row.channel, row.state).inc()
            self._metrics.handling.observe(max(0.0, (now - row.received_at).total_seconds()))


def where(error: BaseException) -> str:
    """The kind of an error and the line that raised it; never its text, which may quote a person."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno}" if trace else "?"
    return f"{type(error).__name__} at {place}"
