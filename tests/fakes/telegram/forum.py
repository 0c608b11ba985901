"""Life of a forum topic, whoever changes it: every change leaves a service message."""

from dataclasses import dataclass

from tests.fakes.telegram.shapes import Json
from tests.fakes.telegram.world import Chat, Topic, World

_BLUE = 0x6FB9F0


@dataclass(frozen=True)
class TopicChange:
    """A new name, or closed or open."""

    name: str | None = None
    closed: bool | None = None

    def service_content(self) -> Json:
        """The field of the service message."""
        if self.name is not None:
            return {"forum_topic_edited": {"name": self.name}}
        return {"forum_topic_closed" if self.closed else "forum_topic_reopened": {}}


def open_topic(world: World, chat: Chat, user_id: int, name: str) -> Topic:
    """Create a topic; bots get an update of the service message even when they cause it."""
    created = {"forum_topic_created": {"name": name, "icon_color": _BLUE}}
    message = world.post(chat, user_id, created)
    topic = Topic(message["message_id"], name, _BLUE, user_id)
    message |= {"message_thread_id": topic.id, "is_topic_message": True}
    chat.topics[topic.id] = topic
    world.announce(chat, "message", message)
    return topic


def change_topic(world: World, chat: Chat, topic: Topic, user_id: int, change: TopicChange) -> bool:
    """Rename, close or reopen."""
    if change.name is not None:
        topic.name = change.name
    if change.closed is not None:
        topic.closed = change.closed
    message = world.post(chat, user_id, change.service_content(), thread_id=topic.id)
    world.announce(chat, "message", message)
    return True


def remove_topic(chat: Chat, thread_id: int) -> None:
    """Delete a topic with its messages; nobody is told."""
    del chat.topics[thread_id]
    chat.messages = {
        message_id: message
        for message_id, message in chat.messages.items()
        if message.get("message_thread_id") != thread_id
    }
