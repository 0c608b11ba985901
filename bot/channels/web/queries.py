"""What the pages read from the database, by name. Writing is the pipeline's business."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.web.events import ACCOUNT, NAME, STAFF_CHAT
from bot.db.models import ConversationRow, MessageRow, OfficerRow, OutboxRow, StaffSessionRow, TicketNoteRow, TicketRow
from bot.db.tickets import asked_at, reopened_at, waits_since

TABS = {"waiting": ("open", "claimed"), "answered": ("answered",), "closed": ("closed",)}
_LIST = 200
_NOTICES = 5
_IN_THE_ROOM = and_(OutboxRow.channel == NAME, OutboxRow.chat_id == STAFF_CHAT, OutboxRow.role.in_(("notice", "ack")))


class Strip(NamedTuple):
    """The little that a resident's page says of the open ticket."""

    code: str
    state: str


async def conversation_of(session: AsyncSession, chat_id: str) -> ConversationRow | None:
    """The web conversation with this chat id, if a word was ever said."""
    return (await session.scalars(select(ConversationRow).where(*_in_chat(chat_id)))).one_or_none()


def _in_chat(chat_id: str) -> tuple[ColumnElement[bool], ...]:
    return (ConversationRow.channel == NAME, ConversationRow.account == ACCOUNT, ConversationRow.chat_id == chat_id)


async def last_messages(
    session: AsyncSession, conversation_id: int, count: int, *, before: int | None = None
) -> list[MessageRow]:
    """The newest `count` messages (older than `before`), oldest first."""
    query = select(MessageRow).where(MessageRow.conversation_id == conversation_id)
    if before is not None:
        query = query.where(MessageRow.id < before)
    rows = (await session.scalars(query.order_by(MessageRow.id.desc()).limit(count))).all()
    return [*reversed(rows)]


async def recent(session: AsyncSession, chat_id: str, count: int) -> tuple[list[MessageRow], Strip | None]:
    """The newest messages of a web chat, oldest first, and its ticket that is not closed; in one look."""
    query = (
        select(MessageRow, TicketRow.code, TicketRow.state)
        .join(ConversationRow, ConversationRow.id == MessageRow.conversation_id)
        .outerjoin(TicketRow, TicketRow.open_for == ConversationRow.id)
        .where(*_in_chat(chat_id))
    )
    found = (await session.execute(query.order_by(MessageRow.id.desc()).limit(count))).all()
    strip = next((Strip(code, state) for _, code, state in found if code is not None), None)
    return [row for row, _, _ in reversed(found)], strip


async def open_ticket_of(session: AsyncSession, conversation_id: int) -> TicketRow | None:
    """The ticket of this conversation that is not closed."""
    return (await session.scalars(select(TicketRow).where(TicketRow.open_for == conversation_id))).one_or_none()


async def choices_of(session: AsyncSession, conversation_id: int, message_id: int) -> list[dict[str, str]]:
    """The buttons that a message of this conversation offered."""
    query = select(MessageRow.choices).where(MessageRow.id == message_id, MessageRow.conversation_id == conversation_id)
    return (await session.scalars(query)).one_or_none() or []


async def message_with_chat(session: AsyncSession, message_id: int) -> tuple[MessageRow, ConversationRow] | None:
    """A message and the conversation it belongs to."""
    query = (
        select(MessageRow, ConversationRow)
        .join(ConversationRow, ConversationRow.id == MessageRow.conversation_id)
        .where(MessageRow.id == message_id)
    )
    found = (await session.execute(query)).one_or_none()
    return None if found is None else (found[0], found[1])


@dataclass(frozen=True, slots=True)
class Listed:
    """A ticket in the list: with whom, the newest words and whose they are.

    `waiting_since`: since when the resident waits, None if they do not.
    """

    ticket: TicketRow
    channel: str
    waiting_since: datetime | None
    last_author: str
    last_text: str


async def tickets_in(session: AsyncSession, tab: str) -> list[Listed]:
    """The tickets of a tab: nobody's before claimed, who waits longest first; answered and closed newest first."""
    rows = (await session.execute(_listing(tab))).all()
    listed = [
        Listed(ticket, channel, waits_since(ticket, asked, reopened), author or "resident", text or ticket.question)
        for ticket, channel, asked, reopened, author, text in rows
    ]
    if tab == "waiting":
        listed.sort(key=lambda one: (one.ticket.state == "claimed", one.waiting_since or one.ticket.opened_at))
    return listed


