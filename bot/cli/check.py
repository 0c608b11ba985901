"""Kiểm tra faq.yaml và các tệp kèm theo: mọi lỗi một lượt, mỗi lỗi nói rõ tệp, dòng và cách sửa.

Có lỗi thì mã thoát là 1.
"""

from __future__ import annotations

import asyncio
import sys
from argparse import Namespace
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot.cli.desk import faq_path, moment
from bot.db import asked, ratings
from bot.db.engine import Database, async_url
from bot.settings import Settings
from knowledge import Report, check, load, todo
from knowledge.dates import LOCAL


def execute(options: Namespace, settings: Settings) -> int:
    """Print every problem, or with --todo what waits for an officer's confirmation."""
    path = options.file or faq_path(settings)
    today = moment(options.as_of).astimezone(LOCAL).date()
    if options.todo:
        return _print_todo(path, settings, today)
    report = check(path, today=today, phrases=not options.quick)
    sys.stdout.write(_verdict(path, report))
    return 1 if report.errors else 0


def _verdict(path: Path, report: Report) -> str:
    lines = [str(problem) for problem in report.errors]
    if report.warnings:
        lines += ["Nên xem:", *(f"  {problem}" for problem in report.warnings)]
    if report.errors:
        ending = f"{path}: {len(report.errors)} lỗi phải sửa, {len(report.warnings)} điều nên xem."
    else:
        ending = f"{path}: không có lỗi, {len(report.warnings)} điều nên xem."
    return "\n".join([*lines, ending]) + "\n"


def _print_todo(path: Path, settings: Settings, today: date) -> int:
    asked_so_far, unhappy = asyncio.run(_counted(settings)) if _has_database(settings) else ({}, {})
    items = todo(load(path), today=today, asked=asked_so_far, unhappy=unhappy)
    sys.stdout.writelines(f"{item}\n" for item in items)
    sys.stdout.write(f"Còn {len(items)} mục chờ cán bộ xem; xác nhận xong thì điền confirmed: {{by, on}} trong tệp.\n")
    return 0


def _has_database(settings: Settings) -> bool:
    """Whether something can have been counted: looking must not create an empty SQLite file."""
    url = async_url(settings.database)
    return url.get_backend_name() != "sqlite" or Path(url.database or "").exists()


async def _counted(settings: Settings) -> tuple[Mapping[str, int], Mapping[str, Mapping[date, int]]]:
    """How often each entry was asked and of no use; an officer's list must not fail where the database does."""
    database = Database(settings.database)
    try:
        async with database.read() as session:
            return await asked.totals(session), await ratings.unhappy(session)
    except (SQLAlchemyError, OSError):
        return {}, {}
    finally:
        await database.close()
