"""What becomes of a ticket: its rows change only by the transitions of handlers.ticket, under the row's lock."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot import rooms
from bot.db import conversations, tickets
from bot.db.engine import Database
from bot.db.models import ConversationRow, TicketNoteRow, TicketRow
from bot.staff import Officer
from handlers import addressing
from handlers.messages import OpenTicket
from handlers.ticket import Refusal, TicketEvent, advance

QUIET = timedelta(hours=48)


class LostRaceError(Exception):
    """Somebody else changed the ticket first; the event is worked through again."""


def new_code(chance: Random) -> str:
    """A code to be read out over the telephone."""
    return "".join(chance.choices(addressing.LETTERS, k=addressing.LENGTH))


async def spare_code(session: AsyncSession, chance: Random) -> str:
    """A code that no ticket has."""
    while not await is_spare(session, code := new_code(chance)):
        continue
    return code


async def is_spare(session: AsyncSession, code: str) -> bool:
    """Whether no ticket has this code; the database has the last word."""
    return await tickets.id_by_code(session, code) is None


async def open_ticket(
    session: AsyncSession, conversation: ConversationRow, act: OpenTicket, now: datetime
) -> TicketRow:
    """A new ticket; the database itself refuses a second open one for the same conversation."""
    ticket = TicketRow(
        code=act.code,
        conversation_id=conversation.id,
        open_for=conversation.id,
        question=act.question,
        guesses=[{"id": one.id, "name": one.name, "confidence": one.confidence} for one in act.guesses],
        opened_at=now,
    )
    session.add(ticket)
    await session.flush()
    return ticket


async def move(
    session: AsyncSession, ticket: TicketRow, event: TicketEvent, now: datetime, officer: Officer | None = None
) -> Refusal | None:
    """Let the event happen to the ticket; the refusal if its state does not allow it."""
    after = advance(ticket.state, event)  # type: ignore[arg-type]  # as in `view`
    if isinstance(after, Refusal):
        return after
    if event == "reopen" and await tickets.open_of(session, ticket.conversation_id) is not None:
        return Refusal(HAS_ANOTHER)
    values = _values(ticket, event, now, officer)
    if after == "closed":
        values |= {"open_for": None, "closed_at": now}
    if not await tickets.set_state(session, ticket, after, values):
        raise LostRaceError
    await session.refresh(ticket)
    if event in NOTED:
        name = officer.name if officer else ""
        session.add(TicketNoteRow(ticket_id=ticket.id, kind=NOTED[event], author_name=name, at=now))
    return None


NOTED: dict[TicketEvent, str] = {"claim": "claimed", "close": "closed", "reopen": "reopened", "withdraw": "closed"}
HAS_ANOTHER = "Người dân đã có phiếu khác đang mở, hãy trả lời ở phiếu đó."


def _values(ticket: TicketRow, event: TicketEvent, now: datetime, officer: Officer | None) -> dict[str, Any]:
    if event == "claim" and officer:
        return {"claimed_by": officer.id, "claimed_name": officer.name}
    if event == "reply":
        return {"answered_at": now}
    if event == "reopen":
        return {"open_for": ticket.conversation_id, "closed_at": None, "claimed_by": None, "claimed_name": None}
    return {}


async def close_quiet(database: Database, now: datetime) -> int:
    """Close what was answered long ago and never written to again; how many tickets that were."""
    async with database.read() as session:
        old = await tickets.quiet_since(session, now - QUIET)
    closed = 0
    for ticket_id in old:
        async with database.write() as session:
            await conversations.lock(session, await tickets.conversation_of(session, ticket_id))
            ticket = await tickets.lock(session, ticket_id)
            quiet = ticket.answered_at is not None and ticket.answered_at < now - QUIET
            if quiet and await move(session, ticket, "expire", now) is None:
                await rooms.show(session, ticket, now)
                await rooms.topics(session, ticket, closed=True, now=now)
                closed += 1
    return closed
