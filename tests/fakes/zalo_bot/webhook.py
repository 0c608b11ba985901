"""Delivery of events to the bot's webhook, each until an answer with 2xx."""

import asyncio

import aiohttp

from tests.fakes.zalo_bot.world import Json, World

SECRET_HEADER = "X-Bot-Api-Secret-Token"
PAUSE = 0.5  # seconds of the platform's time between two tries


class Dispatcher:
    """Posts what happens while a webhook is set; `statuses` are the answers it got."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._task: asyncio.Task[None] | None = None
        self.statuses: list[int] = []

    def start(self) -> None:
        """Begin."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """End."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            waiting = self._world.events[self._world.read :] if self._world.webhook_url else []
            if not waiting:
                await self._world.changed.wait(0.2)
                continue
            self._world.read += len(waiting)
            for event in reversed(waiting) if self._world.switches.shuffles else waiting:
                await asyncio.gather(*(self._deliver(event) for _ in range(1 + self._world.switches.duplicates)))

    async def _deliver(self, event: Json) -> None:
        while True:
            status = await self._post(event)
            self.statuses.append(status)
            self._world.changed.ring()
            if 200 <= status <= 299:
                return
            await self._world.clock.sleep(PAUSE)

    async def _post(self, event: Json) -> int:
        body = {"ok": True, "result": event} if self._world.switches.wrapped else event
        headers = {SECRET_HEADER: self._world.webhook_secret, "User-Agent": "Java/1.8.0_192"}
        try:
            async with (
                aiohttp.ClientSession() as session,
                session.post(self._world.webhook_url, json=body, headers=headers) as answer,
            ):
                return answer.status
        except aiohttp.ClientError:
            return 0
