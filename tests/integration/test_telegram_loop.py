"""The whole bot as it is built from settings, over the fake Telegram: the loop, and what Telegram does to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.app import App
from bot.bootstrap import build
from bot.channels.base import Limits
from bot.channels.telegram import TelegramChannel
from bot.db.models import MessageRow, StaffRoomRow, TicketRow
from bot.settings import Settings
from handlers import texts
from tests.fakes.telegram import TOKEN, FakeTelegram, Toxic
from tests.fakes.telegram.shapes import Json
from tests.fakes.waiting import until
from tests.faults.running import FAQ

LAN, HUNG = 101, 7
TOPICS = ["can_manage_topics"]
HAND_OVER = ("gặp cán bộ", "con mèo nhà hàng xóm kêu suốt đêm", "1")


class Town:
    """A running bot, its Telegram, a resident and an officer."""

    def __init__(self, fake: FakeTelegram, app: App, room: int) -> None:
        self.fake = fake
        self.app = app
        self.room = room

    def told(self, chat: int) -> list[str]:
        """What the bot has on the screen of a chat."""
        return [one.get("text", "") for one in self._by_bot(chat)]

    def _by_bot(self, chat: int) -> list[Json]:
        known = self.fake.people.messages(chat) if chat in self.fake.world.chats else []
        return [one for one in known if one["from"]["is_bot"]]

    async def hears(self, chat: int, words: str, seconds: float = 15) -> Json:
        """The newest message of the bot that holds these words, once it is there."""

        def there() -> list[Json]:
            return [one for one in self._by_bot(chat) if words in one.get("text", "")]

        try:
            await until(lambda: bool(there()), seconds)
        except TimeoutError:
            pytest.fail(f"{words!r} did not come: {self.told(chat)}")
        return there()[-1]

    async def hand_over(self) -> str:
        """Lan hands a question to the officers; the ticket's code."""
        for words in HAND_OVER:
            before = len(self.told(LAN))
            self.fake.people.say(LAN, words)
            await until(lambda before=before: len(self.told(LAN)) > before)
        return self.told(LAN)[-1].split("#")[1][:4]

    async def row(self, table: type[TicketRow] | type[StaffRoomRow]) -> Any:
        """The only row of a table."""
        async with self.app.database.read() as session:
            return (await session.scalars(select(table))).one()


@asynccontextmanager
async def town(
    folder: Path, monkeypatch: pytest.MonkeyPatch, database_url: str = "", **group: Any
) -> AsyncIterator[Town]:
    """A bot in a town; the pace of the real Telegram is another test's business."""
    monkeypatch.setattr(TelegramChannel, "limits", Limits())
    (folder / "faq.yaml").write_text(FAQ, encoding="utf-8")
    async with FakeTelegram() as fake:
        for user, name in ((LAN, "Lan"), (HUNG, "Hùng")):
            fake.people.add_user(user, name)
        room = fake.people.add_group("Cán bộ", [HUNG], bot_status="administrator", bot_rights=TOPICS, **group)["id"]
        settings = Settings(
            _env_file=None,
            database_url=database_url,
            data_dir=folder,
            faq=folder / "faq.yaml",
            port=0,
            staff_room=f"telegram:{room}",
            telegram_token=TOKEN,
            telegram_api_url=fake.url,
        )
        app = build(settings)
        await app.prepare()
        async with app.serving():
            here = Town(fake, app, room)
            if group.get("kind") != "group":
                await until(lambda: _is_known(here))
            yield here


async def _is_known(here: Town) -> bool:
    return (await here.row(StaffRoomRow)).is_forum is not None


