"""Many residents write at the same moment: how long each waits for the answer (`make load`).

The bot is the whole app in this process, with SQLite on disk; the residents are browsers' connections (server push
open, one cookie each) in a process of their own, so that their work is not counted as the bot's.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import random
import secrets
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import aiohttp
import numpy as np

from bot.app import App
from bot.bootstrap import build
from bot.channels.web.throttle import Throttle
from bot.clock import SystemClock
from bot.settings import Settings
from tests.bench.questions import TUNING
from tests.bench.questions import load as load_questions

PATIENCE = 120.0
PAUSE = 0.5
"""Seconds between two rounds."""


@dataclass(frozen=True, slots=True)
class Round:
    """One moment at which everybody wrote: seconds until each read the answer, and CPU seconds of the bot."""

    waits: list[float]
    seconds: float
    cpu: float

    def __str__(self) -> str:
        p50, p95 = np.percentile(self.waits, [50, 95])
        rate, cost = len(self.waits) / self.seconds, 1000 * self.cpu / len(self.waits)
        return f"{p50:8.2f}{p95:8.2f}{max(self.waits):8.2f}{rate:10.0f}{cost:10.1f}"


class Resident:
    """One open page: writes, and waits for the bot's words."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self._http = http
        self._url = url
        self._cookies = {"hoidap_chat": secrets.token_hex(16)}
        self._stream: aiohttp.ClientResponse | None = None

    async def open(self) -> None:
        """Open the page's stream and read what there is."""
        self._stream = await self._http.get(f"{self._url}/stream", cookies=self._cookies)
        await self._until(b"event: beat")

    async def ask(self, words: str) -> float:
        """Seconds from the press of the button until the answer is there."""
        begun = time.monotonic()
        body = {"client_id": str(uuid4()), "text": words}
        address, headers = f"{self._url}/api/messages", {"Origin": self._url}
        async with self._http.post(address, json=body, cookies=self._cookies, headers=headers) as response:
            if response.status != 202:
                raise ConnectionError(f"the message was not taken: {response.status}")
        await self._until(b'"author": "bot"')
        waited = time.monotonic() - begun
        await self._until(b"event: beat")
        return waited

    async def _until(self, words: bytes) -> None:
        assert self._stream is not None
        async for line in self._stream.content:
            if words in line:
                return
        raise ConnectionError("the stream ended")


async def _played(url: str, questions: list[list[str]]) -> list[tuple[list[float], float, float]]:
    """Every round's waits, and when it began and ended."""
    connector, timeout = aiohttp.TCPConnector(limit=0), aiohttp.ClientTimeout(total=PATIENCE)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as http:
        people = [Resident(http, url) for _ in questions[0]]
        for person in people:
            await person.open()
        rounds = []
        for asked in questions:
            await asyncio.sleep(PAUSE)
            begun = time.monotonic()
            waits = await asyncio.gather(*(one.ask(words) for one, words in zip(people, asked, strict=True)))
            rounds.append((list(waits), begun, time.monotonic()))
    return rounds


def residents(url: str, questions: list[list[str]]) -> list[tuple[list[float], float, float]]:
    """What `_played` tells, from a process of its own."""
    return asyncio.run(_played(url, questions))


async def measured(folder: Path, questions: list[list[str]]) -> list[Round]:
    """All rounds against a new bot in `folder`."""
    settings = Settings(_env_file=None, data_dir=folder, port=0, log_level="ERROR")
    app = build(settings)
    await app.prepare()
    _let_everybody_in(app)
    spawn = multiprocessing.get_context("spawn")
    async with app.serving():
        url = getattr(app.channels[0], "url")  # noqa: B009 - the first channel is the web's, which has one
        samples: list[tuple[float, float]] = []
        watch = asyncio.create_task(_watch(samples))
        with ProcessPoolExecutor(1, mp_context=spawn) as pool:
            played = await asyncio.get_running_loop().run_in_executor(pool, residents, url, questions)
        watch.cancel()
    return [Round(waits, end - begun, _between(samples, begun, end)) for waits, begun, end in played]


def _let_everybody_in(app: App) -> None:
    """All residents come from one address here, which is kept to a pace that many addresses are not."""
    (site,) = (getattr(channel, "_site") for channel in app.channels if channel.name == "web")  # noqa: B009 - its own
    site.limits.shared_address = Throttle(SystemClock(), burst=1e9, seconds=1)


async def _watch(samples: list[tuple[float, float]]) -> None:
    """The CPU time of this process as it goes on."""
    while True:
        samples.append((time.monotonic(), time.process_time()))
        await asyncio.sleep(0.02)


def _between(samples: list[tuple[float, float]], begun: float, end: float) -> float:
    times, used = zip(*samples, strict=True)
    return float(np.interp(end, times, used) - np.interp(begun, times, used))


def _questions(people: int, rounds: int) -> list[list[str]]:
    asked = [question.text for question in load_questions(TUNING)]
    chance = random.Random(0)
    return [[chance.choice(asked) for _ in range(people)] for _ in range(rounds)]


def main() -> None:
    """Print every round."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--residents", type=int, default=200, help="how many write at the same moment")
    parser.add_argument("--rounds", type=int, default=5, help="how often they do; the first one warms up")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hoidap-load-", ignore_cleanup_errors=True) as folder:
        rounds = asyncio.run(measured(Path(folder), _questions(options.residents, options.rounds)))
    sys.stdout.write(f"{options.residents} residents at once; seconds until the answer is read\n")
    sys.stdout.write(f"{'round':8}{'p50':>8}{'p95':>8}{'max':>8}{'per s':>10}{'CPU ms':>10}\n")
    sys.stdout.writelines(f"{number:<8}{one}\n" for number, one in enumerate(rounds, start=1))


if __name__ == "__main__":
    main()
