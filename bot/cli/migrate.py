"""Nâng cấp cơ sở dữ liệu lên các bảng của bản này; chạy lại nhiều lần không sao."""

from __future__ import annotations

import asyncio
import sys
from argparse import Namespace

from bot.db.engine import Database
from bot.db.migrations import migrate
from bot.settings import Settings


def execute(_options: Namespace, settings: Settings) -> int:
    """Bring the database up to date and say so."""
    asyncio.run(_migrate(settings))
    sys.stdout.write("Cơ sở dữ liệu đã ở bản mới nhất.\n")
    return 0


async def _migrate(settings: Settings) -> None:
    await (await migrated(settings)).close()


async def migrated(settings: Settings) -> Database:
    """The database of the settings, open and with the tables of this version."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database)
    try:
        await migrate(database)
    except BaseException:
        await database.close()
        raise
    return database