async def test_the_loop_in_a_plain_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str) -> None:
    """Asked, answered by the bot, handed over, claimed by a button, answered by reply, edited, closed."""
    async with town(tmp_path, monkeypatch, database_url) as here:
        here.fake.people.say(LAN, "phường làm việc mấy giờ")
        await here.hears(LAN, "từ thứ Hai đến thứ Sáu")
        code = await here.hand_over()
        card = await here.hears(here.room, f"Phiếu #{code}")
        press = here.fake.people.press(HUNG, card["message_id"], f"t:{code}:claim", chat_id=here.room)
        await here.hears(here.room, "Hùng đang nhận")
        await until(lambda: here.fake.people.callback_answer(press["id"]) is not None)
        answer = here.fake.people.say(HUNG, "Phí 8.000", chat_id=here.room, reply_to=card["message_id"])
        got = await here.hears(LAN, "Phí 8.000")
        assert "— Cán bộ phường" in got["text"]
        here.fake.people.edit(HUNG, answer["message_id"], "Phí 10.000", chat_id=here.room)
        edited = await here.hears(LAN, "Phí 10.000")
        assert edited["message_id"] == got["message_id"]
        here.fake.people.press(HUNG, card["message_id"], f"t:{code}:close", chat_id=here.room)
        await here.hears(LAN, texts.TICKET_CLOSED.format(code=code))
        assert (await here.row(TicketRow)).state == "closed"


async def test_an_album_is_one_entry_and_one_reply(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str
) -> None:
    """Before the hand-off and on the open ticket: said once, one line of the talk, every picture in the room once."""
    async with town(tmp_path, monkeypatch, database_url) as here:
        here.fake.people.say(LAN, "phường làm việc mấy giờ")
        await here.hears(LAN, "từ thứ Hai đến thứ Sáu")
        before = len(here.told(LAN))
        first = here.fake.people.send_album(LAN, 3)
        await until(lambda: len(here.told(LAN)) > before)
        here.fake.people.say(LAN, "1")
        code = (await here.hears(LAN, "#"))["text"].split("#")[1][:4]
        await here.hears(here.room, f"Phiếu #{code}")
        await until(lambda: len(_photos(here)) == 3)
        told = len(here.told(LAN))
        assert told == before + 2
        second = here.fake.people.send_album(LAN, 4, caption="thêm giấy tờ nhà")
        await until(lambda: len(_photos(here)) == 7)
        await here.hears(here.room, "thêm giấy tờ nhà")
        assert len([text for text in here.told(here.room) if f"Phiếu #{code}" in text]) == 1
        assert len(here.told(LAN)) <= told + 1
        async with here.app.database.read() as session:
            query = select(MessageRow.media).where(MessageRow.author == "resident").order_by(MessageRow.id)
            sent = [media for media in await session.scalars(query) if media]
        assert [len(media) for media in sent] == [3, 4]
        files = [one["photo"][-1]["file_id"] for one in (*first, *second)]
        assert [one["ref"] for media in sent for one in media] == files
        assert sorted(_photos(here)) == sorted(files)


def _photos(here: Town) -> list[str]:
    """The pictures that the bot put into the room."""
    return [one["photo"][-1]["file_id"] for one in here._by_bot(here.room) if "photo" in one]


async def test_the_loop_in_a_forum(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str) -> None:
    """A topic per ticket; plain words in it answer, `//` notes; a deleted topic is built again."""
    async with town(tmp_path, monkeypatch, database_url, is_forum=True) as here:
        code = await here.hand_over()
        card = await here.hears(here.room, f"Phiếu #{code}")
        thread = card["message_thread_id"]
        here.fake.people.say(HUNG, "// để em xem", chat_id=here.room, thread_id=thread)
        here.fake.people.say(HUNG, "Dạ, chị gọi tổ dân phố", chat_id=here.room, thread_id=thread)
        await here.hears(LAN, "tổ dân phố")
        assert not any("để em xem" in text for text in here.told(LAN))
        here.fake.people.delete_topic(here.room, thread)
        here.fake.people.say(LAN, "em gọi rồi mà không ai nghe")
        line = await here.hears(here.room, "không ai nghe")
        assert line["message_thread_id"] != thread
        here.fake.people.say(HUNG, "Em sẽ báo lại", chat_id=here.room, thread_id=line["message_thread_id"])
        await here.hears(LAN, "Em sẽ báo lại")


