"""Forgets what need not be kept: messages and closed tickets after the days that residents are told."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import answer_receipts
from bot.db.engine import Database
from bot.db.models import (
    ConversationRow,
    InboxRow,
    LinkRow,
    MessageRow,
    NoticeRow,
    OutboxRow,
    SignInLinkRow,
    StaffSessionRow,
    TicketNoteRow,
    TicketPostRow,
    TicketRow,
)
from bot.db.outbox import UNDONE

EVENTS_KEPT = timedelta(days=7)
"""A platform repeats an event for a day at most; a week is long enough to know it again."""


async def forget_old(database: Database, now: datetime, keep_days: int) -> None:
    """Delete what is older than it may be; what belongs to an open ticket stays."""
    before = now - timedelta(days=keep_days)
    async with database.write() as session:
        await _events(session, now - EVENTS_KEPT)
        await _sign_ins(session, now)
        await _closed_tickets(session, before)
        await _messages(session, before)
        await _conversations(session, before)
        await answer_receipts.forget(session, before)
        await session.execute(delete(NoticeRow).where(NoticeRow.at < before))


async def _events(session: AsyncSession, before: datetime) -> None:
    await session.execute(delete(InboxRow).where(InboxRow.state != "waiting", InboxRow.received_at < before))


async def _sign_ins(session: AsyncSession, now: datetime) -> None:
    await session.execute(delete(StaffSessionRow).where(StaffSessionRow.expires_at < now))
    await session.execute(delete(SignInLinkRow).where(SignInLinkRow.expires_at < now))


async def _closed_tickets(session: AsyncSession, before: datetime) -> None:
    """A ticket goes with all that hangs on it; its messages are messages like any other."""
    old = select(TicketRow.id).where(TicketRow.state == "closed", TicketRow.closed_at < before).scalar_subquery()
    await session.execute(delete(LinkRow).where(LinkRow.ticket_id.in_(old)))
    await session.execute(delete(OutboxRow).where(OutboxRow.ticket_id.in_(old)))
    await session.execute(delete(TicketPostRow).where(TicketPostRow.ticket_id.in_(old)))
    await session.execute(delete(TicketNoteRow).where(TicketNoteRow.ticket_id.in_(old)))
    await session.execute(update(MessageRow).where(MessageRow.ticket_id.in_(old)).values(ticket_id=None))
    await session.execute(delete(TicketRow).where(TicketRow.id.in_(old)))


async def _messages(session: AsyncSession, before: datetime) -> None:
    in_hand = exists().where(TicketRow.id == MessageRow.ticket_id, TicketRow.state != "closed")
    old = select(MessageRow.id).where(MessageRow.at < before, ~in_hand).scalar_subquery()
    await session.execute(delete(OutboxRow).where(OutboxRow.message_pk.in_(old)))
    await session.execute(delete(OutboxRow).where(OutboxRow.created_at < before, OutboxRow.state.not_in(UNDONE)))
    await session.execute(update(LinkRow).where(LinkRow.message_pk.in_(old)).values(message_pk=None))
    await session.execute(delete(MessageRow).where(MessageRow.id.in_(old)))


async def _conversations(session: AsyncSession, before: datetime) -> None:
    said = exists().where(MessageRow.conversation_id == ConversationRow.id)
    asked = exists().where(TicketRow.conversation_id == ConversationRow.id)
    await session.execute(delete(ConversationRow).where(ConversationRow.last_at < before, ~said, ~asked))
