"""The HTTP face of the fake: /bot<token>/<method>, and the files that people sent."""

import json
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.fakes.telegram.answering import cut, reply
from tests.fakes.telegram.clock import Clock
from tests.fakes.telegram.history import Call, History
from tests.fakes.telegram.toxics import Toxic, Toxics
from tests.fakes.zalo_bot import errors
from tests.fakes.zalo_bot.errors import ApiError
from tests.fakes.zalo_bot.methods import METHODS
from tests.fakes.zalo_bot.people import People
from tests.fakes.zalo_bot.switches import Switches
from tests.fakes.zalo_bot.webhook import Dispatcher
from tests.fakes.zalo_bot.world import Json, World

HOST = "127.0.0.1"
TOKEN = "4200000001:FakeTokenOfTheHoiDapZaloBot"


class FakeZaloBot:
    """A platform of its own for one bot; `async with` starts and stops it.

    `speed` seconds of the platform's waiting pass in a real one.
    """

    def __init__(self, token: str = TOKEN, port: int = 0, speed: float = 1.0, **switches: Any) -> None:
        self.token = token
        self.port = port
        self.clock = Clock(speed)
        self.switches = Switches(**switches)
        self.world = World(self.clock, self.switches)
        self.people = People(self.world)
        self.toxics = Toxics(self.clock)
        self.history = History(self.clock)
        self.dispatcher = Dispatcher(self.world)
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """The base address, without a slash at its end."""
        return f"http://{HOST}:{self.port}"

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/photo/{name}", self._file)
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, self.port).start()
        self.port = self._runner.addresses[0][1]
        self.people.file_url = self.url
        self.dispatcher.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.toxics.clear()
        await self.dispatcher.stop()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _file(self, request: web.Request) -> web.Response:
        content = self.world.files.get(request.match_info["name"])
        return web.Response(status=404) if content is None else web.Response(body=content)

    async def _call(self, request: web.Request) -> web.StreamResponse:
        params = await _params(request)
        method = request.match_info["method"]
        call = self.history.begin(method, params)
        toxic = self.toxics.pick(method, params.get("chat_id"))
        if toxic is None:
            return await reply(request, *await self._execute(call, request.match_info["token"]))
        call.toxic = toxic.kind
        return await self._poisoned(request, call, toxic)

    async def _poisoned(self, request: web.Request, call: Call, toxic: Toxic) -> web.StreamResponse:
        """Not executed: reset, hang, error. Executed: lose_reply, truncate, slow, delay."""
        if toxic.kind == "reset":
            return cut(request)
        if toxic.kind == "hang":
            await self.toxics.cleared.wait()
            return cut(request)
        if toxic.kind == "error":
            return await reply(request, *self._failed(call, ApiError(toxic.status, toxic.description)), toxic)
        if toxic.kind == "delay":
            await self.clock.sleep(toxic.seconds)
        answer = await self._execute(call, request.match_info["token"])
        return cut(request) if toxic.kind == "lose_reply" else await reply(request, *answer, toxic, self.clock)

    async def _execute(self, call: Call, token: str) -> tuple[int, Json]:
        try:
            if token != self.token:
                raise errors.unauthorized()
            if call.method not in METHODS:
                raise errors.not_found()
            result = await METHODS[call.method](self.world, call.params)
        except ApiError as error:
            return self._failed(call, error)
        self.history.finish(call, 200, result)
        return 200, {"ok": True} if result is None else {"ok": True, "result": result}

    def _failed(self, call: Call, error: ApiError) -> tuple[int, Json]:
        self.history.finish(call, error.code, error=error.description)
        return error.code if self.switches.status == "mirror" or error.code >= 500 else 200, error.body()


async def _params(request: web.Request) -> Json:
    """The arguments, however they were sent: query, form, multipart or JSON."""
    params: Json = dict(request.query)
    if request.content_type == "application/json":
        return {**params, **json.loads(await request.read() or b"{}")}
    return params | {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
