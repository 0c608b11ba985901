"""Named queries of staff rooms and of where tickets stand in them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.insert import insert_into
from bot.db.models import OutboxRow, StaffRoomRow, TicketPostRow
from bot.db.outbox import UNDONE, lane_of


async def active(session: AsyncSession) -> Sequence[StaffRoomRow]:
    """The rooms that the setting names."""
    query = select(StaffRoomRow).where(StaffRoomRow.active.is_(True)).order_by(StaffRoomRow.id)
    return (await session.scalars(query)).all()


async def find(session: AsyncSession, channel: str, account: str, chat_id: str) -> StaffRoomRow | None:
    """The active room that this chat is."""
    query = select(StaffRoomRow).where(
        StaffRoomRow.channel == channel,
        StaffRoomRow.account == account,
        StaffRoomRow.chat_id == chat_id,
        StaffRoomRow.active.is_(True),
    )
    return (await session.scalars(query.limit(1))).one_or_none()


async def settle(session: AsyncSession, specs: dict[str, tuple[str, str, str]]) -> None:
    """Make the rooms those of the setting (spec → channel, account, chat); others are kept but count no more."""
    await session.execute(update(StaffRoomRow).values(active=StaffRoomRow.spec.in_(specs)))
    for spec, (channel, account, chat_id) in specs.items():
        new = {"spec": spec, "channel": channel, "account": account, "chat_id": chat_id, "active": True}
        await session.execute(insert_into(session, StaffRoomRow).values(**new).on_conflict_do_nothing())


async def set_forum(session: AsyncSession, room_id: int, *, is_forum: bool) -> None:
    """Remember whether a room has topics."""
    await session.execute(update(StaffRoomRow).where(StaffRoomRow.id == room_id).values(is_forum=is_forum))


async def enter_post(session: AsyncSession, ticket_id: int, room_id: int) -> bool:
    """Make the ticket's place in a room; False if it has one."""
    statement = insert_into(session, TicketPostRow).values(ticket_id=ticket_id, room_id=room_id)
    return (await session.scalar(statement.on_conflict_do_nothing().returning(TicketPostRow.id))) is not None


async def move_chat(session: AsyncSession, channel: str, account: str, old: str, new: str) -> Sequence[int]:
    """A chat has a new id: rooms and waiting parcels follow, old cards and links are void; the rooms that moved."""
    here = (StaffRoomRow.channel == channel, StaffRoomRow.account == account, StaffRoomRow.chat_id == old)
    moved = (
        await session.scalars(update(StaffRoomRow).where(*here).values(chat_id=new).returning(StaffRoomRow.id))
    ).all()
    await session.execute(
        update(TicketPostRow).where(TicketPostRow.room_id.in_(moved)).values(card_id=None, thread=None)
    )
    for role in ("", "ack"):
        old_lane, new_lane = lane_of(channel, account, old, role), lane_of(channel, account, new, role)
        waiting = update(OutboxRow).where(OutboxRow.lane == old_lane, OutboxRow.state.in_(UNDONE))
        await session.execute(waiting.values(chat_id=new, lane=new_lane))
    return moved


async def lines_under_way(session: AsyncSession, ticket_id: int, room_id: int) -> Sequence[OutboxRow]:
    """What has not yet reached a room about a ticket, in order."""
    query = select(OutboxRow).where(
        OutboxRow.ticket_id == ticket_id, OutboxRow.room_id == room_id, OutboxRow.state.in_(UNDONE)
    )
    return (await session.scalars(query.order_by(OutboxRow.id).with_for_update())).all()
