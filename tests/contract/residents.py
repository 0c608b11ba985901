"""One resident on each channel: what they do there, what stands on their screen, and what can go wrong on the way."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from typing import Any, ClassVar, Literal, Protocol
from uuid import uuid4

import aiohttp

from bot.channels.console import PROMPT
from tests.contract.town import Town
from tests.fakes.telegram import Toxic
from tests.fakes.waiting import until
from tests.fakes.zalo_oa import Fault
from tests.integration.web_visitor import Visitor, words_of

Trouble = Literal["busy", "broken", "lost"]
"""A send that is refused for now, one that fails, one whose answer is lost."""


class Resident(Protocol):
    """Somebody who writes to the ward. Acts return once the bot's door has them or the platform holds them."""

    channel: ClassVar[str]

    async def arrive(self) -> None:
        """Open the app or page."""

    async def say(self, text: str) -> None:
        """Write a message."""

    async def press(self, label: str) -> None:
        """Press the newest button that reads so."""

    async def send_photo(self, content: bytes) -> None:
        """Send a photo without words."""

    async def send_unreadable(self) -> None:
        """Send what the bot cannot read."""

    async def again(self, text: str) -> None:
        """Write a message that the platform delivers more than once."""

    async def edit(self, old: str, new: str) -> None:
        """Change what was written."""

    async def screen(self) -> list[str]:
        """What the bot and the officers wrote, oldest first."""

    async def photos(self) -> list[bytes]:
        """The photos that came."""

    def trouble(self, kind: Trouble) -> None:
        """The next send to this person goes wrong."""

    async def block(self, *, blocked: bool = True) -> None:
        """Let the bot write no more; or again."""


class OnWeb:
    """A browser on the ward's page."""

    channel: ClassVar[str] = "web"

    def __init__(self, town: Town, session: aiohttp.ClientSession) -> None:
        self._visitor = Visitor(town.settings.public_url, session)

    async def arrive(self) -> None:
        await self._visitor.arrive()

    async def say(self, text: str, client_id: str | None = None) -> None:
        response = await self._visitor.say(text, client_id=client_id)
        assert response.status == 202

    async def press(self, label: str) -> None:
        for message in reversed(await self._visitor.talk()):
            for choice in message["choices"]:
                if choice["label"] == label:
                    await self._visitor.say(choice=choice["id"], shown_message_id=message["id"])
                    return
        raise AssertionError(f"no button {label!r}")

    async def send_photo(self, content: bytes) -> None:
        response = await self._visitor.send_file(content)
        assert response.status == 202

    async def send_unreadable(self) -> None:
        await self.send_photo(b"%PDF-1.7\n" + b"x" * 100)

    async def again(self, text: str) -> None:
        client_id = str(uuid4())
        for _ in range(3):
            await self.say(text, client_id)

    async def screen(self) -> list[str]:
        return [_whole(message) for message in await self._visitor.talk() if message["author"] != "resident"]

    async def photos(self) -> list[bytes]:
        theirs = [message for message in await self._visitor.talk() if message["author"] != "resident"]
        paths = [media["href"] for message in theirs for media in message["media"] if media["href"]]
        return [(await self._visitor.download(path))[0] for path in paths]


class OnConsole:
    """Somebody at the terminal of the ward's machine."""

    channel: ClassVar[str] = "console"

    def __init__(self, town: Town) -> None:
        self._town = town

    async def arrive(self) -> None:
        """The terminal is open."""

    async def say(self, text: str) -> None:
        before = await self._town.stored("console")
        self._town.terminal.type(text)

        async def read() -> bool:
            return await self._town.stored("console") > before

        await until(read)

    async def screen(self) -> list[str]:
        return [part.strip() for part in self._town.terminal.getvalue().split(PROMPT) if part.strip()]

    async def photos(self) -> list[bytes]:
        return []


class OnTelegram:
    """A private chat in Telegram."""

    channel: ClassVar[str] = "telegram"
    LAN = 7_654_321_001

    def __init__(self, town: Town) -> None:
        self._fake = town.telegram
        self._people = town.telegram.people
        self._people.add_user(self.LAN, "Lan")

    async def arrive(self) -> None:
        """People simply write."""

    async def say(self, text: str) -> None:
        self._people.say(self.LAN, text)

    async def press(self, label: str) -> None:
        for message in reversed(self._people.messages(self.LAN)):
            keyboard = message.get("reply_markup", {}).get("inline_keyboard", [])
            for button in (one for row in keyboard for one in row):
                if button["text"].endswith(label):
                    self._people.press(self.LAN, message["message_id"], button["callback_data"])
                    return
        raise AssertionError(f"no button {label!r}")

    async def send_photo(self, content: bytes) -> None:
        self._people.send_media(self.LAN, "photo", data=base64.b64encode(content).decode())

    async def send_unreadable(self) -> None:
        self._people.send_media(self.LAN, "voice")

    async def again(self, text: str) -> None:
        await self.say(text)
        update = self._fake.world.updates.everything[-1]
        await until(lambda: not self._fake.world.updates.is_waiting(update))
        self._fake.world.updates.again(update.id)

    async def edit(self, old: str, new: str) -> None:
        mine = [one for one in self._people.messages(self.LAN) if one.get("text") == old]
        self._people.edit(self.LAN, mine[-1]["message_id"], new)

    async def screen(self) -> list[str]:
        return [one.get("text") or one.get("caption") or "" for one in self._by_bot()]

    async def photos(self) -> list[bytes]:
        return telegram_photos(self._fake, self._by_bot())

    def _by_bot(self) -> list[Any]:
        known = self._people.messages(self.LAN) if self.LAN in self._fake.world.chats else []
        return [one for one in known if one["from"]["is_bot"]]

    def trouble(self, kind: Trouble) -> None:
        faults = {
            "busy": Toxic("error", "sendMessage", self.LAN, times=1, status=429, retry_after=30),
            "broken": Toxic("error", "sendMessage", self.LAN, times=1, status=502, html=True),
            "lost": Toxic("lose_reply", "sendMessage", self.LAN, times=1),
        }
        self._fake.toxics.add(faults[kind])

    async def block(self, *, blocked: bool = True) -> None:
        (self._people.block if blocked else self._people.unblock)(self.LAN)


