"""The terminal as a channel: each line is a message, replies are printed under it."""

from __future__ import annotations

import asyncio
import sys
import threading
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import TextIO

from bot.channels.base import Capabilities, Deliver, Delivered, Limits, Parcel, Raw, Receipt
from bot.clock import Clock
from handlers.messages import Incoming

NAME = "console"
PROMPT = "> "


class ConsoleChannel:
    """One conversation on standard input and output; `ended` returns when there is nothing more to read.

    Each person at a terminal is an account of their own: nobody reads what was said to another.
    """

    name = NAME
    capabilities = Capabilities(buttons=False, edits=False, threads=False, max_length=1_000_000)
    limits = Limits()

    def __init__(self, clock: Clock, *, user: str, reader: TextIO = sys.stdin, writer: TextIO = sys.stdout) -> None:
        self._clock = clock
        self.account = user
        self._reader = reader
        self._writer = writer
        self._end = asyncio.Event()

    async def start(self, deliver: Deliver) -> None:
        """Read lines in a thread of its own: nothing else may wait for a person to type."""
        loop = asyncio.get_running_loop()

        def take(line: str) -> None:
            asyncio.run_coroutine_threadsafe(self._take(deliver, line), loop).result()

        def end() -> None:
            loop.call_soon_threadsafe(self._end.set)

        threading.Thread(target=self._read, args=(take, end), daemon=True).start()

    async def stop(self) -> None:
        """The reading thread ends with the process."""

    async def ended(self) -> None:
        """Return when the input has ended."""
        await self._end.wait()

    def _read(self, take: Callable[[str], None], end: Callable[[], None]) -> None:
        try:
            for line in self._reader:
                if line.strip():
                    take(line.strip())
        finally:
            end()

    async def _take(self, deliver: Deliver, line: str) -> None:
        raw = {"text": line, "at": self._clock.now().isoformat()}
        await deliver(uuid.uuid4().hex, f"{NAME}:{self.account}", raw)

    def parse(self, event_id: str, raw: Raw) -> Incoming:
        """A line that was typed; ValueError on nonsense."""
        try:
            text, at = str(raw["text"]), datetime.fromisoformat(raw["at"])
        except (KeyError, TypeError) as error:
            raise ValueError("not a line of the console") from error
        return Incoming(NAME, self.account, event_id, self.account, self.account, "", text, at, message_id=event_id)

    async def send(self, parcel: Parcel) -> Receipt:
        """Print it; the numbers of the choices stand in the text already."""
        links = [f"{link.title}: {link.url}" for link in parcel.links]
        self._writer.write("\n".join(["", parcel.text or "[tệp đính kèm]", *links, "", PROMPT]))
        self._writer.flush()
        return Delivered()

    async def fetch(self, ref: str, *, limit: int) -> bytes | None:
        """A terminal holds no files."""
        return None
