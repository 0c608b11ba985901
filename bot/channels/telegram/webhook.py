"""Intake by webhook: secret first, then size, then sense; 200 only for what is committed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.channels.base import Deliver
from bot.channels.posts import Quarantine, body_of, committed, has_secret, json_of
from bot.channels.telegram.names import NAME
from bot.channels.telegram.updates import lane, update_id

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name, not its value

logger = logging.getLogger(__name__)


class Webhook:
    """The page that Telegram posts updates to; nothing is taken before `deliver` is set."""

    def __init__(self, account: str, secret: str, quarantine: Quarantine | None, heard: Callable[[], None]) -> None:
        self.path = f"/telegram/{account}"
        self.deliver: Deliver | None = None
        self._account = account
        self._secret = secret.encode()
        self._quarantine = quarantine
        self._heard = heard

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one post; anything but 2xx makes Telegram post it again for a day."""
        if not has_secret(request, SECRET_HEADER, self._secret):
            return web.Response(status=401)
        body = await body_of(request)
        if isinstance(body, web.Response):
            return body
        self._heard()
        return await self._store(body)

    async def _store(self, body: bytes) -> web.Response:
        try:
            update = json_of(body)
        except (ValueError, RecursionError) as nonsense:
            return await self._refuse(type(nonsense).__name__, body)
        number = update_id(update)
        if number is None:
            return await self._refuse("no update", body)
        return await committed(self._put(number, update), NAME)

    async def _refuse(self, reason: str, body: bytes) -> web.Response:
        """A body that makes no sense will make none tomorrow: keep it aside and let Telegram forget it."""
        logger.warning("telegram: a webhook body was quarantined: %s", reason)
        if self._quarantine is None:
            return web.Response()
        return await committed(self._quarantine(NAME, self._account, reason, body), NAME)

    async def _put(self, number: int, update: dict[str, Any]) -> None:
        if self.deliver is None:
            raise RuntimeError("intake has not begun")
        await self.deliver(str(number), lane(self._account, update), update)
