"""`make bench-zalo`: what the webhooks of both Zalo platforms stand, against the real program on SQLite.

Prints how fast posts are answered at fifty a second while the bot works through them, what becomes of posts with a
single bit turned, of posts that are repeated, and of malformed ones. The exit code is 1 if one of the limits is missed.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import aiohttp

from bot.channels.zalo_bot.webhook import SECRET_HEADER
from bot.clock import SystemClock
from tests.demo.bot import consent, running, settings_for
from tests.fakes.telegram import FakeTelegram
from tests.fakes.waiting import until
from tests.fakes.zalo_bot import FakeZaloBot
from tests.fakes.zalo_oa import OA_ID, FakeZaloOa
from tests.integration import zalo_bot_posts, zalo_oa_posts

PER_SECOND, SECONDS, LIMIT_MS = 50, 10, 200.0
MALFORMED, REPEATS, LEAST_FLIPS = 5000, 100, 1000
AT_ONCE = 20
FIRST, WARM_UP = 1000, 50
"""The number of the first post at that pace; so many are made before any is timed."""
LONG_SECRET = "".join(f"{number:02x}-" for number in range(80))
QUESTION = "làm giấy khai sinh cần gì"

Post = tuple[bytes, dict[str, str]]


@dataclass(frozen=True)
class Platform:
    """One webhook: its address and the posts to try on it."""

    name: str
    url: str
    genuine: Callable[[int], Post]
    turned: list[Post]
    malformed: Iterator[Post]
    rows: Callable[[int], int]


def zalo_bot(base: str, account: str, secret: str, database: Path) -> Platform:
    """The Zalo Bot Platform, which proves itself by a secret in a header."""
    good = {SECRET_HEADER: secret}
    sendable = [one for one in zalo_bot_posts.flipped(secret) if one.isascii() and one.isprintable()]
    body = _zalo_bot_body(0)
    return Platform(
        "Zalo Bot",
        f"{base}/zalo_bot/{account}",
        lambda number: (_zalo_bot_body(number), good),
        [(body, {SECRET_HEADER: wrong}) for wrong in sendable if wrong.strip() == wrong],
        ((body, good) for body in zalo_bot_posts.malformed()),
        lambda number: _rows(database, f"{number:020x}"),
    )


def zalo_oa(base: str, database: Path) -> Platform:
    """The Official Account, whose posts are signed."""
    chance, clock = random.Random(7), SystemClock()
    return Platform(
        "Zalo OA",
        f"{base}/zalo_oa/{OA_ID}",
        lambda number: zalo_oa_posts.untouched(_zalo_oa_event(number)),
        zalo_oa_posts.tampered(_zalo_oa_event(0)),
        (_signed(zalo_oa_posts.malformed(chance, clock)) for _ in itertools.count()),
        lambda number: _rows(database, f"bench-{number}"),
    )


def _zalo_bot_body(number: int) -> bytes:
    event = zalo_bot_posts.event(number, QUESTION)
    event["message"]["from"]["id"] = event["message"]["chat"]["id"] = _zalo_bot_person(number)
    return json.dumps(event).encode()


def _zalo_bot_person(number: int) -> str:
    return f"{number:020d}"


def _zalo_oa_person(number: int) -> str:
    return str(10**15 + number)


def _zalo_oa_event(number: int) -> dict[str, Any]:
    message = {"text": QUESTION, "msg_id": f"bench-{number}"}
    return zalo_oa_posts.event_at(SystemClock(), sender={"id": _zalo_oa_person(number)}, message=message)


def _signed(body: bytes) -> Post:
    stamp = str(int(time.time() * 1000))
    return body, zalo_oa_posts.signed(body, stamp, **{"X-ZEvent-Timestamp": stamp})


def _rows(database: Path, event_id: str) -> int:
    with sqlite3.connect(database) as connection:
        found = connection.execute("SELECT count(*) FROM inbox WHERE event_id = ?", (event_id,)).fetchone()
        return int(found[0])


def paced(url: str, posts: list[Post]) -> list[tuple[int, float]]:
    """Make the posts, fifty a second; the status of each and how many milliseconds it took."""
    return asyncio.run(_paced(url, posts))


async def _paced(url: str, posts: list[Post]) -> list[tuple[int, float]]:
    async with aiohttp.ClientSession() as session:

        async def one(number: int) -> tuple[int, float]:
            await asyncio.sleep(number / PER_SECOND)
            body, headers = posts[number]
            began = time.perf_counter()
            async with session.post(url, data=body, headers=headers) as answer:
                return answer.status, (time.perf_counter() - began) * 1000

        return await asyncio.gather(*(one(number) for number in range(len(posts))))


class Bench:
    """Posts, and what came of them."""

    def __init__(self, platform: Platform, session: aiohttp.ClientSession) -> None:
        self._platform = platform
        self._session = session
        self.missed: list[str] = []

    async def run(self) -> None:
        """All four, each with its line."""
        await self._pace()
        await self._flips()
        await self._repeats()
        await self._nonsense()

    async def _pace(self) -> None:
        total = PER_SECOND * SECONDS
        posts = [self._platform.genuine(FIRST + number) for number in range(WARM_UP + total)]
        # In a process of its own: the fakes' work is not the bot's.
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            timed = await asyncio.get_running_loop().run_in_executor(pool, paced, self._platform.url, posts)
        times = [milliseconds for status, milliseconds in timed[WARM_UP:] if status == 200]
        times.sort()
        p50, p95, p99 = (times[min(len(times) * share // 100, len(times) - 1)] for share in (50, 95, 99))
        words = f"p50 {p50:.1f}  p95 {p95:.1f}  p99 {p99:.1f}  max {times[-1]:.1f} ms, {len(times)} of {total} are 200"
        self._tell(f"{PER_SECOND} posts/s for {SECONDS} s", words, good=p99 <= LIMIT_MS and len(times) == total)

    async def _flips(self) -> None:
        statuses = await self._all(self._platform.turned)
        good = statuses.keys() == {401} and statuses.total() >= LEAST_FLIPS
        self._tell("one bit turned", _counted(statuses), good=good)

    async def _repeats(self) -> None:
        statuses = await self._all([self._platform.genuine(7)] * REPEATS)
        await until(lambda: self._platform.rows(7) > 0)
        rows = self._platform.rows(7)
        self._tell("the same post again", f"{_counted(statuses)}, {rows} event stored", good=rows == 1)

    async def _nonsense(self) -> None:
        statuses = await self._all(itertools.islice(self._platform.malformed, MALFORMED))
        worse = sum(count for status, count in statuses.items() if status >= 500)
        self._tell("malformed bodies", f"{_counted(statuses)}, {worse} of 500 or more", good=not worse)

    async def _all(self, posts: Iterable[Post]) -> Counter[int]:
        waiting, statuses = iter(posts), Counter[int]()

        async def some() -> None:
            for post in waiting:
                statuses[await self._post(post)] += 1

        await asyncio.gather(*(some() for _ in range(AT_ONCE)))
        return statuses

    async def _post(self, post: Post) -> int:
        body, headers = post
        async with self._session.post(self._platform.url, data=body, headers=headers) as answer:
            return answer.status

    def _tell(self, what: str, words: str, *, good: bool) -> None:
        sys.stdout.write(f"{'✓' if good else '✗'} {self._platform.name:8}  {what:22} {words}\n")
        sys.stdout.flush()
        if not good:
            self.missed.append(what)


def _counted(statuses: Counter[int]) -> str:
    return ", ".join(f"{count} × {status}" for status, count in sorted(statuses.items()))


async def main() -> int:
    """The exit code."""
    telegram, bot, oa = FakeTelegram(), FakeZaloBot(), FakeZaloOa()
    async with AsyncExitStack() as stack:
        for fake in (telegram, bot, oa):
            await stack.enter_async_context(fake)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        settings = settings_for(folder, telegram, bot, oa, "web") | {"HOIDAP_ZALO_BOT_SECRET": LONG_SECRET}
        await consent(oa, settings)
        await stack.enter_async_context(running(settings))
        await until(lambda: bool(bot.world.webhook_url))
        for number in range(FIRST, FIRST + WARM_UP + PER_SECOND * SECONDS):
            bot.world.known.add(_zalo_bot_person(number))
            oa.people.add_user(_zalo_oa_person(number), "Lan").wrote_at = SystemClock().now()
        session = await stack.enter_async_context(aiohttp.ClientSession())
        base, database = settings["HOIDAP_PUBLIC_URL"], folder / "hoidap.db"
        account = bot.token.partition(":")[0]
        missed = []
        for platform in (zalo_bot(base, account, LONG_SECRET, database), zalo_oa(base, database)):
            bench = Bench(platform, session)
            await bench.run()
            missed += bench.missed
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
