"""The fake in a process of its own, steered from a test."""

import asyncio
import sys
from types import TracebackType
from typing import Any, Self

import aiohttp

from tests.fakes.telegram.server import TOKEN
from tests.fakes.telegram.shapes import Json


class TelegramProcess:
    """Starts the fake with `async with`; `do` makes people act, `history` tells what the bot did."""

    def __init__(self, token: str = TOKEN, port: int = 0, speed: float = 1.0) -> None:
        self.token = token
        self.url = ""
        self._arguments = ["--token", token, "--port", str(port), "--speed", str(speed)]
        self._process: asyncio.subprocess.Process | None = None
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.fakes.telegram",
            *self._arguments,
            stdout=asyncio.subprocess.PIPE,
        )
        assert self._process.stdout is not None
        self.url = (await self._process.stdout.readline()).decode().strip()
        self._session = aiohttp.ClientSession(self.url)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._session is not None:
            await self._session.close()
        if self._process is not None and self._process.returncode is None:
            self._process.terminate()
            await self._process.wait()

    async def do(self, action: str, **arguments: Any) -> Any:
        """One action of the control endpoint; ValueError where the fake refuses it."""
        assert self._session is not None
        async with self._session.post(f"/control/{action}", json=arguments) as answer:
            body = await answer.json()
            if answer.status != 200:
                raise ValueError(f"{action}: {body['error']}")
            return body

    async def history(self, **query: str | int | float) -> list[Json]:
        """The bot's calls; `method`, `chat_id`, `since` narrow them, `wait` waits for `count`."""
        assert self._session is not None
        async with self._session.get("/control/history", params=query) as answer:
            calls: list[Json] = await answer.json()
            return calls

    async def state(self) -> Json:
        """Webhook, waiting updates and chats."""
        assert self._session is not None
        async with self._session.get("/control/state") as answer:
            state: Json = await answer.json()
            return state