async def test_a_group_that_becomes_a_supergroup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ticket that was open and the next one stand in the new group, and answers come from there."""
    async with town(tmp_path, monkeypatch, kind="group") as here:
        code = await here.hand_over()
        await here.hears(here.room, f"Phiếu #{code}")
        new = here.fake.people.upgrade(here.room)["id"]
        card = await here.hears(new, f"Phiếu #{code}")
        here.fake.people.say(HUNG, "Em đây ạ", chat_id=new, reply_to=card["message_id"])
        await here.hears(LAN, "Em đây ạ")


async def test_a_resident_who_blocked_the_bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The officers learn that their answer cannot arrive, once, and the resident is not tried again."""
    async with town(tmp_path, monkeypatch) as here:
        code = await here.hand_over()
        card = await here.hears(here.room, f"Phiếu #{code}")
        here.fake.people.block(LAN)
        await here.hears(here.room, texts.UNDELIVERED.format(code=code))
        here.fake.people.say(HUNG, "Em đây ạ", chat_id=here.room, reply_to=card["message_id"])
        await until(lambda: here.told(here.room).count(texts.UNDELIVERED.format(code=code)) == 2)
        tries = [call for call in here.fake.history.find("sendMessage", LAN) if "Em đây ạ" in call.params["text"]]
        assert len(tries) == 1


@pytest.mark.parametrize(
    "toxic",
    [
        Toxic("reset", lasts=3),
        Toxic("error", lasts=3, status=502, html=True),
        Toxic("error", method="sendMessage", times=1, status=429, retry_after=2),
        Toxic("truncate", method="sendMessage", times=1),
        Toxic("lose_reply", method="sendMessage", times=1),
    ],
    ids=lambda toxic: toxic.kind + str(toxic.status),
)
async def test_faults_of_the_wire_lose_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, toxic: Toxic) -> None:
    """Resets, a proxy's errors, floods, broken and lost replies: each resident has the answer, at most twice."""
    async with town(tmp_path, monkeypatch) as here:
        here.fake.toxics.add(toxic)
        here.fake.people.say(LAN, "phường làm việc mấy giờ")
        await here.hears(LAN, "từ thứ Hai đến thứ Sáu", 30)
        here.fake.toxics.clear()
        here.fake.people.say(LAN, "mấy giờ mở cửa")
        await until(lambda: len(here.told(LAN)) >= 2, 30)
        await asyncio.sleep(0.5)
        assert len(here.told(LAN)) <= 3


async def test_a_flood_limit_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a 429 nothing is sent to anyone's chat there before the time is over, and others go on."""
    async with town(tmp_path, monkeypatch) as here:
        here.fake.people.add_user(102, "Mai")
        here.fake.toxics.add(Toxic("error", method="sendMessage", chat_id=LAN, times=1, status=429, retry_after=3))
        here.fake.people.say(LAN, "phường làm việc mấy giờ")
        await here.fake.history.changed.until(lambda: bool(here.fake.history.find("sendMessage", LAN)), 10)
        here.fake.people.say(102, "phường làm việc mấy giờ")
        await here.hears(102, "từ thứ Hai")
        await here.hears(LAN, "từ thứ Hai")
        first, second = (call.at for call in here.fake.history.find("sendMessage", LAN))
        (other,) = (call.at for call in here.fake.history.find("sendMessage", 102))
        assert second - first >= 3
        assert other < second


async def test_photos_reach_the_officers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A photo of an open ticket stands in the staff group under the card."""
    async with town(tmp_path, monkeypatch) as here:
        code = await here.hand_over()
        await here.hears(here.room, f"Phiếu #{code}")
        here.fake.people.send_media(LAN, "photo")
        await until(lambda: any("photo" in one for one in here.fake.people.messages(here.room)))
