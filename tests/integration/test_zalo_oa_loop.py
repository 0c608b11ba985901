"""The whole bot as it is built from settings, over the fake platform: residents, officers, windows, crossings."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import select, update

from bot.app import App
from bot.bootstrap import build
from bot.channels.base import Limits
from bot.channels.web import WebChannel
from bot.channels.web.media_store import MediaStore, foreign_ref
from bot.channels.zalo_oa import ZaloOaChannel
from bot.clock import SystemClock
from bot.db.models import ConversationRow, MessageRow, OutboxRow, TicketNoteRow, TicketRow
from bot.settings import Settings
from bot.windows import warn
from handlers import texts
from tests.fakes.telegram import TOKEN, FakeTelegram
from tests.fakes.waiting import until
from tests.fakes.zalo_oa import APP_ID, APP_SECRET, OA_ID, WEBHOOK_SECRET, FakeZaloOa, Fault
from tests.faults.running import FAQ
from tests.integration.zalo_oa_channel import HUNG, LAN, ROOM, consent

HAND_OVER = ("gặp cán bộ", "con mèo nhà hàng xóm kêu suốt đêm", "1")
JPEG = b"\xff\xd8\xff\xe0" + b"x" * 1000


class Town:
    """A running bot, its Official Account, a resident and an officer."""

    def __init__(self, fake: FakeZaloOa, app: App, channel: ZaloOaChannel) -> None:
        self.fake = fake
        self.app = app
        self.channel = channel

    async def hears(self, who: str, words: str, seconds: float = 15) -> str:
        """The id of the newest message with these words, once it is there."""

        def there() -> list[str]:
            return [sent.id for sent in self.fake.sent(who) if words in sent.text]

        try:
            await until(lambda: bool(there()), seconds)
        except TimeoutError:
            pytest.fail(f"{words!r} did not come: {self.fake.texts(who)}")
        return there()[-1]

    async def hand_over(self) -> str:
        """Lan hands a question to the officers; the ticket's code."""
        for words in HAND_OVER:
            before = len(self.fake.sent(LAN))
            await self.fake.people.say(LAN, words)
            await self.more(before)
        return self.fake.texts(LAN)[-1].split("#")[1][:4]

    async def more(self, before: int) -> None:
        """Return once Lan has been sent more than so many messages."""
        await until(lambda: len(self.fake.sent(LAN)) > before)

    async def rows(self, table: Any) -> list[Any]:
        async with self.app.database.read() as session:
            return list((await session.scalars(select(table).order_by(table.id))).all())

    async def wrote(self, ago: timedelta) -> None:
        """Lan last wrote so long ago, here and at Zalo."""
        self.fake.people.age(LAN, ago / timedelta(hours=1))
        async with self.app.database.write() as session:
            await session.execute(update(ConversationRow).values(wrote_at=SystemClock().now() - ago))

    async def warn(self) -> None:
        await warn(self.app.database, self.channel, SystemClock().now())


@asynccontextmanager
async def town(
    folder: Path, database_url: str = "", rooms: str = f"zalo_oa:{ROOM}", **more: Any
) -> AsyncIterator[Town]:
    (folder / "faq.yaml").write_text(FAQ, encoding="utf-8")
    async with FakeZaloOa() as fake:
        fake.people.add_user(LAN, "Lan")
        fake.people.add_user(HUNG, "Hùng")
        fake.people.add_group(ROOM, "Cán bộ", HUNG)
        settings = Settings(
            _env_file=None,
            database_url=database_url,
            data_dir=folder,
            faq=folder / "faq.yaml",
            port=0,
            public_url="https://hoidap.example",
            staff_room=rooms,
            zalo_oa_app_id=APP_ID,
            zalo_oa_app_secret=APP_SECRET,
            zalo_oa_id=OA_ID,
            zalo_oa_secret=WEBHOOK_SECRET,
            zalo_oa_api_url=fake.url,
            zalo_oa_oauth_url=fake.url,
            **more,
        )
        app = build(settings)
        channel = next(one for one in app.channels if isinstance(one, ZaloOaChannel))
        await app.prepare()
        await consent(fake, channel)
        async with app.serving():
            web = next(one for one in app.channels if isinstance(one, WebChannel))
            fake.webhook.url = f"{web.url}/zalo_oa/{OA_ID}"
            yield Town(fake, app, channel)


