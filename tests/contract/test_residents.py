"""One contract for all channels: each behaviour once, on every channel that it applies to."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.channels.split import utf16_length
from bot.db.models import MessageRow, OutboxRow, TicketRow
from handlers import texts
from tests.contract.cells import BEHAVIOURS, CHANNELS, behaviour
from tests.contract.story import QUESTION, Story
from tests.contract.table import lines
from tests.contract.town import PARAGRAPHS
from tests.integration.web_visitor import PNG

HOURS = "từ thứ Hai đến thứ Sáu"
ANSWER = "Dạ, chị gọi tổ dân phố ạ"
JPEG = b"\xff\xd8\xff\xe0" + b"x" * 1000


@behaviour("answers")
async def test_answers(story: Story) -> None:
    """A question in plain words, without diacritics: one answer, and who it is that answers."""
    await story.says("phuong lam viec may gio")
    assert await story.count(HOURS) == 1
    assert "dịch vụ trả lời tự động" in await story.sees()


@behaviour("chooses_by_number")
async def test_chooses_by_number(story: Story) -> None:
    """The choices are numbered, and the number of one chooses it."""
    await story.says("gặp cán bộ", QUESTION)
    assert texts.SEND in await story.sees()
    await story.says("2")
    assert texts.DROPPED in await story.sees()


@behaviour("chooses_by_button")
async def test_chooses_by_button(story: Story) -> None:
    """A press does what the number does."""
    await story.says("gặp cán bộ", QUESTION)
    await story.resident.press(texts.SEND)
    await story.town.settle()
    code = await story.code()
    assert [row.code for row in await story.town.rows(TicketRow)] == [code]
    assert f"#{code}" in await story.room.reads()


@behaviour("hands_off")
async def test_hands_off(story: Story) -> None:
    """The question is in the room; the answer comes back signed, a note among officers does not."""
    code = await story.hand_over()
    assert QUESTION in await story.room.reads()
    await story.room.note(code, "để em hỏi anh Nam")
    await story.answers(code, ANSWER)
    [answer] = [text for text in await story.resident.screen() if ANSWER in text]
    assert "Cán bộ phường" in answer or "Cán bộ phường" in await _names(story)
    assert "anh Nam" not in await story.sees()
    await story.says("dạ em cảm ơn nhiều, mai em qua")
    assert "mai em qua" in await story.room.reads()


async def _names(story: Story) -> str:
    """The page shows the signature as the author's name."""
    return " ".join(str(row.author_name) for row in await story.town.rows(MessageRow))


@behaviour("corrects_an_answer")
async def test_corrects_an_answer(story: Story) -> None:
    """In its place where the channel can, else as a correction that says so."""
    code = await story.hand_over()
    await story.answers(code, "Phí là 8.000 đồng")
    await story.room.correct("Phí là 8.000 đồng", "Phí là 10.000 đồng")
    await story.town.settle()
    assert await story.count("10.000") == 1
    edits = story.town.channel(story.resident.channel).capabilities.edits
    assert await story.count("8.000") == (0 if edits else 1)
    assert ("Đính chính" in await story.sees()) is not edits


@behaviour("follows_an_edit")
async def test_follows_an_edit(story: Story) -> None:
    """Officers read what the resident meant to say."""
    await story.hand_over()
    await story.says("nhà số 12")
    await story.resident.edit("nhà số 12", "nhà số 21")
    await story.town.settle()
    assert "nhà số 21" in await story.room.reads()


@behaviour("tells_who_sees")
async def test_tells_who_sees(story: Story) -> None:
    """What the ward keeps and for how long, and who else sees what is said just here."""
    await story.says("ai đọc được tin nhắn của tôi")
    told = await story.sees()
    assert "90 ngày" in told
    assert texts.SEEN_BY[story.resident.channel] in told
    others = {name: words for name, words in texts.SEEN_BY.items() if name != story.resident.channel}
    assert not any(words in told for words in others.values())


@behaviour("takes_once")
async def test_takes_once(story: Story) -> None:
    """Whatever the platform repeats, there is one message, one answer, one ticket."""
    await story.says("gặp cán bộ", QUESTION)
    await story.resident.again("1")
    await story.town.settle()
    await story.town.settle()
    assert len(await story.town.rows(TicketRow)) == 1
    said = [row.text for row in await story.town.rows(MessageRow) if row.author == "resident"]
    assert len(said) == 3
    assert (await story.room.reads()).count("Phiếu #") == 1


@behaviour("splits")
async def test_splits(story: Story) -> None:
    """No part is longer than the platform takes, no paragraph is torn, nothing is missing or doubled."""
    await story.says("nội quy tiếp dân")
    channel = story.town.channel(story.resident.channel)
    parts = [text for text in await story.resident.screen() if "Điều " in text]
    assert all(utf16_length(part) <= channel.capabilities.max_length for part in parts)
    told = [re.sub(r"\s+", " ", part) for part in parts]
    for paragraph in PARAGRAPHS:
        assert sum(part.count(paragraph) for part in told) == 1
    whole = sum(map(utf16_length, PARAGRAPHS)) <= channel.capabilities.max_length
    assert (len(parts) == 1) is whole


@behaviour("meets_the_unreadable")
async def test_meets_the_unreadable(story: Story) -> None:
    """Never silence: what happened, and how a person can be reached."""
    await story.resident.send_unreadable()
    await story.town.settle()
    told = await story.sees()
    assert any(words in told for words in ("chưa", "không chuyển nội dung"))
    assert "cán bộ" in told


