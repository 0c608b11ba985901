"""Named queries of conversations and their messages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.insert import insert_into
from bot.db.models import ConversationRow, MessageRow


async def enter(session: AsyncSession, channel: str, account: str, chat_id: str, now: datetime) -> ConversationRow:
    """The conversation with this chat, made if it is new, locked for this transaction."""
    known = await find(session, channel, account, chat_id)
    if known is not None:
        return known
    new = {"channel": channel, "account": account, "chat_id": chat_id, "created_at": now, "last_at": now}
    statement = insert_into(session, ConversationRow).values(**new, user_name="", state={}, reachable=True)
    await session.execute(statement.on_conflict_do_nothing())
    return await enter(session, channel, account, chat_id, now)


async def find(session: AsyncSession, channel: str, account: str, chat_id: str) -> ConversationRow | None:
    """The conversation with this chat, locked for this transaction."""
    query = select(ConversationRow).where(
        ConversationRow.channel == channel, ConversationRow.account == account, ConversationRow.chat_id == chat_id
    )
    return (await session.scalars(query.with_for_update())).one_or_none()


async def get(session: AsyncSession, conversation_id: int) -> ConversationRow:
    """The conversation, to read."""
    return (await session.scalars(select(ConversationRow).where(ConversationRow.id == conversation_id))).one()


async def lock(session: AsyncSession, conversation_id: int) -> ConversationRow:
    """The conversation, locked for this transaction; always locked before its ticket."""
    return (
        await session.scalars(
            select(ConversationRow).where(ConversationRow.id == conversation_id).with_for_update(),
            execution_options={"populate_existing": True},
        )
    ).one()


async def message_by_origin(session: AsyncSession, conversation_id: int, origin_id: str | None) -> MessageRow | None:
    """The resident's message that the channel knows under this id."""
    query = select(MessageRow).where(
        MessageRow.conversation_id == conversation_id,
        MessageRow.origin_id == origin_id,
        MessageRow.origin_id.is_not(None),
        MessageRow.author == "resident",
    )
    return (await session.scalars(query.order_by(MessageRow.id.desc()).limit(1))).one_or_none()


async def said_since(session: AsyncSession, conversation_id: int, since: datetime) -> int:
    """How many messages the resident has sent since then."""
    query = select(func.count()).where(
        MessageRow.conversation_id == conversation_id, MessageRow.author == "resident", MessageRow.at > since
    )
    return await session.scalar(query) or 0


async def resident_messages(session: AsyncSession, conversation_id: int, *, limit: int) -> Sequence[MessageRow]:
    """The resident's newest messages of the conversation, newest first."""
    query = select(MessageRow).where(MessageRow.conversation_id == conversation_id, MessageRow.author == "resident")
    return (await session.scalars(query.order_by(MessageRow.id.desc()).limit(limit))).all()


async def last_messages(session: AsyncSession, conversation_id: int, *, limit: int) -> list[MessageRow]:
    """The newest messages of the conversation, oldest first."""
    query = select(MessageRow).where(MessageRow.conversation_id == conversation_id)
    return [*reversed((await session.scalars(query.order_by(MessageRow.id.desc()).limit(limit))).all())]
