"""Who may act for the ward: the one place that says so."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import officers, rooms
from bot.db.models import StaffRoomRow
from bot.logs import hashed
from handlers.messages import Incoming

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Officer:
    """Someone who speaks for the ward: in which room, under which id and name."""

    id: str
    name: str
    room: StaffRoomRow


async def room_of(session: AsyncSession, incoming: Incoming) -> StaffRoomRow | None:
    """The staff room that this message was written in."""
    return await rooms.find(session, incoming.channel, incoming.account, incoming.chat_id)


async def require_staff(session: AsyncSession, incoming: Incoming) -> Officer | None:
    """The officer behind a message, or None: whoever is in a staff room's chat, and on the web also signed in.

    A platform's group admits people itself (anonymous administrators write as the group), so being there is the right.
    """
    room = await room_of(session, incoming)
    if room is None or incoming.chat_kind != "group":
        _refused(incoming)
        return None
    if room.channel != "web":
        return Officer(f"{incoming.channel}:{incoming.user_id}"[:128], incoming.user_name[:128], room)
    officer = await officers.serving(session, incoming.user_id)
    if officer is None:
        _refused(incoming)
        return None
    return Officer(f"web:{officer.id}", officer.name, room)


def _refused(incoming: Incoming) -> None:
    _log.warning("staff act refused: %s chat %s", incoming.channel, hashed(incoming.chat_id))
