"""What the bot tells officers of its own accord, each thing once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot import rooms
from bot.db import conversations, outbox, tickets
from bot.db.insert import insert_into
from bot.db.models import ConversationRow, NoticeRow, OutboxRow, TicketNoteRow, TicketRow
from handlers import texts
from handlers.messages import Say


async def once(session: AsyncSession, key: str, now: datetime) -> bool:
    """Whether this is the first time; from then on it is not."""
    statement = insert_into(session, NoticeRow).values(key=key[:200], at=now).on_conflict_do_nothing()
    return (await session.scalar(statement.returning(NoticeRow.key))) is not None


async def faq_is_good(session: AsyncSession) -> None:
    """The file is mended: the same mistake made again is news."""
    await session.execute(delete(NoticeRow).where(NoticeRow.key.startswith("faq:")))


async def not_delivered(session: AsyncSession, row: OutboxRow, now: datetime, *, until_written: bool = False) -> None:
    """A parcel for a resident failed for good: remember it, and tell staff if they wait for it to arrive.

    `until_written`: it can be handed out when the resident writes again.
    """
    if row.role != "reply":
        return
    message = await outbox.message_of(session, row.message_pk)
    if message is None:
        return
    conversation = await conversations.lock(session, message.conversation_id)
    was_reachable = conversation.reachable
    if row.state == "undeliverable" and not until_written:
        conversation.reachable = False
    ticket = await _ticket_for(session, message.ticket_id, conversation)
    if until_written:
        if ticket is not None and message.author == "staff":
            text = texts.ANSWER_KEPT.format(code=ticket.code, channel=channel_name(row.channel))
            await _tell_of(session, ticket, "kept", text, now)
        return
    if ticket is not None and (message.author == "staff" or was_reachable):
        await _tell_undelivered(session, ticket, now)


async def possibly_sent(session: AsyncSession, row: OutboxRow, now: datetime) -> None:
    """An officer's answer may or may not have arrived: only a person can find out, and may send it again."""
    message = await outbox.message_of(session, row.message_pk) if row.role == "reply" else None
    if message is None or message.author != "staff" or message.ticket_id is None:
        return
    ticket = await tickets.lock(session, message.ticket_id)
    await _tell_of(session, ticket, "doubtful", texts.POSSIBLY_SENT.format(code=ticket.code), now)


async def nothing_leaves(session: AsyncSession, row: OutboxRow, alert: str, now: datetime) -> None:
    """A platform takes nothing more until a person acts; said once a day."""
    if alert:
        await stuck(session, row.channel, alert, now)


async def stuck(session: AsyncSession, channel: str, alert: str, now: datetime) -> None:
    """The same, said before anything waits."""
    if await once(session, f"stuck:{channel}:{now.date()}:{alert}", now):
        await rooms.say_everywhere(session, alert, now)


async def window_closes(session: AsyncSession, ticket: TicketRow, key: str, text: str, now: datetime) -> None:
    """The resident can soon be answered no more, or not for free."""
    if await once(session, key, now):
        await _tell_of(session, ticket, "window", text, now)


def channel_name(channel: str) -> str:
    """What officers call a channel."""
    return texts.CHANNELS.get(channel, channel)


async def quota_low(session: AsyncSession, key: str, text: str, now: datetime) -> None:
    """A month's allowance is nearly used up."""
    if await once(session, key, now):
        await rooms.say_everywhere(session, text, now)


async def silent(session: AsyncSession, channel: str, since: datetime, text: str, now: datetime) -> None:
    """A platform may have stopped posting."""
    if await once(session, f"silent:{channel}:{since:%Y%m%d%H%M%S}", now):
        await rooms.say_everywhere(session, text, now)


async def reach_changed(session: AsyncSession, conversation: ConversationRow, reachable: bool, now: datetime) -> None:
    """A resident blocked the bot or came back; staff hear of the first if a ticket is open."""
    blocked = conversation.reachable and not reachable
    conversation.reachable = reachable
    ticket = await tickets.open_of(session, conversation.id)
    if ticket is not None and blocked:
        await _tell_undelivered(session, ticket, now)
    elif ticket is not None:
        await rooms.show(session, ticket, now)


async def _ticket_for(session: AsyncSession, ticket_id: int | None, conversation: ConversationRow) -> TicketRow | None:
    if ticket_id is not None:
        return await tickets.lock(session, ticket_id)
    return await tickets.open_of(session, conversation.id)


async def _tell_undelivered(session: AsyncSession, ticket: TicketRow, now: datetime) -> None:
    await _tell_of(session, ticket, "undeliverable", texts.UNDELIVERED.format(code=ticket.code), now)
    await rooms.show(session, ticket, now)


async def _tell_of(session: AsyncSession, ticket: TicketRow, kind: str, text: str, now: datetime) -> None:
    session.add(TicketNoteRow(ticket_id=ticket.id, kind=kind, text=text, at=now))
    await rooms.say_everywhere(session, text, now, ticket)


async def topics_refused(session: AsyncSession, row: OutboxRow, now: datetime) -> None:
    """The bot may not open topics in this room."""
    room = await outbox.room_of(session, row)
    if room is not None and row.parcel.get("kind") == "topic" and await once(session, f"topics:{room.id}", now):
        await rooms.say(session, room, Say(texts.NO_TOPICS), now)


async def broken_faq(session: AsyncSession, digest: str, problems: str, now: datetime) -> None:
    """A changed faq.yaml cannot be used."""
    if await once(session, f"faq:{digest}", now):
        await rooms.say_everywhere(session, texts.BROKEN_FAQ.format(problems=problems[:3000]), now)


async def shrunken_faq(session: AsyncSession, digest: str, left: int, before: int, now: datetime) -> None:
    """A changed faq.yaml has lost more than half of its entries."""
    if await once(session, f"faq:{digest}", now):
        await rooms.say_everywhere(session, texts.SHRUNKEN_FAQ.format(left=left, before=before), now)
