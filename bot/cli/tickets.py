"""Các phiếu đang chờ cán bộ, chờ lâu xếp trước; kèm mã phiếu thì in cả cuộc trao đổi."""

from __future__ import annotations

import asyncio
import sys
from argparse import Namespace
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.web.signin import new_sign_in_link
from bot.clock import SystemClock
from bot.db.engine import Database
from bot.db.migrations import migrate
from bot.db.models import ConversationRow, MessageRow, TicketNoteRow, TicketRow
from bot.errors import HoidapError
from bot.settings import Settings
from knowledge.dates import local

STATES = {"open": "đang chờ", "claimed": "đã nhận", "answered": "đã trả lời", "closed": "đã đóng"}
AUTHORS = {"resident": "Người dân", "bot": "Bot", "staff": "Cán bộ"}


def execute(options: Namespace, settings: Settings) -> int:
    """List tickets, print one, or make a sign-in link."""
    sys.stdout.write(asyncio.run(_tell(options, settings)) + "\n")
    return 0


async def _tell(options: Namespace, settings: Settings) -> str:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database)
    try:
        await migrate(database)
        if options.invite:
            return _address(settings) + await new_sign_in_link(database, SystemClock())
        async with database.read() as session:
            if options.code:
                return await _one(session, options.code)
            return _listed(await _tickets(session, closed_too=options.all), SystemClock().now())
    finally:
        await database.close()


def _address(settings: Settings) -> str:
    return settings.public_url.rstrip("/") or f"http://{settings.host}:{settings.port}"


async def _tickets(session: AsyncSession, *, closed_too: bool) -> Sequence[tuple[TicketRow, str]]:
    query = select(TicketRow, ConversationRow.channel).join(
        ConversationRow, ConversationRow.id == TicketRow.conversation_id
    )
    if not closed_too:
        query = query.where(TicketRow.state != "closed")
    return [(ticket, channel) for ticket, channel in await session.execute(query.order_by(TicketRow.opened_at))]


def _listed(tickets: Sequence[tuple[TicketRow, str]], now: datetime) -> str:
    if not tickets:
        return "Không có phiếu nào đang chờ."
    return "\n".join(
        f"#{ticket.code}  {STATES[ticket.state]:<11} {_age(now - ticket.opened_at):>9}  {channel:<9}"
        f" {ticket.claimed_name or '—':<16}  {_first_line(ticket.question)}"
        for ticket, channel in tickets
    )


async def _one(session: AsyncSession, code: str) -> str:
    ticket = await session.scalar(select(TicketRow).where(TicketRow.code == code.strip("# ").upper()))
    if ticket is None:
        raise HoidapError(f"Không có phiếu {code}. Xem các mã: hoidap tickets --all")
    messages = await session.scalars(select(MessageRow).where(MessageRow.ticket_id == ticket.id))
    notes = await session.scalars(select(TicketNoteRow).where(TicketNoteRow.ticket_id == ticket.id))
    lines = [
        *((row.at, f"{AUTHORS[row.author]}: {row.text or _media(row)}") for row in messages),
        *((row.at, f"[{row.kind}] {row.author_name}: {row.text}") for row in notes),
    ]
    head = f"#{ticket.code} {STATES[ticket.state]}, mở lúc {_clock(ticket.opened_at)}\n{ticket.question}\n"
    return "\n".join([head, *(f"{_clock(at)}  {line}" for at, line in sorted(lines, key=lambda item: item[0]))])


def _media(row: MessageRow) -> str:
    return ", ".join(f"({media.get('kind', '?')})" for media in row.media)


def _clock(at: datetime) -> str:
    return local(at).strftime("%d/%m %H:%M")


def _age(waited: timedelta) -> str:
    minutes = int(waited.total_seconds() // 60)
    return (
        f"{minutes} phút" if minutes < 90 else f"{minutes // 60} giờ" if minutes < 2880 else f"{minutes // 1440} ngày"
    )


def _first_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 70 else line[:69] + "…"
