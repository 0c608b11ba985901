"""A bot's webhook for tests: records what arrives and answers as it is told."""

from types import TracebackType
from typing import Self

from aiohttp import web

from tests.fakes.telegram import Json
from tests.fakes.telegram.bell import Bell


class WebhookReceiver:
    """Listens on a free loopback port; `statuses` are the next answers, then 200."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.bodies: list[Json] = []
        self.secrets: list[str | None] = []
        self.url = ""
        self.received = Bell()
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/telegram", self._receive)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/telegram"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _receive(self, request: web.Request) -> web.Response:
        self.bodies.append(await request.json())
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.received.ring()
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)
