"""What people do in Telegram: speak, reply, press, edit, delete, block, move the group."""

import base64
import secrets

from tests.fakes.telegram.forum import TopicChange, change_topic, open_topic, remove_topic
from tests.fakes.telegram.keyboard import has_button
from tests.fakes.telegram.media import SUFFIXES, file_content
from tests.fakes.telegram.methods.sending import new_album_id
from tests.fakes.telegram.shapes import Json
from tests.fakes.telegram.text import formatted
from tests.fakes.telegram.world import (
    ADMINS,
    ANONYMOUS_ADMIN,
    GONE,
    CallbackQuery,
    Chat,
    Member,
    Person,
    World,
)

BLOCKED = "bot was blocked by the user"
DEACTIVATED = "user is deactivated"
SUPERGROUP_BASE = -1_000_000_000_000


class People:
    """Every action returns the JSON object that it made, so that all of them work remotely too."""

    def __init__(self, world: World) -> None:
        self._world = world
        world.people[ANONYMOUS_ADMIN] = Person(ANONYMOUS_ADMIN, "Group", username="GroupAnonymousBot", is_bot=True)
        self._next_group = 4_100_000_000  # beyond 32 bits on purpose

    # Who there is

    def add_user(
        self,
        user_id: int,
        first_name: str,
        last_name: str = "",
        username: str = "",
        language_code: str = "vi",
        is_bot: bool = False,
    ) -> Json:
        """A user; the bot knows the private chat once the user has said something."""
        person = Person(user_id, first_name, last_name, username, language_code, is_bot)
        self._world.people[user_id] = person
        return person.json()

    def add_group(
        self,
        title: str,
        members: list[int] | None = None,
        *,
        kind: str = "supergroup",
        is_forum: bool = False,
        bot_status: str = "member",
        bot_rights: list[str] | None = None,
        admins: list[int] | None = None,
        chat_id: int | None = None,
        username: str = "",
    ) -> Json:
        """A group (`kind` group or supergroup) with the bot in it; the bot is told it was added."""
        chat = Chat(chat_id or self._new_group_id(kind), kind, title, username, is_forum)
        chat.members = {user_id: Member() for user_id in members or []}
        chat.members |= {user_id: Member("administrator") for user_id in admins or []}
        self._world.chats[chat.id] = chat
        self.set_bot_member(chat.id, bot_status, bot_rights)
        return self._world.chat_json(chat)

    def set_bot_member(self, chat_id: int, status: str, rights: list[str] | None = None) -> Json:
        """Add, promote, demote or remove the bot; my_chat_member follows."""
        member = Member(status, frozenset(rights or []))
        return self._move(chat_id, self._world.bot.id, member, "my_chat_member")

    def set_member(self, chat_id: int, user_id: int, status: str = "member") -> Json:
        """Add, promote or remove a person; chat_member follows where the bot asked for it."""
        return self._move(chat_id, user_id, Member(status), "chat_member")

    def set_privacy(self, on: bool) -> None:
        """BotFather's privacy mode; on: only commands, replies to the bot, service messages."""
        self._world.settings.can_read_all_group_messages = not on

    # What they say

    def say(
        self,
        user_id: int,
        text: str,
        chat_id: int | None = None,
        *,
        thread_id: int | None = None,
        reply_to: int | None = None,
        anonymous: bool = False,
        forwarded_from: str = "",
    ) -> Json:
        """Write to the bot, or into a group; `forwarded_from` is the name of another author."""
        content = formatted(text).content()
        if forwarded_from:
            content["forward_origin"] = {
                "type": "hidden_user",
                "sender_user_name": forwarded_from,
                "date": int(self._world.clock.now()) - 60,
            }
        return self._speak(user_id, chat_id, content, thread_id, reply_to, anonymous=anonymous)

    def send_media(
        self,
        user_id: int,
        kind: str,
        chat_id: int | None = None,
        *,
        caption: str = "",
        thread_id: int | None = None,
        reply_to: int | None = None,
        data: str = "",
        album: str = "",
    ) -> Json:
        """Send a photo, document, voice, video, audio or sticker; `data` is base64."""
        content = base64.b64decode(data) or kind.encode()
        file = self._world.store_file(kind, content, SUFFIXES[kind])
        shape = file_content(kind, file)
        shape |= formatted(caption).content("caption", "caption_entities")
        if album:
            shape["media_group_id"] = album
        return self._speak(user_id, chat_id, shape, thread_id, reply_to)

    def send_album(self, user_id: int, count: int, chat_id: int | None = None, *, caption: str = "") -> list[Json]:
        """Several photos that share a media_group_id; the first one carries the caption."""
        album = new_album_id()
        captions = [caption] + [""] * (count - 1)
        return [self.send_media(user_id, "photo", chat_id, caption=words, album=album) for words in captions]

    def send_location(self, user_id: int, latitude: float, longitude: float) -> Json:
        """Share a place in the private chat."""
        place = {"location": {"latitude": latitude, "longitude": longitude}}
        return self._speak(user_id, None, place)

    def send_contact(self, user_id: int, phone: str, owner_id: int | None = None) -> Json:
        """Share a phone number in the private chat: the own one, or that of `owner_id`."""
        owner = self._world.people[owner_id or user_id]
        contact = {
            "phone_number": phone,
            "first_name": owner.first_name,
            "user_id": owner.id,
        }
        return self._speak(user_id, None, {"contact": contact})

    def edit(self, user_id: int, message_id: int, text: str, chat_id: int | None = None) -> Json:
        """Change an own text; edited_message follows where the bot saw the message."""
        chat = self._world.chat(chat_id or user_id)
        message = chat.messages[message_id]
        if message["from"]["id"] != user_id:
            raise ValueError(f"message {message_id} is not of user {user_id}")
        message.pop("entities", None)
        message |= formatted(text).content() | {"edit_date": int(self._world.clock.now())}
        self._tell_bot(chat, "edited_message", message)
        return message

    def delete(self, message_id: int, chat_id: int) -> None:
        """Remove a message; the bot is never told."""
        del self._world.chat(chat_id).messages[message_id]

    def press(self, user_id: int, message_id: int, data: str, chat_id: int | None = None) -> Json:
        """Press the button with this callback data; it must be there."""
        chat = self._world.chat(chat_id or user_id)
        message = chat.messages[message_id]
        if not has_button(message, data):
            raise ValueError(f"message {message_id} has no button {data!r}")
        query: Json = {
            "id": str(secrets.randbits(62)),
            "from": self._world.people[user_id].json(),
            "message": message,
            "chat_instance": chat.instance,
            "data": data,
        }
        now = self._world.clock.elapsed()
        self._world.callbacks[query["id"]] = CallbackQuery(chat.id, now)
        self._world.announce(chat, "callback_query", query)
        return query

    def callback_answer(self, callback_query_id: str) -> Json | None:
        """What the presser saw (`text`, `show_alert`), None while the button spins."""
        return self._world.callbacks[callback_query_id].answer

    # Blocking

    def block(self, user_id: int) -> Json:
        """Block the bot; my_chat_member follows, and 403 from now on."""
        return self._refuse(user_id, BLOCKED)

    def unblock(self, user_id: int) -> Json:
        """Let the bot write again."""
        return self._refuse(user_id, "")

    def deactivate(self, user_id: int) -> None:
        """Delete the account: 403 with another text, and no update."""
        self._private_chat(user_id).refusal = DEACTIVATED

    # Topics and migration

    def create_topic(self, user_id: int, chat_id: int, name: str) -> int:
        """Open a topic; its message_thread_id."""
        return open_topic(self._world, self._world.chat(chat_id), user_id, name).id

    def rename_topic(self, user_id: int, chat_id: int, thread_id: int, name: str) -> bool:
        """Rename a topic."""
        return self._change_topic(user_id, chat_id, thread_id, TopicChange(name=name))

    def close_topic(self, user_id: int, chat_id: int, thread_id: int) -> bool:
        """Close a topic."""
        return self._change_topic(user_id, chat_id, thread_id, TopicChange(closed=True))

    def reopen_topic(self, user_id: int, chat_id: int, thread_id: int) -> bool:
        """Reopen a topic."""
        return self._change_topic(user_id, chat_id, thread_id, TopicChange(closed=False))

    def delete_topic(self, chat_id: int, thread_id: int) -> None:
        """Delete a topic with its messages; the bot is never told."""
        remove_topic(self._world.chat(chat_id), thread_id)

    def upgrade(self, chat_id: int, *, is_forum: bool = False) -> Json:
        """Turn a plain group into a supergroup with a new id; two service messages tell of it."""
        old = self._world.chat(chat_id)
        if old.type != "group" or old.upgraded_to is not None:
            raise ValueError(f"chat {chat_id} is not a plain group")
        new = Chat(self._new_group_id("supergroup"), "supergroup", old.title, is_forum=is_forum)
        new.members = dict(old.members)
        self._world.chats[new.id] = new
        actor = next((user for user in old.members if user != self._world.bot.id), ANONYMOUS_ADMIN)
        self._service(old, actor, {"migrate_to_chat_id": new.id})
        old.upgraded_to = new.id
        self._service(new, actor, {"migrate_from_chat_id": old.id})
        return self._world.chat_json(new)

    def enable_topics(self, chat_id: int) -> Json:
        """Make the group a forum; a plain group becomes a supergroup on the way."""
        chat = self._world.chat(chat_id)
        if chat.type == "group":
            return self.upgrade(chat_id, is_forum=True)
        chat.is_forum = True
        return self._world.chat_json(chat)

    # What is on the screen

    def messages(self, chat_id: int) -> list[Json]:
        """All that a chat shows now, oldest first."""
        return list(self._world.chat(chat_id).messages.values())

    def _speak(
        self,
        user_id: int,
        chat_id: int | None,
        content: Json,
        thread_id: int | None = None,
        reply_to: int | None = None,
        *,
        anonymous: bool = False,
    ) -> Json:
        chat = self._world.chat(chat_id) if chat_id else self._private_chat(user_id)
        if chat.upgraded_to is not None:
            raise ValueError(f"chat {chat.id} was upgraded to {chat.upgraded_to}")
        if anonymous:
            content = content | {"sender_chat": self._world.chat_json(chat)}
        author = ANONYMOUS_ADMIN if anonymous else user_id
        message = self._world.post(chat, author, content, thread_id=thread_id, reply_to=reply_to)
        self._tell_bot(chat, "message", message)
        return message

    def _tell_bot(self, chat: Chat, kind: str, message: Json) -> None:
        if self._world.bot_member(chat).status in GONE:
            return
        if chat.is_private or self._sees_all(chat) or self._addressed(message):
            self._world.announce(chat, kind, message)

    def _sees_all(self, chat: Chat) -> bool:
        admin = self._world.bot_member(chat).status in ADMINS
        return admin or self._world.settings.can_read_all_group_messages

    def _addressed(self, message: Json) -> bool:
        replied = message.get("reply_to_message", {})
        if replied.get("from", {}).get("id") == self._world.bot.id:
            return True
        text = message.get("text", "")
        commands = [
            text[entity["offset"] : entity["offset"] + entity["length"]]
            for entity in message.get("entities", [])
            if entity["type"] == "bot_command" and entity["offset"] == 0
        ]
        name = f"@{self._world.bot.username}"
        return any("@" not in command or command.endswith(name) for command in commands)

    def _service(self, chat: Chat, user_id: int, content: Json) -> None:
        self._world.announce(chat, "message", self._world.post(chat, user_id, content))

    def _private_chat(self, user_id: int) -> Chat:
        person = self._world.people[user_id]
        return self._world.chats.setdefault(user_id, Chat(user_id, "private", person.first_name))

    def _refuse(self, user_id: int, reason: str) -> Json:
        chat = self._private_chat(user_id)
        bot = self._world.bot.id
        chat.members[bot] = Member("kicked" if chat.refusal else "member")
        chat.refusal = reason
        member = Member("kicked" if reason else "member")
        return self._change_member(chat, bot, member, "my_chat_member", actor=user_id)

    def _move(self, chat_id: int, user_id: int, member: Member, kind: str) -> Json:
        chat = self._world.chat(chat_id)
        person = self._world.people[user_id].json()
        was_gone = chat.member(user_id).status in GONE
        change = self._change_member(chat, user_id, member, kind)
        if was_gone and member.status not in GONE:
            self._service(chat, user_id, {"new_chat_members": [person]})
        if not was_gone and member.status in GONE:
            self._service(chat, user_id, {"left_chat_member": person})
        return change

    def _change_member(self, chat: Chat, user_id: int, member: Member, kind: str, actor: int | None = None) -> Json:
        before = self._world.member_json(chat, user_id)
        chat.members[user_id] = member
        change: Json = {
            "chat": self._world.chat_json(chat),
            "from": self._world.people[actor or ANONYMOUS_ADMIN].json(),
            "date": int(self._world.clock.now()),
            "old_chat_member": before,
            "new_chat_member": self._world.member_json(chat, user_id),
        }
        self._world.announce(chat, kind, change)
        return change

    def _change_topic(self, user_id: int, chat_id: int, thread_id: int, change: TopicChange) -> bool:
        chat = self._world.chat(chat_id)
        return change_topic(self._world, chat, chat.topics[thread_id], user_id, change)

    def _new_group_id(self, kind: str) -> int:
        self._next_group += 1
        return -self._next_group + (SUPERGROUP_BASE if kind == "supergroup" else 0)