class OnZaloBot:
    """A private chat with the ward's Zalo bot."""

    channel: ClassVar[str] = "zalo_bot"

    def __init__(self, town: Town) -> None:
        self._town = town
        self._fake = town.zalo_bot
        self._lan = self._fake.people.add_user("Lan")

    async def arrive(self) -> None:
        """People simply write."""

    async def say(self, text: str) -> None:
        self._fake.people.say(self._lan, text)

    async def send_photo(self, content: bytes) -> None:
        self._fake.people.photo(self._lan, content)

    async def send_unreadable(self) -> None:
        self._fake.people.document(self._lan)

    async def again(self, text: str) -> None:
        self._fake.switches.duplicates = 2
        self._town.repeats += 2
        self._fake.people.say(self._lan, text)
        await until(lambda: len(self._fake.dispatcher.statuses) == len(self._fake.world.events) + self._town.repeats)
        self._fake.switches.duplicates = 0

    async def screen(self) -> list[str]:
        return self._fake.world.texts(self._lan)

    async def photos(self) -> list[bytes]:
        return [one.photo for one in self._fake.world.sent if one.chat_id == self._lan and one.photo]

    def trouble(self, kind: Trouble) -> None:
        faults: dict[Trouble, dict[str, Any]] = {
            "busy": {"kind": "error", "status": 429, "description": "Quota exceeded"},
            "broken": {"kind": "error", "status": 500, "description": "Internal Server Error"},
            "lost": {"kind": "lose_reply"},
        }
        self._fake.toxics.add(Toxic(method="sendMessage", chat_id=self._lan, times=1, **faults[kind]))  # type: ignore[arg-type]  # Zalo's ids are texts

    async def block(self, *, blocked: bool = True) -> None:
        self._fake.toxics.clear()
        if blocked:
            refusal = {"kind": "error", "status": 400, "description": "user has blocked the bot"}
            self._fake.toxics.add(Toxic(chat_id=self._lan, **refusal))  # type: ignore[arg-type]  # Zalo's ids are texts


class OnZaloOa:
    """A chat with the ward's Official Account."""

    channel: ClassVar[str] = "zalo_oa"
    LAN = "2512523625412515"

    def __init__(self, town: Town) -> None:
        self._fake = town.zalo_oa
        self._fake.people.add_user(self.LAN, "Lan")

    async def arrive(self) -> None:
        """People simply write."""

    async def say(self, text: str) -> None:
        assert await self._fake.people.say(self.LAN, text) == 200

    async def press(self, label: str) -> None:
        assert await self._fake.people.tap(self.LAN, label) == 200

    async def send_photo(self, content: bytes) -> None:
        payload = {"url": self._fake.file("don.jpg", content)}
        assert await self._fake.people.send_media(self.LAN, "image", payload) == 200

    async def send_unreadable(self) -> None:
        assert await self._fake.people.send_media(self.LAN, "video", {"url": self._fake.file("a.mp4", b"x")}) == 200

    async def again(self, text: str) -> None:
        await self.say(text)
        assert [await self._fake.webhook.repeat(number) for number in (1, 2)] == [200, 200]

    async def screen(self) -> list[str]:
        return [text for text in self._fake.texts(self.LAN) if text]

    async def photos(self) -> list[bytes]:
        return zalo_oa_photos(self._fake, self.LAN)

    def trouble(self, kind: Trouble) -> None:
        faults = {
            "busy": Fault("error", "/message/cs", code=-32),
            "broken": Fault("error", "/message/cs", code=-200),
            "lost": Fault("lose_reply", "/message/cs"),
        }
        self._fake.faults.add(faults[kind])

    async def block(self, *, blocked: bool = True) -> None:
        self._fake.world.users[self.LAN].blocked = blocked


def telegram_photos(fake: Any, messages: list[Any]) -> list[bytes]:
    """The photos in some messages."""
    return [fake.world.files[one["photo"][-1]["file_id"]].content for one in messages if "photo" in one]


def zalo_oa_photos(fake: Any, to: str) -> list[bytes]:
    """The photos that the account has sent somewhere, uploaded or by their address."""
    shown = [sent.message.get("attachment", {}).get("payload", {}).get("elements", []) for sent in fake.sent(to)]
    elements = [one for some in shown for one in some if one.get("media_type") == "image"]
    named = [fake.world.uploads[one["attachment_id"]] for one in elements if "attachment_id" in one]
    return named + [fake.world.files[one["url"].rsplit("/", 1)[1]] for one in elements if "url" in one]


def _whole(message: dict[str, Any]) -> str:
    """The words of a message and what stands on its buttons."""
    said = re.sub(r"\s+", " ", words_of(message))
    return " | ".join([said, *(choice["label"] for choice in message["choices"])])


Maker = Callable[..., Any]
RESIDENTS: dict[str, Maker] = {one.channel: one for one in (OnWeb, OnConsole, OnTelegram, OnZaloBot, OnZaloOa)}
