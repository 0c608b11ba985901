"""Intake by webhook: signature first, then sense; answered within two seconds, or Zalo switches the webhook off."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from weakref import WeakValueDictionary

from aiohttp import web

from bot.channels.backoff import Backoff
from bot.channels.base import Deliver
from bot.channels.posts import RETRY_AFTER, Quarantine, body_of, json_of
from bot.channels.zalo_oa import events
from bot.channels.zalo_oa.names import NAME
from bot.channels.zalo_oa.signature import is_genuine
from bot.clock import Clock

SIGNATURE = "X-ZEvent-Signature"
TIMESTAMP = "X-ZEvent-Timestamp"
ANSWER_SECONDS = 1.5
MOST_WAITING = 1000
TOLD_SECONDS = 3600.0
STALE = timedelta(days=6)
"""Zalo repeats for a day; what is much older was recorded by somebody, and we have forgotten that we knew it."""
LONGEST_LOGGED = 64

logger = logging.getLogger(__name__)

Store = Callable[[], Awaitable[object]]


class Webhook:
    """The page that Zalo posts events to; nothing is taken before `deliver` is set.

    `secret` is the webhook's own key, not the app's; without `enforce` a wrong signature is only logged.
    """

    def __init__(
        self,
        account: str,
        app_id: str,
        secret: str,
        *,
        enforce: bool,
        clock: Clock,
        quarantine: Quarantine | None,
        heard: Callable[[], None],
        backoff: Callable[[], Backoff] = Backoff,
    ) -> None:
        self.path = f"/{NAME}/{account}"
        self.deliver: Deliver | None = None
        self._account = account
        self._app_id = app_id
        self._secret = secret
        self._enforce = enforce
        self._clock = clock
        self._quarantine = quarantine
        self._heard = heard
        self._backoff = backoff
        self._told_at: float | None = None
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._waiting: set[asyncio.Task[None]] = set()

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one post; an empty one is Zalo looking whether the page is there."""
        body = await body_of(request)
        if isinstance(body, web.Response):
            return body
        if body.strip() in (b"", b"{}"):
            return web.Response()
        try:
            event = json_of(body)
        except (ValueError, RecursionError):
            event = None
        if not self._may_pass(request, body, event):
            self._refused()
            return web.Response(status=401)
        self._heard()
        return await self._take(event, body)

    async def stop(self, seconds: float) -> None:
        """Take no more; what was taken may still be stored within `seconds`."""
        self.deliver = None
        if self._waiting:
            await asyncio.wait(self._waiting, timeout=seconds)
        for task in self._waiting:
            task.cancel()

    def _may_pass(self, request: web.Request, body: bytes, event: object) -> bool:
        told = _timestamps(request, event)
        given = request.headers.getall(SIGNATURE, [])
        genuine = len(given) == 1 and is_genuine(given[0], self._app_id, body, told, self._secret)
        if genuine and not any(self._is_recent(time) for time in told):
            logger.warning("zalo_oa: an old post was refused: it is a replay, or a clock is wrong")
            return False
        if not genuine and not self._enforce:
            logger.warning("zalo_oa: a post without a good signature was let in (HOIDAP_ZALO_OA_SIGNATURE=log)")
        return genuine or not self._enforce

    def _refused(self) -> None:
        """Say so now and then: mostly the wrong key is set, but anybody may post here as often as they like."""
        now = self._clock.monotonic()
        if self._told_at is None or now - self._told_at >= TOLD_SECONDS:
            self._told_at = now
            logger.warning(
                "zalo_oa: a post was refused: if people do write, HOIDAP_ZALO_OA_SECRET is not the right key"
            )

    def _is_recent(self, timestamp: str) -> bool:
        at = moment(timestamp)
        return at is not None and self._clock.now() - at < STALE

    async def _take(self, event: Any, body: bytes) -> web.Response:
        if not events.is_event(event):
            return await self._set_aside("no event", body)
        if not events.matters(event, self._account):
            logger.debug("zalo_oa: %s means nothing to us", event["event_name"][:LONGEST_LOGGED])
            return web.Response()
        if events.chat_of(event) is None:
            return await self._set_aside("nobody", body)
        deliver, event_id, lane = self.deliver, events.event_id(event), events.lane(self._account, event)
        return await self._answer(lane, lambda: deliver(event_id, lane, event)) if deliver else _not_now()

    async def _set_aside(self, reason: str, body: bytes) -> web.Response:
        """A body that makes no sense will make none tomorrow: keep it aside and let Zalo forget it."""
        logger.warning("zalo_oa: a webhook body was quarantined: %s", reason)
        quarantine = self._quarantine
        if quarantine is None or self.deliver is None:
            return web.Response() if self.deliver else _not_now()
        return await self._answer("", lambda: quarantine(NAME, self._account, reason, body))

    async def _answer(self, lane: str, store: Store) -> web.Response:
        """200, at the latest just before Zalo loses patience; the storing then goes on by itself."""
        if len(self._waiting) >= MOST_WAITING:
            return _not_now()
        task = asyncio.create_task(self._until_stored(lane, store))
        self._waiting.add(task)
        task.add_done_callback(self._waiting.discard)
        await asyncio.wait({task}, timeout=ANSWER_SECONDS)
        return web.Response()

    async def _until_stored(self, lane: str, store: Store) -> None:
        """Each chat's events in the order of their arrival, however long the database is away."""
        backoff = self._backoff()
        async with self._turns.setdefault(lane, asyncio.Lock()):
            while True:
                try:
                    await store()
                    return
                except Exception as error:
                    logger.error("zalo_oa: an event could not be stored yet: %s", type(error).__name__)
                await asyncio.sleep(backoff.next())


def moment(milliseconds: object) -> datetime | None:
    """The time that Zalo writes as milliseconds in a text; None if it is none."""
    told = str(milliseconds)
    if not (told.isascii() and told.isdigit() and len(told) <= 14):
        return None
    return datetime.fromtimestamp(int(told) / 1000, UTC)


def _not_now() -> web.Response:
    return web.Response(status=503, headers={"Retry-After": RETRY_AFTER})


def _timestamps(request: web.Request, event: object) -> list[str]:
    """What may have been signed as the time: the field in the body, else the header."""
    field = event.get("timestamp") if isinstance(event, dict) else None
    told = [str(field)] if isinstance(field, str | int) and not isinstance(field, bool) else []
    return told + request.headers.getall(TIMESTAMP, [])[:1]
