"""The relay: the only place that sends. It marks, sends, and records what came of it, lane by lane.

A mark is renewed while the send is under way. One that was not renewed for `LAPSE` seconds belongs to nobody: its
process is gone, and the row is sent again; rows that another living process is sending are left to it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random

from sqlalchemy.ext.asyncio import AsyncSession

from bot import quota
from bot.bell import Bell
from bot.channels.base import Channel, Parcel, Receipt, RetryAt
from bot.clock import Clock
from bot.db import outbox
from bot.db.engine import Database, is_outage
from bot.db.models import OutboxRow
from bot.db.outbox import Head
from bot.inbox import where
from bot.limits import Holds, Pace
from bot.metrics import Metrics
from bot.receipts import settle, shelve

POLL = 1.0
SEND_TIMEOUT = 40.0
RENEW = 2.5
LAPSE = 10.0
AT_ONCE = 16
LANES = 1000
MEDIA_LIMIT = 20 << 20
LONGEST_BACK_OFF = 60.0
ACCOUNT = ""  # the lane that stands for all of an account

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """A row on its way out."""

    row_id: int
    lane: str
    attempts: int
    parcel: Parcel


class Relay:
    """Sends one channel's parcels: in order within a lane, several lanes at once, at the platform's pace."""

    def __init__(
        self,
        channel: Channel,
        database: Database,
        clock: Clock,
        metrics: Metrics,
        *,
        channels: Mapping[str, Channel],
        chance: Random,
    ) -> None:
        self.channel = channel
        self.bell = Bell()
        self._database = database
        self._clock = clock
        self._metrics = metrics
        self._channels = channels
        self._chance = chance
        self._holds = Holds()
        self._pace = Pace(channel.limits)
        self._flying: dict[str, asyncio.Task[None]] = {}
        self._marked: dict[int, float] = {}
        self._rested = False
        self._left = True
        self._stopping = False

    async def run(self) -> None:
        """Send until `stop`; an outage of the database is waited out."""
        while not self._stopping:
            try:
                wait = await self.turn()
            except Exception as error:
                if not is_outage(error):
                    raise
                _log.error("database does not answer: %s", type(error).__name__)
                wait = POLL
            await self.bell.wait(min(wait, POLL))

    async def stop(self, seconds: float) -> None:
        """Begin nothing new; sends under way may end within `seconds`, later ones are repeated at the next start."""
        self._stopping = True
        self.bell.ring()
        if self._flying:
            _, late = await asyncio.wait(list(self._flying.values()), timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def quiet(self) -> None:
        """Return once nothing is under way and nothing that is due is left."""
        self._left = True
        self.bell.ring()
        while self._flying or self._left:  # noqa: ASYNC110 - only at the stop, and never for long
            await asyncio.sleep(0.05)

    @property
    def idle(self) -> bool:
        """Whether nothing is under way."""
        return not self._flying

    async def landed(self) -> None:
        """Wait until everything that is under way has its receipt."""
        await asyncio.gather(*self._flying.values())

    async def turn(self) -> float:
        """Begin to send every lane's head that may leave now; seconds until it is worth looking again."""
        if not self._rested:
            await self._rest_on()
        await self._renew()
        heads = await self._heads()
        if stray := [row.id for row in heads if self._is_stray(row)]:
            await self._release(stray)
            heads = await self._heads()
        due: list[int] = []
        plain: list[int] = []
        wait = POLL
        for row in heads:
            if row.state != "waiting" or row.lane in self._flying:
                continue
            if rest := self._rest(row):
                wait = min(wait, rest)
            elif self.channel.capabilities.repeatable and not row.is_media:
                plain.append(row.id)
            elif len(self._flying) + len(due) < AT_ONCE:
                self._pace_take(row)
                due.append(row.id)
        self._left = bool(due or plain)
        if plain and not await self._handed_over(plain):
            due += plain[: AT_ONCE - len(self._flying) - len(due)]
        for job in await self._mark(due):
            self._marked[job.row_id] = self._clock.monotonic()
            self._flying[job.lane] = asyncio.create_task(self._fly(job))
        return wait

    async def _handed_over(self, row_ids: list[int]) -> bool:
        """Send what may be sent twice, without marks and in one transaction; False if it must go one by one."""
        try:
            async with self._database.write() as session:
                for row_id in row_ids:
                    await self._hand_over(session, row_id)
        except Exception as error:
            if is_outage(error):
                raise
            _log.error("%d parcels for %s: %s", len(row_ids), self.channel.name, where(error))
            return False
        self.bell.ring()
        return True

    async def _hand_over(self, session: AsyncSession, row_id: int) -> None:
        row = await outbox.take(session, row_id, self._clock.now())
        if row is None:
            return
        parcel = await outbox.parcel_of(session, row)
        if parcel is None:
            row.state, row.done_at = "superseded", self._clock.now()
            return
        receipt = self._timed(await self._send(parcel), row.attempts)
        if rest := await settle(session, row, parcel, receipt, self._clock.now()):
            self._holds.set(row.lane, self._clock.monotonic() + rest)
        self._metrics.receipts.labels(self.channel.name, type(receipt).__name__).inc()

    async def _heads(self) -> Sequence[Head]:
        async with self._database.read() as session:
            return await outbox.lane_heads(session, self.channel.name, self.channel.account, limit=LANES)

    def _is_stray(self, row: Head) -> bool:
        """Marked, but by nobody who is still there; on either side of now, for a wall clock may have been set."""
        age = (self._clock.now() - row.next_at).total_seconds()
        return row.state == "sending" and row.lane not in self._flying and abs(age) > LAPSE

    async def _release(self, stray: list[int]) -> None:
        async with self._database.write() as session:
            again = await outbox.release(session, stray, self._clock.now(), timedelta(seconds=LAPSE))
        if again:
            _log.warning(
                "%s: %d parcels were under way in a process that is gone; sent again", self.channel.name, again
            )

    async def _renew(self) -> None:
        """Say of sends that take long that they are still under way."""
        now = self._clock.monotonic()
        long = [row_id for row_id, then in self._marked.items() if now - then >= RENEW]
        if long:
            async with self._database.write() as session:
                await outbox.renew(session, long, self._clock.now())
            self._marked.update((row_id, now) for row_id in long if row_id in self._marked)

    async def _rest_on(self) -> None:
        """Lanes that were told to wait before the start wait on."""
        now = self._clock.now()
        for row in await self._heads():
            if row.state == "waiting" and row.next_at > now:
                self._holds.set(row.lane, self._clock.monotonic() + (row.next_at - now).total_seconds())
        self._rested = True

    def _rest(self, row: Head) -> float:
        now = self._clock.monotonic()
        rest = max(self._holds.wait(row.lane, now), self._holds.wait(ACCOUNT, now))
        if rest or row.role == "ack":
            return rest
        return self._pace.wait(row.chat_id, group=row.is_group, now=now)

    def _pace_take(self, row: Head) -> None:
        if row.role != "ack":
            self._pace.take(row.chat_id, group=row.is_group, now=self._clock.monotonic())

    async def _mark(self, row_ids: list[int]) -> list[Job]:
        """Commit that these rows are being sent, before any of them is."""
        if not row_ids:
            return []
        jobs: list[Job] = []
        async with self._database.write() as session:
            for row_id in row_ids:
                row = await outbox.take(session, row_id, self._clock.now())
                if row is None:
                    continue
                parcel = await outbox.parcel_of(session, row)
                if parcel is None or (parcel.kind == "edit" and not self.channel.capabilities.edits):
                    row.state, row.done_at = "superseded", self._clock.now()
                else:
                    jobs.append(Job(row.id, row.lane, row.attempts, parcel))
        self.bell.ring()
        return jobs

    async def _fly(self, job: Job) -> None:
        try:
            receipt = await self._send(job.parcel)
            await self._record(job, receipt)
        finally:
            del self._flying[job.lane], self._marked[job.row_id]
            self.bell.ring()

    async def _send(self, parcel: Parcel) -> Receipt:
        try:
            async with asyncio.timeout(SEND_TIMEOUT):
                return await self.channel.send(await self._with_content(parcel))
        except TimeoutError:
            return RetryAt(reason="timeout")
        except Exception as error:
            _log.error("%s broke its promise while sending: %s", self.channel.name, where(error))
            return RetryAt(reason=type(error).__name__)

    async def _with_content(self, parcel: Parcel) -> Parcel:
        """Media of another channel travels as bytes."""
        if parcel.kind != "media" or parcel.media is None or parcel.origin in (None, self.channel.name):
            return parcel
        origin = self._channels.get(parcel.origin or "")
        ref = parcel.media.ref
        content = await origin.fetch(ref, limit=MEDIA_LIMIT) if origin and ref else None
        return replace(parcel, content=content)

    async def _record(self, job: Job, receipt: Receipt) -> None:
        """Commit the receipt; forgetting it would send the parcel twice, so an outage is waited out here too."""
        receipt = self._timed(receipt, job.attempts)
        if isinstance(receipt, RetryAt) and receipt.seconds is not None:
            until = self._clock.monotonic() + receipt.seconds
            self._holds.set(ACCOUNT if receipt.whole_account else job.lane, until)
        while not await self._settled(job, receipt):  # noqa: ASYNC110 - an outage rings no bell when it ends
            await asyncio.sleep(POLL)
        self._metrics.receipts.labels(self.channel.name, type(receipt).__name__).inc()

    async def _settled(self, job: Job, receipt: Receipt) -> bool:
        """Whether the receipt is recorded; False during an outage."""
        for settler in (settle, shelve):
            try:
                # What was sent and is not yet recorded would be sent again after a crash: it waits behind nothing.
                async with self._database.write(urgent=True) as session:
                    row = await session.get(OutboxRow, job.row_id, with_for_update=True)
                    rest = await settler(session, row, job.parcel, receipt, self._clock.now()) if row else 0.0
                    await quota.count(session, self.channel, receipt, self._clock.now())
                if rest:
                    self._holds.set(job.lane, self._clock.monotonic() + rest)
                return True
            except Exception as error:
                if is_outage(error):
                    return False
                _log.error("receipt of parcel %s: %s", job.row_id, where(error))
        return True

    def _timed(self, receipt: Receipt, attempts: int) -> Receipt:
        """A retry without a time gets ours: doubling, at most a minute, never two lanes in step."""
        if not isinstance(receipt, RetryAt) or receipt.seconds is not None:
            return receipt
        ceiling = min(LONGEST_BACK_OFF, 2.0 ** min(attempts - 1, 6))
        return replace(receipt, seconds=ceiling * self._chance.uniform(0.5, 1.0))
