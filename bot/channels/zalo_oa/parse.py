"""A raw event read into the vocabulary of the conversation."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.channels.base import Raw
from bot.channels.clean import LONGEST_NAME, LONGEST_TEXT, clean, one_line
from bot.channels.split import clip
from bot.channels.zalo_oa.buttons import choice_of
from bot.channels.zalo_oa.events import FOLLOWS, SENT, SENT_IN_GROUP, chat_of, inside, is_event, party, text_id
from bot.channels.zalo_oa.names import NAME
from bot.channels.zalo_oa.webhook import moment
from handlers.messages import Event, Incoming, Media, MediaKind, ReachChanged

LONGEST_ADDRESS = 2000

_KINDS: dict[str, tuple[MediaKind, str | None]] = {
    "image": ("photo", "image/jpeg"),
    "gif": ("photo", "image/gif"),
    "sticker": ("sticker", None),
    "audio": ("voice", "audio/mpeg"),
    "voice": ("voice", "audio/mpeg"),
    "video": ("video", "video/mp4"),
    "file": ("file", None),
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads events of one account; `name_of` knows people's names, where Zalo has told them."""

    account: str
    name_of: Callable[[str], str]

    def read(self, event_id: str, raw: Raw) -> Event | None:
        """The message or the change in an event; None if it means nothing to us. ValueError on nonsense."""
        if not is_event(raw):
            raise ValueError("not an event of an Official Account")
        chat_id, at = chat_of(raw), moment(raw.get("timestamp"))
        if chat_id is None or at is None:
            raise ValueError("an event without a person or without a time")
        name = raw["event_name"]
        if name in FOLLOWS:
            return ReachChanged(NAME, self.account, event_id, chat_id, FOLLOWS[name], at)
        message = inside(raw, "message")
        in_group = name.startswith(SENT_IN_GROUP)
        kind = name.removeprefix(SENT_IN_GROUP).removeprefix(SENT)
        media = _media(kind, message)
        text = _words(message) or _link(kind, message)
        button = None if in_group else choice_of(text)
        user_id = party(raw, "sender") or chat_id
        if user_id == self.account or not (text or media):
            return None
        return Incoming(
            channel=NAME,
            account=self.account,
            event_id=event_id,
            chat_id=chat_id,
            chat_kind="group" if in_group else "private",
            user_id=user_id,
            user_name=self.name_of(user_id),
            text="" if button else text,
            at=at,
            message_id=text_id(message.get("msg_id")),
            media=media,
            button=button,
            reply_to=text_id(message.get("quote_msg_id")),
        )


def _words(message: Mapping[str, Any]) -> str:
    text = message.get("text")
    return unicodedata.normalize("NFC", clean(text))[:LONGEST_TEXT].strip() if isinstance(text, str) else ""


def _link(kind: str, message: Mapping[str, Any]) -> str:
    """A link is shown as a card of its own; what people read on it is its title and its address."""
    if kind != "link":
        return ""
    payload = next(iter(_payloads(message)), {})
    said = (payload.get(name) for name in ("title", "url"))
    return "\n".join(one_line(one)[:LONGEST_ADDRESS] for one in said if isinstance(one, str) and one)


def _media(kind: str, message: Mapping[str, Any]) -> tuple[Media, ...]:
    """What the message shows beside its text; a kind that is new to us gets a fitting reply all the same."""
    match kind:
        case "text" | "link":
            return ()
        case "location":
            return tuple(_location(payload) for payload in _payloads(message)) or (Media("other"),)
        case "business_card":
            return tuple(_card(payload) for payload in _payloads(message)) or (Media("contact"),)
        case _ if kind in _KINDS:
            return tuple(_file(kind, payload) for payload in _payloads(message)) or (Media(_KINDS[kind][0]),)
        case _:
            return (Media("other"),)


def _payloads(message: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    attachments = message.get("attachments")
    found = attachments if isinstance(attachments, list) else []
    return [inside(one, "payload") for one in found if isinstance(one, Mapping)]


def _file(kind: str, payload: Mapping[str, Any]) -> Media:
    media_kind, mime = _KINDS[kind]
    address, name = payload.get("url"), payload.get("name")
    return Media(
        media_kind,
        clean(address)[:LONGEST_ADDRESS] if isinstance(address, str) and address else None,
        name=clip(one_line(name), LONGEST_NAME) if isinstance(name, str) and name else None,
        mime=mime,
        size=_whole(payload.get("size")),
    )


def _location(payload: Mapping[str, Any]) -> Media:
    place = inside(payload, "coordinates")
    latitude, longitude = _degrees(place.get("latitude"), 90), _degrees(place.get("longitude"), 180)
    if latitude is None or longitude is None:
        return Media("other")
    return Media("location", latitude=latitude, longitude=longitude)


def _card(payload: Mapping[str, Any]) -> Media:
    said = payload.get("description")
    return Media("contact", name=clip(one_line(said), LONGEST_NAME) if isinstance(said, str) and said else None)


def _degrees(told: object, most: float) -> float | None:
    """Zalo writes degrees as texts."""
    try:
        degrees = float(told)  # type: ignore[arg-type]  # what is no number is None
    except (TypeError, ValueError, OverflowError):
        return None
    return degrees if math.isfinite(degrees) and abs(degrees) <= most else None


def _whole(told: object) -> int | None:
    text = str(told)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else None
