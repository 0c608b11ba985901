"""What every intake knows of a raw event: whether it is one, its id and the lane it belongs to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from bot.channels.zalo_bot.names import NAME


def event_of(body: object) -> Mapping[str, Any] | None:
    """The event, wrapped in an envelope or not; None if this is none."""
    if not isinstance(body, Mapping):
        return None
    inner = body.get("result")
    event = inner if isinstance(inner, Mapping) and "event_name" in inner else body
    return event if isinstance(event.get("event_name"), str) else None


def event_id(event: Mapping[str, Any]) -> str:
    """The same id whenever the same event comes; Zalo numbers messages but not events."""
    message_id = message_of(event).get("message_id")
    if isinstance(message_id, str) and message_id:
        return message_id
    return "event:" + hashlib.sha256(json.dumps(event, sort_keys=True).encode()).hexdigest()[:40]


def lane(account: str, event: Mapping[str, Any]) -> str:
    """The lane of an event: one per chat, so that each chat's events stay in order."""
    chat = message_of(event).get("chat")
    chat_id = chat.get("id") if isinstance(chat, Mapping) else None
    return f"{NAME}:{account}:{chat_id if isinstance(chat_id, str) and chat_id else '-'}"


def message_of(event: Mapping[str, Any]) -> Mapping[str, Any]:
    """The message in an event, an empty one where there is none."""
    message = event.get("message")
    return message if isinstance(message, Mapping) else {}
