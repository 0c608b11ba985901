"""Reading what a browser posted, within bounds of size and time."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

from aiohttp import BodyPartReader, MultipartReader, web

from bot.channels.web.media_store import LARGEST

_LARGEST_TEXT = 64 * 1024
_MOST_FIELDS = 10
_CHUNK = 64 * 1024
_PATIENCE = 15.0
_FILE_PATIENCE = 120.0


class BadBodyError(Exception):
    """What was posted is not what our pages post."""


class BodyTooBigError(Exception):
    """What was posted is larger than our pages allow."""


async def read_json(request: web.Request) -> Mapping[str, Any]:
    """A JSON object of at most 64 KB; BadBodyError or BodyTooBigError."""
    try:
        async with asyncio.timeout(_PATIENCE):
            body = await _at_most(request, _LARGEST_TEXT)
        found = json.loads(body)
    except (ValueError, RecursionError, TimeoutError) as error:
        raise BadBodyError from error
    if not isinstance(found, dict):
        raise BadBodyError
    return found


async def _at_most(request: web.Request, limit: int) -> bytes:
    """The body; BodyTooBigError as soon as it is longer than `limit`."""
    if (request.content_length or 0) > limit:
        raise BodyTooBigError
    body = bytearray()
    async for chunk in request.content.iter_chunked(_CHUNK):
        body += chunk
        if len(body) > limit:
            raise BodyTooBigError
    return bytes(body)


async def read_form(request: web.Request) -> tuple[dict[str, str], BodyPartReader | None]:
    """The fields of a form, and its file part (if one was chosen) still to be read; files come last in our forms."""
    if (request.content_length or 0) > LARGEST + _LARGEST_TEXT:
        raise BodyTooBigError
    if not request.content_type.startswith("multipart/"):
        return await _plain_form(request), None
    try:
        async with asyncio.timeout(_FILE_PATIENCE):
            return await _fields(await request.multipart())
    except (ValueError, AssertionError, TimeoutError) as error:
        raise BadBodyError from error


async def _plain_form(request: web.Request) -> dict[str, str]:
    if (request.content_length or 0) > _LARGEST_TEXT:
        raise BodyTooBigError
    try:
        async with asyncio.timeout(_PATIENCE):
            posted = await request.post()
    except (ValueError, TimeoutError) as error:
        raise BadBodyError from error
    return {name: value for name, value in posted.items() if isinstance(value, str)}


async def _fields(form: MultipartReader) -> tuple[dict[str, str], BodyPartReader | None]:
    """Fields until the first file with a name."""
    fields: dict[str, str] = {}
    while (part := await form.next()) is not None and len(fields) < _MOST_FIELDS:
        if not isinstance(part, BodyPartReader):
            raise BadBodyError
        if part.filename:
            return fields, part
        fields[part.name or ""] = (await _field(part)).decode("utf-8", "replace")
    return fields, None


async def _field(part: BodyPartReader) -> bytes:
    content = bytearray()
    async for chunk in chunks(part):
        content += chunk
        if len(content) > _LARGEST_TEXT:
            raise BodyTooBigError
    return bytes(content)


async def chunks(part: BodyPartReader) -> AsyncIterator[bytes]:
    """The bytes of a file part."""
    while chunk := await part.read_chunk(_CHUNK):
        yield chunk


def whole_number(text: str | None) -> int | None:
    """A row's id out of an address or a form; None if it is none."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= 18 else None
