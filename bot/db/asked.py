"""How often each entry was asked."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.insert import insert_into
from bot.db.models import AskedRow


async def count(session: AsyncSession, day: date, entry_id: str, decision: str) -> None:
    """One more on this day."""
    statement = insert_into(session, AskedRow).values(day=day, entry_id=entry_id, decision=decision, count=1)
    key = [AskedRow.day, AskedRow.entry_id, AskedRow.decision]
    await session.execute(statement.on_conflict_do_update(index_elements=key, set_={"count": AskedRow.count + 1}))


async def totals(session: AsyncSession) -> dict[str, int]:
    """How often each entry was asked in all."""
    query = select(AskedRow.entry_id, func.sum(AskedRow.count)).group_by(AskedRow.entry_id)
    return {entry_id: int(times) for entry_id, times in await session.execute(query)}
