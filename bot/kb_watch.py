"""Follows faq.yaml on disk: a good change serves at once, a bad one leaves the old one serving and is told once."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from pathlib import Path

from bot import heap
from bot.clock import Clock
from bot.db.engine import Database
from bot.metrics import Metrics
from bot.notices import broken_faq, faq_is_good, shrunken_faq
from handlers import Desk
from knowledge import FaqError, KnowledgeBase, entries, load
from knowledge.draft import root_of
from knowledge.matcher import Matcher

POLL = 2.0
LEAST_LEFT = 0.5

_log = logging.getLogger(__name__)

Stamp = tuple[tuple[str, int, int], ...]
"""(file, time of change, size) of every file; -1 for a file that is not there."""


class KnowledgeWatch:
    """Holds the desk that serves; `run` swaps it as a whole when the files have changed and come to rest."""

    def __init__(
        self,
        path: Path,
        database: Database,
        clock: Clock,
        metrics: Metrics,
        *,
        keep_days: int,
        accept_loss: bool,
        public_url: str = "",
        answer_hours: int = 8,
    ) -> None:
        self._path = path
        self._database = database
        self._clock = clock
        self._metrics = metrics
        self._keep_days = keep_days
        self._public_url = public_url
        self._answer_hours = answer_hours
        self._accept_loss = accept_loss
        self._files: tuple[str, ...] = ()
        self._tried: Stamp = ()
        self._seen: Stamp = ()
        self._desk: Desk | None = None
        self.healthy = True

    def open(self) -> None:
        """Load for the first time; FaqError lists every mistake."""
        self._desk = self._read()
        self._tried = self._seen = self._stamp()

    def desk(self) -> Desk:
        """The knowledge base of this moment."""
        if self._desk is None:
            raise RuntimeError("the knowledge base has not been opened")
        return self._desk

    async def run(self) -> None:
        """Look at the files every two seconds, for ever."""
        while True:
            await asyncio.sleep(POLL)
            await self.look()

    async def look(self) -> None:
        """Try the files if they differ from those tried last and have not changed since the last look."""
        stamp = await asyncio.to_thread(self._stamp)
        at_rest, self._seen = stamp == self._seen, stamp
        if stamp == self._tried or not at_rest:
            return
        try:
            desk = await asyncio.to_thread(self._read)
        except FaqError as broken:
            await self._refuse_broken(stamp, broken)
        else:
            await self._consider(stamp, desk)

    async def _refuse_broken(self, stamp: Stamp, broken: FaqError) -> None:
        self._files = broken.files or self._files
        problems = "\n".join(str(problem) for problem in broken.problems)
        _log.error("faq.yaml cannot be used, the old one goes on serving: %d problems", len(broken.problems))
        async with self._database.write() as session:
            await broken_faq(session, _digest(problems), problems, self._clock.now())
        self._done(stamp, "broken", healthy=False)

    async def _consider(self, stamp: Stamp, desk: Desk) -> None:
        if desk.kb.version == self.desk().kb.version:
            self._done(stamp, "unchanged", healthy=True)
            return
        before, left = _size(self.desk().kb), _size(desk.kb)
        if left < before * LEAST_LEFT and not self._accept_loss:
            _log.error("faq.yaml lost %d of %d entries, the old one goes on serving", before - left, before)
            async with self._database.write() as session:
                await shrunken_faq(session, _digest(desk.kb.version), left, before, self._clock.now())
            self._done(stamp, "shrunken", healthy=False)
            return
        self._desk = desk
        heap.settle()
        _log.info("faq.yaml: %d entries serve now", left)
        async with self._database.write() as session:
            await faq_is_good(session)
        self._done(stamp, "served", healthy=True)

    def _done(self, stamp: Stamp, result: str, *, healthy: bool) -> None:
        self._tried = stamp
        self.healthy = healthy
        self._metrics.reloads.labels(result).inc()

    def _read(self) -> Desk:
        kb = load(self._path)
        self._files = kb.files
        matcher = Matcher(entries(kb), kb.lexicon, follow_ups=kb.follow_ups)
        return Desk(kb, matcher, self._keep_days, self._public_url, self._answer_hours)

    def _stamp(self) -> Stamp:
        folder = root_of(self._path)
        paths = [self._path, *(folder / name for name in self._files)]
        return tuple(_stamp_of(path) for path in dict.fromkeys(paths))


def _stamp_of(path: Path) -> tuple[str, int, int]:
    try:
        status = path.stat()
    except OSError:
        return str(path), -1, -1
    return str(path), status.st_mtime_ns, status.st_size


def _size(kb: KnowledgeBase) -> int:
    return len(kb.procedures) + len(kb.referrals) + len(kb.general) + len(kb.small_talk)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
