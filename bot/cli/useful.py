"""Người dân thấy câu trả lời có ích không: theo thủ tục và bản dữ liệu, nhiều lời chê xếp trước, kèm lý do."""

from __future__ import annotations

import asyncio
import sys
from argparse import Namespace
from collections.abc import Mapping

from bot.cli.desk import faq_path
from bot.db import ratings
from bot.db.engine import Database
from bot.db.migrations import migrate
from bot.db.ratings import Tally
from bot.settings import Settings
from handlers import texts
from handlers.useful import NO, REASONS, YES
from knowledge import KnowledgeBase, load

NOTHING = "Chưa người dân nào cho biết câu trả lời có ích hay không."
_SHOWN_OF_A_VERSION = 8
"""Letters of a version's digest that tell it from others."""


def execute(options: Namespace, settings: Settings) -> int:
    """Print a line for every procedure and version that was rated."""
    tallies = asyncio.run(_tallies(settings))
    sys.stdout.write(listed(tallies, load(faq_path(settings))) + "\n")
    return 0


async def _tallies(settings: Settings) -> list[Tally]:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database)
    try:
        await migrate(database)
        async with database.read() as session:
            return await ratings.tallies(session)
    finally:
        await database.close()


def listed(tallies: list[Tally], kb: KnowledgeBase) -> str:
    """The lines, most complaints first."""
    worst_first = sorted(tallies, key=lambda one: (-one.counts.get(NO, 0), -one.last.toordinal(), one.procedure_id))
    return "\n".join(_line(one, kb) for one in worst_first) or NOTHING


def _line(one: Tally, kb: KnowledgeBase) -> str:
    procedure = kb.procedures.get(one.procedure_id)
    name = procedure.short if procedure else one.procedure_id
    in_use = " (đang dùng)" if one.version == kb.version else ""
    days = f"{one.first:%d/%m/%Y}" if one.first == one.last else f"{one.first:%d/%m/%Y}–{one.last:%d/%m/%Y}"
    verdicts = f"{one.counts.get(YES, 0)} có ích, {one.counts.get(NO, 0)} chưa có ích{_reasons(one.counts)}"
    return f"{name} · bản {one.version[:_SHOWN_OF_A_VERSION]}{in_use} · {days}: {verdicts}"


def _reasons(counts: Mapping[str, int]) -> str:
    told = [f"{texts.USEFUL_REASONS[reason].lower()} {counts[reason]}" for reason in REASONS if counts.get(reason)]
    return f" ({', '.join(told)})" if told else ""
