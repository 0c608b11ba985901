"""The HTTP face of the fake: the consent server, the OpenAPI, and the files that people sent, at one address."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.clock import Clock, SystemClock
from tests.fakes.zalo_oa.api import CALLS
from tests.fakes.zalo_oa.errors import ApiError, Json
from tests.fakes.zalo_oa.faults import Faults
from tests.fakes.zalo_oa.oauth import OAuth
from tests.fakes.zalo_oa.people import People
from tests.fakes.zalo_oa.webhook import Webhook
from tests.fakes.zalo_oa.world import Sent, World

HOST = "127.0.0.1"
OA_ID = "4318657068771012646"
APP_ID = "1234567890123456789"
APP_SECRET = "khoa-bi-mat-cua-ung-dung"
WEBHOOK_SECRET = "khoa-bi-mat-cua-webhook"
_RATE = {"X-RateLimit-Limit": "4000", "X-RateLimit-Remain": "3999"}


class FakeZaloOa:
    """A platform of its own for one account; `async with` starts and stops it."""

    def __init__(self, clock: Clock | None = None, port: int = 0) -> None:
        self.port = port
        self.clock = clock or SystemClock()
        self.world = World(OA_ID, self.clock)
        self.oauth = OAuth(APP_ID, APP_SECRET, OA_ID, self.clock)
        self.webhook = Webhook(APP_ID, WEBHOOK_SECRET)
        self.people = People(self.world, self.webhook)
        self.faults = Faults()
        self.calls: list[tuple[str, str]] = []
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=8 << 20)
        app.router.add_post("/v4/oa/access_token", self._tokens)
        app.router.add_get("/cdn/{name}", self._file)
        app.router.add_route("*", "/{path:.*}", self._call)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, self.port).start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    def sent(self, to: str) -> list[Sent]:
        """What the account has sent to a person or a group, in order."""
        return [one for one in self.world.sent if one.to == to]

    def texts(self, to: str) -> list[str]:
        """The words of it."""
        return [one.text for one in self.sent(to)]

    def file(self, name: str, content: bytes) -> str:
        """Keep a file as if a person had sent it; its address."""
        self.world.files[name] = content
        return f"{self.url}/cdn/{name}"

    async def _file(self, request: web.Request) -> web.Response:
        content = self.world.files.get(request.match_info["name"])
        return web.Response(status=404) if content is None else web.Response(body=content)

    async def _tokens(self, request: web.Request) -> web.StreamResponse:
        fault = self.faults.pick(request.path)
        if fault is not None and fault.kind == "reset":
            return _cut(request)
        if fault is not None and fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        answer = await self.oauth.handle(request)
        return _cut(request) if fault is not None and fault.kind == "lose_reply" else answer

    async def _call(self, request: web.Request) -> web.StreamResponse:
        self.calls.append((request.method, request.path))
        fault = self.faults.pick(request.path)
        match fault.kind if fault else None:
            case "reset":
                return _cut(request)
            case "html" if fault:
                return web.Response(status=fault.status, text="<html>Bad Gateway</html>", content_type="text/html")
            case "error" if fault:
                return web.json_response(ApiError(fault.code).body(), headers=_RATE)
            case "slow" if fault:
                await asyncio.sleep(fault.seconds)
        answer = await self._answer(request)
        return _cut(request) if fault and fault.kind == "lose_reply" else web.json_response(answer, headers=_RATE)

    async def _answer(self, request: web.Request) -> Json:
        refused = self.oauth.refusal(request.headers.get("access_token", ""))
        handler = CALLS.get((request.method, request.path))
        try:
            if refused is not None:
                raise ApiError(refused)
            if handler is None:
                raise ApiError(-240 if request.path == "/v2.0/oa/message" else -209)
            return {"error": 0, "message": "Success", "data": await handler(self.world, request)}
        except ApiError as error:
            return error.body()


def _cut(request: web.Request) -> web.Response:
    """Close the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
