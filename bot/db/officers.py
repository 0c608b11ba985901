"""Named queries of the officers who signed in on the web."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.models import OfficerRow


async def serving(session: AsyncSession, officer_id: str) -> OfficerRow | None:
    """The officer with this id who has not been removed."""
    if not officer_id.isdecimal():
        return None
    query = select(OfficerRow).where(OfficerRow.id == int(officer_id), OfficerRow.removed_at.is_(None))
    return (await session.scalars(query)).one_or_none()
