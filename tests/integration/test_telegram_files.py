"""Files from a Bot API server that does not do what it says."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from bot.channels.telegram import TelegramChannel
from bot.clock import SystemClock
from tests.fakes.telegram import TOKEN

CONTENT = b"x" * 100_000


class OddServer:
    """Answers getFile with `file`; serves CONTENT under /…/long, sends /…/away to another server."""

    def __init__(self) -> None:
        self.file: dict[str, Any] = {}
        self.elsewhere = ""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        if request.path.endswith("/getFile"):
            return web.json_response({"ok": True, "result": {"file_id": "f", "file_unique_id": "u", **self.file}})
        if request.path.endswith("/away"):
            raise web.HTTPFound(self.elsewhere)
        return web.Response(body=CONTENT, status=200 if request.path.endswith("long") else 404)


@pytest.fixture
async def odd() -> AsyncIterator[OddServer]:
    server = OddServer()
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", server.answer)
    async with TestServer(app) as listening:
        server.elsewhere = str(listening.make_url("/long"))
        yield server


@pytest.fixture
async def channel(odd: OddServer) -> AsyncIterator[TelegramChannel]:
    api_url = odd.elsewhere.removesuffix("/long")
    opened = TelegramChannel(
        SecretStr(TOKEN), mode="polling", api_url=api_url, secret=None, public_url="", clock=SystemClock()
    )
    yield opened
    await opened.stop()


async def test_a_file_larger_than_announced_is_dropped(odd: OddServer, channel: TelegramChannel) -> None:
    """What counts is what comes, whatever size was named."""
    for named in ({}, {"file_size": 10}, {"file_size": 100_000}):
        odd.file = {"file_path": "photos/long", **named}
        assert await channel.fetch("f", limit=99_999) is None
        assert await channel.fetch("f", limit=100_000) == CONTENT


async def test_a_file_elsewhere_is_not_fetched(odd: OddServer, channel: TelegramChannel) -> None:
    """A redirect is not followed: only the Bot API server is asked."""
    odd.file = {"file_path": "photos/away"}
    assert await channel.fetch("f", limit=1_000_000) is None


@pytest.mark.parametrize(
    "file", [{}, {"file_path": "photos/gone"}, {"file_path": "photos/long", "file_size": 21 << 20}]
)
async def test_a_file_that_is_not_there_is_none(odd: OddServer, channel: TelegramChannel, file: dict[str, Any]) -> None:
    """No path, nothing behind it, or more than the Bot API hands out."""
    odd.file = file
    assert await channel.fetch("f", limit=1 << 30) is None


@pytest.mark.parametrize(
    "path", ["photos/../../long", "//other.example/long", "https://other.example/long", "a b?x#/long"]
)
async def test_the_path_never_leads_to_another_host(odd: OddServer, channel: TelegramChannel, path: str) -> None:
    """Whatever stands in it is part of a path on the Bot API server."""
    odd.file = {"file_path": path}
    assert await channel.fetch("f", limit=1_000_000) == CONTENT
