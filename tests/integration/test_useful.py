"""Was this useful? Asked once a day for a procedure, counted once for an answer, and a no leads to an officer."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from bot.cli import useful
from bot.db import ratings
from bot.db.engine import Database
from bot.db.models import RatingRow
from bot.db.ratings import Tally
from handlers.messages import Choice
from knowledge import todo
from knowledge.dates import today
from tests.fakes.clock import FakeClock
from tests.fakes.ward import Ward, shipped_desk


@pytest.fixture
async def ward(database: Database, clock: FakeClock) -> Ward:
    return await Ward(database, clock).open()


def _offered(ward: Ward) -> dict[str, Choice]:
    """The choices of the last reply by their labels."""
    last = [parcel for parcel in ward.channel.sent if parcel.chat_id == "5" and parcel.kind == "text"][-1]
    return {choice.label: choice for choice in last.choices}


async def _press(ward: Ward, button: str) -> None:
    await ward.channel.receive("5", "", button=button)
    await ward.settle()


async def _counts(database: Database) -> dict[str, int]:
    async with database.read() as session:
        rows = list(await session.scalars(select(RatingRow)))
    assert {(row.procedure_id, row.version) for row in rows} <= {("khai-sinh", shipped_desk().kb.version)}
    return {row.verdict: row.count for row in rows}


async def test_it_is_asked_once_a_day_for_a_procedure(ward: Ward, clock: FakeClock) -> None:
    """The first answer asks, its parts do not, another procedure does, the next day asks again."""
    await _press(ward, "p:khai-sinh")
    assert "Có ích" in _offered(ward)
    assert ". Có ích · " in ward.channel.texts("5")[-1]
    await _press(ward, "a:fee:khai-sinh")
    assert "Có ích" not in _offered(ward)
    await _press(ward, "p:khai-tu")
    assert "Có ích" in _offered(ward)
    clock.advance(86400)
    await _press(ward, "p:khai-sinh")
    assert "Có ích" in _offered(ward)


async def test_the_papers_for_ones_own_case_are_rated_too(ward: Ward, database: Database) -> None:
    """The end of one's own case asks although the general answer did; a no leads to the reasons; once a day."""
    await _press(ward, "p:khai-sinh")
    await _press(ward, "k:start:khai-sinh")
    assert "Có ích" not in _offered(ward)
    await ward.ask("5", "1", "1", "1")
    assert "4. Có ích · 5. Chưa có ích" in ward.channel.texts("5")[-1]
    await ward.ask("5", "quay lại", "2")
    assert "Có ích" not in _offered(ward)
    await ward.ask("5", "làm lại từ đầu", "1", "1", "1")
    assert "Có ích" not in _offered(ward)
    assert await _counts(database) == {}


async def test_a_no_to_the_papers_for_ones_own_case_asks_what_was_wrong(ward: Ward, database: Database) -> None:
    """By its number, as it stands under the papers."""
    await _press(ward, "k:start:khai-sinh")
    await ward.ask("5", "1", "1", "1", "5")
    assert "2. Còn thiếu" in ward.channel.texts("5")[-1]
    assert await _counts(database) == {"no": 1}


@pytest.mark.parametrize("words", ["👍", "👍🏽", "có ích", "Có ích ạ"])
async def test_a_thumb_or_a_word_is_enough(ward: Ward, database: Database, words: str) -> None:
    """Counted, and thanked for."""
    await _press(ward, "p:khai-sinh")
    await ward.ask("5", words)
    assert "cảm ơn" in ward.channel.texts("5")[-1]
    assert await _counts(database) == {"yes": 1}


async def test_no_leads_to_what_was_wrong_and_to_an_officer(ward: Ward, database: Database) -> None:
    """A thumb down, a reason by its number, and the question goes to an officer with that reason."""
    await _press(ward, "p:khai-sinh")
    await ward.ask("5", "👎")
    assert "2. Còn thiếu" in ward.channel.texts("5")[-1]
    await ward.ask("5", "2")
    assert "còn thiếu" in ward.channel.texts("5")[-1]
    await ward.ask("5", "1")
    assert "#" in ward.channel.texts("5")[-1]
    assert await _counts(database) == {"no": 1, "missing": 1}


async def test_an_answer_counts_once(ward: Ward, database: Database) -> None:
    """Pressed twice, both ways, with a reason that no "no" came before: the first verdict stands."""
    await _press(ward, "p:khai-sinh")
    offered = _offered(ward)
    for button in (offered["Có ích"].id, offered["Có ích"].id, offered["Chưa có ích"].id, "u:wrong:ZZZZZZ"):
        await _press(ward, button)
    assert await _counts(database) == {"yes": 1}


async def test_a_thumb_without_a_question_rates_nothing(ward: Ward, database: Database) -> None:
    """A stray thumb is no verdict."""
    await ward.ask("5", "xin chào", "👍")
    assert await _counts(database) == {}


async def test_what_was_of_no_use_is_read_first(ward: Ward, database: Database, clock: FakeClock) -> None:
    """`check --todo` puts the procedure on top and says why."""
    await _press(ward, "p:khai-sinh")
    await ward.ask("5", "👎")
    async with database.read() as session:
        unhappy = await ratings.unhappy(session)
    first = todo(shipped_desk().kb, today=today(clock.now()), asked={"khai-tu": 99}, unhappy=unhappy)[0]
    assert (first.id, first.unhappy) == ("khai-sinh", 1)
    assert "1 lần người dân báo" in str(first)


async def test_what_is_said_to_be_wrong_is_counted_for_the_last_answer(ward: Ward, database: Database) -> None:
    """In words, right after it and also after one of its parts; the reason by its number."""
    await _press(ward, "p:khai-sinh")
    await _press(ward, "a:fee:khai-sinh")
    await ward.ask("5", "sai rồi")
    assert "3. Có chỗ sai" in ward.channel.texts("5")[-1]
    await ward.ask("5", "3")
    assert await _counts(database) == {"no": 1, "wrong": 1}


async def test_officers_see_it_by_version_with_the_reasons(ward: Ward, database: Database) -> None:
    """Most complaints first; the version that is in use is marked."""
    kb = shipped_desk().kb
    assert useful.listed([], kb) == useful.NOTHING
    await _press(ward, "p:khai-sinh")
    await ward.ask("5", "chưa có ích", "2")
    async with database.read() as session:
        found = await ratings.tallies(session)
    older = Tally("khai-tu", "0123456789", date(2026, 1, 2), date(2026, 1, 3), {"yes": 4})
    first, second = useful.listed([older, *found], kb).splitlines()
    assert first.startswith(f"{kb.procedures['khai-sinh'].short} · bản {kb.version[:8]} (đang dùng) · ")
    assert first.endswith(": 0 có ích, 1 chưa có ích (còn thiếu 1)")
    assert second.endswith("· bản 01234567 · 02/01/2026–03/01/2026: 4 có ích, 0 chưa có ích")
