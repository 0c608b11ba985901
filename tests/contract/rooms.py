"""The officers' room on each platform: what they read there and how they answer."""

from __future__ import annotations

import base64
from typing import Any, ClassVar, Protocol

import aiohttp

from bot.channels.web import new_sign_in_link
from tests.contract.residents import telegram_photos, zalo_oa_photos
from tests.contract.town import Fakes, Town
from tests.integration.web_visitor import Visitor, words_of


class Room(Protocol):
    """A staff room; `code` is the ticket's."""

    channel: ClassVar[str]

    async def arrive(self) -> None:
        """An officer comes in."""

    async def reads(self) -> str:
        """All that stands in the room."""

    async def answer(self, code: str, text: str) -> None:
        """Answer the resident of a ticket."""

    async def note(self, code: str, text: str) -> None:
        """Write what only officers may read."""

    async def send_photo(self, code: str, content: bytes) -> None:
        """Send the resident of a ticket a photo."""

    async def photos(self) -> list[bytes]:
        """The photos that came."""


class WebRoom:
    """The page for officers."""

    channel: ClassVar[str] = "web"

    def __init__(self, town: Town, session: aiohttp.ClientSession) -> None:
        self._town = town
        self._visitor = Visitor(town.settings.public_url, session)

    @staticmethod
    def spec(_fakes: Fakes) -> str:
        return "web"

    async def arrive(self) -> None:
        await self._visitor.sign_in(await new_sign_in_link(self._town.app.database, self._town.clock), "Chị Hoa")

    async def reads(self) -> str:
        tabs = await self._tabs()
        said = [words_of(one) if "blocks" in one else str(one) for one in await self._entries()]
        return "\n".join([*(f"Phiếu #{code}" for code in _codes(tabs)), str(tabs[0]["notices"]), *said])

    async def answer(self, code: str, text: str) -> None:
        assert (await self._visitor.act(code, "say", text=text)).status == 202

    async def note(self, code: str, text: str) -> None:
        assert (await self._visitor.act(code, "say", text=text, mode="note")).status == 202

    async def photos(self) -> list[bytes]:
        media = [one for entry in await self._entries() for one in entry.get("media", [])]
        return [(await self._visitor.download(one["href"]))[0] for one in media if one["href"]]

    async def _entries(self) -> list[dict[str, Any]]:
        opened = [await self._visitor.json(f"/staff/api/tickets/{code}") for code in _codes(await self._tabs())]
        return [entry for one in opened for entry in one["timeline"]]

    async def _tabs(self) -> list[dict[str, Any]]:
        return [await self._visitor.json(f"/staff/api/tickets?tab={tab}") for tab in ("waiting", "answered", "closed")]


class TelegramRoom:
    """A group in Telegram whose officers reply to the ticket's card."""

    channel: ClassVar[str] = "telegram"
    HOA, GROUP = 77, -1_004_200_000_000

    def __init__(self, town: Town, _session: aiohttp.ClientSession) -> None:
        self._fake = town.telegram
        self._people = town.telegram.people

    @classmethod
    def spec(cls, fakes: Fakes) -> str:
        people = fakes.telegram.people
        people.add_user(cls.HOA, "Hoa")
        people.add_group("Cán bộ", [cls.HOA], bot_status="administrator", chat_id=cls.GROUP)
        return f"telegram:{cls.GROUP}"

    async def arrive(self) -> None:
        """They are in the group."""

    async def reads(self) -> str:
        return "\n".join(one.get("text", "") for one in self._messages())

    async def answer(self, code: str, text: str) -> None:
        self._people.say(self.HOA, text, chat_id=self.GROUP, reply_to=self._card(code))

    async def note(self, code: str, text: str) -> None:
        await self.answer(code, f"// {text}")

    async def correct(self, old: str, new: str) -> None:
        """Edit an own answer."""
        mine = [one for one in self._messages() if one.get("text") == old and not one["from"]["is_bot"]]
        self._people.edit(self.HOA, mine[-1]["message_id"], new, chat_id=self.GROUP)

    async def send_photo(self, code: str, content: bytes) -> None:
        data = base64.b64encode(content).decode()
        self._people.send_media(self.HOA, "photo", self.GROUP, reply_to=self._card(code), data=data)

    async def photos(self) -> list[bytes]:
        return telegram_photos(self._fake, [one for one in self._messages() if one["from"]["is_bot"]])

    def _messages(self) -> list[Any]:
        return self._people.messages(self.GROUP)

    def _card(self, code: str) -> int:
        cards = [one for one in self._messages() if one.get("text", "").startswith(f"Phiếu #{code}")]
        number: int = cards[-1]["message_id"]
        return number


