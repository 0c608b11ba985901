"""Files that people sent, fetched from the Bot API server and from nowhere else."""

from __future__ import annotations

import logging
from urllib.parse import quote

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from yarl import URL

from bot.channels.download import download

LARGEST = 20 * 1024 * 1024  # what the Bot API hands out

logger = logging.getLogger(__name__)


async def fetch(bot: Bot, session: AiohttpSession, ref: str, limit: int) -> bytes | None:
    """The bytes behind a file handle, at most `limit`; None if they cannot be had."""
    most = min(limit, LARGEST)
    try:
        file = await bot.get_file(ref)
        if file.file_path is None or (file.file_size or 0) > most:
            return None
        address = URL(session.api.file_url(bot.token, quote(file.file_path)), encoded=True)
        return await download(await session.create_session(), address, most)
    except Exception as error:  # the address holds the token: nothing of the error but its kind may be logged
        logger.warning("telegram: a file could not be fetched: %s", type(error).__name__)
        return None
