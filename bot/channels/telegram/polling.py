"""Intake by long polling: an update is confirmed to Telegram only after it is committed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramConflictError
from aiogram.methods import DeleteWebhook

from bot.channels.backoff import Backoff
from bot.channels.base import Deliver, RetryAt
from bot.channels.stopping import Stopping
from bot.channels.telegram.classify import receipt_of, says
from bot.channels.telegram.updates import GetRawUpdates, lane, update_id

POLL_SECONDS = 25
ANSWER_SECONDS = POLL_SECONDS + 10
STOP_SECONDS = 3.0

logger = logging.getLogger(__name__)


class Polling:
    """Asks for updates until it is stopped; `heard` is called each time Telegram answered."""

    def __init__(self, bot: Bot, account: str, deliver: Deliver, backoff: Backoff, heard: Callable[[], None]) -> None:
        self._bot = bot
        self._account = account
        self._deliver = deliver
        self._backoff = backoff
        self._heard = heard
        self._offset: int | None = None
        self._webhook_removed = False
        self._stopping = Stopping()

    async def run(self) -> None:
        """Poll, deliver, and only then move the offset; every fault is waited out."""
        while not self._stopping.wished:
            try:
                updates = await self._stopping.unless(self._ask())
                self._heard()
            except Exception as error:
                await self._after_fault(error)
                continue
            await self._take(updates or [])

    def stop(self) -> None:
        """Finish the update in hand and ask for no more."""
        self._stopping.wish()

    async def _ask(self) -> list[Any]:
        question = GetRawUpdates(offset=self._offset, timeout=POLL_SECONDS)
        return await self._bot(question, request_timeout=ANSWER_SECONDS)

    async def _take(self, updates: list[Any]) -> None:
        """Deliver in order; at the first that cannot be stored stop, so that it is asked for again."""
        for update in updates:
            number = update_id(update)
            if number is None:
                logger.error("telegram: something that is no update was skipped")
                await self._stopping.rest(self._backoff.next())
                continue
            try:
                await self._deliver(str(number), lane(self._account, update), update)
            except Exception as error:
                logger.error("telegram: an update could not be stored: %s", type(error).__name__)
                await self._stopping.rest(self._backoff.next())
                return
            self._offset = number + 1
            if self._stopping.wished:
                return
        self._backoff.reset()

    async def _after_fault(self, error: Exception) -> None:
        if isinstance(error, TelegramConflictError) and says(error, "webhook is active") and not self._webhook_removed:
            self._webhook_removed = await self._remove_webhook()
            return
        receipt = receipt_of(error)
        told = receipt.seconds if isinstance(receipt, RetryAt) else None
        seconds = told or self._backoff.next()
        conflict = isinstance(error, TelegramConflictError)
        reason = "another process polls with this token" if conflict else getattr(receipt, "reason", "")
        logger.warning("telegram: no updates (%s), asking again in %.1f s", reason, seconds)
        await self._stopping.rest(seconds)

    async def _remove_webhook(self) -> bool:
        """Switch the bot from webhook to polling, keeping what waits; once, so as not to fight with another process."""
        logger.warning("telegram: a webhook is set, it is removed because this process polls")
        try:
            return await self._bot(DeleteWebhook())
        except Exception as error:
            await self._after_fault(error)
            return False
