"""The HTTP face of the fake: /bot<token>/<method>, /file/bot<token>/<path>, /control/…"""

import copy
import inspect
import re
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.fakes.telegram import errors
from tests.fakes.telegram.answering import cut, reply
from tests.fakes.telegram.clock import Clock
from tests.fakes.telegram.control import control_routes
from tests.fakes.telegram.errors import ApiError
from tests.fakes.telegram.history import Call, History
from tests.fakes.telegram.methods import METHODS, SENDS
from tests.fakes.telegram.params import Params, read_params
from tests.fakes.telegram.people import People
from tests.fakes.telegram.shapes import Json
from tests.fakes.telegram.toxics import Toxic, Toxics
from tests.fakes.telegram.world import World

HOST = "127.0.0.1"
TOKEN = "8100000001:AAFakeTokenOfTheHoiDapTestBot-0123"
LARGEST_UPLOAD = 50 * 1024**2
_TOKEN_SHAPE = re.compile(r"\d{1,20}:[\w-]+")
_BY_LOWER_NAME = {name.lower(): name for name in METHODS}


class FakeTelegram:
    """A Telegram of its own for one bot; `async with` starts and stops it.

    `port` 0 takes a free one; `speed` seconds of Telegram's waiting pass in a real one.
    """

    def __init__(self, token: str = TOKEN, port: int = 0, speed: float = 1.0) -> None:
        self.token = token
        self.port = port
        self.clock = Clock(speed)
        self.world = World(int(token.partition(":")[0]), self.clock)
        self.people = People(self.world)
        self.toxics = Toxics(self.clock)
        self.history = History(self.clock)
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """The base address, without a slash at its end."""
        return f"http://{HOST}:{self.port}"

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen on loopback."""
        app = web.Application(client_max_size=LARGEST_UPLOAD)
        app.add_routes(control_routes(self))
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Stop listening; hanging calls are cut off."""
        self.world.webhook.remove()
        self.world.updates.interrupt_poll(errors.OTHER_POLLER)
        self.toxics.clear()
        if self._runner is not None:
            await self._runner.cleanup()

    def sends(self, chat_id: int | None = None) -> list[Call]:
        """The successful sends, in order, those with a lost reply included."""
        calls = self.history.find(chat_id=chat_id)
        return [call for call in calls if call.ok and call.method in SENDS]

    async def _download(self, request: web.Request) -> web.StreamResponse:
        paths = {file.path: file for file in self.world.files.values()}
        file = paths.get(request.match_info["path"])
        if request.match_info["token"] != self.token or file is None:
            return web.json_response(errors.not_found().body(), status=404)
        return web.Response(body=file.content, content_type="application/octet-stream")

    async def _call(self, request: web.Request) -> web.StreamResponse:
        try:
            method = self._method(request)
            params = await read_params(request)
        except ApiError as error:
            return web.json_response(error.body(), status=error.code)
        toxic = self.toxics.pick(method, params.values.get("chat_id"))
        call = self.history.begin(method, params.values)
        if toxic is None:
            return await reply(request, *await self._execute(call, params))
        call.toxic = toxic.kind
        return await self._poisoned(request, call, params, toxic)

    def _method(self, request: web.Request) -> str:
        token = request.match_info["token"]
        method = _BY_LOWER_NAME.get(request.match_info["method"].lower())
        if not _TOKEN_SHAPE.fullmatch(token):
            raise errors.not_found()
        if token != self.token:
            raise errors.unauthorized()
        if method is None:
            raise errors.not_found()
        return method

    async def _poisoned(self, request: web.Request, call: Call, params: Params, toxic: Toxic) -> web.StreamResponse:
        if toxic.kind == "reset":
            return cut(request)
        if toxic.kind == "hang":
            await self.toxics.cleared.wait()
            return cut(request)
        if toxic.kind == "error":
            error = _error_of(toxic)
            self.history.finish(call, error.code, error=error.description)
            return await reply(request, error.code, error.body(), toxic)
        if toxic.kind == "delay":
            await self.clock.sleep(toxic.seconds)
        status, body = await self._execute(call, params)
        if toxic.kind == "lose_reply":
            return cut(request)
        return await reply(request, status, body, toxic, self.clock)

    async def _execute(self, call: Call, params: Params) -> tuple[int, Json]:
        try:
            result: Any = METHODS[call.method](self.world, params)
            if inspect.isawaitable(result):
                result = await result
        except ApiError as error:
            self.history.finish(call, error.code, error=error.description)
            return error.code, error.body()
        self.history.finish(call, 200, copy.deepcopy(result))
        return 200, {"ok": True, "result": result}


def _error_of(toxic: Toxic) -> ApiError:
    if toxic.retry_after is not None:
        return errors.too_many_requests(toxic.retry_after)
    return ApiError(toxic.status, toxic.description)
