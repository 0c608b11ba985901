"""Methods that put messages into chats."""

import itertools
import secrets
from typing import Any

from tests.fakes.telegram import errors
from tests.fakes.telegram.keyboard import inline_keyboard
from tests.fakes.telegram.media import CONTENT, uploaded_media
from tests.fakes.telegram.params import Params
from tests.fakes.telegram.shapes import Json
from tests.fakes.telegram.text import (
    CAPTION_LIMIT,
    TEXT_LIMIT,
    Formatted,
    formatted,
    utf16_length,
)
from tests.fakes.telegram.world import Chat, World

_MOST_MESSAGES = 100


def send_message(world: World, params: Params) -> Json:
    """Send a text of 1–4096 UTF-16 units, counted after parsing and trimming."""
    return _send(world, params, message_text(params).content())


def send_photo(world: World, params: Params) -> Json:
    """Send a photo: an upload or a known file_id."""
    return _send_media(world, params, "photo")


def send_document(world: World, params: Params) -> Json:
    """Send a file: an upload or a known file_id."""
    return _send_media(world, params, "document")


def send_chat_action(world: World, params: Params) -> bool:
    """Show "typing…"; nothing is checked but the chat and the presence of an action."""
    if not params.text("action"):
        raise errors.bad_request("wrong parameter action in request")
    world.writable_chat(params.values.get("chat_id"))
    return True


def copy_message(world: World, params: Params) -> Json:
    """Send the same content as the bot's own message."""
    return _copy(world, params, params.integer("message_id"), {})


def copy_messages(world: World, params: Params) -> list[Json]:
    """Copy several; albums stay together, missing messages are skipped."""
    albums = _Albums()
    return [
        _copy(world, params, message["message_id"], albums.rename(message))
        for message in _source_messages(world, params, "copy")
    ]


def forward_message(world: World, params: Params) -> Json:
    """Forward with the name of the author."""
    message = _source_message(world, params, params.integer("message_id"), "forward")
    return _forward(world, params, message, {})


def forward_messages(world: World, params: Params) -> list[Json]:
    """Forward several; albums stay together, missing messages are skipped."""
    albums = _Albums()
    forwarded = [
        _forward(world, params, message, albums.rename(message))
        for message in _source_messages(world, params, "forward")
    ]
    return [{"message_id": message["message_id"]} for message in forwarded]


def message_text(params: Params) -> Formatted:
    """The text of a call, checked; shared with editMessageText."""
    entities = params.structure("entities", list)
    text = formatted(params.text("text"), params.text("parse_mode"), entities)
    if not text.text:
        raise errors.bad_request("message text is empty")
    if utf16_length(text.text) > TEXT_LIMIT:
        raise errors.bad_request("message is too long")
    return text


def _caption(params: Params) -> Json:
    entities = params.structure("caption_entities", list)
    caption = formatted(params.text("caption"), params.text("parse_mode"), entities)
    if utf16_length(caption.text) > CAPTION_LIMIT:
        raise errors.bad_request("message caption is too long")
    return caption.content("caption", "caption_entities")


def _send_media(world: World, params: Params, kind: str) -> Json:
    media = uploaded_media(world, params, kind)
    return _send(world, params, media | _caption(params))


def _send(world: World, params: Params, content: Json) -> Json:
    markup = inline_keyboard(params.structure("reply_markup", dict))
    chat = world.writable_chat(params.values.get("chat_id"))
    reply_to = _reply_target(chat, params)
    thread_id = _thread(world, chat, params)
    world.limits.count(chat.id, world.clock.elapsed())
    if markup:
        content = content | {"reply_markup": markup}
    return world.post(chat, world.bot.id, content, thread_id=thread_id, reply_to=reply_to)


def _reply_target(chat: Chat, params: Params) -> int | None:
    reply: Json = params.structure("reply_parameters", dict) or {
        "message_id": params.integer("reply_to_message_id"),
        "allow_sending_without_reply": params.flag("allow_sending_without_reply"),
    }
    message_id = reply.get("message_id")
    if message_id is None or message_id in chat.messages:
        return message_id
    if reply.get("allow_sending_without_reply"):
        return None
    raise errors.bad_request("message to be replied not found")


def _thread(world: World, chat: Chat, params: Params) -> int | None:
    thread_id = params.integer("message_thread_id")
    if thread_id is None:
        return None
    topic = chat.topics.get(thread_id)
    if topic is None:
        raise errors.bad_request("message thread not found")
    if topic.closed and not world.bot_may(chat, "can_manage_topics"):
        raise errors.bad_request("TOPIC_CLOSED")
    return thread_id


def _source_message(world: World, params: Params, message_id: int | None, verb: str) -> Json:
    source = world.chat(params.values.get("from_chat_id"))
    message = source.messages.get(message_id or 0)
    if message is None:
        raise errors.bad_request(f"message to {verb} not found")
    if not CONTENT & message.keys():
        verbs = {"copy": "copied", "forward": "forwarded"}
        raise errors.bad_request(f"the message can't be {verbs[verb]}")
    return message


def _source_messages(world: World, params: Params, verb: str) -> list[Json]:
    ids = params.structure("message_ids", list) or []
    if not 1 <= len(ids) <= _MOST_MESSAGES:
        few = "there are no messages to " + verb
        raise errors.bad_request("too many messages to " + verb if ids else few)
    if any(earlier >= later for earlier, later in itertools.pairwise(ids)):
        raise errors.bad_request("message identifiers must be in a strictly increasing order")
    source = world.chat(params.values.get("from_chat_id"))
    known = [source.messages[known] for known in ids if known in source.messages]
    messages = [message for message in known if CONTENT & message.keys()]
    if not messages:
        raise errors.bad_request(f"there are no messages to {verb}")
    return messages


def _copy(world: World, params: Params, message_id: int | None, extra: Json) -> Json:
    message = _source_message(world, params, message_id, "copy")
    content = {name: message[name] for name in CONTENT & message.keys()} | extra
    if "caption" in params.values:
        content |= _caption(params)
    return {"message_id": _send(world, params, content)["message_id"]}


def _forward(world: World, params: Params, message: Json, extra: Json) -> Json:
    content = {name: message[name] for name in CONTENT & message.keys()} | extra
    content["forward_origin"] = message.get("forward_origin") or {
        "type": "user",
        "sender_user": message["from"],
        "date": message["date"],
    }
    return _send(world, params, content)


class _Albums:
    """New album ids, the same for all messages of one old album."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def rename(self, message: Json) -> Json:
        old = message.get("media_group_id")
        if old is None:
            return {}
        return {"media_group_id": self._names.setdefault(old, new_album_id())}


def new_album_id() -> str:
    """An id shared by the messages of one album."""
    return str(secrets.randbits(53))


METHODS: dict[str, Any] = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendChatAction": send_chat_action,
    "copyMessage": copy_message,
    "copyMessages": copy_messages,
    "forwardMessage": forward_message,
    "forwardMessages": forward_messages,
}
