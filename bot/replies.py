"""Words for a resident: a line of the conversation, and a parcel for the channel they write from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot import rooms
from bot.channels.base import Parcel
from bot.db import outbox
from bot.db.models import ConversationRow, MessageRow, TicketRow
from bot.db.parcels import media_to_json
from handlers import texts
from handlers.messages import Choice, Incoming, Link, Media, Say

Source = tuple[str, str, str | None]
"""(channel, chat, message) that media came by."""


def source_of(incoming: Incoming) -> Source:
    """Where the media of a message can be copied from."""
    return incoming.channel, incoming.chat_id, incoming.message_id


async def bot_says(
    session: AsyncSession, conversation: ConversationRow, say: Say, now: datetime, ticket: TicketRow | None = None
) -> MessageRow:
    """The bot's own words."""
    message = await _write(session, conversation, say, now, ticket, author="bot")
    await _queue(session, conversation, [_text(conversation, say)], message, now)
    return message


async def officer_says(
    session: AsyncSession,
    conversation: ConversationRow,
    ticket: TicketRow,
    say: Say,
    now: datetime,
    *,
    signature: str,
    media: Sequence[Media] = (),
    source: Source | None = None,
) -> MessageRow:
    """An officer's words; the signature is a field of the message and the last line of the parcel."""
    message = await _write(session, conversation, say, now, ticket, author="staff", name=signature, media=media)
    words = Say(signed(say.text, signature), say.choices, say.links) if say.text else say
    parcels = rooms.parcels(conversation.channel, conversation.chat_id, words, media, source)
    await _queue(session, conversation, parcels, message, now)
    return message


async def officer_corrects(
    session: AsyncSession, conversation: ConversationRow, message: MessageRow, text: str, now: datetime
) -> None:
    """An officer's answer now reads differently, where the resident's channel can show that.

    What has not arrived leaves, or is handed out later, with the new words.
    """
    message.text, message.edited_at = text, now
    words = signed(text, message.author_name)
    if await outbox.reword(session, message.id, words):
        return
    choices = tuple(Choice(**one) for one in message.choices)
    links = tuple(Link(**one) for one in message.links)
    await _queue(session, conversation, [Parcel("edit", conversation.chat_id, words, choices, links)], message, now)


def signed(text: str, signature: str) -> str:
    """The words with their signature underneath."""
    return texts.ANSWER_SIGNED.format(text=text, signature=signature) if signature else text


def _text(conversation: ConversationRow, say: Say) -> Parcel:
    return Parcel("text", conversation.chat_id, say.text, say.choices, say.links)


async def _write(
    session: AsyncSession,
    conversation: ConversationRow,
    say: Say,
    now: datetime,
    ticket: TicketRow | None,
    *,
    author: str,
    name: str = "",
    media: Sequence[Media] = (),
) -> MessageRow:
    message = MessageRow(
        conversation_id=conversation.id,
        ticket_id=ticket.id if ticket else None,
        author=author,
        author_name=name[:128],
        text=say.text,
        choices=[asdict(choice) for choice in say.choices],
        links=[asdict(link) for link in say.links],
        media=[media_to_json(one) for one in media],
        at=now,
    )
    session.add(message)
    await session.flush()
    return message


async def _queue(
    session: AsyncSession,
    conversation: ConversationRow,
    parcels: Sequence[Parcel],
    message: MessageRow,
    now: datetime,
) -> None:
    for parcel in parcels:
        await outbox.add(
            session,
            parcel,
            channel=conversation.channel,
            account=conversation.account,
            role="reply",
            now=now,
            message_pk=message.id,
        )


async def acknowledge(session: AsyncSession, incoming: Incoming, text: str, now: datetime) -> None:
    """A button press was seen."""
    if incoming.callback_id:
        parcel = Parcel("ack", incoming.chat_id, text, message_id=incoming.callback_id)
        await outbox.add(session, parcel, channel=incoming.channel, account=incoming.account, role="ack", now=now)
