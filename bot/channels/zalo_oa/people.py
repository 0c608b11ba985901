"""People's names: events carry only ids, so each name is asked for once, in the background."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import OrderedDict

from bot.channels.backoff import Backoff
from bot.channels.base import RetryAt
from bot.channels.clean import LONGEST_NAME, one_line
from bot.channels.http import NoAnswerError
from bot.channels.split import clip
from bot.channels.zalo_oa.api import Api, RefusedError
from bot.channels.zalo_oa.classify import receipt_of
from bot.channels.zalo_oa.tokens import NeedsConsentError

REMEMBERED = 10_000
MOST_WAITING = 1000
MEET_SECONDS = 0.7
PAUSE_SECONDS = 0.6
"""Gentle enough for the smallest package: a hundred calls a minute."""

logger = logging.getLogger(__name__)


class People:
    """The names of those who wrote; an empty one while Zalo has not told it, or does not."""

    def __init__(self, api: Api, *, pause: float = PAUSE_SECONDS) -> None:
        self._api = api
        self._pause = pause
        self._names: OrderedDict[str, str] = OrderedDict()
        self._wanted: asyncio.Queue[str] = asyncio.Queue(MOST_WAITING)

    def name_of(self, user_id: str) -> str:
        """The name as far as it is known."""
        return self._names.get(user_id, "")

    def want(self, user_id: str) -> None:
        """Ask for the name some time soon, unless it has been asked for."""
        if user_id in self._names or self._wanted.full():
            return
        self._names[user_id] = ""
        self._wanted.put_nowait(user_id)
        while len(self._names) > REMEMBERED:
            self._names.popitem(last=False)

    async def meet(self, user_id: str) -> None:
        """Ask for the name now, if it is not known; not for long."""
        if self.name_of(user_id):
            return
        with contextlib.suppress(TimeoutError, RefusedError, NoAnswerError, NeedsConsentError):
            async with asyncio.timeout(MEET_SECONDS):
                self._names[user_id] = await self._ask(user_id)

    async def run(self) -> None:
        """Ask for names, one after the other, until cancelled."""
        backoff = Backoff()
        while True:
            user_id = await self._wanted.get()
            try:
                self._names[user_id] = await self._ask(user_id)
                backoff.reset()
                await asyncio.sleep(self._pause)
            except Exception as error:
                # Wanted again at the person's next message.
                self._names.pop(user_id, None)
                receipt = receipt_of(error, group=True)
                told = receipt.seconds if isinstance(receipt, RetryAt) else None
                logger.info("zalo_oa: a name was not told: %s", getattr(receipt, "reason", ""))
                await asyncio.sleep(told or backoff.next())

    async def _ask(self, user_id: str) -> str:
        data = await self._api.get("/v3.0/oa/user/detail", {"user_id": user_id})
        name = data.get("display_name")
        return clip(one_line(name), LONGEST_NAME) if isinstance(name, str) else ""
