"""Tells officers what of the law changes soon, 30 and 7 days ahead, each change once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time

from sqlalchemy.ext.asyncio import AsyncSession

from bot import rooms
from bot.db import rooms as staff_rooms
from bot.db.engine import Database
from bot.notices import once
from handlers import texts
from knowledge import KnowledgeBase
from knowledge.changes import REPEAL, Change, changes, stage
from knowledge.dates import LOCAL, local

DAYTIME = range(8, 17)
"""The hours in which officers are told; the night is left in peace."""
MOST = 20
"""How many changes one message lists."""


async def tell_changes(database: Database, kb: KnowledgeBase, now: datetime) -> None:
    """One message into every staff room with the changes that were not told yet."""
    here = local(now)
    if here.hour not in DAYTIME:
        return
    near = changes(kb, here.date())
    if not near:
        return
    async with database.write() as session:
        if not await staff_rooms.active(session):
            return
        new = [change for change in near if await _is_new(session, change, now)]
        if new:
            await rooms.say_everywhere(session, _told(new), now)


async def _is_new(session: AsyncSession, change: Change, now: datetime) -> bool:
    """Noted under the day of the change, so that the note is not forgotten before that day."""
    key = f"change:{stage(change, local(now).date())}:{change.procedure.id}:{change.what}:{change.on}"
    return await once(session, key, max(now, datetime.combine(change.on, time(), LOCAL)))


def _told(new: Iterable[Change]) -> str:
    lines = [_line(change) for change in new]
    more = [texts.CHANGES_MORE.format(count=len(lines) - MOST)] if len(lines) > MOST else []
    return "\n".join([texts.CHANGES, *lines[:MOST], *more, texts.CHANGES_TODO])


def _line(change: Change) -> str:
    words = texts.CHANGE_KNOWN if change.known else texts.CHANGE_ENDS
    words = texts.CHANGE_REPEALED if change.what == REPEAL else words
    where = f"{change.procedure.file}:{change.procedure.line}"
    return words.format(day=texts.day(change.on), name=change.procedure.short, what=change.what, where=where)
