"""Platforms that let a resident be answered only for a time: officers are told before it is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import notices
from bot.channels.base import Capabilities, Channel
from bot.db import conversations, tickets
from bot.db.engine import Database
from handlers import texts
from knowledge import dates

FREE_AHEAD = timedelta(hours=12)
LAST_AHEAD = timedelta(hours=48)
"""Long enough that a weekend does not hide the warning."""


@dataclass(frozen=True, slots=True)
class Window:
    """A time after a resident's last message; officers are told `ahead` of its end, in these words."""

    length: timedelta
    ahead: timedelta
    text: str


def windows_of(capabilities: Capabilities) -> list[Window]:
    """The windows of a platform, the shorter first."""
    found = [
        (capabilities.free_hours, FREE_AHEAD, texts.WINDOW_FREE),
        (capabilities.window_hours, LAST_AHEAD, texts.WINDOW_LAST),
    ]
    return [Window(timedelta(hours=hours), ahead, text) for hours, ahead, text in found if hours is not None]


async def warn(database: Database, channel: Channel, now: datetime) -> None:
    """Tell officers, once each, of unanswered tickets whose window closes soon."""
    for window in windows_of(channel.capabilities):
        async with database.read() as session:
            closing = await tickets.waiting_since(
                session,
                channel.name,
                channel.account,
                before=now - window.length + window.ahead,
                after=now - window.length,
            )
        for ticket_id, wrote_at in closing:
            await _tell(database, channel, window, ticket_id, wrote_at, now)


async def _tell(
    database: Database, channel: Channel, window: Window, ticket_id: int, wrote_at: datetime, now: datetime
) -> None:
    hours = window.length // timedelta(hours=1)
    async with database.write() as session:
        await conversations.lock(session, await tickets.conversation_of(session, ticket_id))
        ticket = await tickets.lock(session, ticket_id)
        if ticket.state not in ("open", "claimed"):
            return
        text = window.text.format(
            code=ticket.code,
            channel=notices.channel_name(channel.name),
            until=texts.moment(dates.local(wrote_at + window.length)),
            hours=hours,
            days=hours // 24,
        )
        key = f"window:{ticket.id}:{hours}:{wrote_at:%Y%m%d%H%M%S}"
        await notices.window_closes(session, ticket, key, text, now)
