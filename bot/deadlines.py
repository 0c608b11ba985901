"""No question may be forgotten: officers are told, once each, of tickets that are nearly due and that are overdue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot import rooms
from bot.db import tickets
from bot.db.engine import Database
from bot.db.models import TicketNoteRow
from bot.db.tickets import Waiting
from bot.notices import once
from handlers import Desk, cards
from handlers.cards import Deadline
from knowledge import dates


async def remind(database: Database, desk: Desk, now: datetime) -> int:
    """Tell every staff room what is due, in the ward's own hours; how many tickets are overdue."""
    async with database.read() as session:
        waiting = await tickets.waiting(session)
    late = [one for one in waiting if desk.due(one.since) <= now]
    near = [one for one in waiting if one not in late and desk.nearly_due(one.since) <= now]
    if (near or late) and dates.is_open(desk.kb.ward, now) is not False:
        async with database.write() as session:
            new = await _new(session, "due", near, now), await _new(session, "overdue", late, now)
            said = cards.deadlines(*([_deadline(one, desk) for one in some] for some in new))
            if said is not None:
                await rooms.say_everywhere(session, said.text, now)
    return len(late)


async def _new(session: AsyncSession, kind: str, some: Sequence[Waiting], now: datetime) -> list[Waiting]:
    """Those that were not told yet; each is noted on its ticket."""
    new = [one for one in some if await once(session, f"{kind}:{one.ticket.id}:{one.since:%Y%m%d%H%M%S}", now)]
    session.add_all(TicketNoteRow(ticket_id=one.ticket.id, kind=kind, at=now) for one in new)
    return new


def _deadline(one: Waiting, desk: Desk) -> Deadline:
    ticket = one.ticket
    return Deadline(ticket.code, ticket.question, desk.due(one.since), ticket.claimed_name)
