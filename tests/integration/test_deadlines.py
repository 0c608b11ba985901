"""No question is forgotten: officers hear before the deadline and at it, once, in the ward's own hours."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.cli import main
from bot.clock import SystemClock
from bot.db import tickets
from bot.db.engine import Database
from bot.db.migrations import migrate
from bot.db.models import ConversationRow, TicketNoteRow, TicketRow
from bot.deadlines import remind
from handlers import Desk
from knowledge import load
from knowledge.dates import LOCAL
from tests.fakes.clock import FakeClock
from tests.fakes.ward import ROOM, Ward, shipped_desk

HOURS = load(Path(__file__).parents[1] / "fixtures" / "ward.yaml").ward
"""Monday to Friday 07:30–11:30 and 13:30–17:00, Saturday 07:30–11:30; the clock begins on Monday at 09:00."""


def desk(hours: int = 8) -> Desk:
    shipped = shipped_desk()
    return replace(shipped, kb=replace(shipped.kb, ward=HOURS), answer_hours=hours)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


@pytest.fixture
async def ward(database: Database, clock: FakeClock) -> Ward:
    return await Ward(database, clock).open()


@pytest.fixture
def at(ward: Ward, clock: FakeClock) -> Callable[[str], None]:
    """Moves the clock to a local time."""

    def move(text: str) -> None:
        clock.advance((local(text) - clock.now()).total_seconds())

    return move


async def told(ward: Ward) -> tuple[int, list[str]]:
    """How many tickets are overdue, and what the room was told of deadlines so far."""
    late = await remind(ward.database, desk(), ward.clock.now())
    await ward.send()
    return late, [text for text in ward.channel.texts(ROOM) if "hạn trả lời người dân" in text]


async def test_officers_hear_before_the_deadline_and_at_it(ward: Ward, at: Callable[[str], None]) -> None:
    """Eight open hours from Monday 09:00 end on Wednesday 09:30, for Tuesday is a holiday; each is said once."""
    code = await ward.hand_off("5")
    assert await told(ward) == (0, [])
    at("2026-11-23 16:59")
    assert await told(ward) == (0, [])
    at("2026-11-23 17:30")
    assert await told(ward) == (0, []), "nobody is disturbed when the ward is closed"
    at("2026-11-25 07:31")
    assert (await told(ward))[0] == 0
    late, said = await told(ward)
    assert len(said) == 1
    assert said[0].startswith("Sắp đến hạn")
    assert f"#{code}, hạn" in said[0]
    assert "chưa ai nhận" in said[0]
    at("2026-11-25 09:30")
    for _ in range(3):
        late, said = await told(ward)
    assert late == 1
    assert len(said) == 2
    assert said[1].startswith("Đã quá hạn")
    async with ward.database.read() as session:
        assert list(await session.scalars(select(TicketNoteRow.kind))) == ["due", "overdue"]


async def test_the_answer_ends_the_wait_and_a_new_question_begins_another(
    ward: Ward, at: Callable[[str], None], clock: FakeClock
) -> None:
    """Who was answered is no longer waiting, whoever claims it; who writes again waits from then on."""
    await ward.hand_off("5")
    card = ward.channel.id_of(ROOM, "Phiếu #")
    at("2026-11-23 10:00")
    await ward.officer("Mời bác qua phường ạ", reply_to=card)
    await ward.officer("/nhan", reply_to=card)
    at("2026-11-27 16:00")
    assert await told(ward) == (0, [])
    await ward.ask("5", "thế còn giấy tờ nhà thì sao ạ")
    async with ward.database.read() as session:
        (waiting,) = await tickets.waiting(session)
    assert waiting.since == clock.now()
    at("2026-12-01 16:00")
    assert (await told(ward))[0] == 1


async def test_a_ticket_opened_again_waits_from_then_on(ward: Ward, at: Callable[[str], None]) -> None:
    """What was closed for days is not overdue the moment it is opened again."""
    await ward.hand_off("5")
    card = ward.channel.id_of(ROOM, "Phiếu #")
    await ward.officer("/dong", reply_to=card)
    at("2026-12-07 09:00")
    await ward.officer("/molai", reply_to=card)
    assert await told(ward) == (0, [])
    at("2026-12-08 16:00")
    assert (await told(ward))[0] == 1


async def test_many_overdue_tickets_are_one_message(ward: Ward, at: Callable[[str], None]) -> None:
    """After a holiday the room is not flooded: one list, the longest waiting first, the rest counted."""
    codes = [await ward.hand_off(str(chat)) for chat in range(12)]
    at("2026-12-01 09:00")
    late, said = await told(ward)
    assert (late, len(said)) == (12, 1)
    assert "(12 phiếu)" in said[0]
    assert said[0].index(codes[0]) < said[0].index(codes[9])
    assert "và 2 phiếu nữa" in said[0]


async def test_the_list_in_the_room_marks_what_is_overdue(
    ward: Ward, at: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """/ds says of each ticket how long its resident waits, and which are too late."""
    old = await ward.hand_off("5")
    at("2026-12-01 09:00")
    new = await ward.hand_off("6")
    monkeypatch.setattr(type(ward.shell), "desk", property(lambda _: desk))
    await ward.officer("/ds")
    lines = ward.channel.texts(ROOM)[-1].splitlines()
    assert lines[1].startswith(f"#{old}")
    assert lines[1].endswith("QUÁ HẠN")
    assert lines[2].startswith(f"#{new}")
    assert not lines[2].endswith("QUÁ HẠN")


async def _two_tickets(address: str) -> None:
    """One that was opened a month ago, one from just now."""
    database = Database(address)
    await migrate(database)
    now = SystemClock().now()
    async with database.write() as session:
        for number, (code, age) in enumerate({"AAAA": timedelta(0), "BBBB": timedelta(days=30)}.items(), start=1):
            at = {"created_at": now, "last_at": now}
            session.add(ConversationRow(id=number, channel="web", account="web", chat_id=code, **at))
            question = f"câu hỏi {code}"
            session.add(
                TicketRow(code=code, conversation_id=number, open_for=number, question=question, opened_at=now - age)
            )
    await database.close()


def test_the_command_line_lists_overdue_tickets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`hoidap tickets` marks them, `--overdue` shows nothing else; with a broken faq.yaml the list is still there."""
    monkeypatch.setenv("HOIDAP_DATA_DIR", str(tmp_path))

    def hoidap(*words: str) -> tuple[object, str]:
        with pytest.raises(SystemExit) as ended:
            main(["tickets", *words])
        said = capsys.readouterr()
        return ended.value.code, said.out + said.err

    assert hoidap("--overdue") == (0, "Không có phiếu nào quá hạn.\n")
    asyncio.run(_two_tickets(f"sqlite:///{tmp_path / 'hoidap.db'}"))
    lines = hoidap()[1].splitlines()
    assert ["QUÁ HẠN từ" in line for line in lines] == [True, False]
    assert lines[0].startswith("#BBBB")
    assert hoidap("--overdue")[1] == lines[0] + "\n"
    broken = tmp_path / "faq.yaml"
    broken.write_text("ward: [", encoding="utf-8")
    monkeypatch.setenv("HOIDAP_FAQ", str(broken))
    assert len(hoidap()[1].splitlines()) == 2
    code, said = hoidap("--overdue")
    assert code == 1
    assert "faq.yaml:" in said
