"""What a receipt means for its row; one function for each kind."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot import notices, rooms
from bot.channels.base import (
    Delivered,
    MovedTo,
    Parcel,
    PossiblySent,
    Receipt,
    Rejected,
    RetryAt,
    ThreadGone,
    Undeliverable,
)
from bot.db import outbox, tickets
from bot.db.models import OutboxRow

DEAF_ROOM_REST = 120.0
"""Seconds until a staff room that cannot be reached is tried again: what waits for officers is never thrown away."""
CARD_TRIES = 3
_PLAIN_ENDS: dict[type[Receipt], str] = {Delivered: "delivered", PossiblySent: "possibly_sent"}

_log = logging.getLogger(__name__)


async def settle(session: AsyncSession, row: OutboxRow, parcel: Parcel, receipt: Receipt, now: datetime) -> float:
    """Bring the row to the state that the receipt says; seconds for which its lane must rest."""
    match receipt:
        case Delivered():
            await _delivered(session, row, parcel, receipt, now)
        case PossiblySent(reason):
            _close(row, "possibly_sent", now, reason)
            await notices.possibly_sent(session, row, now)
        case RetryAt():
            await notices.nothing_leaves(session, row, receipt.alert, now)
            return _again(row, receipt.seconds or 0.0, receipt.reason, now)
        case MovedTo(chat_id):
            await rooms.follow_move(session, row.channel, row.account, row.chat_id, chat_id, now)
            row.state = "waiting"
        case ThreadGone() if parcel.kind == "close_topic":
            _close(row, "superseded", now, "thread gone")
        case ThreadGone():
            await rooms.rebuild(session, row, now)
        case Undeliverable(reason) if row.room_id is not None:
            _log.error("staff room %s cannot be reached: %s", row.room_id, reason)
            return _again(row, DEAF_ROOM_REST, reason, now)
        case Undeliverable(reason, until_written):
            _close(row, "undeliverable", now, reason)
            await notices.not_delivered(session, row, now, until_written=until_written)
        case Rejected(reason):
            await _rejected(session, row, parcel, reason, now)
    return 0.0


async def shelve(_session: AsyncSession, row: OutboxRow, _parcel: Parcel, receipt: Receipt, now: datetime) -> float:
    """The plainest end for a row whose receipt could not be settled properly: the lane must go on."""
    _close(row, _PLAIN_ENDS.get(type(receipt), "rejected"), now, "unsettled")
    return 0.0


async def _delivered(session: AsyncSession, row: OutboxRow, parcel: Parcel, receipt: Delivered, now: datetime) -> None:
    _close(row, "delivered", now, None)
    row.remote_id = receipt.message_id
    if row.room_id is None or receipt.message_id is None:
        return
    post = await outbox.post_of(session, row.ticket_id, row.room_id)
    if post is not None and parcel.kind == "topic":
        post.thread = receipt.message_id
    elif post is not None and row.role in ("card", "update") and parcel.kind == "text":
        post.card_id = receipt.message_id
    if row.role in outbox.LINK_KINDS:
        for message_id in receipt.message_ids or (receipt.message_id,):
            await outbox.link(session, row, message_id)


async def _rejected(session: AsyncSession, row: OutboxRow, parcel: Parcel, reason: str, now: datetime) -> None:
    """Kept and counted; the card of a living ticket that can no longer be edited is posted anew."""
    if parcel.kind == "edit" and await _card_again(session, row):
        return
    _log.error("%s refuses a parcel (%s, %s): %s", row.channel, row.role, parcel.kind, reason)
    _close(row, "rejected", now, reason)
    if row.room_id is None:
        await notices.not_delivered(session, row, now)
    elif parcel.kind == "topic":
        await notices.topics_refused(session, row, now)


async def _card_again(session: AsyncSession, row: OutboxRow) -> bool:
    """Forget the card that is gone, so that the row leaves as a new one; whether that makes sense."""
    if row.room_id is None or row.ticket_id is None or row.attempts >= CARD_TRIES:
        return False
    post = await outbox.post_of(session, row.ticket_id, row.room_id)
    ticket = await tickets.lock(session, row.ticket_id)
    if post is None or ticket.state == "closed":
        return False
    post.card_id = None
    row.state = "waiting"
    return True


def _again(row: OutboxRow, seconds: float, reason: str, now: datetime) -> float:
    row.state = "waiting"
    row.error = reason[:200] or None
    row.next_at = now + timedelta(seconds=seconds)
    return seconds


def _close(row: OutboxRow, state: str, now: datetime, reason: str | None) -> None:
    row.state = state
    row.done_at = now
    row.error = reason[:200] if reason else None
