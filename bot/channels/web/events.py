"""The raw events of the web: how a message of a resident or officer is written down, and how it is read again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from handlers.messages import Incoming, Media

NAME = "web"
ACCOUNT = "web"
STAFF_CHAT = "staff"

_CLIENT_ID = re.compile(r"[A-Za-z0-9-]{8,40}")


def is_client_id(value: object) -> bool:
    """Whether the page's own id of a message has the agreed shape."""
    return isinstance(value, str) and _CLIENT_ID.fullmatch(value) is not None


def event_id(chat_id: str, client_id: str) -> str:
    """The event's id: a message sent twice by the same page is the same event, and no page can spoil another's."""
    return f"{chat_id}:{client_id}"


def lane(chat_id: str) -> str:
    """The lane in which a chat's events keep their order."""
    return f"{NAME}:{ACCOUNT}:{chat_id}"


def from_resident(
    chat_id: str,
    client_id: str,
    at: datetime,
    *,
    text: str = "",
    button: str | None = None,
    shown: int | None = None,
    media: Sequence[Media] = (),
) -> dict[str, Any]:
    """A resident's message; `shown` is the message whose button was pressed."""
    return {
        "who": "resident",
        "chat": chat_id,
        "client_id": client_id,
        "at": at.isoformat(),
        "text": text,
        "button": button,
        "shown": shown,
        "media": [asdict(one) for one in media],
    }


def from_officer(
    officer: int,
    name: str,
    client_id: str,
    at: datetime,
    *,
    ticket: str,
    text: str = "",
    button: str | None = None,
    corrects: int | None = None,
) -> dict[str, Any]:
    """An officer's words or button on the ticket that is open on the screen; `corrects` is the answer they replace."""
    return {
        "who": "officer",
        "officer": officer,
        "name": name,
        "client_id": client_id,
        "at": at.isoformat(),
        "ticket": ticket,
        "text": text,
        "button": button,
        "corrects": corrects,
    }


def read(stored_id: str, raw: Mapping[str, Any]) -> Incoming:
    """The stored event as an Incoming; ValueError if it is none of ours."""
    try:
        at = datetime.fromisoformat(raw["at"])
        return _officer(stored_id, raw, at) if raw["who"] == "officer" else _resident(stored_id, raw, at)
    except (KeyError, TypeError) as error:
        raise ValueError(f"not an event of the web: {error!r}") from error


def _resident(stored_id: str, raw: Mapping[str, Any], at: datetime) -> Incoming:
    shown = raw["shown"]
    return Incoming(
        channel=NAME,
        account=ACCOUNT,
        event_id=stored_id,
        chat_id=raw["chat"],
        user_id=raw["chat"],
        user_name="",
        text=raw["text"],
        at=at,
        message_id=raw["client_id"],
        media=tuple(Media(**one) for one in raw["media"]),
        button=raw["button"],
        reply_to=None if shown is None else str(shown),
    )


def _officer(stored_id: str, raw: Mapping[str, Any], at: datetime) -> Incoming:
    return Incoming(
        channel=NAME,
        account=ACCOUNT,
        event_id=stored_id,
        chat_id=STAFF_CHAT,
        user_id=str(raw["officer"]),
        user_name=raw["name"],
        text=raw["text"],
        at=at,
        chat_kind="group",
        message_id=raw["client_id"],
        button=raw["button"],
        # Every act is acknowledged under this id, so that only the officer's own page shows the toast.
        callback_id=raw["client_id"],
        ticket=raw["ticket"],
        edited=raw.get("corrects") is not None,
        corrects=raw.get("corrects"),
    )
