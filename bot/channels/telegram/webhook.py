"""Intake by webhook: secret first, then size, then sense; 200 only for what is committed."""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.channels.base import Deliver
from bot.channels.telegram.names import NAME
from bot.channels.telegram.updates import lane, update_id

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name, not its value
LARGEST_BODY = 1 << 20
READ_SECONDS = 10.0
RETRY_AFTER = "5"

logger = logging.getLogger(__name__)

Quarantine = Callable[[str, str, str, bytes], Awaitable[None]]
"""`await quarantine(channel, account, reason, body)` keeps a body that cannot be read."""


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
        if not self._is_telegram(request):
            return web.Response(status=401)
        if (request.content_length or 0) > LARGEST_BODY:
            return web.Response(status=413)
        try:
            async with asyncio.timeout(READ_SECONDS):
                body = await _read(request)
        except TimeoutError:
            return web.Response(status=408)
        except (web.RequestPayloadError, ConnectionError):
            return web.Response(status=400)
        if body is None:
            return web.Response(status=413)
        self._heard()
        return await self._store(body)

    def _is_telegram(self, request: web.Request) -> bool:
        given = request.headers.getall(SECRET_HEADER, [])
        return len(given) == 1 and secrets.compare_digest(given[0].encode("utf-8", "surrogateescape"), self._secret)

    async def _store(self, body: bytes) -> web.Response:
        try:
            update = json.loads(body, parse_constant=_no_constant)
        except (ValueError, RecursionError) as nonsense:
            return await self._refuse(type(nonsense).__name__, body)
        number = update_id(update)
        if number is None:
            return await self._refuse("no update", body)
        return await self._committed(self._put(number, update))

    async def _refuse(self, reason: str, body: bytes) -> web.Response:
        """A body that makes no sense will make none tomorrow: keep it aside and let Telegram forget it."""
        logger.warning("telegram: a webhook body was quarantined: %s", reason)
        if self._quarantine is None:
            return web.Response()
        return await self._committed(self._quarantine(NAME, self._account, reason, body))

    async def _put(self, number: int, update: dict[str, Any]) -> None:
        if self.deliver is None:
            raise RuntimeError("intake has not begun")
        await self.deliver(str(number), lane(self._account, update), update)

    async def _committed(self, storing: Awaitable[None]) -> web.Response:
        try:
            await storing
        except Exception as error:
            logger.error("telegram: an update could not be stored: %s", type(error).__name__)
            return web.Response(status=503, headers={"Retry-After": RETRY_AFTER})
        return web.Response()


async def _read(request: web.Request) -> bytes | None:
    """The body; None as soon as it is too large."""
    body = bytearray()
    async for piece in request.content.iter_any():
        body += piece
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")
