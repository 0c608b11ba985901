"""Server push: one bell per open page, and the events written to it (Server-Sent Events)."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

from aiohttp import web

HEARTBEAT = 15.0
_STREAMS_PER_CHAT = 6
_STREAMS = 2000
_SETTLING = 0.02


class TooManyStreamsError(Exception):
    """This chat has more open pages than anyone needs; the page falls back to asking."""


class Hub:
    """Wakes the open pages of a chat."""

    def __init__(self) -> None:
        self._bells: defaultdict[str, list[asyncio.Event]] = defaultdict(list)
        self._closed = False

    @property
    def listening(self) -> int:
        """How many pages are connected."""
        return sum(map(len, self._bells.values()))

    def wake(self, chat_id: str) -> None:
        """Something of this chat changed."""
        for bell in self._bells.get(chat_id, ()):
            bell.set()

    def close(self) -> None:
        """Let every stream end."""
        self._closed = True
        for chat_id in [*self._bells]:
            self.wake(chat_id)

    @contextmanager
    def listen(self, chat_id: str, *, most: int = _STREAMS_PER_CHAT) -> Iterator[asyncio.Event]:
        """A bell that rings when the chat changes; TooManyStreamsError if `most` listen already."""
        if len(self._bells.get(chat_id, ())) >= most or self.listening >= _STREAMS:
            raise TooManyStreamsError
        bell = asyncio.Event()
        self._bells[chat_id].append(bell)
        try:
            yield bell
        finally:
            self._bells[chat_id].remove(bell)
            if not self._bells[chat_id]:
                del self._bells[chat_id]

    async def rings(self, bell: asyncio.Event, seconds: float = HEARTBEAT) -> AsyncIterator[bool]:
        """One turn at once, one at every ring (True), one after `seconds` of quiet (False), until the hub closes."""
        rung = True
        while not self._closed:
            bell.clear()
            yield rung
            rung = await rung_within(bell, seconds)
            # A turn of the conversation rings several times; one look at the database serves them all.
            await asyncio.sleep(_SETTLING)


async def rung_within(bell: asyncio.Event, seconds: float) -> bool:
    """Whether the bell rings before `seconds` are over."""
    try:
        async with asyncio.timeout(seconds):
            await bell.wait()
    except TimeoutError:
        return False
    return True


class EventStream:
    """An open `text/event-stream` answer."""

    def __init__(self, response: web.StreamResponse) -> None:
        self._response = response

    @classmethod
    async def open(cls, request: web.Request) -> EventStream:
        """Begin the answer in a way that no proxy holds it back."""
        headers = {
            "Content-Type": "text/event-stream; charset=utf-8",
            "Cache-Control": "no-cache, no-store, no-transform",
            "X-Accel-Buffering": "no",
        }
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        await response.write(b"retry: 2000\n\n")
        return cls(response)

    @property
    def response(self) -> web.StreamResponse:
        """What the handler returns at the end."""
        return self._response

    async def send(self, event: str, data: Any, *, last_id: int | None = None) -> None:
        """Write one event with JSON data; ConnectionResetError when the page is gone."""
        head = "" if last_id is None else f"id: {last_id}\n"
        await self._response.write(f"{head}event: {event}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode())
