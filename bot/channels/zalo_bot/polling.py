"""Intake by long polling, for trying the bot out: one event per call, kept in hand until it is committed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.channels.backoff import Backoff
from bot.channels.base import Deliver
from bot.channels.stopping import Stopping
from bot.channels.zalo_bot.api import Api, ApiError
from bot.channels.zalo_bot.classify import TOKEN_REFUSED_SECONDS, is_idle, is_webhook_set, words_of
from bot.channels.zalo_bot.updates import event_id, event_of, lane, message_of
from bot.clock import Clock
from bot.lease import Lease

POLL_SECONDS = 25
ANSWER_SECONDS = POLL_SECONDS + 10.0
FLOOR_SECONDS = 1.0
TURN_SECONDS = 5.0
OLDEST = timedelta(days=6)
"""Zalo may give out what was read again and again, and the inbox knows an event for a week."""

logger = logging.getLogger(__name__)


class Polling:
    """Asks for events until it is stopped; `heard` is called each time Zalo answered.

    Two pollers would each get half of what people write, so it asks only while it is its `turn`.
    """

    def __init__(
        self,
        api: Api,
        account: str,
        deliver: Deliver,
        *,
        clock: Clock,
        backoff: Backoff,
        heard: Callable[[], None],
        turn: Lease | None,
        floor: float = FLOOR_SECONDS,
    ) -> None:
        self._api = api
        self._account = account
        self._deliver = deliver
        self._clock = clock
        self._backoff = backoff
        self._heard = heard
        self._turn = turn
        self._floor = floor
        self._webhook_removed = False
        self._stopping = Stopping()

    async def run(self) -> None:
        """Poll and deliver, never oftener than the floor allows; every fault is waited out."""
        while not self._stopping.wished:
            if not await self._is_our_turn():
                await self._stopping.rest(TURN_SECONDS)
                continue
            began = self._clock.monotonic()
            try:
                await self._take(await self._stopping.unless(self._ask()))
            except Exception as error:
                await self._after_fault(error)
            await self._stopping.rest(max(0.0, began + self._floor - self._clock.monotonic()))

    def stop(self) -> None:
        """Finish the event in hand and ask for no more."""
        self._stopping.wish()

    async def _is_our_turn(self) -> bool:
        try:
            return self._turn is None or await self._turn.take()
        except Exception as error:  # without the database there is nowhere to put an event
            logger.error("zalo_bot: whose turn it is to poll cannot be told: %s", type(error).__name__)
            return False

    async def _ask(self) -> list[Any]:
        """What is new; Zalo calls an idle poll a timeout, and sends one event without a list around it."""
        try:
            found = await self._api.call("getUpdates", {"timeout": POLL_SECONDS}, seconds=ANSWER_SECONDS)
        except ApiError as error:
            if not is_idle(error):
                raise
            found = None
        self._heard()
        self._backoff.reset()
        if found is None:
            return []
        return found if isinstance(found, list) else [found]

    async def _take(self, found: list[Any] | None) -> None:
        for one in found or []:
            event = event_of(one)
            if event is None:
                logger.error("zalo_bot: something that is no event was skipped")
            elif self._is_stale(event):
                logger.warning("zalo_bot: an event of last week was skipped")
            else:
                await self._keep(event)

    async def _keep(self, event: Mapping[str, Any]) -> None:
        """Commit it. Zalo may not give it out a second time, so it is held on to until that succeeds."""
        while True:
            try:
                await self._deliver(event_id(event), lane(self._account, event), event)
            except Exception as error:
                logger.error("zalo_bot: an event could not be stored: %s", type(error).__name__)
            else:
                return
            if self._stopping.wished:
                return
            await self._stopping.rest(self._backoff.next())

    def _is_stale(self, event: Mapping[str, Any]) -> bool:
        date = message_of(event).get("date")
        if not isinstance(date, int | float):
            return False
        try:
            return self._clock.now() - datetime.fromtimestamp(date / 1000, UTC) > OLDEST
        except (OverflowError, OSError, ValueError):
            return False

    async def _after_fault(self, error: Exception) -> None:
        if is_webhook_set(error) and not self._webhook_removed:
            self._webhook_removed = await self._remove_webhook()
            return
        refused = isinstance(error, ApiError) and error.code == 401
        seconds = TOKEN_REFUSED_SECONDS if refused else self._backoff.next()
        logger.warning("zalo_bot: no events (%s), asking again in %.1f s", words_of(error), seconds)
        await self._stopping.rest(seconds)

    async def _remove_webhook(self) -> bool:
        """Switch the bot from webhook to polling; once, so as not to fight with another process."""
        logger.warning("zalo_bot: a webhook is set, it is removed because this process polls")
        try:
            await self._api.call("deleteWebhook")
        except Exception as error:
            await self._after_fault(error)
            return False
        return True
