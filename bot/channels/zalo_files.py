"""What people sent, fetched from Zalo's servers at once: the addresses may not last."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from aiohttp import ClientSession
from yarl import URL

from bot.channels.download import download, is_theirs
from bot.channels.web.media_store import LARGEST, DiskFullError, MediaStore, foreign_ref

AT_ONCE = 4
MOST_WAITING = 64
DOMAINS = ("zdn.vn", "zadn.vn")
"""Where Zalo keeps what people send."""

logger = logging.getLogger(__name__)


class Files:
    """Downloads for the channel `name`; `own` is its API's server, what `store` holds need not be fetched again."""

    def __init__(self, name: str, own: URL, session: Callable[[], ClientSession], store: MediaStore | None) -> None:
        self._name = name
        self._own = own
        self._session = session
        self._store = store
        self._few = asyncio.Semaphore(AT_ONCE)
        self._under_way: set[asyncio.Task[bytes | None]] = set()

    def fetch_soon(self, ref: str) -> None:
        """Begin to fetch and keep it; with too many at a time it is left for when somebody wants to see it."""
        if self._store is None or len(self._under_way) >= MOST_WAITING:
            return
        task = asyncio.create_task(self.fetch(ref, LARGEST))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def fetch(self, ref: str, limit: int) -> bytes | None:
        """The bytes behind an address of Zalo's, at most `limit`; None if they cannot be had."""
        kept = await self._store.find(foreign_ref(self._name, ref), limit=limit) if self._store else None
        return kept if kept is not None else await self._download(ref, limit)

    async def stop(self) -> None:
        """Give up what is under way."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _download(self, ref: str, limit: int) -> bytes | None:
        try:
            address = URL(ref)
            if not is_theirs(address, DOMAINS, self._own):
                logger.warning("%s: a file at an address that is not Zalo's was left alone", self._name)
                return None
            async with self._few:
                content = await download(self._session(), address, min(limit, LARGEST))
            if content is not None and self._store is not None:
                await self._store.keep_foreign(self._name, ref, content)
            return content
        except DiskFullError:
            logger.error("%s: no room on the disk for a file", self._name)
        except Exception as error:  # the address is a person's file: nothing of the error but its kind may be logged
            logger.warning("%s: a file could not be fetched: %s", self._name, type(error).__name__)
        return None
