"""The real program over the fake Telegram: started, killed, started again, and what it left behind."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import func, select

from bot.db.engine import Database
from bot.db.models import InboxRow, OutboxRow
from bot.db.outbox import UNDONE
from tests.fakes.telegram import TOKEN, TelegramProcess
from tests.fakes.waiting import until

FAQ = """\
ward:
  name: Phường Thử
  city: Thành phố Hải Phòng
  signature: Cán bộ phường
  allowed_hosts:
  - dichvucong.gov.vn
general:
- id: gio-lam-viec
  name: Giờ làm việc
  aliases:
  - giờ làm việc
  - mấy giờ mở cửa
  questions:
  - phường làm việc mấy giờ
  answer: Phường làm việc từ thứ Hai đến thứ Sáu
"""


class RunningBot:
    """`hoidap run` under a launcher; `start`, `kill` and `stop` as often as one likes."""

    def __init__(self, folder: Path, telegram: TelegramProcess, rooms: str) -> None:
        (folder / "faq.yaml").write_text(FAQ, encoding="utf-8")
        self.database_url = f"sqlite:///{folder / 'hoidap.db'}"
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("HOIDAP_")},
            "HOIDAP_DATA_DIR": str(folder),
            "HOIDAP_DATABASE_URL": self.database_url,
            "HOIDAP_FAQ": str(folder / "faq.yaml"),
            "HOIDAP_PORT": "0",
            "HOIDAP_STAFF_ROOM": rooms,
            "HOIDAP_TELEGRAM_TOKEN": TOKEN,
            "HOIDAP_TELEGRAM_API_URL": telegram.url,
        }
        self._telegram = telegram
        self._launcher: asyncio.subprocess.Process | None = None
        self._process = 0
        self.log = folder / "log.txt"

    async def __aenter__(self) -> Self:
        with self.log.open("wb") as log:
            self._launcher = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "tests.faults.launcher",
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                env=self._environment,
            )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._launcher is not None
        if self._process:
            await self.kill()
        self._launcher.terminate()
        await self._launcher.wait()

    async def start(self) -> None:
        """Start the program."""
        self._process = await self._tell("start")

    async def kill(self) -> None:
        """SIGKILL: no goodbye."""
        os.kill(self._process, signal.SIGKILL)
        assert await self._tell("reap") == -signal.SIGKILL
        self._process = 0

    async def stop(self) -> tuple[int, float]:
        """SIGTERM; the exit code and how long it took."""
        begun = time.monotonic()
        os.kill(self._process, signal.SIGTERM)
        code = await self._tell("reap")
        self._process = 0
        return code, time.monotonic() - begun

    async def _tell(self, word: str) -> int:
        assert self._launcher is not None
        assert self._launcher.stdin is not None
        assert self._launcher.stdout is not None
        self._launcher.stdin.write(f"{word}\n".encode())
        await self._launcher.stdin.drain()
        while line := await self._launcher.stdout.readline():
            if line.startswith(b"launcher "):
                return int(line.split()[1])
        raise AssertionError(self.log.read_text())

    async def settled(self, seconds: float) -> None:
        """Wait until Telegram has nothing left for the bot, and the database nothing to work through or send."""
        database = Database(self.database_url)

        async def quiet() -> bool:
            state = await self._telegram.state()
            return not state["pending_updates"] and not await _undone(database)

        await until(quiet, seconds)
        await database.close()


async def _undone(database: Database) -> int:
    async with database.read() as session:
        events = select(func.count()).select_from(InboxRow).where(InboxRow.state == "waiting")
        parcels = select(func.count()).select_from(OutboxRow).where(OutboxRow.state.in_(UNDONE))
        return (await session.scalar(events) or 0) + (await session.scalar(parcels) or 0)
