"""A ward on every channel at once: the bot as it is built from settings, driven by hand over the fake platforms."""

from __future__ import annotations

import asyncio
import io
import queue
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot import bootstrap
from bot.app import App
from bot.channels.base import Channel, Limits
from bot.channels.console import ConsoleChannel
from bot.channels.zalo_oa import ZaloOaChannel
from bot.db.models import InboxRow
from bot.limits import Pace
from bot.settings import Settings
from tests.fakes import telegram, zalo_bot, zalo_oa
from tests.fakes.clock import FakeClock
from tests.fakes.waiting import until
from tests.fakes.ward import drained
from tests.faults.running import FAQ
from tests.integration.zalo_bot_channel import SECRET
from tests.integration.zalo_oa_channel import consent

PARAGRAPHS = [f"Điều {number}. {'Người dân được hướng dẫn tận tình. ' * 8}".strip() for number in range(1, 31)]
LONG = f"""\
- id: quy-dinh-dai
  name: Nội quy tiếp dân
  aliases:
  - nội quy tiếp dân
  answer: {"|"}
    {(chr(10) * 2 + "    ").join(PARAGRAPHS)}
"""


class Terminal(io.StringIO):
    """A person at a terminal: the lines they type are read one by one, what is printed stays."""

    def __init__(self) -> None:
        super().__init__()
        self._typed: queue.Queue[str] = queue.Queue()

    def type(self, line: str) -> None:
        """Type a line."""
        self._typed.put(f"{line}\n")

    def leave(self) -> None:
        """End of input."""
        self._typed.put("")

    def __iter__(self) -> Iterator[str]:
        return iter(self._typed.get, "")


class Town:
    """The running parts, the platforms around them, and one officers' room on each."""

    def __init__(self, settings: Settings, clock: FakeClock, fakes: Fakes) -> None:
        self.settings = settings
        self.clock = clock
        self.telegram = fakes.telegram
        self.zalo_bot = fakes.zalo_bot
        self.zalo_oa = fakes.zalo_oa
        self.rooms = fakes.rooms
        self.terminal = Terminal()
        self.apps: list[App] = []
        self.repeats = 0  # posts of the Zalo bot platform beyond one for each event

    @property
    def app(self) -> App:
        """The bot with the page and the platforms; the terminal's is a process of its own, as in life."""
        return self.apps[0]

    def channel(self, name: str) -> Any:
        """A channel of the running bot."""
        return next(one for app in self.apps for one in app.channels if one.name == name)

    async def open(self) -> None:
        """Start everything but the loops, which `settle` turns by hand."""
        self.apps = [bootstrap.build(self.settings), bootstrap.build_console(self.settings)]
        for app in self.apps:
            await app.prepare()
            for channel in app.channels:
                await _before(channel, self)
                await channel.start(app.door.of(channel))
        self.zalo_oa.webhook.url = f"{self.settings.public_url}/zalo_oa/{zalo_oa.OA_ID}"
        await until(lambda: bool(self.zalo_bot.world.webhook_url))

    async def close(self) -> None:
        """Let go of everything; what waits in the database stays there."""
        self.terminal.leave()
        for app in self.apps:
            await asyncio.gather(*(channel.stop() for channel in app.channels))
            await app.database.close()

    async def die_and_come_back(self) -> None:
        """The process is gone after its last commit, with all that it held in memory; another one starts."""
        await self.close()
        await self.open()

    async def settle(self, seconds: float = 3.0) -> None:
        """Everything that was said is worked through, all that may leave has left; then so much time passes."""
        await self.work()
        await self.send()
        self.clock.advance(seconds)

    async def work(self) -> None:
        """What people did has reached the inbox, and is worked through."""
        await until(self._is_heard)
        for app in self.apps:
            while await app.worker.turn():
                pass

    async def send(self) -> None:
        """All that may leave now has left, and what officers are told of it too."""
        for app in [*self.apps, self.app]:
            for relay in app.relays:
                await drained(relay)

    async def _is_heard(self) -> bool:
        posted = len(self.zalo_bot.world.events) + self.repeats
        return not self.telegram.world.updates.waiting() and len(self.zalo_bot.dispatcher.statuses) == posted

    async def stored(self, channel: str) -> int:
        """How many events of a channel there have been."""
        async with self.app.database.read() as session:
            return await session.scalar(select(func.count()).where(InboxRow.channel == channel)) or 0

    async def rows(self, table: Any) -> list[Any]:
        """A table as it is now."""
        async with self.app.database.read() as session:
            return list(await session.scalars(select(table).order_by(table.id)))


class Fakes:
    """The three platforms, with a room for officers on each."""

    def __init__(self, clock: FakeClock) -> None:
        self.telegram = telegram.FakeTelegram()
        self.zalo_bot = zalo_bot.FakeZaloBot(speed=50)
        self.zalo_oa = zalo_oa.FakeZaloOa(clock)
        self.rooms: dict[str, Any] = {}

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Fakes]:
        """All are up."""
        async with AsyncExitStack() as stack:
            for fake in (self.telegram, self.zalo_bot, self.zalo_oa):
                await stack.enter_async_context(fake)
            yield self


async def _before(channel: Channel, town: Town) -> None:
    """What must be so before a channel starts: the owner of the account has agreed."""
    if isinstance(channel, ZaloOaChannel) and not town.zalo_oa.oauth.pair:
        await consent(town.zalo_oa, channel)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port: int = door.getsockname()[1]
        return port


def _settings(folder: Path, database_url: str, fakes: Fakes, spec: str) -> Settings:
    (folder / "faq.yaml").write_text(FAQ + LONG, encoding="utf-8")
    port = _free_port()
    return Settings(
        _env_file=None,
        database_url=database_url,
        data_dir=folder,
        faq=folder / "faq.yaml",
        port=port,
        public_url=f"http://127.0.0.1:{port}",
        staff_room=spec,
        telegram_token=telegram.TOKEN,
        telegram_api_url=fakes.telegram.url,
        zalo_bot_token=zalo_bot.TOKEN,
        zalo_bot_mode="webhook",
        zalo_bot_secret=SECRET,
        zalo_bot_api_url=fakes.zalo_bot.url,
        zalo_oa_app_id=zalo_oa.APP_ID,
        zalo_oa_app_secret=zalo_oa.APP_SECRET,
        zalo_oa_id=zalo_oa.OA_ID,
        zalo_oa_secret=zalo_oa.WEBHOOK_SECRET,
        zalo_oa_api_url=fakes.zalo_oa.url,
        zalo_oa_oauth_url=fakes.zalo_oa.url,
    )


@asynccontextmanager
async def town(
    folder: Path, database_url: str, monkeypatch: pytest.MonkeyPatch, specs: dict[str, Callable[[Fakes], str]]
) -> AsyncIterator[Town]:
    """A ward with a staff room for each of `specs`; time stands still, and no platform's pace is kept."""
    clock = FakeClock()
    async with Fakes(clock).running() as fakes:
        spec = ",".join(make(fakes) for make in specs.values())
        here = Town(_settings(folder, database_url, fakes, spec), clock, fakes)
        monkeypatch.setattr(bootstrap, "SystemClock", lambda: clock)
        monkeypatch.setattr(
            bootstrap, "ConsoleChannel", partial(ConsoleChannel, reader=here.terminal, writer=here.terminal)
        )
        monkeypatch.setattr("bot.outbox.Pace", lambda _limits: Pace(Limits()))
        await here.open()
        yield here
        await here.close()
