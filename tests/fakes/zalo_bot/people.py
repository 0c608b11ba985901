"""What people do: they write, send pictures, and mention the bot in groups."""

from typing import Any

from tests.fakes.zalo_bot.world import Json, User, World


class People:
    """Acts of people; each gives the event that the bot hears, None if it hears nothing."""

    def __init__(self, world: World, file_url: str = "") -> None:
        self._world = world
        self.file_url = file_url

    def add_user(self, name: str, *, protected: bool = False) -> str:
        """Somebody with Zalo."""
        user = User(self._world.new_id(), name, protected)
        self._world.users[user.id] = user
        return user.id

    def add_group(self, title: str) -> str:
        """A group that the bot was taken into."""
        group = self._world.new_id()
        self._world.groups[group] = title
        self._world.known.add(group)
        return group

    def say(self, user_id: str, text: str, group: str | None = None, *, mentions: bool = True) -> Json | None:
        """Write to the bot, or in a group, there mentioning the bot or replying to it (which looks the same)."""
        if group is not None:
            if not mentions:
                return None
            text = f"@{self._world.bot_name} {text}"
        return self._message(user_id, group, "text", "CHAT_MESSAGE", text=text)

    def photo(self, user_id: str, content: bytes, caption: str = "", group: str | None = None) -> Json | None:
        """Send a picture."""
        more: Json = {self._world.switches.photo_field: self.put_file(content)}
        if caption:
            more["caption"] = caption if group is None else f"@{self._world.bot_name} {caption}"
        return self._message(user_id, group, "image", "CHAT_PHOTO", **more)

    def sticker(self, user_id: str) -> Json | None:
        """Send a sticker."""
        return self._message(user_id, None, "sticker", "CHAT_STICKER", sticker="1", url=self.put_file(b"GIF89a"))

    def voice(self, user_id: str, content: bytes = b"\xff\xf1aac") -> Json | None:
        """Say something."""
        return self._message(user_id, None, "voice", "CHAT_VOICE", voice_url=self.put_file(content))

    def document(self, user_id: str, group: str | None = None) -> Json | None:
        """Send a file: the bot learns only that there was something."""
        return self._message(user_id, group, "unsupported", "")

    def put_file(self, content: bytes) -> str:
        """The public address of some bytes."""
        name = self._world.new_id()
        self._world.files[name] = content
        return f"{self.file_url}/photo/{name}"

    def _message(self, user_id: str, group: str | None, kind: str, message_type: str, **more: Any) -> Json:
        user = self._world.users[user_id]
        self._world.known.add(group or user_id)
        chat = {"id": group, "chat_type": "GROUP"} if group else {"id": user_id, "chat_type": "PRIVATE"}
        message: Json = {
            "message_id": self._world.new_id(),
            "date": self._world.millis(),
            "from": {"id": user_id, "display_name": user.name, "is_bot": False},
            "chat": chat,
        }
        if user.protected:
            kind = "unsupported"
        if kind != "unsupported":
            message |= {"message_type": message_type, **more}
        return self._world.happen({"event_name": f"message.{kind}.received", "message": message})
