"""People, chats, topics, messages and files: what Telegram knows at this moment."""

import copy
import itertools
import secrets
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.telegram import errors
from tests.fakes.telegram.clock import Clock
from tests.fakes.telegram.limits import Limits
from tests.fakes.telegram.shapes import Json
from tests.fakes.telegram.updates import UpdateQueue
from tests.fakes.telegram.webhook import Webhook

GONE = {"left", "kicked"}
ADMINS = {"creator", "administrator"}
CALLBACK_LIFETIME = 900.0  # seconds; Telegram does not publish the real one
ANONYMOUS_ADMIN = 1087968824


@dataclass
class Person:
    """A user, or the bot itself."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = ""
    is_bot: bool = False

    def json(self) -> Json:
        """The User object."""
        fields = {
            "id": self.id,
            "is_bot": self.is_bot,
            "first_name": self.first_name,
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language_code,
        }
        return {name: value for name, value in fields.items() if value != ""}


@dataclass
class Member:
    """A place in a group: creator, administrator, member, left or kicked."""

    status: str = "member"
    rights: frozenset[str] = frozenset()


@dataclass
class Topic:
    """A forum topic; its id is the id of the message that announced it."""

    id: int
    name: str
    icon_color: int
    creator_id: int
    closed: bool = False


@dataclass
class Chat:
    """A conversation of the bot: private, group or supergroup."""

    id: int
    type: str
    title: str = ""
    username: str = ""
    is_forum: bool = False
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: dict[int, Json] = field(default_factory=dict)
    upgraded_to: int | None = None
    refusal: str = ""  # why a private chat answers the bot 403
    instance: str = field(default_factory=lambda: str(secrets.randbits(62)))

    @property
    def is_private(self) -> bool:
        """Whether this is a conversation with one person."""
        return self.type == "private"

    def member(self, user_id: int) -> Member:
        """The place of a user, `left` for strangers."""
        return self.members.get(user_id, Member("left"))


@dataclass
class CallbackQuery:
    """A pressed button that waits for its answer."""

    chat_id: int
    pressed_at: float
    answer: Json | None = None


@dataclass(frozen=True)
class StoredFile:
    """A file that can be downloaded."""

    id: str
    path: str
    content: bytes


@dataclass
class BotSettings:
    """What BotFather and the setMy… methods keep about the bot."""

    can_read_all_group_messages: bool = False
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)


class World:
    """The state behind the Bot API, changed by the bot's methods and by people."""

    def __init__(self, bot_id: int, clock: Clock) -> None:
        self.clock = clock
        self.bot = Person(bot_id, "Hỏi Đáp", username="hoidap_bot", is_bot=True)
        self.settings = BotSettings()
        self.updates = UpdateQueue(clock)
        self.webhook = Webhook(self.updates, clock)
        self.limits = Limits()
        self.people: dict[int, Person] = {bot_id: self.bot}
        self.chats: dict[int, Chat] = {}
        self.callbacks: dict[str, CallbackQuery] = {}
        self.files: dict[str, StoredFile] = {}
        # Private chats and plain groups share one counter, each supergroup has its own.
        self._shared_ids = itertools.count(1)
        self._own_ids: dict[int, itertools.count[int]] = {}

    def chat(self, chat_id: object) -> Chat:
        """The chat with this id or @username; 400 where the bot does not know it."""
        for chat in self.chats.values():
            if chat.id == chat_id or (chat.username and f"@{chat.username}" == chat_id):
                return chat
        if chat_id in (None, ""):
            raise errors.bad_request("chat_id is empty")
        raise errors.bad_request("chat not found")

    def writable_chat(self, chat_id: object) -> Chat:
        """The chat, where the bot may write in it; the fitting 400 or 403 otherwise."""
        chat = self.chat(chat_id)
        if chat.upgraded_to is not None:
            raise errors.upgraded(chat.upgraded_to)
        if chat.refusal:
            raise errors.forbidden(chat.refusal)
        status = self.bot_member(chat).status
        if status == "kicked":
            raise errors.forbidden(f"bot was kicked from the {chat.type} chat")
        if status == "left":
            raise errors.forbidden(f"bot is not a member of the {chat.type} chat")
        return chat

    def bot_member(self, chat: Chat) -> Member:
        """The bot's own place in a chat."""
        return Member() if chat.is_private else chat.member(self.bot.id)

    def bot_may(self, chat: Chat, right: str) -> bool:
        """Whether the bot is an administrator with this right."""
        member = self.bot_member(chat)
        return member.status == "creator" or (member.status == "administrator" and right in member.rights)

    def chat_json(self, chat: Chat) -> Json:
        """The Chat object inside messages."""
        shape: Json = {"id": chat.id, "type": chat.type}
        if chat.is_private:
            person = self.people[chat.id].json()
            names = ("first_name", "last_name", "username")
            return shape | {name: person[name] for name in names if name in person}
        shape["title"] = chat.title
        if chat.username:
            shape["username"] = chat.username
        if chat.is_forum:
            shape["is_forum"] = True
        return shape

    def member_json(self, chat: Chat, user_id: int) -> Json:
        """The ChatMember object."""
        member = chat.member(user_id)
        shape: Json = {"status": member.status, "user": self.people[user_id].json()}
        if member.status in ADMINS:
            shape["is_anonymous"] = False
        if member.status == "administrator":
            shape |= _rights(member.rights)
        if member.status == "kicked":
            shape["until_date"] = 0
        return shape

    def post(
        self,
        chat: Chat,
        sender_id: int,
        content: Json,
        *,
        thread_id: int | None = None,
        reply_to: int | None = None,
    ) -> Json:
        """Put a message into a chat; no update is made."""
        message: Json = {
            "message_id": self._next_message_id(chat),
            "from": self.people[sender_id].json(),
            "chat": self.chat_json(chat),
            "date": int(self.clock.now()),
        }
        if chat.is_forum and thread_id is None:
            thread_id = chat.messages.get(reply_to or 0, {}).get("message_thread_id")
        # Without an explicit reply, a message in a topic replies to what announced the topic.
        replied = chat.messages.get(reply_to or thread_id or 0)
        if thread_id is not None:
            message |= {"message_thread_id": thread_id, "is_topic_message": True}
        elif replied is not None and chat.type == "supergroup" and not chat.is_forum:
            message["message_thread_id"] = _thread_of_replies(replied)
        if replied is not None:
            message["reply_to_message"] = _without_reply(replied)
        message |= content
        chat.messages[message["message_id"]] = message
        return message

    def announce(self, chat: Chat, kind: str, message: Json) -> None:
        """Queue an update about a message, as it is now."""
        self.updates.add(kind, copy.deepcopy(message), chat.id)

    def store_file(self, kind: str, content: bytes, suffix: str) -> StoredFile:
        """Keep a file for download."""
        number = len(self.files) + 1
        folder = {"photo": "photos", "voice": "voice"}.get(kind, f"{kind}s")
        file = StoredFile(f"{kind}-{number}", f"{folder}/file_{number}{suffix}", content)
        self.files[file.id] = file
        return file

    def fresh_callback(self, query_id: str) -> CallbackQuery:
        """The pressed button with this id; 400 where it is unknown or too old."""
        query = self.callbacks.get(query_id)
        if query is None or self.clock.elapsed() - query.pressed_at > CALLBACK_LIFETIME:
            raise errors.bad_request(errors.QUERY_TOO_OLD)
        return query

    def _next_message_id(self, chat: Chat) -> int:
        if chat.type != "supergroup":
            return next(self._shared_ids)
        return next(self._own_ids.setdefault(chat.id, itertools.count(1)))


def _thread_of_replies(replied: Json) -> int:
    # Plain supergroups thread replies under the first message, without is_topic_message.
    thread_id: int = replied.get("message_thread_id") or replied["message_id"]
    return thread_id


def _without_reply(message: Json) -> Json:
    return copy.deepcopy({name: message[name] for name in message if name != "reply_to_message"})


def _rights(granted: frozenset[str]) -> dict[str, Any]:
    every = (
        "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
        "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users",
        "can_post_stories", "can_edit_stories", "can_delete_stories",
        "can_send_welcome_messages", "can_pin_messages", "can_manage_topics",
    )  # fmt: skip
    return {"can_be_edited": False} | {right: right in granted for right in every}
