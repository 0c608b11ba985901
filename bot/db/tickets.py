"""Named queries of tickets, their notes, and the links by which replies find them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.models import ConversationRow, LinkRow, MessageRow, TicketNoteRow, TicketPostRow, TicketRow

UNANSWERED = ("open", "claimed")


async def open_of(session: AsyncSession, conversation_id: int) -> TicketRow | None:
    """The ticket of this conversation that is not closed, locked for this transaction."""
    query = select(TicketRow).where(TicketRow.open_for == conversation_id)
    return (await session.scalars(query.with_for_update())).one_or_none()


async def conversation_of(session: AsyncSession, ticket_id: int) -> int:
    """Which conversation a ticket belongs to."""
    return (await session.scalars(select(TicketRow.conversation_id).where(TicketRow.id == ticket_id))).one()


async def lock(session: AsyncSession, ticket_id: int) -> TicketRow:
    """The ticket as it is now, locked for this transaction."""
    query = select(TicketRow).where(TicketRow.id == ticket_id).with_for_update()
    return (await session.scalars(query, execution_options={"populate_existing": True})).one()


async def set_state(session: AsyncSession, ticket: TicketRow, state: str, values: dict[str, Any]) -> bool:
    """Change the state if it is still the one that was decided on; whether it was."""
    statement = (
        update(TicketRow)
        .where(TicketRow.id == ticket.id, TicketRow.state == ticket.state)
        .values(state=state, **values)
        .returning(TicketRow.id)
    )
    return (await session.scalar(statement, execution_options={"synchronize_session": "fetch"})) is not None


async def id_by_code(session: AsyncSession, code: str) -> int | None:
    """The ticket with this code."""
    return await session.scalar(select(TicketRow.id).where(TicketRow.code == code))


async def id_by_thread(session: AsyncSession, room_id: int, thread: str) -> int | None:
    """The ticket whose topic this is."""
    query = select(TicketPostRow.ticket_id).where(TicketPostRow.room_id == room_id, TicketPostRow.thread == thread)
    return await session.scalar(query)


async def link_to(session: AsyncSession, channel: str, account: str, chat_id: str, message_id: str) -> LinkRow | None:
    """What a message in a staff room belongs to."""
    query = select(LinkRow).where(
        LinkRow.channel == channel,
        LinkRow.account == account,
        LinkRow.chat_id == chat_id,
        LinkRow.message_id == message_id,
    )
    return (await session.scalars(query)).one_or_none()


async def opened_since(session: AsyncSession, conversation_id: int, since: datetime) -> int:
    """How many tickets this conversation has opened since then."""
    query = select(func.count()).where(TicketRow.conversation_id == conversation_id, TicketRow.opened_at > since)
    return await session.scalar(query) or 0


async def undone(session: AsyncSession) -> Sequence[TicketRow]:
    """All tickets that are not closed, oldest first."""
    query = select(TicketRow).where(TicketRow.state != "closed").order_by(TicketRow.opened_at, TicketRow.id)
    return (await session.scalars(query)).all()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A ticket whose resident waits for an officer, since when, and where they write."""

    ticket: TicketRow
    channel: str
    since: datetime


async def waiting(session: AsyncSession) -> list[Waiting]:
    """Everybody who waits for an officer, the longest first."""
    query = select(TicketRow, ConversationRow.channel, asked_at(), reopened_at()).join(
        ConversationRow, ConversationRow.id == TicketRow.conversation_id
    )
    found = [
        Waiting(ticket, channel, since)
        for ticket, channel, asked, reopened in await session.execute(query.where(TicketRow.state.in_(UNANSWERED)))
        if (since := waits_since(ticket, asked, reopened)) is not None
    ]
    return sorted(found, key=lambda one: (one.since, one.ticket.id))


def asked_at() -> Any:
    """When the resident of the ticket at hand first wrote after the last answer; a part of a query."""
    last = _of_messages(func.max(MessageRow.id), MessageRow.author == "staff")
    return _of_messages(
        func.min(MessageRow.at), MessageRow.author == "resident", MessageRow.id > func.coalesce(last, 0)
    )


def reopened_at() -> Any:
    """When the ticket at hand was last opened again; a part of a query."""
    query = select(func.max(TicketNoteRow.at)).where(
        TicketNoteRow.ticket_id == TicketRow.id, TicketNoteRow.kind == "reopened"
    )
    return query.correlate(TicketRow).scalar_subquery()


def waits_since(ticket: TicketRow, asked: datetime | None, reopened: datetime | None) -> datetime | None:
    """Since when the resident waits; None if they were answered and have not written again."""
    begun = [ticket.opened_at, *filter(None, (asked, reopened))]
    answered = ticket.answered_at is not None and max(begun) <= ticket.answered_at
    return None if answered else max(begun)


def _of_messages(what: ColumnElement[Any], *conditions: ColumnElement[bool]) -> Any:
    inner = select(what).where(MessageRow.ticket_id == TicketRow.id, *conditions)
    return inner.correlate(TicketRow).scalar_subquery()


async def waiting_since(
    session: AsyncSession, channel: str, account: str, *, before: datetime, after: datetime
) -> Sequence[tuple[int, datetime]]:
    """Tickets without an answer whose residents last wrote in this time: their ids, and when that was."""
    query = (
        select(TicketRow.id, ConversationRow.wrote_at)
        .join(ConversationRow, TicketRow.conversation_id == ConversationRow.id)
        .where(
            TicketRow.state.in_(("open", "claimed")),
            ConversationRow.channel == channel,
            ConversationRow.account == account,
            ConversationRow.wrote_at.between(after, before),
        )
    )
    return [(ticket_id, at) for ticket_id, at in await session.execute(query.order_by(TicketRow.id)) if at is not None]


async def answers(session: AsyncSession, conversation_id: int, codes: Sequence[str]) -> Sequence[tuple[str, str]]:
    """What officers answered on these tickets of a conversation, in order: the ticket's code and the words."""
    query = (
        select(TicketRow.code, MessageRow.text)
        .join(MessageRow, MessageRow.ticket_id == TicketRow.id)
        .where(
            TicketRow.conversation_id == conversation_id,
            TicketRow.code.in_(codes),
            MessageRow.author == "staff",
            MessageRow.text != "",
        )
    )
    return [(code, text) for code, text in await session.execute(query.order_by(MessageRow.id))]


async def quiet_since(session: AsyncSession, since: datetime) -> Sequence[int]:
    """Answered tickets about which nobody has said anything since then."""
    query = select(TicketRow.id).where(TicketRow.state == "answered", TicketRow.answered_at < since)
    return (await session.scalars(query.order_by(TicketRow.id).limit(100))).all()
