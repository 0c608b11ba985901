"""Sending an answer whole, broken, slow, or not at all."""

import asyncio
import json
import socket
import struct

from aiohttp import web

from tests.fakes.telegram.clock import Clock
from tests.fakes.telegram.shapes import Json
from tests.fakes.telegram.toxics import Toxic

_PIECES = 20
_PROXY_PAGE = "<html><head><title>{0}</title></head><body><center><h1>{0}</h1></center></body></html>"


async def reply(
    request: web.Request,
    status: int,
    body: Json,
    toxic: Toxic | None = None,
    clock: Clock | None = None,
) -> web.StreamResponse:
    """Answer with JSON, spoiled by the toxic where there is one."""
    if toxic is not None and toxic.html:
        page = _PROXY_PAGE.format(f"{status} {toxic.description}")
        return web.Response(text=page, status=status, content_type="text/html")
    if toxic is not None and toxic.kind == "truncate":
        return await _truncated(request, json.dumps(body).encode())
    if toxic is not None and toxic.kind == "slow" and clock is not None:
        return await _slow(request, json.dumps(body).encode(), toxic.seconds / clock.speed)
    return web.json_response(body, status=status)


def cut(request: web.Request) -> web.StreamResponse:
    """Reset the connection without an answer."""
    if request.transport is not None:
        connection: socket.socket | None = request.transport.get_extra_info("socket")
        if connection is not None:
            # Lingering for zero seconds makes the close a reset.
            linger = struct.pack("ii", 1, 0)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        request.transport.abort()
    return web.Response(status=499)


async def _truncated(request: web.Request, body: bytes) -> web.StreamResponse:
    response = await _begun(request, body)
    await response.write(body[: len(body) // 2])
    if request.transport is not None:
        request.transport.close()
    return response


async def _slow(request: web.Request, body: bytes, seconds: float) -> web.StreamResponse:
    response = await _begun(request, body)
    size = max(len(body) // _PIECES, 1)
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    for piece in pieces:
        await asyncio.sleep(seconds / len(pieces))
        await response.write(piece)
    return response


async def _begun(request: web.Request, body: bytes) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    response.content_length = len(body)
    await response.prepare(request)
    return response
