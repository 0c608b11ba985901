"""Named queries of the monthly count of sends."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.insert import insert_into
from bot.db.models import MonthlySendsRow


async def add(session: AsyncSession, channel: str, account: str, month: str, parts: int) -> int:
    """Count so many more messages; how many there are now."""
    new = insert_into(session, MonthlySendsRow).values(channel=channel, account=account, month=month, count=parts)
    counted = new.on_conflict_do_update(
        index_elements=["channel", "account", "month"], set_={"count": MonthlySendsRow.count + parts}
    )
    return await session.scalar(counted.returning(MonthlySendsRow.count)) or 0


async def of_month(session: AsyncSession, channel: str, account: str, month: str) -> int:
    """How many messages the account has sent in the month."""
    count = await session.scalar(
        select(MonthlySendsRow.count).where(
            MonthlySendsRow.channel == channel, MonthlySendsRow.account == account, MonthlySendsRow.month == month
        )
    )
    return count or 0
