"""Named queries of the outbox, and what the roles of its rows are.

Roles: reply (to the resident); in a staff room topic, card, update (the card's newest text), resident, answer, note
(a line of the ticket), notice (the bot's own words); ack (a button press was seen).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.base import Parcel
from bot.db.insert import insert_into
from bot.db.models import LinkRow, MessageRow, OutboxRow, StaffRoomRow, TicketPostRow
from bot.db.parcels import parcel_from_json, parcel_to_json

ROLES = ("reply", "topic", "card", "update", "resident", "answer", "note", "notice", "ack")
LINK_KINDS = {
    "card": "card",
    "update": "card",
    "resident": "resident",
    "answer": "reply",
    "note": "note",
    "notice": "bot",
}
UNDONE = ("waiting", "sending")


class Head(NamedTuple):
    """What is looked at, many times a second, to decide whether the first row of a lane may leave."""

    id: int
    lane: str
    chat_id: str
    role: str
    state: str
    next_at: datetime
    parcel: dict[str, Any]

    @property
    def is_group(self) -> bool:
        """Whether it goes to a group."""
        return bool(self.parcel.get("group"))

    @property
    def is_media(self) -> bool:
        """Whether a file has to travel with it."""
        return self.parcel.get("kind") == "media"


_HEAD = [getattr(OutboxRow, name) for name in Head._fields]


def lane_of(channel: str, account: str, chat_id: str, role: str = "") -> str:
    """Rows of one chat leave in order; acknowledgements of button presses do not queue behind messages."""
    return f"{channel}:{account}:{chat_id}" + ("#ack" if role == "ack" else "")


async def add(
    session: AsyncSession,
    parcel: Parcel,
    *,
    channel: str,
    account: str,
    role: str,
    now: datetime,
    room_id: int | None = None,
    ticket_id: int | None = None,
    message_pk: int | None = None,
) -> OutboxRow:
    """Queue one parcel behind all others of its chat."""
    row = OutboxRow(
        channel=channel,
        account=account,
        chat_id=parcel.chat_id,
        lane=lane_of(channel, account, parcel.chat_id, role),
        parcel=parcel_to_json(parcel),
        role=role,
        room_id=room_id,
        ticket_id=ticket_id,
        message_pk=message_pk,
        created_at=now,
        next_at=now,
    )
    session.add(row)
    return row


async def lane_heads(session: AsyncSession, channel: str, account: str, *, limit: int) -> Sequence[Head]:
    """The first undone row of every lane of this account, oldest first."""
    first = (
        select(func.min(OutboxRow.id))
        .where(OutboxRow.state.in_(UNDONE), OutboxRow.channel == channel, OutboxRow.account == account)
        .group_by(OutboxRow.lane)
    )
    query = select(*_HEAD).where(OutboxRow.id.in_(first)).order_by(OutboxRow.id).limit(limit)
    return [Head(*row) for row in await session.execute(query)]


async def take(session: AsyncSession, row_id: int, now: datetime) -> OutboxRow | None:
    """The waiting row, now marked as being sent; None if it is gone or another relay has it."""
    query = select(OutboxRow).where(OutboxRow.id == row_id, OutboxRow.state == "waiting")
    row = (await session.scalars(query.with_for_update(skip_locked=True))).one_or_none()
    if row is not None:
        row.state = "sending"
        row.attempts += 1
        row.next_at = now
    return row


async def renew(session: AsyncSession, row_ids: Sequence[int], now: datetime) -> None:
    """These rows are still being sent."""
    marked = update(OutboxRow).where(OutboxRow.id.in_(row_ids), OutboxRow.state == "sending")
    await session.execute(marked.values(next_at=now))


async def release(session: AsyncSession, row_ids: Sequence[int], now: datetime, lapse: timedelta) -> int:
    """Those of these rows wait again whose mark nobody has renewed within `lapse`; how many."""
    stray = update(OutboxRow).where(
        OutboxRow.id.in_(row_ids),
        OutboxRow.state == "sending",
        (OutboxRow.next_at < now - lapse) | (OutboxRow.next_at > now + lapse),
    )
    done = await session.execute(stray.values(state="waiting", next_at=now).returning(OutboxRow.id))
    return len(done.all())


async def parcel_of(session: AsyncSession, row: OutboxRow) -> Parcel | None:
    """The parcel as it must leave now, with the room's present topic and card; None if it is no longer needed."""
    parcel = replace(parcel_from_json(row.parcel), chat_id=row.chat_id)
    if row.room_id is None:
        return await _with_message(session, row, parcel)
    post = await post_of(session, row.ticket_id, row.room_id)
    if post is None:
        return parcel
    if parcel.kind == "topic":
        return None if post.thread else parcel
    if parcel.kind in ("close_topic", "reopen_topic"):
        return replace(parcel, thread=post.thread) if post.thread else None
    if row.role in ("card", "update"):
        return replace(parcel, kind="edit" if post.card_id else "text", message_id=post.card_id, thread=post.thread)
    if parcel.kind == "ack":
        return parcel
    return replace(parcel, thread=post.thread, reply_to=parcel.reply_to or post.card_id)


