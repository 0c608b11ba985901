"""Named queries of the inbox."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.db.insert import insert_into
from bot.db.models import InboxRow

Account = tuple[str, str]
"""(channel, account)."""


async def put(session: AsyncSession, **values: object) -> bool:
    """Keep a raw event; False if it was there already."""
    statement = insert_into(session, InboxRow).values(**values).on_conflict_do_nothing()
    return (await session.scalar(statement.returning(InboxRow.id))) is not None


async def lane_heads(session: AsyncSession, accounts: Sequence[Account], *, limit: int) -> list[tuple[int, str]]:
    """(id, lane) of the first waiting row of every lane, oldest first."""
    earlier = aliased(InboxRow)
    before = exists().where(earlier.lane == InboxRow.lane, earlier.state == "waiting", earlier.id < InboxRow.id)
    found: list[tuple[int, str]] = []
    for channel, account in accounts:
        query = select(InboxRow.id, InboxRow.lane).where(
            InboxRow.state == "waiting", InboxRow.channel == channel, InboxRow.account == account, ~before
        )
        found += [(row.id, row.lane) for row in await session.execute(query.order_by(InboxRow.id).limit(limit))]
    return sorted(found)


async def take(session: AsyncSession, row_ids: Sequence[int]) -> Sequence[InboxRow]:
    """Those of the rows that wait, oldest first and locked for this transaction; not those another worker has."""
    query = select(InboxRow).where(InboxRow.id.in_(row_ids), InboxRow.state == "waiting").order_by(InboxRow.id)
    return (await session.scalars(query.with_for_update(skip_locked=True))).all()


async def take_one(session: AsyncSession, row_id: int) -> InboxRow | None:
    """The waiting row, locked for this transaction; None if it is done or another worker has it."""
    return next(iter(await take(session, [row_id])), None)


async def heard(session: AsyncSession, channel: str, account: str, since: datetime) -> Sequence[datetime]:
    """When events of an account came in, in order."""
    query = select(InboxRow.received_at).where(
        InboxRow.channel == channel, InboxRow.account == account, InboxRow.received_at >= since
    )
    return (await session.scalars(query.order_by(InboxRow.received_at))).all()


async def oldest_waiting(session: AsyncSession) -> datetime | None:
    """When the longest waiting event came in."""
    return await session.scalar(select(func.min(InboxRow.received_at)).where(InboxRow.state == "waiting"))
