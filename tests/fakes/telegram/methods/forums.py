"""Topics of a forum as the bot manages them."""

from typing import Any

from tests.fakes.telegram import errors
from tests.fakes.telegram.forum import TopicChange, change_topic, open_topic, remove_topic
from tests.fakes.telegram.params import Params
from tests.fakes.telegram.shapes import Json
from tests.fakes.telegram.world import Chat, Topic, World

_LONGEST_NAME = 128


def create_forum_topic(world: World, params: Params) -> Json:
    """Create a topic; needs an administrator with can_manage_topics."""
    chat = _forum(world, params, "create a topic")
    topic = open_topic(world, chat, world.bot.id, _name(params))
    return {
        "message_thread_id": topic.id,
        "name": topic.name,
        "icon_color": topic.icon_color,
    }


def edit_forum_topic(world: World, params: Params) -> bool:
    """Rename a topic."""
    chat = _forum(world, params, "edit the topic")
    topic = _topic(chat, params)
    name = _name(params)
    if name == topic.name:
        raise errors.bad_request("TOPIC_NOT_MODIFIED")
    return change_topic(world, chat, topic, world.bot.id, TopicChange(name=name))


def close_forum_topic(world: World, params: Params) -> bool:
    """Close an open topic."""
    return _toggle(world, params, closed=True)


def reopen_forum_topic(world: World, params: Params) -> bool:
    """Open a closed topic again."""
    return _toggle(world, params, closed=False)


def delete_forum_topic(world: World, params: Params) -> bool:
    """Delete a topic with all its messages."""
    chat = _forum(world, params, "delete the topic")
    remove_topic(chat, _topic(chat, params).id)
    return True


def _toggle(world: World, params: Params, *, closed: bool) -> bool:
    chat = _forum(world, params, "edit the topic")
    topic = _topic(chat, params)
    if topic.closed == closed:
        raise errors.bad_request("TOPIC_NOT_MODIFIED")
    return change_topic(world, chat, topic, world.bot.id, TopicChange(closed=closed))


def _forum(world: World, params: Params, purpose: str) -> Chat:
    chat = world.writable_chat(params.values.get("chat_id"))
    if not chat.is_forum:
        raise errors.bad_request("the chat is not a forum")
    if not world.bot_may(chat, "can_manage_topics"):
        raise errors.bad_request(f"not enough rights to {purpose}")
    return chat


def _topic(chat: Chat, params: Params) -> Topic:
    topic = chat.topics.get(params.integer("message_thread_id") or 0)
    if topic is None:
        raise errors.bad_request("message thread not found")
    return topic


def _name(params: Params) -> str:
    name = params.text("name").strip()
    if not 1 <= len(name) <= _LONGEST_NAME:
        raise errors.bad_request("TOPIC_TITLE_EMPTY" if not name else "TOPIC_TITLE_TOO_LONG")
    return name


METHODS: dict[str, Any] = {
    "createForumTopic": create_forum_topic,
    "editForumTopic": edit_forum_topic,
    "closeForumTopic": close_forum_topic,
    "reopenForumTopic": reopen_forum_topic,
    "deleteForumTopic": delete_forum_topic,
}
