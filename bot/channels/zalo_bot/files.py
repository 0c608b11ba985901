"""What people sent, fetched from Zalo's servers at once: the addresses may not last."""

from __future__ import annotations

import asyncio
import logging

from yarl import URL

from bot.channels.download import download, is_theirs
from bot.channels.web.media_store import LARGEST, DiskFullError, MediaStore, foreign_ref
from bot.channels.zalo_bot.api import Api
from bot.channels.zalo_bot.names import DOMAINS, NAME

AT_ONCE = 4
MOST_WAITING = 64

logger = logging.getLogger(__name__)


class Files:
    """Downloads by one bot; what `store` holds need not be fetched again."""

    def __init__(self, api: Api, store: MediaStore | None) -> None:
        self._api = api
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
        kept = await self._store.find(foreign_ref(NAME, ref), limit=limit) if self._store else None
        return kept if kept is not None else await self._download(ref, limit)

    async def stop(self) -> None:
        """Give up what is under way."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _download(self, ref: str, limit: int) -> bytes | None:
        try:
            address = URL(ref)
            if not is_theirs(address, DOMAINS, self._api.url):
                logger.warning("zalo_bot: a file at an address that is not Zalo's was left alone")
                return None
            async with self._few:
                content = await download(self._api.session(), address, min(limit, LARGEST))
            if content is not None and self._store is not None:
                await self._store.keep_foreign(NAME, ref, content)
            return content
        except DiskFullError:
            logger.error("zalo_bot: no room on the disk for a file")
        except Exception as error:  # the address is a person's file: nothing of the error but its kind may be logged
            logger.warning("zalo_bot: a file could not be fetched: %s", type(error).__name__)
        return None
