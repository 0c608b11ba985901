"""Methods that change or remove messages and answer pressed buttons."""

import copy
from typing import Any

from tests.fakes.telegram import errors
from tests.fakes.telegram.keyboard import inline_keyboard
from tests.fakes.telegram.methods.sending import message_text
from tests.fakes.telegram.params import Params
from tests.fakes.telegram.shapes import Json
from tests.fakes.telegram.world import Chat, World

_ANSWER_LIMIT = 200
_DELETABLE_FOR = 172_800  # seconds; 48 hours


def edit_message_text(world: World, params: Params) -> Json:
    """Replace text and buttons of a message of the bot."""
    text = message_text(params)
    message = _own_message(world, params)
    if "text" not in message:
        raise errors.bad_request("there is no text in the message to edit")
    changed = {name: message[name] for name in message if name not in ("text", "entities")}
    return _replace(world, params, message, changed | text.content())


def edit_message_reply_markup(world: World, params: Params) -> Json:
    """Replace or remove the buttons of a message of the bot."""
    message = _own_message(world, params)
    return _replace(world, params, message, dict(message))


def delete_message(world: World, params: Params) -> bool:
    """Remove a message: the bot's own, an incoming private one, or as an administrator."""
    chat = world.writable_chat(params.values.get("chat_id"))
    message = chat.messages.get(params.integer("message_id") or 0)
    if message is None:
        raise errors.bad_request("message to delete not found")
    if not _deletable(world, chat, message):
        raise errors.bad_request("message can't be deleted")
    del chat.messages[message["message_id"]]
    return True


def answer_callback_query(world: World, params: Params) -> bool:
    """Stop the button's spinner, with or without a notice of up to 200 letters."""
    if len(params.text("text")) > _ANSWER_LIMIT:
        raise errors.bad_request("MESSAGE_TOO_LONG")
    query = world.fresh_callback(params.text("callback_query_id"))
    query.answer = {"text": params.text("text"), "show_alert": params.flag("show_alert")}
    return True


def _own_message(world: World, params: Params) -> Json:
    chat = world.writable_chat(params.values.get("chat_id"))
    message = chat.messages.get(params.integer("message_id") or 0)
    if message is None:
        raise errors.bad_request("message to edit not found")
    if message["from"]["id"] != world.bot.id or "forward_origin" in message:
        raise errors.bad_request("message can't be edited")
    return message


def _replace(world: World, params: Params, message: Json, changed: Json) -> Json:
    changed.pop("reply_markup", None)
    if markup := inline_keyboard(params.structure("reply_markup", dict)):
        changed["reply_markup"] = markup
    if changed == message:
        raise errors.bad_request(errors.NOT_MODIFIED)
    message.clear()
    message |= changed | {"edit_date": int(world.clock.now())}
    return copy.deepcopy(message)


def _deletable(world: World, chat: Chat, message: Json) -> bool:
    young = world.clock.now() - message["date"] < _DELETABLE_FOR
    own = message["from"]["id"] == world.bot.id
    return world.bot_may(chat, "can_delete_messages") or (young and (own or chat.is_private))


METHODS: dict[str, Any] = {
    "editMessageText": edit_message_text,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "answerCallbackQuery": answer_callback_query,
}