async def test_the_loop_in_a_group_of_the_account(tmp_path: Path, database_url: str) -> None:
    """Asked, answered by the bot, tapped, handed over, claimed, noted, answered by quoting the card, closed."""
    async with town(tmp_path, database_url) as here:
        await here.fake.people.say(LAN, "phường làm việc mấy giờ")
        await here.hears(LAN, "từ thứ Hai đến thứ Sáu")
        code = await here.hand_over()
        card = await here.hears(ROOM, f"Phiếu #{code}")
        await here.fake.people.say_in_group(HUNG, ROOM, "/nhan", quote=card)
        await here.hears(ROOM, texts.CLAIMED_ACK)
        assert [row.claimed_name for row in await here.rows(TicketRow)] == ["Hùng"]
        await here.fake.people.say_in_group(HUNG, ROOM, "// để em hỏi anh Nam", quote=card)
        await here.fake.people.say_in_group(HUNG, ROOM, "mình nói chuyện riêng thôi")
        await here.fake.people.say_in_group(HUNG, ROOM, "Dạ, chị gọi tổ dân phố", quote=card)
        await here.hears(LAN, "tổ dân phố")
        assert not any("anh Nam" in text or "riêng" in text for text in here.fake.texts(LAN))
        await here.fake.people.say(LAN, "em gọi rồi mà không ai nghe")
        line = await here.hears(ROOM, "không ai nghe")
        await here.fake.people.say_in_group(HUNG, ROOM, "Em sẽ báo lại", quote=line)
        await here.hears(LAN, "Em sẽ báo lại")
        await here.fake.people.say_in_group(HUNG, ROOM, f"/dong #{code}")
        await here.hears(LAN, texts.TICKET_CLOSED.format(code=code))
        assert [row.state for row in await here.rows(TicketRow)] == ["closed"]
        assert (await here.rows(ConversationRow))[0].user_name == "Lan"


async def test_a_code_in_front_is_as_good_as_a_quote(tmp_path: Path) -> None:
    """Apps that cannot quote: the code leads to the ticket; without either, officers talk among themselves."""
    async with town(tmp_path) as here:
        code = await here.hand_over()
        await here.hears(ROOM, f"Phiếu #{code}")
        await here.fake.people.say_in_group(HUNG, ROOM, f"ai nhận #{code} chưa")
        await here.fake.people.say_in_group(HUNG, ROOM, f"#{code.lower()} Chị gọi tổ dân phố")
        await here.hears(LAN, "Chị gọi tổ dân phố")
        assert not any("ai nhận" in text or code.lower() in text for text in here.fake.texts(LAN))


async def test_a_tap_is_as_good_as_a_number(tmp_path: Path) -> None:
    """The button of an offer comes back as its choice, and the resident's line reads as what stood on it."""
    async with town(tmp_path) as here:
        for words in HAND_OVER[:2]:
            await here.fake.people.say(LAN, words)
        await here.hears(LAN, HAND_OVER[1])
        await here.fake.people.tap(LAN, texts.SEND)
        await here.hears(ROOM, "Phiếu #")
        assert texts.SEND in [row.text for row in await here.rows(MessageRow)]


async def test_a_photo_reaches_the_officers_and_is_kept(tmp_path: Path) -> None:
    """It stands in the group under the card; our copy is made at once, as Zalo's address may not last."""
    async with town(tmp_path) as here:
        code = await here.hand_over()
        await here.hears(ROOM, f"Phiếu #{code}")
        address = here.fake.file("don.jpg", JPEG)
        await here.fake.people.send_media(LAN, "image", {"url": address})
        await until(lambda: any(sent.message.get("attachment") for sent in here.fake.sent(ROOM)))
        here.fake.world.files.clear()
        assert await here.channel.fetch(address, limit=1 << 20) == JPEG
        assert await MediaStore(tmp_path / "media").find(foreign_ref("zalo_oa", address), limit=1 << 20) == JPEG


