"""Intake by webhook: secret first, then size, then sense; 200 only for what is committed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from bot.channels.base import Deliver
from bot.channels.posts import Quarantine, body_of, committed, has_secret, json_of
from bot.channels.zalo_bot.names import NAME
from bot.channels.zalo_bot.updates import event_id, event_of, lane

SECRET_HEADER = "X-Bot-Api-Secret-Token"  # noqa: S105 - a header's name, not its value

logger = logging.getLogger(__name__)


class Webhook:
    """The page that Zalo posts events to; nothing is taken before `deliver` is set."""

    def __init__(self, account: str, secret: str, quarantine: Quarantine | None, heard: Callable[[], None]) -> None:
        self.path = f"/{NAME}/{account}"
        self.deliver: Deliver | None = None
        self._account = account
        self._secret = secret.encode()
        self._quarantine = quarantine
        self._heard = heard

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one post. An empty one is Zalo looking whether the page is there, with or without the secret."""
        if not request.body_exists:
            return web.Response()
        if not has_secret(request, SECRET_HEADER, self._secret):
            return web.Response(status=401)
        body = await body_of(request)
        if isinstance(body, web.Response):
            return body
        self._heard()
        return await self._store(body) if body.strip() else web.Response()

    async def _store(self, body: bytes) -> web.Response:
        try:
            event = event_of(json_of(body))
        except (ValueError, RecursionError) as nonsense:
            return await self._refuse(type(nonsense).__name__, body)
        if event is None:
            return await self._refuse("no event", body)
        return await committed(self._put(event), NAME)

    async def _refuse(self, reason: str, body: bytes) -> web.Response:
        """A body that makes no sense will make none tomorrow: keep it aside and let Zalo forget it."""
        logger.warning("zalo_bot: a webhook body was quarantined: %s", reason)
        if self._quarantine is None:
            return web.Response()
        return await committed(self._quarantine(NAME, self._account, reason, body), NAME)

    async def _put(self, event: Mapping[str, Any]) -> None:
        if self.deliver is None:
            raise RuntimeError("intake has not begun")
        await self.deliver(event_id(event), lane(self._account, event), event)
