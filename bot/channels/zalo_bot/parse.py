"""A raw event read into the vocabulary of the conversation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.channels.base import Raw
from bot.channels.clean import LONGEST_NAME, LONGEST_TEXT, clean, one_line
from bot.channels.split import clip
from bot.channels.zalo_bot.names import NAME
from bot.channels.zalo_bot.updates import event_of, message_of
from handlers.messages import ChatKind, Incoming, Media

_MESSAGE = re.compile(r"message\.(\w+)\.received")
_PHOTO_FIELDS = ("photo_url", "photo")  # as it comes, and as the manual says


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads events of one bot; `own_id` and `names` are its own, empty while unknown."""

    account: str
    now: Callable[[], datetime]
    own_id: str = ""
    names: tuple[str, ...] = ()

    def read(self, event_id: str, raw: Raw) -> Incoming | None:
        """The message in an event; None if it means nothing to us. ValueError on nonsense."""
        event = event_of(raw)
        if event is None:
            raise ValueError("not an event of a Zalo bot")
        kind = _MESSAGE.fullmatch(event["event_name"])
        return self._message(event_id, kind[1], message_of(event)) if kind else None

    def _message(self, event_id: str, kind: str, message: Mapping[str, Any]) -> Incoming | None:
        author, chat = _object(message.get("from")), _object(message.get("chat"))
        chat_id = _id(chat.get("id")) or _id(author.get("id"))
        user_id = _id(author.get("id")) or chat_id
        if chat_id is None or user_id is None:
            raise ValueError("a message from nobody")
        if author.get("is_bot") is True or user_id == self.own_id:
            return None
        chat_kind = _chat_kind(chat, chat_id == user_id)
        said = _words(message)
        text = self._without_names(said) if chat_kind == "group" else said
        shown = _media(kind, message, has_words=bool(said))
        if not (text or shown or chat_kind == "group") or (chat_kind == "group" and _is_withheld(shown)):
            return None
        return Incoming(
            channel=NAME,
            account=self.account,
            event_id=event_id,
            chat_id=chat_id,
            chat_kind=chat_kind,
            user_id=user_id,
            user_name=_name(author),
            text=text,
            at=self._time(message.get("date")),
            message_id=_id(message.get("message_id")),
            media=shown,
            addressed=chat_kind == "group",  # a bot hears nothing else in a group
        )

    def _without_names(self, text: str) -> str:
        """The words without the "@Bot …" that made the bot hear them."""
        for name in self.names:
            text = re.sub(rf"@{re.escape(name)}(?!\w)[ \t]*", "", text, flags=re.IGNORECASE)
        return text.strip()

    def _time(self, date: object) -> datetime:
        """Zalo counts milliseconds; what is missing or impossible is now."""
        try:
            return datetime.fromtimestamp(float(date) / 1000, UTC)  # type: ignore[arg-type]  # TypeError is caught
        except (TypeError, ValueError, OverflowError, OSError):
            return self.now()


def _words(message: Mapping[str, Any]) -> str:
    given = next((message[name] for name in ("text", "caption") if isinstance(message.get(name), str)), "")
    return unicodedata.normalize("NFC", clean(given))[:LONGEST_TEXT].strip()


def _media(kind: str, message: Mapping[str, Any], *, has_words: bool) -> tuple[Media, ...]:
    """What the message shows beside its text; a kind that is new to us is withheld from us like any other."""
    match kind:
        case "text":
            return ()
        case "image":
            return (Media("photo", _address(message, *_PHOTO_FIELDS), mime="image/jpeg"),)
        case "sticker":
            return (Media("sticker", _address(message, "url")),)
        case "voice":
            return (Media("voice", _address(message, "voice_url"), mime="audio/aac"),)
        case _:
            return () if has_words else (Media("withheld"),)


def _is_withheld(shown: tuple[Media, ...]) -> bool:
    return any(one.kind == "withheld" for one in shown)


def _address(message: Mapping[str, Any], *names: str) -> str | None:
    given = (message.get(name) for name in names)
    return next((clean(one)[:2000] for one in given if isinstance(one, str) and one), None)


def _chat_kind(chat: Mapping[str, Any], own: bool) -> ChatKind:
    """A private chat has its person's id."""
    match chat.get("chat_type"):
        case "PRIVATE":
            return "private"
        case "GROUP":
            return "group"
        case _:
            return "private" if own else "group"


def _name(author: Mapping[str, Any]) -> str:
    given = (author.get(name) for name in ("display_name", "name", "first_name"))
    return clip(next((one_line(one) for one in given if isinstance(one, str) and one), ""), LONGEST_NAME)


def _id(value: object) -> str | None:
    return clean(value)[:64] or None if isinstance(value, str) else None


def _object(value: object) -> Mapping[str, Any]:
    """The JSON object, or an empty one in place of nothing."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise ValueError("an object is expected")
    return value
