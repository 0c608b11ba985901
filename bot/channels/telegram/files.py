"""Files that people sent, fetched from the Bot API server and from nowhere else."""

from __future__ import annotations

import logging
from urllib.parse import quote

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiohttp import ClientTimeout
from yarl import URL

LARGEST = 20 * 1024 * 1024  # what the Bot API hands out
SECONDS = 60.0

logger = logging.getLogger(__name__)


async def fetch(bot: Bot, session: AiohttpSession, ref: str, limit: int) -> bytes | None:
    """The bytes behind a file handle, at most `limit`; None if they cannot be had."""
    most = min(limit, LARGEST)
    try:
        file = await bot.get_file(ref)
        if file.file_path is None or (file.file_size or 0) > most:
            return None
        address = URL(session.api.file_url(bot.token, quote(file.file_path)), encoded=True)
        return await _download(session, address, most)
    except Exception as error:  # the address holds the token: nothing of the error but its kind may be logged
        logger.warning("telegram: a file could not be fetched: %s", type(error).__name__)
        return None


async def _download(session: AiohttpSession, address: URL, most: int) -> bytes | None:
    client = await session.create_session()
    # A redirect would lead away from the Bot API server.
    async with client.get(address, timeout=ClientTimeout(SECONDS), allow_redirects=False) as answer:
        if answer.status != 200:
            return None
        content = bytearray()
        async for piece in answer.content.iter_any():
            content += piece
            if len(content) > most:
                return None
        return bytes(content)
