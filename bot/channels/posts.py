"""What platforms post to our webhooks, read within bounds of size and time."""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

LARGEST_BODY = 1 << 20
READ_SECONDS = 10.0
RETRY_AFTER = "5"

logger = logging.getLogger(__name__)

Quarantine = Callable[[str, str, str, bytes], Awaitable[None]]
"""`await quarantine(channel, account, reason, body)` keeps a body that cannot be read."""


async def body_of(request: web.Request) -> bytes | web.Response:
    """The body, or the refusal of one that is too large, too slow or broken off."""
    if (request.content_length or 0) > LARGEST_BODY:
        return web.Response(status=413)
    try:
        async with asyncio.timeout(READ_SECONDS):
            body = await _read(request)
    except TimeoutError:
        return web.Response(status=408)
    except (web.RequestPayloadError, ConnectionError):
        return web.Response(status=400)
    return web.Response(status=413) if body is None else body


def has_secret(request: web.Request, header: str, secret: bytes) -> bool:
    """Whether the header is there exactly once and says the secret; compared in constant time."""
    given = request.headers.getall(header, [])
    return len(given) == 1 and secrets.compare_digest(given[0].encode("utf-8", "surrogateescape"), secret)


def json_of(body: bytes) -> Any:
    """The JSON value; ValueError or RecursionError on nonsense."""
    return json.loads(body, parse_constant=_no_constant)


async def committed(storing: Awaitable[object], channel: str) -> web.Response:
    """200 once it is stored, 503 if it could not be."""
    try:
        await storing
    except Exception as error:
        logger.error("%s: an event could not be stored: %s", channel, type(error).__name__)
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
