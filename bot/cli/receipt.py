"""Xem lại đúng điều bot đã trả lời, theo mã trả lời mà người dân đọc cho."""

from __future__ import annotations

import asyncio
import sys
from argparse import Namespace

from bot.answer_receipts import told
from bot.cli.desk import open_desk
from bot.db import answer_receipts
from bot.db.engine import Database
from bot.db.migrations import migrate
from bot.errors import HoidapError
from bot.settings import Settings


def execute(options: Namespace, settings: Settings) -> int:
    """Print what was said under a code."""
    sys.stdout.write(asyncio.run(_tell(options.code, settings)) + "\n")
    return 0


async def _tell(code: str, settings: Settings) -> str:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database)
    try:
        await migrate(database)
        async with database.read() as session:
            row = await answer_receipts.find(session, code)
        if row is None:
            raise HoidapError(f"Không có câu trả lời nào mang mã {code}. Mã có 6 chữ và số, được giữ như tin nhắn.")
        return told(row, open_desk(settings))
    finally:
        await database.close()
