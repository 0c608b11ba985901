"""A group that is no staff room: nothing said there is kept, and the bot answers at most by asking to be written to."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.base import Parcel
from bot.db import outbox
from bot.replies import acknowledge
from bot.shell import Shell
from handlers import decide
from handlers.messages import Conversation, Incoming


async def take(session: AsyncSession, incoming: Incoming, shell: Shell) -> None:
    """Say what the decision says, remember nothing."""
    now = shell.now()
    decision = decide(incoming, Conversation(), shell.desk(), now=now, ticket=None, spare_code="")
    await acknowledge(session, incoming, "", now)
    for say in decision.say:
        parcel = Parcel("text", incoming.chat_id, say.text, say.choices, say.links, group=True)
        await outbox.add(session, parcel, channel=incoming.channel, account=incoming.account, role="reply", now=now)
