"""What Telegram tells about a chat and its members, kept as it was sent: servers differ in the fields they fill in."""

from __future__ import annotations

from typing import Any

from aiogram import Bot
from aiogram.methods.base import TelegramMethod


class GetRawChat(TelegramMethod[dict[str, Any]]):
    """getChat whose result stays as Telegram sent it."""

    __returning__ = dict[str, Any]
    __api_method__ = "getChat"

    chat_id: str


class GetRawMember(TelegramMethod[dict[str, Any]]):
    """getChatMember whose result stays as Telegram sent it."""

    __returning__ = dict[str, Any]
    __api_method__ = "getChatMember"

    chat_id: str
    user_id: int


async def is_forum(bot: Bot, chat_id: str) -> bool | None:
    """Whether the chat has topics; None while Telegram does not say."""
    try:
        chat = await bot(GetRawChat(chat_id=chat_id))
    except Exception:  # no answer is an answer too: it is asked again later
        return None
    return chat.get("is_forum") is True