async def _with_message(session: AsyncSession, row: OutboxRow, parcel: Parcel) -> Parcel | None:
    """An edit names the message that was delivered; None if there is none to edit."""
    if parcel.kind != "edit":
        return parcel
    query = select(OutboxRow).where(
        OutboxRow.message_pk == row.message_pk, OutboxRow.role == "reply", OutboxRow.state == "delivered"
    )
    first = (await session.scalars(query.order_by(OutboxRow.id).limit(1))).one_or_none()
    return replace(parcel, message_id=first.remote_id) if first else None


async def post_of(session: AsyncSession, ticket_id: int | None, room_id: int) -> TicketPostRow | None:
    """Where a ticket stands in a room."""
    query = select(TicketPostRow).where(TicketPostRow.ticket_id == ticket_id, TicketPostRow.room_id == room_id)
    return (await session.scalars(query)).one_or_none()


async def waiting_card(session: AsyncSession, ticket_id: int, room_id: int) -> OutboxRow | None:
    """The card, or its newest text, that has not left yet and has never been tried."""
    query = select(OutboxRow).where(
        OutboxRow.ticket_id == ticket_id,
        OutboxRow.room_id == room_id,
        OutboxRow.role.in_(("card", "update")),
        OutboxRow.state == "waiting",
        OutboxRow.attempts == 0,
    )
    return (await session.scalars(query.with_for_update().order_by(OutboxRow.id.desc()).limit(1))).one_or_none()


async def link(session: AsyncSession, row: OutboxRow, message_id: str) -> None:
    """Remember what a message in a staff room belongs to, so that replies to it find the ticket."""
    values = {
        "channel": row.channel,
        "account": row.account,
        "chat_id": row.chat_id,
        "message_id": message_id,
        "ticket_id": row.ticket_id,
        "kind": LINK_KINDS[row.role],
        "message_pk": row.message_pk,
    }
    await session.execute(insert_into(session, LinkRow).values(**values).on_conflict_do_nothing())


async def kept_answers(session: AsyncSession, conversation_id: int) -> Sequence[OutboxRow]:
    """Officers' words for this resident that could not be delivered, in order."""
    query = (
        select(OutboxRow)
        .join(MessageRow, OutboxRow.message_pk == MessageRow.id)
        .where(
            MessageRow.conversation_id == conversation_id,
            MessageRow.author == "staff",
            OutboxRow.role == "reply",
            OutboxRow.state == "undeliverable",
        )
    )
    return (await session.scalars(query.order_by(OutboxRow.id).with_for_update(of=OutboxRow))).all()


async def reword(session: AsyncSession, message_pk: int, text: str) -> bool:
    """New words for a message that has not arrived: never tried, or kept; False if there is no such parcel."""
    query = select(OutboxRow).where(
        OutboxRow.message_pk == message_pk,
        OutboxRow.role == "reply",
        (OutboxRow.state == "undeliverable") | ((OutboxRow.state == "waiting") & (OutboxRow.attempts == 0)),
    )
    waiting = (await session.scalars(query.with_for_update())).all()
    written = [row for row in waiting if row.parcel["kind"] == "text"]
    for row in written:
        row.parcel = {**row.parcel, "text": text}
    return bool(written)


async def send_again(session: AsyncSession, old: OutboxRow, now: datetime) -> None:
    """The same parcel, behind all others of its chat, in place of the old one."""
    old.state = "superseded"
    same = ("channel", "account", "chat_id", "lane", "parcel", "role", "room_id", "ticket_id", "message_pk")
    session.add(OutboxRow(**{name: getattr(old, name) for name in same}, created_at=now, next_at=now))
    await session.flush()


async def backlog(session: AsyncSession) -> dict[str, int]:
    """How many parcels wait, by channel."""
    query = select(OutboxRow.channel, func.count()).where(OutboxRow.state.in_(UNDONE)).group_by(OutboxRow.channel)
    return {row[0]: row[1] for row in await session.execute(query)}


async def message_of(session: AsyncSession, message_pk: int | None) -> MessageRow | None:
    """The message that a parcel carries."""
    return await session.get(MessageRow, message_pk) if message_pk is not None else None


async def room_of(session: AsyncSession, row: OutboxRow) -> StaffRoomRow | None:
    """The staff room that a parcel goes to."""
    return await session.get(StaffRoomRow, row.room_id) if row.room_id is not None else None
