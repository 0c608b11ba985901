"""Staff rooms whose messages do not tell what they reply to: officers name the ticket, and nothing is guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from bot import cards
from bot.db import tickets
from handlers import addressing, texts
from handlers.addressing import Mention
from handlers.messages import Incoming, Say

CHANNELS = frozenset({"zalo_bot"})
"""Platforms without reply references, without buttons and without edits."""
BY_CODE_TOO = frozenset({"zalo_oa"})
"""Platforms with reply references where a code in front is understood as well: not every app may quote."""
SHOWN = 8


def is_addressed(incoming: Incoming) -> bool:
    """Whether the ticket is to be found by what the message says; where everything is heard, only if it begins so."""
    if incoming.channel in CHANNELS:
        return True
    mentions = addressing.mentions(incoming.text)
    begins = bool(mentions) and mentions[0].sure and mentions[0].start == 0
    return incoming.channel in BY_CODE_TOO and incoming.reply_to is None and begins


async def addressed(session: AsyncSession, incoming: Incoming) -> Incoming | Say:
    """The message with its ticket and without the code; or what to ask, and then nothing goes to a resident."""
    mentions = addressing.mentions(incoming.text)
    named = {one: await _codes(session, one) for one in mentions}
    codes = sorted(frozenset().union(*named.values()))
    if len(codes) > 1:
        return Say(texts.CODE_SEVERAL.format(codes=_listed(codes)))
    if not codes:
        return await _without_code(session, incoming, [one for one in mentions if one.sure])
    mention = next(one for one in mentions if named[one])
    words = addressing.words_for(incoming.text, mention)
    if words is None:
        return Say(texts.CODE_INSIDE.format(code=codes[0]))
    if not words and not incoming.media:
        return await _card(session, codes[0])
    return replace(incoming, text=words, ticket=codes[0])


async def _codes(session: AsyncSession, mention: Mention) -> frozenset[str]:
    """The tickets that the mention may mean."""
    return frozenset([code for code in mention.readings if await tickets.id_by_code(session, code) is not None])


async def _without_code(session: AsyncSession, incoming: Incoming, sure: Sequence[Mention]) -> Incoming | Say:
    """A command of the room needs no ticket; anything else does, as the bot hears nothing that is not meant for it."""
    text = addressing.command_in(incoming.text.strip())
    if text.startswith(("/help", "/start")) or not (text or incoming.media):
        return Say(texts.STAFF_HELP_BY_CODE)
    if text.startswith("/") and not text.startswith("//"):
        return replace(incoming, text=text)
    if sure:
        return Say(texts.UNKNOWN_TICKET.format(code=min(sure[0].readings)))
    waiting = [row.code for row in await tickets.undone(session) if row.state in ("open", "claimed")]
    shown = texts.CODE_OPEN.format(codes=_listed(waiting[:SHOWN])) if waiting else ""
    return Say("\n".join(filter(None, [texts.CODE_MISSING, shown])))


async def _card(session: AsyncSession, code: str) -> Say:
    """The ticket as it is now: a card that was sent cannot change any more."""
    ticket_id = await tickets.id_by_code(session, code)
    if ticket_id is None:
        return Say(texts.UNKNOWN_TICKET.format(code=code))
    return await cards.card(session, await tickets.lock(session, ticket_id), by_code=True)


def _listed(codes: Sequence[str]) -> str:
    return ", ".join(f"#{code}" for code in codes)
