"""A resident's message: remembered, decided on, answered, and handed to the officers where that is decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot import cards, pickup, rooms, tickets
from bot.db import answer_receipts, asked, conversations, ratings
from bot.db import tickets as ticket_rows
from bot.db.models import ConversationRow, MessageRow, TicketRow
from bot.db.parcels import media_to_json
from bot.replies import Source, acknowledge, bot_says, source_of
from bot.shell import Shell
from bot.ticket_view import view
from handlers import decide, privacy, texts
from handlers.messages import (
    Conversation,
    Decision,
    Incoming,
    JoinTicket,
    Media,
    OpenTicket,
    Outcome,
    Say,
    TicketView,
    WithdrawTicket,
)
from handlers.state import conversation_from_json, conversation_to_json
from knowledge import dates

FLOOD = 20
FLOOD_WINDOW = timedelta(minutes=1)
TICKETS = 6
TICKETS_WINDOW = timedelta(hours=12)
LOOK_BACK = 20
STAFF_BUTTON = "t:"
BROUGHT_BY = "message"
"""Beside a picture of an album: the channel's id of its own message."""


async def take(session: AsyncSession, incoming: Incoming, shell: Shell) -> None:
    """One turn of the conversation."""
    now = shell.now()
    await acknowledge(session, incoming, "", now)
    if incoming.button and incoming.button.startswith(STAFF_BUTTON):
        shell.metrics.refused.labels(incoming.channel).inc()
        return
    conversation = await _enter(session, incoming, now)
    ticket = await ticket_rows.open_of(session, conversation.id)
    memory = conversation_from_json(conversation.state)
    message = await _remember(session, conversation, memory, incoming, ticket, now)
    if await _is_flood(session, conversation, now):
        return
    await pickup.hand_out(session, conversation, now)
    if await pickup.say_again(session, conversation, incoming, now):
        return
    seen = view(ticket, conversation) if ticket else None
    decision = await _decide(session, incoming, memory, seen, shell)
    decision = await _within_limits(session, conversation, decision, now)
    conversation.state = conversation_to_json(decision.conversation)
    ticket = await _apply(session, conversation, ticket, message, decision, incoming, shell, now)
    if decision.receipt:
        await answer_receipts.keep(session, decision.receipt, decision.say, now)
    for say in decision.say:
        await bot_says(session, conversation, say, now, ticket)
    await _count(session, decision.outcome, shell, now)
    if decision.rating and await ratings.count(session, decision.rating, dates.today(now)):
        shell.metrics.ratings.labels(decision.rating.verdict).inc()


async def _decide(
    session: AsyncSession, incoming: Incoming, memory: Conversation, ticket: TicketView | None, shell: Shell
) -> Decision:
    """The decision; in the rare case that it gives a code that another ticket or answer has, decided again."""
    while True:
        code, receipt = tickets.new_code(shell.chance), answer_receipts.new_code(shell.chance)
        desk = shell.desk_on(incoming.channel)
        decision = decide(incoming, memory, desk, now=shell.now(), ticket=ticket, spare_code=code, receipt_code=receipt)
        if isinstance(decision.ticket, OpenTicket) and not await tickets.is_spare(session, code):
            continue
        if decision.receipt is None or await answer_receipts.is_spare(session, receipt):
            return decision


async def hand_over(session: AsyncSession, incoming: Incoming, shell: Shell) -> None:
    """The message that nothing could be made of goes to the officers as it is, and the resident is told."""
    now = shell.now()
    incoming = privacy.covered(incoming)
    conversation = await _enter(session, incoming, now)
    ticket = await ticket_rows.open_of(session, conversation.id)
    message = await _remember(session, conversation, Conversation(), incoming, ticket, now)
    if ticket is None:
        code = await tickets.spare_code(session, shell.chance)
        act = OpenTicket(code, message.text, (), incoming.media)
        ticket = await _open(session, conversation, message, act, incoming, shell, now)
    else:
        join = JoinTicket(message.text, incoming.media)
        await _join(session, ticket, message, join, incoming, now)
    await bot_says(session, conversation, Say(texts.SORRY_FAULT.format(code=ticket.code)), now, ticket)


async def _enter(session: AsyncSession, incoming: Incoming, now: datetime) -> ConversationRow:
    conversation = await conversations.enter(session, incoming.channel, incoming.account, incoming.chat_id, now)
    conversation.last_at = now
    conversation.wrote_at = max(min(incoming.at, now), conversation.wrote_at or incoming.at)
    conversation.reachable = True
    conversation.user_name = incoming.user_name[:128] or conversation.user_name
    return conversation


async def _remember(
    session: AsyncSession,
    conversation: ConversationRow,
    memory: Conversation,
    incoming: Incoming,
    ticket: TicketRow | None,
    now: datetime,
) -> MessageRow:
    """The resident's line; an edited message changes the line that it was."""
    text = _words(incoming, memory)
    if incoming.edited:
        known = await conversations.message_by_origin(session, conversation.id, incoming.message_id)
        if known is not None:
            known.text, known.edited_at = text, now
            return known
    if incoming.album and incoming.album == memory.album and not text:
        first = await _first_picture(session, conversation, incoming)
        if first is not None:
            return first
    message = MessageRow(
        conversation_id=conversation.id,
        ticket_id=ticket.id if ticket else None,
        author="resident",
        author_name=conversation.user_name,
        text=text,
        media=[media_to_json(one) for one in privacy.covered(incoming).media],
        at=now,
        origin_id=incoming.message_id if incoming.message_id != incoming.reply_to else None,
    )
    session.add(message)
    await session.flush()
    return message


