"""A whole bot on one port of loopback, alive: the web channel, the worker and the relays run until the test ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from typing import Any

from aiohttp import web

from bot.bell import Bell
from bot.channels.base import Channel
from bot.channels.web import WebChannel, new_sign_in_link
from bot.clock import Clock, SystemClock
from bot.db import rooms
from bot.db.engine import Database
from bot.inbox import Door, Worker
from bot.metrics import Metrics
from bot.outbox import Relay
from bot.pipeline import Pipeline
from bot.shell import Shell
from handlers import Desk
from tests.fakes.ward import shipped_desk


class LivingWard:
    """The running bot: where it is served, and its parts."""

    def __init__(
        self,
        database: Database,
        data_dir: Path,
        *others: Channel,
        desk: Callable[[], Desk] = shipped_desk,
        clock: Clock | None = None,
        extra_routes: tuple[web.RouteDef, ...] = (),
        **more: Any,
    ) -> None:
        self.database = database
        self.clock = clock or SystemClock()
        self.metrics = Metrics()
        self.ready = True
        self.web = WebChannel(
            host="127.0.0.1",
            port=0,
            database=database,
            desk=desk,
            clock=self.clock,
            data_dir=data_dir,
            health=self._health,
            metrics=self.metrics.render,
            extra_routes=extra_routes,
            **{"public_url": "", **more},
        )
        self.channels: list[Channel] = [self.web, *others]
        by_name = {channel.name: channel for channel in self.channels}
        bell = Bell()
        self.door = Door(database, self.clock, self.metrics, bell)
        pipeline = Pipeline(Shell(self.clock, Random(1), desk, by_name, self.metrics))
        self.worker = Worker(
            database,
            self.clock,
            self.metrics,
            bell,
            channels=self.channels,
            handle=pipeline.handle,
            rescue=pipeline.rescue,
            after=self._after,
        )
        self.relays = [
            Relay(channel, database, self.clock, self.metrics, channels=by_name, chance=Random(1))
            for channel in self.channels
        ]

    async def _health(self) -> dict[str, bool]:
        return {"ready": self.ready}

    def _after(self) -> None:
        for relay in self.relays:
            relay.bell.ring()
        self.web.wake_staff()

    async def sign_in_path(self) -> str:
        """A fresh one-time link into the staff room."""
        return await new_sign_in_link(self.database, self.clock)


@asynccontextmanager
async def living(ward: LivingWard, **rooms_of_others: tuple[str, str, str]) -> AsyncIterator[LivingWard]:
    """The ward at work, with the web staff room (and others by spec)."""
    async with ward.database.write() as session:
        await rooms.settle(session, {"web": ("web", "web", "staff"), **rooms_of_others})
    for channel in ward.channels:
        await channel.start(ward.door.of(channel))
    tasks = [asyncio.create_task(one.run()) for one in (ward.worker, *ward.relays)]
    try:
        yield ward
    finally:
        for channel in ward.channels:
            await channel.stop()
        ward.worker.stop()
        for relay in ward.relays:
            await relay.stop(2)
        await asyncio.wait_for(asyncio.gather(*tasks), 10)
