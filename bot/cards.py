"""A ticket's rows as officers read them: the card, the lines under it, the list of those who wait."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import conversations, tickets
from bot.db.models import ConversationRow, MessageRow, TicketRow
from bot.db.parcels import media_from_json
from bot.ticket_view import view
from handlers import Desk, cards, texts
from handlers.handoff import media_names
from handlers.messages import JoinTicket, Say, TicketView

LONGEST = 3500
"""UTF-16 units: a card must stay one message, or it could not be edited."""
LONGEST_BY_CODE = 1900
"""Platforms without buttons take shorter messages, and count each."""
LATEST = 12
CORRECTED = "đã sửa thành: {text}"
WITHDRAWN = "#{code} · Người dân đã rút câu hỏi này."


async def card(session: AsyncSession, ticket: TicketRow, *, by_code: bool = False) -> Say:
    """The ticket's card as it reads now, with as much of the conversation as one message holds.

    `by_code`: for a room where officers name the ticket in their answers, and where nothing can be pressed.
    """
    conversation = await conversations.get(session, ticket.conversation_id)
    talk = [_line(message) for message in await conversations.last_messages(session, conversation.id, limit=LATEST)]
    say = cards.ticket_card(_view(ticket, conversation, talk, by_code=by_code))
    longest = LONGEST_BY_CODE if by_code else LONGEST
    while len(say.text.encode("utf-16-le")) // 2 > longest and talk:
        talk = talk[1:]
        say = cards.ticket_card(_view(ticket, conversation, talk, by_code=by_code))
    return say


def _view(ticket: TicketRow, conversation: ConversationRow, talk: list[cards.Line], *, by_code: bool) -> cards.CardView:
    seen = view(ticket, conversation)
    return cards.CardView(
        code=seen.code,
        state=seen.state,
        question=seen.question,
        opened_at=seen.opened_at,
        channel=seen.channel,
        resident=conversation.user_name,
        guesses=seen.guesses,
        claimed_name=seen.claimed_name,
        reachable=conversation.reachable,
        talk=tuple(talk),
        by_code=by_code,
    )


def _line(message: MessageRow) -> cards.Line:
    attached = media_names(tuple(media_from_json(one) for one in message.media)) if message.media else ""
    return cards.Line(message.author, message.text, message.author_name, attached)


def title(ticket: TicketRow) -> str:
    """The title of the ticket's topic."""
    return cards.topic_title(ticket.code, ticket.question)


def resident_line(ticket: TicketRow, act: JoinTicket) -> str:
    """What the resident added; nothing if it was only media, which stands for itself."""
    text = CORRECTED.format(text=act.text) if act.corrects else act.text
    return _coded(ticket, cards.Line("resident", text)) if act.text else ""


def answer_line(ticket: TicketRow, officer: str, text: str, *, corrects: bool = False) -> str:
    """What an officer in another room answered."""
    said = CORRECTED.format(text=text) if corrects else text
    return _coded(ticket, cards.Line("staff", said, officer)) if text else ""


def note_line(ticket: TicketRow, officer: str, text: str) -> str:
    """What an officer in another room noted."""
    return f"#{ticket.code} · // {officer}: {text}"


def withdrawn_line(ticket: TicketRow) -> str:
    """The resident needs no officer any more."""
    return WITHDRAWN.format(code=ticket.code)


def _coded(ticket: TicketRow, line: cards.Line) -> str:
    who = line.name if line.author == "staff" and line.name else texts.AUTHORS[line.author]
    return f"#{ticket.code} · {who}: {line.text}"


async def waiting_list(session: AsyncSession, desk: Desk, now: datetime) -> Say:
    """Every ticket that waits for an officer."""
    since = {one.ticket.id: one.since for one in await tickets.waiting(session)}
    unanswered = [row for row in await tickets.undone(session) if row.state in tickets.UNANSWERED]
    views = [view(row, await conversations.get(session, row.conversation_id)) for row in unanswered]
    timed = [_timed(seen, since.get(row.id), desk) for seen, row in zip(views, unanswered, strict=True)]
    return cards.ticket_list(timed, now)


def _timed(seen: TicketView, since: datetime | None, desk: Desk) -> TicketView:
    return replace(seen, since=since, due=desk.due(since)) if since else seen
