"""How the bot presents itself in Telegram: its commands, and the words in an empty chat."""

from __future__ import annotations

from collections.abc import Sequence

from aiogram.methods import SetMyCommands, SetMyDescription, SetMyShortDescription
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat

from bot.channels.telegram.compose import Call
from handlers import texts


def introductions(rooms: Sequence[str]) -> list[Call]:
    """The calls that tell residents and each staff room what they can do."""
    residents = SetMyCommands(commands=_commands(texts.TELEGRAM_COMMANDS), scope=BotCommandScopeAllPrivateChats())
    staff = [
        SetMyCommands(commands=_commands(texts.TELEGRAM_STAFF_COMMANDS), scope=BotCommandScopeChat(chat_id=room))
        for room in rooms
    ]
    words = [
        SetMyDescription(description=texts.TELEGRAM_DESCRIPTION),
        SetMyShortDescription(short_description=texts.TELEGRAM_SHORT_DESCRIPTION),
    ]
    return [residents, *staff, *words]


def _commands(described: dict[str, str]) -> list[BotCommand]:
    return [BotCommand(command=name, description=text) for name, text in described.items()]