@behaviour("carries_photos")
async def test_carries_photos(story: Story) -> None:
    """The resident's photo stands in the room, the officer's on the resident's screen, byte for byte."""
    code = await story.hand_over()
    await story.resident.send_photo(PNG)
    await story.town.settle()
    assert await story.room.photos() == [PNG]
    await story.room.send_photo(code, JPEG)
    await story.town.settle()
    assert await story.resident.photos() == [JPEG]


@behaviour("survives_a_crash")
async def test_survives_a_crash(story: Story) -> None:
    """What was decided is sent by the next process: the answer, the ticket's card, the officer's words; each once."""
    await story.resident.say("phường làm việc mấy giờ")
    await story.town.work()
    await story.town.die_and_come_back()
    await story.town.settle()
    assert await story.count(HOURS) == 1
    code = await story.hand_over()
    await story.room.answer(code, ANSWER)
    await story.town.work()
    await story.town.die_and_come_back()
    await story.town.settle()
    assert await story.count(ANSWER) == 1
    assert (await story.room.reads()).count("Phiếu #") == 1


@behaviour("survives_a_lost_reply")
async def test_survives_a_lost_reply(story: Story) -> None:
    """It may have arrived. Telegram: said again, at most twice; Zalo: never repeated, officers hear of the doubt."""
    code = await story.hand_over()
    story.resident.trouble("lost")
    await story.answers(code, ANSWER)
    await story.town.settle(61)
    await story.town.settle()
    doubtful = texts.POSSIBLY_SENT.format(code=code) in await story.room.reads()
    states = {row.state for row in await story.town.rows(OutboxRow)}
    if story.resident.channel == "telegram":
        assert (1 <= await story.count(ANSWER) <= 2, doubtful, "possibly_sent" in states) == (True, False, False)
    else:
        assert (await story.count(ANSWER), doubtful, "possibly_sent" in states) == (1, True, True)
    await story.says("em nghe rồi ạ")
    assert "em nghe rồi" in await story.room.reads()


@behaviour("waits_when_busy")
async def test_waits_when_busy(story: Story) -> None:
    """Too many requests: nothing is lost, nothing is doubled, and it leaves when it may."""
    code = await story.hand_over()
    story.resident.trouble("busy")
    await story.answers(code, ANSWER)
    assert await story.count(ANSWER) == 0
    await story.town.settle(timedelta(minutes=20).total_seconds())
    await story.town.settle()
    assert await story.count(ANSWER) == 1


@behaviour("tries_again")
async def test_tries_again(story: Story) -> None:
    """A fault of the platform's is waited out."""
    code = await story.hand_over()
    story.resident.trouble("broken")
    await story.answers(code, ANSWER)
    assert await story.count(ANSWER) == 0
    await story.town.settle(61)
    await story.town.settle()
    assert await story.count(ANSWER) == 1


@behaviour("tells_of_a_block")
async def test_tells_of_a_block(story: Story) -> None:
    """Officers learn it and the answer is kept; when the resident writes again it is handed out, once."""
    code = await story.hand_over()
    await story.resident.block()
    await story.answers(code, ANSWER)
    told = await story.room.reads()
    assert any(words.format(code=code, channel="Zalo") in told for words in (texts.UNDELIVERED, texts.ANSWER_KEPT))
    assert await story.count(ANSWER) == 0
    await story.resident.block(blocked=False)
    await story.says("em mở lại rồi ạ")
    assert await story.count(ANSWER) == 1


@behaviour("keeps_after_the_window")
async def test_keeps_after_the_window(story: Story) -> None:
    """The platform refuses after seven days: officers are told, and the resident's next word brings the answer."""
    code = await story.hand_over()
    hours = story.town.channel(story.resident.channel).capabilities.window_hours
    story.town.clock.advance(hours * 3600 + 60)
    await story.answers(code, ANSWER)
    assert texts.ANSWER_KEPT.format(code=code, channel="Zalo") in await story.room.reads()
    assert await story.count(ANSWER) == 0
    await story.says("cán bộ ơi")
    assert await story.count(ANSWER) == 1


def test_every_line_of_the_contract_is_tested_or_excused() -> None:
    """A behaviour in the table has a test, and every excuse names a channel and says something."""
    tests = {name.removeprefix("test_") for name in globals() if name.startswith("test_")}
    assert set(BEHAVIOURS) <= tests
    for line in BEHAVIOURS.values():
        assert set(line.not_for) < set(CHANNELS)
        assert all(line.not_for.values())


@pytest.mark.parametrize("channel", ["web"])
async def test_excuses_hold(story: Story) -> None:
    """A channel is excused from buttons and windows only if it says itself that it has none."""
    for name in CHANNELS:
        can = story.town.channel(name).capabilities
        assert can.buttons is (name not in BEHAVIOURS["chooses_by_button"].not_for)
        assert (can.window_hours is not None) is (name not in BEHAVIOURS["keeps_after_the_window"].not_for)


def test_a_cell_that_fails_shows() -> None:
    """In the table that a run prints, a failed cell is a cross, one that was not run a dot, an excused one a dash."""
    table = "\n".join(lines({("answers", "web"): "✓", ("answers", "telegram"): "✗", ("crosses", "web-telegram"): "✗"}))
    answers = next(line for line in table.splitlines() if line.startswith(BEHAVIOURS["answers"].label))
    assert answers.removeprefix(BEHAVIOURS["answers"].label).split() == ["✓", ".", "✗", ".", "."]
    crossing = next(line for line in table.splitlines() if line.startswith("web "))
    assert crossing.split() == ["web", ".", "✗", ".", "."]
    assert "zalo_bot: the platform has no buttons" in table
