"""What staff rooms see of a ticket: its topic, its card, the lines under it.

The room on the web reads the tables itself, so it is sent only the bot's own words.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot import by_code, cards
from bot.channels.base import Parcel
from bot.db import outbox, rooms, tickets
from bot.db.models import MessageRow, OutboxRow, StaffRoomRow, TicketRow
from bot.db.parcels import parcel_to_json
from handlers.messages import Media, Say

WEB = "web"


async def show(session: AsyncSession, ticket: TicketRow, now: datetime) -> None:
    """Every room has the ticket's card as the ticket is now."""
    for room in await _chats(session):
        await _show_in(session, ticket, room, now)


async def _show_in(session: AsyncSession, ticket: TicketRow, room: StaffRoomRow, now: datetime) -> None:
    """A new card, or the newest text of the one that is there; of several texts that wait only one leaves."""
    say = await cards.card(session, ticket, by_code=room.channel in by_code.CHANNELS)
    new = await rooms.enter_post(session, ticket.id, room.id)
    if new and room.is_forum:
        await _queue(
            session, room, Parcel("topic", room.chat_id, cards.title(ticket), group=True), "topic", now, ticket
        )
    parcel = Parcel("text", room.chat_id, say.text, say.choices, say.links, group=True)
    waiting = await outbox.waiting_card(session, ticket.id, room.id)
    if waiting is not None:
        waiting.parcel = parcel_to_json(parcel)
        return
    await _queue(session, room, parcel, "card" if new else "update", now, ticket)


async def topics(session: AsyncSession, ticket: TicketRow, *, closed: bool, now: datetime) -> None:
    """Topics are closed and opened with their tickets."""
    for room in await _chats(session):
        if room.is_forum:
            parcel = Parcel("close_topic" if closed else "reopen_topic", room.chat_id, group=True)
            await _queue(session, room, parcel, "topic", now, ticket)


async def line(
    session: AsyncSession,
    ticket: TicketRow,
    role: str,
    text: str,
    now: datetime,
    *,
    message: MessageRow | None = None,
    media: Sequence[Media] = (),
    source: tuple[str, str, str | None] | None = None,
    but: StaffRoomRow | None = None,
) -> None:
    """A line of the ticket in every room `but` one; `source` is the (channel, chat, message) that media came by."""
    for room in await _chats(session):
        if but is not None and room.id == but.id:
            continue
        for parcel in parcels(room.channel, room.chat_id, Say(text), media, source, group=True):
            await _queue(session, room, parcel, role, now, ticket, message)


def parcels(
    channel: str,
    chat_id: str,
    say: Say,
    media: Sequence[Media],
    source: tuple[str, str, str | None] | None,
    *,
    group: bool = False,
) -> list[Parcel]:
    """The words and the media for one chat; a single medium carries short words as its caption."""
    out = [Parcel("text", chat_id, say.text, say.choices, say.links, group=group)] if say.text else []
    for one in media:
        origin, chat, message = source or (None, "", None)
        copied = (chat, message) if origin == channel and message else None
        out.append(Parcel("media", chat_id, media=one, source=copied, origin=origin, group=group))
    return out


async def say(
    session: AsyncSession,
    room: StaffRoomRow,
    words: Say,
    now: datetime,
    *,
    ticket: TicketRow | None = None,
    reply_to: str | None = None,
    thread: str | None = None,
) -> None:
    """The bot's own words into one room."""
    parcel = Parcel(
        "text",
        room.chat_id,
        words.text,
        words.choices,
        words.links,
        reply_to=reply_to if room.channel != WEB else None,
        thread=thread if ticket is None else None,
        group=True,
    )
    await _queue(session, room, parcel, "notice", now, ticket)


async def say_everywhere(session: AsyncSession, text: str, now: datetime, ticket: TicketRow | None = None) -> None:
    """The bot's own words into every room."""
    for room in await rooms.active(session):
        await say(session, room, Say(text), now, ticket=ticket)


async def rebuild(session: AsyncSession, row: OutboxRow, now: datetime) -> None:
    """The topic is gone: a new one with a fresh card, then all that was on its way to the old one, in order."""
    room = await outbox.room_of(session, row)
    if room is None or row.ticket_id is None:
        row.state, row.done_at, row.error = "rejected", now, "thread gone"
        return
    ticket = await tickets.lock(session, row.ticket_id)
    post = await outbox.post_of(session, ticket.id, room.id)
    if post is not None:
        await session.delete(post)
        await session.flush()
    left = await rooms.lines_under_way(session, ticket.id, room.id)
    for old in left:
        old.state, old.done_at = "superseded", now
    await session.flush()
    await _show_in(session, ticket, room, now)
    for old in left:
        if old.role not in ("topic", "card", "update"):
            session.add(_copy(old, now))
    await session.flush()


def _copy(row: OutboxRow, now: datetime) -> OutboxRow:
    same = ("channel", "account", "chat_id", "lane", "parcel", "role", "room_id", "ticket_id", "message_pk")
    return OutboxRow(**{name: getattr(row, name) for name in same}, created_at=row.created_at, next_at=now)


async def follow_move(session: AsyncSession, channel: str, account: str, old: str, new: str, now: datetime) -> None:
    """A group has a new id: everything follows, and every open ticket gets a fresh card that can be replied to."""
    moved = await rooms.move_chat(session, channel, account, old, new)
    for room in await rooms.active(session):
        if room.id in moved:
            for ticket in await tickets.undone(session):
                await _show_in(session, ticket, room, now)


async def _chats(session: AsyncSession) -> list[StaffRoomRow]:
    return [room for room in await rooms.active(session) if room.channel != WEB]


async def _queue(
    session: AsyncSession,
    room: StaffRoomRow,
    parcel: Parcel,
    role: str,
    now: datetime,
    ticket: TicketRow | None = None,
    message: MessageRow | None = None,
) -> None:
    await outbox.add(
        session,
        parcel,
        channel=room.channel,
        account=room.account,
        role=role,
        now=now,
        room_id=room.id,
        ticket_id=ticket.id if ticket else None,
        message_pk=message.id if message else None,
    )