async def _first_picture(session: AsyncSession, conversation: ConversationRow, incoming: Incoming) -> MessageRow | None:
    """The line of the album's first picture, with this one beside it; each remembers which message brought it."""
    for row in await conversations.resident_messages(session, conversation.id, limit=1):
        if row.media:
            row.media = [
                *row.media,
                *({**media_to_json(one), BROUGHT_BY: incoming.message_id} for one in incoming.media),
            ]
            return row
    return None


def _words(incoming: Incoming, memory: Conversation) -> str:
    """What the resident said; a button says its label."""
    choices = memory.pending.choices if memory.pending else ()
    label = next((choice.label for choice in choices if choice.id == incoming.button), "")
    return privacy.mask(incoming.text or label)


async def _is_flood(session: AsyncSession, conversation: ConversationRow, now: datetime) -> bool:
    """More in a minute than anyone can mean: all is kept, and one notice a minute says so."""
    if await conversations.said_since(session, conversation.id, now - FLOOD_WINDOW) <= FLOOD:
        return False
    told = conversation.state.get("flood_told")
    if told is None or now - datetime.fromisoformat(told) >= FLOOD_WINDOW:
        conversation.state = {**conversation.state, "flood_told": now.isoformat()}
        await bot_says(session, conversation, Say(texts.TOO_MANY), now)
    return True


async def _within_limits(
    session: AsyncSession, conversation: ConversationRow, decision: Decision, now: datetime
) -> Decision:
    """Nobody opens tickets without end."""
    if not isinstance(decision.ticket, OpenTicket):
        return decision
    opened = await ticket_rows.opened_since(session, conversation.id, now - TICKETS_WINDOW)
    if opened < TICKETS:
        return decision
    return replace(decision, ticket=None, say=(Say(texts.TOO_MANY_TICKETS),))


async def _apply(
    session: AsyncSession,
    conversation: ConversationRow,
    ticket: TicketRow | None,
    message: MessageRow,
    decision: Decision,
    incoming: Incoming,
    shell: Shell,
    now: datetime,
) -> TicketRow | None:
    """The ticket's part of the decision; the ticket that the bot's words now belong to."""
    match decision.ticket:
        case OpenTicket() as act:
            return await _open(session, conversation, message, act, incoming, shell, now)
        case JoinTicket() as act if ticket is not None:
            await _join(session, ticket, message, act, incoming, now)
        case WithdrawTicket() if ticket is not None:
            await _withdraw(session, ticket, now)
    return ticket


async def _open(
    session: AsyncSession,
    conversation: ConversationRow,
    message: MessageRow,
    act: OpenTicket,
    incoming: Incoming,
    shell: Shell,
    now: datetime,
) -> TicketRow:
    ticket = await tickets.open_ticket(session, conversation, act, now)
    recent = await conversations.resident_messages(session, conversation.id, limit=LOOK_BACK)
    for earlier in recent:
        if earlier.ticket_id is None and _asks(earlier, act):
            earlier.ticket_id = ticket.id
    message.ticket_id = ticket.id
    await session.flush()
    await rooms.show(session, ticket, now)
    for media in act.media:
        await rooms.line(session, ticket, "resident", "", now, media=[media], source=_source(media, recent, incoming))
    shell.metrics.tickets.labels("opened").inc()
    return ticket


def _asks(message: MessageRow, act: OpenTicket) -> bool:
    """Whether this earlier message is part of the question that is handed over."""
    refs = {media.ref for media in act.media if media.ref}
    return (bool(message.text) and message.text in act.question) or any(one.get("ref") in refs for one in message.media)


def _source(media: Media, recent: Sequence[MessageRow], incoming: Incoming) -> Source:
    """The message that brought this medium, if it is still known."""
    brought = (one.get(BROUGHT_BY, row.origin_id) for row in recent for one in row.media if one.get("ref") == media.ref)
    return incoming.channel, incoming.chat_id, next(brought, None)


async def _join(
    session: AsyncSession, ticket: TicketRow, message: MessageRow, act: JoinTicket, incoming: Incoming, now: datetime
) -> None:
    message.ticket_id = ticket.id
    if act.waits:
        before = ticket.state
        await tickets.move(session, ticket, "write", now)
        if ticket.state != before:
            await rooms.show(session, ticket, now)
    text = cards.resident_line(ticket, act)
    await rooms.line(
        session, ticket, "resident", text, now, message=message, media=act.media, source=source_of(incoming)
    )


async def _withdraw(session: AsyncSession, ticket: TicketRow, now: datetime) -> None:
    await tickets.move(session, ticket, "withdraw", now)
    await rooms.line(session, ticket, "notice", cards.withdrawn_line(ticket), now)
    await rooms.show(session, ticket, now)
    await rooms.topics(session, ticket, closed=True, now=now)


async def _count(session: AsyncSession, outcome: Outcome, shell: Shell, now: datetime) -> None:
    shell.metrics.decisions.labels(outcome.decision).inc()
    entry = outcome.entry or next(iter(outcome.procedures), None)
    if entry:
        await asked.count(session, dates.today(now), entry, outcome.decision)
