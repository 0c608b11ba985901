"""A whole ward on Zalo: residents, and a staff room that knows neither replies nor buttons nor edits."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import func, select

from bot.channels.web.media_store import MediaStore
from bot.channels.zalo_bot import ZaloBotChannel
from bot.db import rooms, sends
from bot.db.engine import Database
from bot.db.models import InboxRow, OutboxRow, TicketNoteRow, TicketRow
from bot.quota import month_of
from handlers import texts
from tests.fakes.clock import FakeClock
from tests.fakes.memory import MemoryChannel
from tests.fakes.telegram import Toxic
from tests.fakes.waiting import until
from tests.fakes.ward import ROOM, Ward
from tests.fakes.zalo_bot import FakeZaloBot
from tests.integration.zalo_bot_channel import channel_for

JPEG = b"\xff\xd8\xff" + b"x" * 1000


class ZaloWard:
    """A bot on Zalo and on a second channel, with a staff room on each."""

    def __init__(self, fake: FakeZaloBot, ward: Ward, zalo: ZaloBotChannel, group: str, kept: Path) -> None:
        self.fake = fake
        self.people = fake.people
        self.ward = ward
        self.other = ward.channel
        self.zalo = zalo
        self.group = group
        self.kept = kept
        self.lan = fake.people.add_user("Lan")
        self.officer = fake.people.add_user("Chị Hoa")

    async def settle(self) -> None:
        """Everything that was said is worked through, and all that may leave has left."""

        async def stored() -> bool:
            async with self.ward.database.read() as session:
                rows = await session.scalar(select(func.count()).where(InboxRow.channel == "zalo_bot"))
            return rows == len(self.fake.world.events)

        await until(stored)
        for _ in range(6):
            await self.ward.settle()
            self.ward.clock.advance(6)

    async def ask(self, who: str, *said: str) -> None:
        """A resident writes."""
        for text in said:
            self.people.say(who, text)
            await self.settle()

    async def answer(self, text: str) -> None:
        """An officer writes in the group on Zalo."""
        self.people.say(self.officer, text, self.group)
        await self.settle()

    async def hand_off(self, who: str, question: str = "con mèo nhà hàng xóm kêu suốt đêm") -> str:
        """A resident's question goes to the officers; the ticket's code."""
        await self.ask(who, "gặp cán bộ", question, "1")
        return re.findall(r"#([A-Z0-9]{4})", " ".join(self.fake.world.texts(who)))[-1]

    def last(self, chat: str) -> str:
        """The newest words of the bot in a chat."""
        return self.fake.world.texts(chat)[-1]

    async def rows(self, table: Any) -> list[Any]:
        async with self.ward.database.read() as session:
            return list(await session.scalars(select(table).order_by(table.id)))


@pytest.fixture
async def at(database: Database, clock: FakeClock, tmp_path: Path) -> AsyncIterator[ZaloWard]:
    async with FakeZaloBot(speed=200) as fake:
        zalo = channel_for(fake, store=MediaStore(tmp_path / "media"))
        ward = Ward(database, clock, MemoryChannel(), cast(MemoryChannel, zalo))
        group = fake.people.add_group("Cán bộ")
        specs = {"memory": ("memory", "1", ROOM), f"zalo_bot:{group}": ("zalo_bot", zalo.account, group)}
        await ward.open(specs)
        await fake.history.wait_for("getMe")
        yield ZaloWard(fake, ward, zalo, group, tmp_path / "media")
        await zalo.stop()


async def test_a_question_is_answered_and_numbers_choose(at: ZaloWard) -> None:
    """Without buttons: what can be chosen is numbered, and a number chooses it."""
    await at.ask(at.lan, "con em mới sinh làm giấy khai sinh cần gì ạ")
    assert "KHAI SINH" in at.last(at.lan)
    await at.ask(at.lan, "danh mục")
    assert "\n1. " in at.last(at.lan)
    before = at.last(at.lan)
    await at.ask(at.lan, "1")
    assert at.last(at.lan) != before


async def test_officers_answer_by_code(at: ZaloWard) -> None:
    """The card says how; the resident gets the words without the code; the group hears that they were sent."""
    code = await at.hand_off(at.lan)
    card = at.last(at.group)
    assert card.startswith(f"Phiếu #{code}")
    assert f"#{code} nội dung" in card
    await at.answer(f"#{code.lower()}: Chị gọi tổ trưởng ạ")
    assert at.last(at.lan) == "Chị gọi tổ trưởng ạ\n\n— Cán bộ phường"
    assert at.last(at.group) == f"#{code} · {texts.SENT_ACK}"
    assert f"#{code} · Chị Hoa: Chị gọi tổ trưởng ạ" in at.other.texts(ROOM)


async def test_nothing_goes_to_a_wrong_resident(at: ZaloWard) -> None:
    """No code, an unknown one, several, one in the middle: the group is asked and no resident hears anything."""
    minh = at.people.add_user("Minh")
    one, two = await at.hand_off(at.lan), await at.hand_off(minh, "chó nhà hàng xóm sủa suốt đêm")
    heard = [at.fake.world.texts(at.lan), at.fake.world.texts(minh)]
    for said, asked in (
        ("Dạ được ạ", "ghi mã phiếu ở đầu tin"),
        ("#ZZZZ Dạ được ạ", "Không tìm thấy phiếu #ZZZZ"),
        (f"#{one} và #{two} Dạ được ạ", "nhiều phiếu"),
        (f"Việc của #{one} thì chờ tôi nhé", "đứng giữa câu"),
        (f"#{one}9 Dạ được ạ", f"Đang chờ: #{one}, #{two}"),
        ("", "mỗi tin phải ghi mã phiếu"),
    ):
        await at.answer(said)
        assert asked in at.last(at.group), said
    assert [at.fake.world.texts(at.lan), at.fake.world.texts(minh)] == heard
    assert {ticket.state for ticket in await at.rows(TicketRow)} == {"open"}


async def test_commands_and_notes_by_code(at: ZaloWard) -> None:
    """Claim, note, look, close, reopen, list: each is confirmed in the group, none is sent as an answer."""
    code = await at.hand_off(at.lan)
    heard = len(at.fake.world.texts(at.lan))
    await at.answer(f"#{code} nhận")
    assert at.last(at.group) == f"#{code} · {texts.CLAIMED_ACK}"
    await at.answer(f"#{code} // để tôi hỏi anh Nam")
    assert at.last(at.group) == f"#{code} · {texts.NOTED}"
    await at.answer(f"#{code}")
    assert "Chị Hoa đang nhận" in at.last(at.group)
    await at.answer("/ds")
    assert f"#{code}" in at.last(at.group)
    assert len(at.fake.world.texts(at.lan)) == heard
    await at.answer(f"/dong #{code}")
    assert at.last(at.group) == f"#{code} · {texts.CLOSED_ACK}"
    assert at.last(at.lan) == texts.TICKET_CLOSED.format(code=code)
    await at.answer(f"#{code} còn nữa ạ")
    assert at.last(at.group) == texts.CLOSED_REPLY
    await at.answer(f"#{code} mở lại")
    assert [ticket.state for ticket in await at.rows(TicketRow)] == ["open"]
    kinds = [note.kind for note in await at.rows(TicketNoteRow)]
    assert kinds == ["claimed", "note", "closed", "reopened"]


async def test_a_protected_person_is_never_met_with_silence(at: ZaloWard) -> None:
    """Their words never reach us: first they hear how to reach a human, then a human is told to write to them."""
    child = at.people.add_user("Bé An", protected=True)
    await at.ask(child, "em muốn hỏi")
    assert texts.WITHHELD in at.last(child)
    await at.ask(child, "có ai không")
    [ticket] = await at.rows(TicketRow)
    assert f"#{ticket.code}" in at.last(child)
    assert texts.WITHHELD_QUESTION in at.last(at.group)
    await at.answer(f"#{ticket.code} Chào em, mời em gọi số trực của phường nhé")
    assert "mời em gọi" in at.last(child)


async def test_a_file_in_a_group_is_passed_over(at: ZaloWard) -> None:
    """The explanation is for a private chat only."""
    before = at.fake.world.texts(at.group)
    at.people.document(at.officer, at.group)
    await at.settle()
    assert at.fake.world.texts(at.group) == before


async def test_a_group_that_is_no_staff_room(at: ZaloWard) -> None:
    """It hears to write in private, or its own id for the setting; nothing of it is kept as a conversation."""
    group = at.people.add_group("Tổ dân phố 5")
    at.people.say(at.lan, "làm khai sinh cần gì", group)
    await at.settle()
    assert at.last(group) == texts.GO_PRIVATE
    at.people.say(at.lan, "/id", group)
    await at.settle()
    assert f"zalo_bot:{group}" in at.last(group)


async def test_an_answer_in_doubt_is_told_to_the_officers_and_not_repeated(at: ZaloWard) -> None:
    """The reply to a send is lost: possibly sent, a note on the ticket, one message at Zalo."""
    code = await at.hand_off(at.lan)
    at.fake.toxics.add(Toxic("lose_reply", method="sendMessage", chat_id=cast(int, at.lan), times=1))
    await at.answer(f"#{code} Chị mang căn cước đến ạ")
    assert [text for text in at.fake.world.texts(at.lan) if "căn cước" in text] == [
        "Chị mang căn cước đến ạ\n\n— Cán bộ phường"
    ]
    told = texts.POSSIBLY_SENT.format(code=code)
    assert told in at.fake.world.texts(at.group)
    assert told in at.other.texts(ROOM)
    assert [note.kind for note in await at.rows(TicketNoteRow)] == ["doubtful"]
    states = [row.state for row in await at.rows(OutboxRow) if row.channel == "zalo_bot"]
    assert states.count("possibly_sent") == 1
    assert not {"waiting", "sending", "rejected"} & set(states)


async def test_what_is_asked_on_zalo_is_answered_elsewhere(at: ZaloWard) -> None:
    """And the photo of the question is there, fetched at once, even when Zalo has dropped it since."""
    await at.ask(at.lan, "gặp cán bộ", "cái đơn này điền thế nào")
    at.people.photo(at.lan, JPEG)
    await at.settle()
    [photo] = at.fake.world.files
    await until(lambda: any(path.is_file() and path.stat().st_size == len(JPEG) for path in at.kept.rglob("*")))
    del at.fake.world.files[photo]
    await at.ask(at.lan, "1")
    [media] = [parcel for parcel in at.other.sent if parcel.kind == "media"]
    assert (media.content, media.origin) == (JPEG, "zalo_bot")
    card = at.other.id_of(ROOM, "Phiếu #")
    await at.ward.officer("Chị điền mục 1 và 2 ạ", reply_to=card)
    await at.settle()
    assert at.last(at.lan) == "Chị điền mục 1 và 2 ạ\n\n— Cán bộ phường"


async def test_what_is_asked_elsewhere_is_answered_on_zalo(at: ZaloWard) -> None:
    """By code in the group, to a resident of any channel."""
    code = await at.ward.hand_off("5")
    await at.settle()
    await at.answer(f"#{code} Bác chờ chúng tôi nhé")
    assert at.other.texts("5")[-1].startswith("Bác chờ chúng tôi nhé")


async def test_sends_are_counted_and_warned_of(at: ZaloWard) -> None:
    """Every message by the month; officers hear at 80 % and at 100 %, once each."""
    at.zalo.limits = at.zalo.limits.__class__(account_per_month=5)
    while len(at.fake.world.sent) < 7:
        await at.ask(at.lan, "cảm ơn")
    warnings = [text for text in at.other.texts(ROOM) if "tháng này đã gửi" in text]
    assert len(warnings) == 2
    assert "(80%)" in warnings[0]
    async with at.ward.database.read() as session:
        counted = await sends.of_month(session, "zalo_bot", at.zalo.account, month_of(at.ward.clock.now()))
    assert counted == len(at.fake.world.sent)


async def test_a_reset_token_is_told_once_a_day(at: ZaloWard) -> None:
    """Nothing is lost while Zalo refuses the token, and officers elsewhere know why."""
    at.fake.toxics.add(Toxic("error", method="sendMessage", status=401, description="Unauthorized"))
    at.people.say(at.lan, "xin chào")
    await at.settle()
    for _ in range(5):
        at.ward.clock.advance(301)
        await at.ward.settle()
    alerts = [text for text in at.other.texts(ROOM) if "HOIDAP_ZALO_BOT_TOKEN" in text]
    assert len(alerts) == 1
    at.fake.toxics.clear()
    at.ward.clock.advance(301)
    await at.settle()
    assert len(at.fake.world.texts(at.lan)) == 1


async def test_a_room_is_what_the_setting_names(at: ZaloWard) -> None:
    """Anybody may find the bot; only the group of the setting speaks for the ward."""
    code = await at.hand_off(at.lan)
    strangers = at.people.add_group("Nhóm lạ")
    heard = at.fake.world.texts(at.lan)
    at.people.say(at.officer, f"#{code} Nhà nước trả lời", strangers)
    at.people.say(at.officer, f"#{code} Nhà nước trả lời")
    await at.settle()
    assert at.fake.world.texts(at.lan) == heard
    async with at.ward.database.read() as session:
        assert len(await rooms.active(session)) == 2
