"""A raw update read into the vocabulary of the conversation."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aiogram.types import CallbackQuery, Chat, ChatMemberUpdated, Message, User
from pydantic import ValidationError

from bot.channels.base import Raw
from bot.channels.clean import LONGEST_NAME, LONGEST_TEXT, clean, one_line
from bot.channels.split import clip
from bot.channels.telegram import media
from bot.channels.telegram.names import NAME
from handlers.messages import ChatKind, ChatMoved, Event, Incoming, ReachChanged

_ADDRESSED = re.compile(r"(/\w+)@(\w+)")
# Only these are read: a fault or a novelty in any other field must not cost a resident the message.
_READ = media.KINDS | {
    "message_id", "message_thread_id", "from", "sender_chat", "author_signature", "chat", "date", "edit_date", "text",
    "caption", "media_group_id", "is_topic_message", "migrate_to_chat_id",
    "migrate_from_chat_id",
}  # fmt: skip
_READ_OF_QUERY = {"id", "from", "data", "chat_instance"}


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads updates of one bot; `username` is its own name, empty while unknown."""

    account: str
    now: Callable[[], datetime]
    username: str = ""

    def read(self, event_id: str, update: Raw) -> Event | None:
        """The event in an update; None if it is of a kind that means nothing to us. ValueError on nonsense."""
        readers = {
            "message": self._message,
            "edited_message": self._edited,
            "callback_query": self._pressed,
            "my_chat_member": self._reach,
        }
        try:
            for kind, read in readers.items():
                if kind in update:
                    return read(event_id, _object(update[kind]))
        except ValidationError as wrong:
            # The library's own words quote the message, which must not reach a log.
            fields = {".".join(map(str, error["loc"])) for error in wrong.errors(include_input=False)}
            raise ValueError(f"not a Telegram update: {', '.join(sorted(fields))[:120]}") from None
        except (OverflowError, OSError):
            raise ValueError("not a Telegram update: an impossible time") from None
        return None

    def _message(self, event_id: str, raw: Mapping[str, Any], *, edited: bool = False) -> Event | None:
        message = Message.model_validate(_only(raw, _READ))
        if message.migrate_to_chat_id or message.migrate_from_chat_id:
            return self._moved(event_id, message)
        author = _author(message, self.account)
        text = self._text(message)
        shown = media.media_of(message, raw)
        if author is None or text is None or not (text or shown):
            return None
        return Incoming(
            channel=NAME,
            account=self.account,
            event_id=event_id,
            chat_id=str(message.chat.id),
            chat_kind=_kind(message.chat),
            user_id=author.id,
            user_name=author.name,
            text=text,
            at=_time(message, edited=edited),
            message_id=str(message.message_id),
            media=shown,
            album=message.media_group_id,
            reply_to=_reply_to(message, raw),
            thread=_thread(message),
            edited=edited,
            forwarded="forward_origin" in raw,
        )

    def _edited(self, event_id: str, raw: Mapping[str, Any]) -> Event | None:
        """A place that is shared live is edited all the time: no news."""
        return None if "location" in raw else self._message(event_id, raw, edited=True)

    def _text(self, message: Message) -> str | None:
        """The words, without our own name after a command; None if the command is for another bot."""
        text = clean(message.text or message.caption or "")[:LONGEST_TEXT].strip()
        addressed = _ADDRESSED.match(text)
        if addressed is None:
            return text
        if self.username and addressed[2].lower() != self.username.lower():
            return None
        return addressed[1] + text[addressed.end() :]

    def _moved(self, event_id: str, message: Message) -> ChatMoved:
        """Both groups tell of a move: the old one where it goes, the new one where it came from."""
        old = message.migrate_from_chat_id or message.chat.id
        new = message.migrate_to_chat_id or message.chat.id
        return ChatMoved(NAME, self.account, event_id, str(old), str(new), _time(message, edited=False))

    def _pressed(self, event_id: str, raw: Mapping[str, Any]) -> Event | None:
        query = CallbackQuery.model_validate(_only(raw, _READ_OF_QUERY))
        under = _object(raw.get("message"))
        chat = Chat.model_validate(under["chat"]) if "chat" in under else None
        if chat is None or query.data is None or query.from_user.is_bot:
            return None
        message_id = _id(under.get("message_id"))
        return Incoming(
            channel=NAME,
            account=self.account,
            event_id=event_id,
            chat_id=str(chat.id),
            chat_kind=_kind(chat),
            user_id=str(query.from_user.id),
            user_name=_name(query.from_user),
            text="",
            at=self.now(),
            message_id=message_id,
            button=clean(query.data),
            callback_id=query.id,
            reply_to=message_id,
            thread=_id(under.get("message_thread_id")) if under.get("is_topic_message") is True else None,
        )

    def _reach(self, event_id: str, raw: Mapping[str, Any]) -> Event | None:
        change = ChatMemberUpdated.model_validate(raw)
        if change.chat.type != "private":
            return None
        reachable = change.new_chat_member.status not in ("kicked", "left")
        return ReachChanged(NAME, self.account, event_id, str(change.chat.id), reachable, change.date)


@dataclass(frozen=True, slots=True)
class _Author:
    id: str
    name: str


def _author(message: Message, account: str) -> _Author | None:
    """Who speaks: a person, or a group through its anonymous administrator; never a bot and never a channel."""
    if message.chat.type == "channel":
        return None
    speaker = message.sender_chat
    if speaker is not None:
        name = clip(one_line(message.author_signature or speaker.title or ""), LONGEST_NAME)
        return _Author(str(speaker.id), name) if speaker.id == message.chat.id else None
    person = message.from_user
    if person is None or person.is_bot or str(person.id) == account:
        return None
    return _Author(str(person.id), _name(person))


def _name(person: User) -> str:
    full = one_line(f"{person.first_name} {person.last_name or ''}")
    return clip(full or one_line(person.username or ""), LONGEST_NAME)


def _kind(chat: Chat) -> ChatKind:
    return "private" if chat.type == "private" else "group"


def _thread(message: Message) -> str | None:
    """The topic; plain supergroups number their threads of replies too, which are no topics."""
    return str(message.message_thread_id) if message.is_topic_message and message.message_thread_id else None


def _reply_to(message: Message, raw: Mapping[str, Any]) -> str | None:
    """The message that the person answered; in a topic, an answer to its first message is nobody's doing."""
    replied = _id(_object(raw.get("reply_to_message")).get("message_id"))
    return None if replied == _thread(message) else replied


def _time(message: Message, *, edited: bool) -> datetime:
    at = datetime.fromtimestamp(message.edit_date, UTC) if edited and message.edit_date else message.date
    if at.tzinfo is None:
        raise ValueError("not a Telegram update: a time without a zone")
    return at.astimezone(UTC)


def _id(value: object) -> str | None:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _object(value: object) -> Mapping[str, Any]:
    """The JSON object, or an empty one in place of nothing."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise ValueError("not a Telegram update: an object is expected")
    return value


def _only(raw: Mapping[str, Any], names: frozenset[str] | set[str]) -> dict[str, Any]:
    return {name: raw[name] for name in raw.keys() & names}
