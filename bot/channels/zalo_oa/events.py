"""What the intake knows of an event: whether it means anything to us, its id and the chat it belongs to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from bot.channels.zalo_oa.names import NAME

Event = Mapping[str, Any]

SENT = "user_send_"
SENT_IN_GROUP = "user_send_group_"
FOLLOWS = {"follow": True, "unfollow": False}
LONGEST_ID = 64


def matters(event: Event, account: str) -> bool:
    """Whether the event is a person's doing that this account can answer.

    What the account itself sent, receipts, reactions, tags, forms and calls are dropped unread.
    """
    name = event["event_name"]
    if name in FOLLOWS:
        return text_id(event.get("oa_id")) == account
    if name.startswith(SENT_IN_GROUP):
        return True
    return bool(name.startswith(SENT)) and party(event, "recipient") == account


def is_event(value: object) -> bool:
    """Whether this is an event at all."""
    return isinstance(value, dict) and isinstance(value.get("event_name"), str)


def chat_of(event: Event) -> str | None:
    """Who is answered: the group, the follower, or the person; None where it is not said."""
    name = event["event_name"]
    if name in FOLLOWS:
        return party(event, "follower")
    return party(event, "recipient") if name.startswith(SENT_IN_GROUP) else party(event, "sender")


def event_id(event: Event) -> str:
    """The same id whenever the same event comes; what has no number is known by all that it says."""
    message_id = text_id(inside(event, "message").get("msg_id"))
    if message_id is not None:
        return message_id
    said = json.dumps(event, sort_keys=True, ensure_ascii=False).encode("utf-8", "replace")
    return "event:" + hashlib.sha256(said).hexdigest()[:40]


def lane(account: str, event: Event) -> str:
    """One lane per chat, so that each chat's events stay in order."""
    return f"{NAME}:{account}:{chat_of(event) or '-'}"


def party(event: Event, role: str) -> str | None:
    """The id of the sender, the recipient or the follower."""
    return text_id(inside(event, role).get("id"))


def inside(value: Event, key: str) -> Mapping[str, Any]:
    """The object under a key, an empty one where there is none."""
    found = value.get(key)
    return found if isinstance(found, Mapping) else {}


def text_id(value: object) -> str | None:
    """An id as text; Zalo's are long numbers, mostly written as text."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return value[:LONGEST_ID] if isinstance(value, str) and value else None