class ZaloBotRoom:
    """A group with the Zalo bot: no replies, so that the code stands in front of the words."""

    channel: ClassVar[str] = "zalo_bot"

    def __init__(self, town: Town, _session: aiohttp.ClientSession) -> None:
        self._fake = town.zalo_bot
        self._hoa, self._group = town.rooms["zalo_bot"]

    @staticmethod
    def spec(fakes: Fakes) -> str:
        people = fakes.zalo_bot.people
        fakes.rooms["zalo_bot"] = people.add_user("Hoa"), people.add_group("Cán bộ")
        return f"zalo_bot:{fakes.rooms['zalo_bot'][1]}"

    async def arrive(self) -> None:
        """They are in the group."""

    async def reads(self) -> str:
        return "\n".join(self._fake.world.texts(self._group))

    async def answer(self, code: str, text: str) -> None:
        self._fake.people.say(self._hoa, f"#{code} {text}", self._group)

    async def note(self, code: str, text: str) -> None:
        await self.answer(code, f"// {text}")

    async def send_photo(self, code: str, content: bytes) -> None:
        self._fake.people.photo(self._hoa, content, f"#{code}", self._group)

    async def photos(self) -> list[bytes]:
        return [one.photo for one in self._fake.world.sent if one.chat_id == self._group and one.photo]


class ZaloOaRoom:
    """A GMF group of the Official Account whose officers quote the ticket's card."""

    channel: ClassVar[str] = "zalo_oa"
    HOA, GROUP = "5512523625419999", "f414c8f76fa586fbdfb4"

    def __init__(self, town: Town, _session: aiohttp.ClientSession) -> None:
        self._fake = town.zalo_oa

    @classmethod
    def spec(cls, fakes: Fakes) -> str:
        fakes.zalo_oa.people.add_user(cls.HOA, "Hoa")
        fakes.zalo_oa.people.add_group(cls.GROUP, "Cán bộ", cls.HOA)
        return f"zalo_oa:{cls.GROUP}"

    async def arrive(self) -> None:
        """They are in the group."""

    async def reads(self) -> str:
        return "\n".join(self._fake.texts(self.GROUP))

    async def answer(self, code: str, text: str) -> None:
        assert await self._fake.people.say_in_group(self.HOA, self.GROUP, text, quote=self._card(code)) == 200

    async def note(self, code: str, text: str) -> None:
        await self.answer(code, f"// {text}")

    async def send_photo(self, code: str, content: bytes) -> None:
        address = self._fake.file("mau.jpg", content)
        sent = await self._fake.people.show_in_group(self.HOA, self.GROUP, address, quote=self._card(code))
        assert sent == 200

    async def photos(self) -> list[bytes]:
        return zalo_oa_photos(self._fake, self.GROUP)

    def _card(self, code: str) -> str:
        return [sent.id for sent in self._fake.sent(self.GROUP) if sent.text.startswith(f"Phiếu #{code}")][-1]


def _codes(tabs: list[dict[str, Any]]) -> list[str]:
    return [one["code"] for tab in tabs for one in tab["tickets"]]


ROOMS: dict[str, Any] = {one.channel: one for one in (WebRoom, TelegramRoom, ZaloBotRoom, ZaloOaRoom)}
