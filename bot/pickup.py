"""Answers that could not be delivered: kept, handed out when the resident writes again, said again for their code."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import outbox, tickets
from bot.db.models import ConversationRow, TicketRow
from bot.replies import bot_says
from handlers import addressing, texts
from handlers.messages import Incoming, Say

MOST_ANSWERS = 5


async def hand_out(session: AsyncSession, conversation: ConversationRow, now: datetime) -> None:
    """The resident has written, so that what was kept can leave: all of it, in order."""
    kept = await outbox.kept_answers(session, conversation.id)
    if not kept:
        return
    codes = [f"#{code}" for code in await _codes(session, [row.message_pk for row in kept])]
    await bot_says(session, conversation, Say(texts.ANSWERS_PICKED_UP.format(codes=", ".join(codes))), now)
    for row in kept:
        await outbox.send_again(session, row, now)


async def _codes(session: AsyncSession, message_pks: list[int | None]) -> list[str]:
    found: dict[str, None] = {}
    for message_pk in message_pks:
        message = await outbox.message_of(session, message_pk)
        ticket = await session.get(TicketRow, message.ticket_id) if message and message.ticket_id else None
        if ticket is not None:
            found[ticket.code] = None
    return list(found)


async def say_again(session: AsyncSession, conversation: ConversationRow, incoming: Incoming, now: datetime) -> bool:
    """Whether the message was nothing but the code of an own ticket that has answers; then they are said again."""
    mentions = addressing.mentions(incoming.text)
    if len(mentions) != 1 or addressing.words_for(incoming.text, mentions[0]) != "":
        return False
    answers = await tickets.answers(session, conversation.id, sorted(mentions[0].readings))
    if not answers:
        return False
    words = "\n\n".join(text for _, text in answers[-MOST_ANSWERS:])
    await bot_says(session, conversation, Say(texts.ANSWERS_AGAIN.format(code=answers[-1][0], answers=words)), now)
    return True
