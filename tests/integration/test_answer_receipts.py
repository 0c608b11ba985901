"""The code under an answer: it leads to exactly what was said, names nobody, and goes when messages go."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.db.engine import Database
from bot.db.models import ReceiptRow
from bot.retention import forget_old
from tests.fakes.clock import FakeClock
from tests.fakes.ward import ROOM, Ward, shipped_desk

CODE = re.compile(r"^Mã trả lời: (\w{6})$", re.MULTILINE)


@pytest.fixture
async def ward(database: Database, clock: FakeClock) -> Ward:
    return await Ward(database, clock).open()


async def _press(ward: Ward, button: str) -> str:
    """A resident presses; what they read then."""
    before = len(ward.channel.texts("5"))
    await ward.channel.receive("5", "", button=button)
    await ward.settle()
    return "\n\n".join(ward.channel.texts("5")[before:])


async def _rows(database: Database) -> Sequence[ReceiptRow]:
    async with database.read() as session:
        return list(await session.scalars(select(ReceiptRow).order_by(ReceiptRow.at)))


async def test_the_code_leads_to_the_very_words(ward: Ward, database: Database) -> None:
    """The row has the procedure, the part, the version of the facts, and the reply word for word."""
    said = await _press(ward, "p:khai-sinh")
    part = await _press(ward, "a:fee:khai-sinh")
    first, second = await _rows(database)
    assert [*CODE.findall(said), *CODE.findall(part)] == [first.code, second.code]
    assert (first.procedure_id, first.version, second.aspect) == ("khai-sinh", shipped_desk().kb.version, "fee")
    assert (first.said, second.said) == (said, part)


async def test_other_replies_have_none(ward: Ward, database: Database) -> None:
    """A greeting or a list of fields is no answer about a procedure."""
    await ward.ask("5", "xin chào", "danh mục")
    assert await _rows(database) == []
    assert not any(map(CODE.search, ward.channel.texts("5")))


async def test_officers_see_what_was_said(ward: Ward) -> None:
    """`/ma` in the room repeats the answer word for word, typed in small letters too; an unknown code is told so."""
    said = await _press(ward, "p:khai-sinh")
    code = CODE.findall(said)[0]
    await ward.officer(f"/ma {code.lower()}")
    told = ward.channel.texts(ROOM)[-1]
    assert said in told
    assert shipped_desk().kb.version[:12] in told
    assert "đang dùng" in told
    await ward.officer("/ma ZZZZZZ")
    assert "Không có câu trả lời nào mang mã ZZZZZZ" in ward.channel.texts(ROOM)[-1]
    await ward.officer("/ma")
    assert "/ma K7Q2MX" in ward.channel.texts(ROOM)[-1]


async def test_a_receipt_names_nobody(ward: Ward, database: Database) -> None:
    """Numbers in the question are covered; neither chat, name nor account stands in the row."""
    await ward.ask("5", "đăng ký khai sinh, CCCD của tôi 031199012345")
    await _press(ward, "p:khai-sinh")
    for row in await _rows(database):
        assert "031199012345" not in row.question + row.said
    assert {column.name for column in ReceiptRow.__table__.columns} == {
        *("code", "procedure_id", "version", "aspect", "answers", "question", "said", "at", "rated")
    }


async def test_receipts_go_when_messages_go(ward: Ward, database: Database, clock: FakeClock) -> None:
    """Kept to the last day that residents were told, not longer."""
    await _press(ward, "p:khai-sinh")
    await forget_old(database, clock.now() + timedelta(days=89), 90)
    assert len(await _rows(database)) == 1
    await forget_old(database, clock.now() + timedelta(days=91), 90)
    assert await _rows(database) == []
