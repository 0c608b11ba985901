"""How officers get into the web staff room: a link that works once, then a session of this browser."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.web.security import digest
from bot.clock import Clock
from bot.db.engine import Database
from bot.db.models import OfficerRow, SignInLinkRow, StaffSessionRow

LINK_LIFE = timedelta(hours=24)
SESSION_DAYS = 30
MAX_NAME = 60


async def new_sign_in_link(database: Database, clock: Clock) -> str:
    """The path of a new one-time link into the staff room, good for 24 hours."""
    token = secrets.token_urlsafe(24)
    now = clock.now()
    async with database.write() as session:
        session.add(SignInLinkRow(token_hash=digest(token), created_at=now, expires_at=now + LINK_LIFE))
    return f"/staff/sign-in?k={token}"


async def is_good(database: Database, token: str, now: datetime) -> bool:
    """Whether the link can still be used; asking does not use it up."""
    query = select(SignInLinkRow.token_hash).where(*_usable(token, now))
    async with database.read() as session:
        return (await session.scalar(query)) is not None


async def sign_in(database: Database, token: str, name: str, now: datetime) -> str | None:
    """Use the link up and open a session: its secret, or None if the link was used or has expired."""
    async with database.write() as session:
        used = update(SignInLinkRow).where(*_usable(token, now)).values(used_at=now)
        if (await session.scalar(used.returning(SignInLinkRow.token_hash))) is None:
            return None
        officer = await _officer(session, name, now)
        return await _new_session(session, officer, now)


async def sign_out(database: Database, secret: str) -> None:
    """End the session of this browser."""
    async with database.write() as session:
        await session.execute(delete(StaffSessionRow).where(StaffSessionRow.token_hash == digest(secret)))


def _usable(token: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        SignInLinkRow.token_hash == digest(token),
        SignInLinkRow.used_at.is_(None),
        SignInLinkRow.expires_at > now,
    )


async def _officer(session: AsyncSession, name: str, now: datetime) -> OfficerRow:
    """The officer of this name, so that tickets claimed on the phone are also theirs at the desk."""
    query = select(OfficerRow).where(OfficerRow.name == name, OfficerRow.removed_at.is_(None))
    officer = (await session.scalars(query.order_by(OfficerRow.id).limit(1))).one_or_none()
    if officer is None:
        officer = OfficerRow(name=name, created_at=now)
        session.add(officer)
        await session.flush()
    return officer


async def _new_session(session: AsyncSession, officer: OfficerRow, now: datetime) -> str:
    secret = secrets.token_urlsafe(32)
    await session.execute(delete(StaffSessionRow).where(StaffSessionRow.expires_at <= now))
    expires = now + timedelta(days=SESSION_DAYS)
    session.add(StaffSessionRow(token_hash=digest(secret), officer_id=officer.id, created_at=now, expires_at=expires))
    return secret
