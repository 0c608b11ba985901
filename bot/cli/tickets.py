"""Các phiếu chưa đóng, cũ nhất xếp trước, quá hạn thì ghi rõ; kèm mã phiếu thì in cả cuộc trao đổi."""

from __future__ import annotations

import asyncio
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.web.signin import new_sign_in_link
from bot.cli.desk import faq_path
from bot.clock import SystemClock
from bot.db.engine import Database
from bot.db.migrations import migrate
from bot.db.models import ConversationRow, MessageRow, TicketNoteRow, TicketRow
from bot.db.tickets import waiting
from bot.errors import HoidapError
from bot.settings import Settings
from knowledge import FaqError, load
from knowledge.dates import after_open_hours, local

STATES = {"open": "đang chờ", "claimed": "đã nhận", "answered": "đã trả lời", "closed": "đã đóng"}
NOTES = {
    "note": "ghi chú",
    "claimed": "nhận phiếu",
    "closed": "đóng phiếu",
    "reopened": "mở lại phiếu",
    "sent": "gửi hướng dẫn",
    "corrected": "sửa câu trả lời, trước đó là:",
    "undeliverable": "không tới được người dân",
    "doubtful": "chưa rõ đã tới chưa",
    "kept": "giữ lại đến khi người dân nhắn",
    "window": "sắp hết hạn nhắn",
    "due": "sắp đến hạn trả lời",
    "overdue": "quá hạn trả lời",
}
NO_TICKETS = "Không có phiếu nào đang chờ."
NO_OVERDUE = "Không có phiếu nào quá hạn."
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
            late = await _late(session, settings, SystemClock().now(), needed=options.overdue)
            found = await _tickets(session, closed_too=options.all)
            if options.overdue:
                found = [(ticket, channel) for ticket, channel in found if ticket.id in late]
            return _listed(found, SystemClock().now(), late, none=NO_OVERDUE if options.overdue else NO_TICKETS)
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


async def _late(session: AsyncSession, settings: Settings, now: datetime, *, needed: bool) -> Mapping[int, datetime]:
    """The overdue tickets and when they were due; none, unless `needed`, while faq.yaml with the hours is broken."""
    try:
        ward = load(faq_path(settings)).ward
    except FaqError:
        if needed:
            raise
        return {}
    length = timedelta(hours=settings.answer_hours)
    due = {one.ticket.id: after_open_hours(ward, one.since, length) for one in await waiting(session)}
    return {ticket_id: until for ticket_id, until in due.items() if until <= now}


def _listed(tickets: Sequence[tuple[TicketRow, str]], now: datetime, late: Mapping[int, datetime], *, none: str) -> str:
    return "\n".join(_line(ticket, channel, now, late.get(ticket.id)) for ticket, channel in tickets) or none


def _line(ticket: TicketRow, channel: str, now: datetime, was_due: datetime | None) -> str:
    overdue = f"QUÁ HẠN từ {_clock(was_due)} · " if was_due else ""
    return (
        f"#{ticket.code}  {STATES[ticket.state]:<11} {_age(now - ticket.opened_at):>9}  {channel:<9}"
        f" {ticket.claimed_name or '—':<16}  {overdue}{_first_line(ticket.question)}"
    )


async def _one(session: AsyncSession, code: str) -> str:
    ticket = await session.scalar(select(TicketRow).where(TicketRow.code == code.strip("# ").upper()))
    if ticket is None:
        raise HoidapError(f"Không có phiếu {code}. Xem các mã: hoidap tickets --all")
    messages = await session.scalars(select(MessageRow).where(MessageRow.ticket_id == ticket.id))
    notes = await session.scalars(select(TicketNoteRow).where(TicketNoteRow.ticket_id == ticket.id))
    lines = [
        *((row.at, f"{AUTHORS[row.author]}: {row.text or _media(row)}") for row in messages),
        *((row.at, _note(row)) for row in notes),
    ]
    head = f"#{ticket.code} {STATES[ticket.state]}, mở lúc {_clock(ticket.opened_at)}\n{ticket.question}\n"
    return "\n".join([head, *(f"{_clock(at)}  {line}" for at, line in sorted(lines, key=lambda item: item[0]))])


def _note(row: TicketNoteRow) -> str:
    return " ".join(filter(None, [f"[{NOTES.get(row.kind, row.kind)}]", row.author_name, row.text]))


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