def _listing(tab: str) -> Select[Any]:
    of_ticket = select(func.max(MessageRow.id)).where(MessageRow.ticket_id == TicketRow.id)
    newest = of_ticket.correlate(TicketRow).scalar_subquery()
    query = (
        select(TicketRow, ConversationRow.channel, asked_at(), reopened_at(), MessageRow.author, MessageRow.text)
        .join(ConversationRow, ConversationRow.id == TicketRow.conversation_id)
        .outerjoin(MessageRow, MessageRow.id == newest)
        .where(TicketRow.state.in_(TABS[tab]))
        .limit(_LIST)
    )
    if tab == "waiting":
        return query.order_by(TicketRow.opened_at, TicketRow.id)
    newest_first = TicketRow.closed_at if tab == "closed" else TicketRow.answered_at
    return query.order_by(newest_first.desc(), TicketRow.id.desc())


async def ticket_counts(session: AsyncSession) -> dict[str, int]:
    """How many tickets each tab holds."""
    rows = (await session.execute(select(TicketRow.state, func.count()).group_by(TicketRow.state))).all()
    by_state = {state: int(count) for state, count in rows}
    return {tab: sum(by_state.get(state, 0) for state in states) for tab, states in TABS.items()}


async def ticket_by_code(session: AsyncSession, code: str) -> tuple[TicketRow, ConversationRow] | None:
    """A ticket and its conversation."""
    query = (
        select(TicketRow, ConversationRow)
        .join(ConversationRow, ConversationRow.id == TicketRow.conversation_id)
        .where(TicketRow.code == code.upper())
    )
    found = (await session.execute(query)).one_or_none()
    return None if found is None else (found[0], found[1])


async def notes_of(session: AsyncSession, ticket_id: int) -> Sequence[TicketNoteRow]:
    """What officers noted and did, oldest first."""
    query = select(TicketNoteRow).where(TicketNoteRow.ticket_id == ticket_id).order_by(TicketNoteRow.id)
    return (await session.scalars(query)).all()


async def room_words(session: AsyncSession, after: int) -> list[tuple[OutboxRow, str | None]]:
    """What the bot said into the web staff room after the outbox row `after`, each with its ticket's code."""
    query = (
        select(OutboxRow, TicketRow.code)
        .outerjoin(TicketRow, TicketRow.id == OutboxRow.ticket_id)
        .where(_IN_THE_ROOM, OutboxRow.id > after)
        .order_by(OutboxRow.id)
        .limit(20)
    )
    return [(row, code) for row, code in (await session.execute(query)).all()]


async def standing_notices(session: AsyncSession, since: datetime) -> Sequence[OutboxRow]:
    """What the bot told the room of its own accord since then, about no ticket; newest first."""
    query = select(OutboxRow).where(
        _IN_THE_ROOM, OutboxRow.role == "notice", OutboxRow.ticket_id.is_(None), OutboxRow.created_at > since
    )
    return (await session.scalars(query.order_by(OutboxRow.id.desc()).limit(_NOTICES))).all()


async def last_word(session: AsyncSession) -> int:
    """The newest of these rows; 0 if there is none."""
    return (await session.scalar(select(func.max(OutboxRow.id)).where(_IN_THE_ROOM))) or 0


async def room_mark(session: AsyncSession) -> tuple[int, ...]:
    """Figures that change whenever a ticket does, however it was changed."""
    newest = [await session.scalar(select(func.max(table.id))) for table in (TicketRow, TicketNoteRow, MessageRow)]
    return tuple(one or 0 for one in newest)


async def officer_of(session: AsyncSession, token_hash: str, now: datetime) -> OfficerRow | None:
    """Who is signed in with this session, if it is still good."""
    query = (
        select(OfficerRow)
        .join(StaffSessionRow, StaffSessionRow.officer_id == OfficerRow.id)
        .where(
            StaffSessionRow.token_hash == token_hash,
            StaffSessionRow.expires_at > now,
            or_(OfficerRow.removed_at.is_(None), OfficerRow.removed_at > now),
        )
    )
    return (await session.scalars(query)).one_or_none()
