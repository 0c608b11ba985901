"""The one way through: an event becomes rows, all in the caller's transaction. Nothing here sends or waits."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot import notices, officer_turn, resident_turn, rooms, strangers
from bot.db import conversations
from bot.shell import Shell
from bot.staff import room_of
from handlers.messages import ChatMoved, Event, Incoming, ReachChanged


class Pipeline:
    """Which turn an event takes."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell

    async def handle(self, session: AsyncSession, event: Event) -> None:
        """All that follows from an event."""
        match event:
            case ChatMoved():
                await self._moved(session, event)
            case ReachChanged():
                await self._reach(session, event)
            case Incoming(chat_kind="group") if await room_of(session, event):
                await officer_turn.take(session, event, self._shell)
            case Incoming(chat_kind="group"):
                await strangers.take(session, event, self._shell)
            case Incoming():
                await resident_turn.take(session, event, self._shell)

    async def rescue(self, session: AsyncSession, event: Event) -> None:
        """What is left to do for an event that `handle` fails on every time: a person must see it."""
        match event:
            case Incoming(chat_kind="group") if await room_of(session, event):
                await officer_turn.apologise(session, event, self._shell)
            case Incoming(chat_kind="private"):
                await resident_turn.hand_over(session, event, self._shell)

    async def _moved(self, session: AsyncSession, event: ChatMoved) -> None:
        await rooms.follow_move(
            session, event.channel, event.account, event.old_chat_id, event.new_chat_id, self._shell.now()
        )

    async def _reach(self, session: AsyncSession, event: ReachChanged) -> None:
        conversation = await conversations.find(session, event.channel, event.account, event.chat_id)
        if conversation is not None:
            await notices.reach_changed(session, conversation, event.reachable, self._shell.now())
