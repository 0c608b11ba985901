"""Answers that could not be delivered wait for the resident, on every platform."""

from __future__ import annotations

import pytest

from bot.channels.base import Parcel, Receipt, Undeliverable
from bot.db.engine import Database
from handlers import texts
from tests.fakes.clock import FakeClock
from tests.fakes.ward import ROOM, Ward

ANSWERS = ["Chị mang căn cước đến ạ", "Trước 16 giờ ạ"]


@pytest.fixture
async def ward(database: Database, clock: FakeClock) -> Ward:
    return await Ward(database, clock).open()


def blocked(parcel: Parcel) -> Receipt | None:
    """The resident has blocked the bot."""
    return Undeliverable("blocked") if parcel.chat_id == "5" else None


async def test_who_comes_back_is_handed_what_was_kept(ward: Ward) -> None:
    """In order, once, before the reply to what they wrote now."""
    code = await ward.hand_off("5")
    card = ward.channel.id_of(ROOM, f"#{code}")
    ward.channel.script = blocked
    for answer in ANSWERS:
        await ward.officer(answer, reply_to=card)
    ward.channel.script = None
    before = len(ward.channel.texts("5"))
    await ward.ask("5", "em mở lại rồi ạ", "vâng")
    said = ward.channel.texts("5")[before:]
    assert said[0] == texts.ANSWERS_PICKED_UP.format(codes=f"#{code}")
    assert [answer in words for answer, words in zip(ANSWERS, said[1:3], strict=True)] == [True, True]
    assert sum(ANSWERS[0] in words for words in said) == 1


async def test_nobody_else_is_handed_anything(ward: Ward) -> None:
    """A ticket's code means nothing in another conversation."""
    code = await ward.hand_off("5")
    ward.channel.script = blocked
    await ward.officer(ANSWERS[0], reply_to=ward.channel.id_of(ROOM, f"#{code}"))
    ward.channel.script = None
    await ward.ask("6", "chào", f"#{code}")
    assert not any(ANSWERS[0] in words for words in ward.channel.texts("6"))


async def test_the_code_says_the_answers_again(ward: Ward) -> None:
    """All that officers answered, also after the ticket is closed; with other words it is a message like any other."""
    code = await ward.hand_off("5")
    card = ward.channel.id_of(ROOM, f"#{code}")
    for answer in ANSWERS:
        await ward.officer(answer, reply_to=card)
    await ward.officer(f"/dong #{code}")
    again = texts.ANSWERS_AGAIN.format(code=code, answers="\n\n".join(ANSWERS))
    await ward.ask("5", f"#{code}")
    assert ward.channel.texts("5")[-1] == again
    await ward.ask("5", f"#{code} sao lâu vậy")
    assert ward.channel.texts("5")[-1] != again
