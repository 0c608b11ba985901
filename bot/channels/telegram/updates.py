"""What every intake knows of a raw update: which kinds we ask for, its id and the lane it belongs to."""

from __future__ import annotations

from typing import Any

from aiogram.methods.base import TelegramMethod

from bot.channels.telegram.names import NAME

ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]
LARGEST_ID = 2**63 - 1


class GetRawUpdates(TelegramMethod[list[Any]]):
    """getUpdates whose result stays as Telegram sent it, so that nothing is lost in reading."""

    __returning__ = list[Any]
    __api_method__ = "getUpdates"

    offset: int | None = None
    timeout: int
    allowed_updates: list[str] = ALLOWED


def update_id(update: object) -> int | None:
    """The id of a raw update; None if this is no update."""
    number = update.get("update_id") if isinstance(update, dict) else None
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= LARGEST_ID:
        return None
    return number


def lane(account: str, update: dict[str, Any]) -> str:
    """The lane of a raw update: one per chat, so that each chat's updates stay in order."""
    return f"{NAME}:{account}:{_chat_id(update)}"


def _chat_id(update: dict[str, Any]) -> int | str:
    for kind in ALLOWED:
        content = _inside(update, kind)
        chat = _inside(content, "chat") or _inside(_inside(content, "message"), "chat") or _inside(content, "from")
        if isinstance(chat.get("id"), int):
            return int(chat["id"])
    return "-"


def _inside(value: dict[str, Any], key: str) -> dict[str, Any]:
    found = value.get(key)
    return found if isinstance(found, dict) else {}