async def test_asked_on_zalo_answered_in_telegram(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words and photos cross both ways between the platforms."""
    monkeypatch.setattr("bot.channels.telegram.TelegramChannel.limits", Limits())
    async with FakeTelegram() as telegram:
        telegram.people.add_user(7, "Hùng")
        room = telegram.people.add_group("Cán bộ", [7], bot_status="administrator")["id"]
        settings = {"telegram_token": TOKEN, "telegram_api_url": telegram.url}
        async with town(tmp_path, rooms=f"telegram:{room}", **settings) as here:
            code = await here.hand_over()
            card = await telegram.history.wait_for("sendMessage", chat_id=room, containing=f"#{code}", seconds=15)
            await here.fake.people.send_media(LAN, "image", {"url": here.fake.file("don.jpg", JPEG)})
            await telegram.history.wait_for("sendPhoto", chat_id=room, seconds=15)
            telegram.people.say(7, "Dạ được ạ", chat_id=room, reply_to=card.result["message_id"])
            await here.hears(LAN, "Dạ được ạ")


async def test_an_answer_after_seven_days_is_kept_and_handed_out(tmp_path: Path, database_url: str) -> None:
    """Zalo refuses: officers are told by code; when the resident writes again the answer arrives first."""
    async with town(tmp_path, database_url) as here:
        code = await here.hand_over()
        card = await here.hears(ROOM, f"Phiếu #{code}")
        await here.wrote(timedelta(days=7, hours=1))
        await here.fake.people.say_in_group(HUNG, ROOM, "Chị mang căn cước đến ạ", quote=card)
        await here.hears(ROOM, texts.ANSWER_KEPT.format(code=code, channel="Zalo"))
        assert not any("căn cước" in text for text in here.fake.texts(LAN))
        await here.fake.people.say(LAN, "cán bộ ơi")
        await here.hears(LAN, texts.ANSWERS_PICKED_UP.format(codes=f"#{code}"))
        await here.hears(LAN, "Chị mang căn cước đến ạ")
        states = [row.state for row in await here.rows(OutboxRow) if row.role == "reply"]
        assert states.count("superseded") == 1
        assert "undeliverable" not in states


async def test_an_answer_is_said_again_for_its_code(tmp_path: Path) -> None:
    """The resident's own code, and nobody else's."""
    async with town(tmp_path) as here:
        code = await here.hand_over()
        card = await here.hears(ROOM, f"Phiếu #{code}")
        await here.fake.people.say_in_group(HUNG, ROOM, "Chị mang căn cước đến ạ", quote=card)
        await here.hears(LAN, "Chị mang căn cước đến ạ")
        await here.fake.people.say(HUNG, f"#{code}")
        await until(lambda: bool(here.fake.sent(HUNG)))
        assert not any("căn cước" in text for text in here.fake.texts(HUNG))
        await here.fake.people.say(LAN, f"#{code}")
        await here.hears(LAN, "cán bộ đã trả lời phiếu")


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(hours=35), []),
        (timedelta(hours=37), ["miễn phí đến"]),
        (timedelta(hours=49), []),
        (timedelta(days=5, hours=1), ["không cho gửi tin cho người dân này nữa"]),
        (timedelta(days=7, hours=1), []),
    ],
)
async def test_officers_are_warned_before_a_window_closes(
    tmp_path: Path, database_url: str, ago: timedelta, said: list[str]
) -> None:
    """Once each, in the room and on the ticket, while there is time; not when it has been answered."""
    async with town(tmp_path, database_url) as here:
        code = await here.hand_over()
        await here.hears(ROOM, f"Phiếu #{code}")
        await here.wrote(ago)
        for _ in range(2):
            await here.warn()
        notes = [row.text for row in await here.rows(TicketNoteRow) if row.kind == "window"]
        assert len(notes) == len(said)
        for words in said:
            assert f"#{code}" in notes[0]
            await here.hears(ROOM, words)


async def test_an_answered_ticket_is_not_warned_of(tmp_path: Path) -> None:
    """Nobody waits for anything."""
    async with town(tmp_path) as here:
        code = await here.hand_over()
        card = await here.hears(ROOM, f"Phiếu #{code}")
        await here.fake.people.say_in_group(HUNG, ROOM, "Xong rồi ạ", quote=card)
        await here.hears(LAN, "Xong rồi ạ")
        await here.wrote(timedelta(hours=40))
        await here.warn()
        assert not [row for row in await here.rows(TicketNoteRow) if row.kind == "window"]


async def test_a_lost_answer_to_an_officers_words_is_told(tmp_path: Path) -> None:
    """Possibly sent: the officers decide, the bot does not repeat it."""
    async with town(tmp_path) as here:
        code = await here.hand_over()
        card = await here.hears(ROOM, f"Phiếu #{code}")
        here.fake.faults.add(Fault("lose_reply", "/message/cs"))
        await here.fake.people.say_in_group(HUNG, ROOM, "Chị gọi tổ dân phố", quote=card)
        await here.hears(ROOM, texts.POSSIBLY_SENT.format(code=code))
        assert sum("tổ dân phố" in text for text in here.fake.texts(LAN)) == 1


async def test_a_lost_consent_is_told_at_once_and_healed_by_a_new_one(tmp_path: Path) -> None:
    """In the web room: nothing that waits is lost, and it leaves after the new consent."""
    async with town(tmp_path, rooms=f"web,zalo_oa:{ROOM}") as here:
        here.fake.oauth.grant()
        await here.fake.people.say(LAN, "phường làm việc mấy giờ")

        async def told() -> bool:
            waiting = [row.parcel.get("text", "") for row in await here.rows(OutboxRow) if row.role == "notice"]
            return texts.ZALO_OA_CONSENT in waiting

        await until(told)
        await consent(here.fake, here.channel)
        assert not here.fake.sent(LAN)


async def test_who_unfollows_is_marked_and_comes_back(tmp_path: Path) -> None:
    """Officers read on the card that the answer may not arrive; following again takes it back."""
    async with town(tmp_path) as here:
        code = await here.hand_over()
        await here.hears(ROOM, f"Phiếu #{code}")
        await here.fake.people.follow(LAN, follows=False)
        await here.hears(ROOM, texts.UNDELIVERED.format(code=code))
        await here.fake.people.follow(LAN)

        async def back() -> bool:
            return bool((await here.rows(ConversationRow))[0].reachable)

        await until(back)


async def test_the_domain_is_proven_and_consent_has_a_page(tmp_path: Path) -> None:
    """Zalo finds its file; the owner finds out what to do with the address; neither needs a sign-in."""
    async with town(tmp_path, zalo_oa_verifier="zalo_verifierAbC-12.html") as here, aiohttp.ClientSession() as session:
        base = here.fake.webhook.url.split("/zalo_oa/")[0]
        async with session.get(f"{base}/zalo_verifierAbC-12.html") as answer:
            assert answer.status == 200
            assert 'content="AbC-12"' in await answer.text()
        async with session.get(f"{base}/zalo_oa/consent?code=x&state=y") as answer:
            assert "hoidap zalo-login" in await answer.text()
