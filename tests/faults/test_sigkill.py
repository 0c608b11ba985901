"""`kill -9` at random moments under load: what people wrote and what they were told survives it."""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import sys
from collections import Counter
from collections.abc import Iterable
from itertools import groupby, pairwise
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bot.db.engine import Database
from bot.db.models import ConversationRow, InboxRow, MessageRow, TicketRow
from tests.fakes.telegram import TelegramProcess
from tests.faults.running import RunningBot

KILLS = int(os.environ.get("HOIDAP_TEST_KILLS", "25"))
RESIDENTS = range(100, 150)
HAND_OVER = ("gặp cán bộ", "con mèo nhà hàng xóm kêu suốt đêm", "1")
HANDERS = range(100, 105)
OFFICER = 7


def plan(chance: random.Random) -> list[tuple[int, str]]:
    """Who says what, in order: hand-overs of some residents, questions of all, mixed but in order within each."""
    stories = {user: [f"phường làm việc mấy giờ, hỏi lần {n}" for n in range(max(5, KILLS // 5))] for user in RESIDENTS}
    for user in HANDERS:
        stories[user] = [*HAND_OVER, *(f"nhắn thêm {n}" for n in range(1))]
    turns = [user for user, story in stories.items() for _ in story]
    chance.shuffle(turns)
    left = {user: iter(story) for user, story in stories.items()}
    return [(user, next(left[user])) for user in turns]


@pytest.mark.timeout(60 + 12 * KILLS)
async def test_killed_again_and_again(tmp_path: Path) -> None:
    """Nothing that residents wrote is lost, no ticket is doubled, at most one message is repeated per kill."""
    chance = random.Random(os.environ.get("HOIDAP_TEST_SEED", "20261123"))
    async with TelegramProcess() as telegram:
        room = await telegram.do("add_group", title="Cán bộ", members=[OFFICER], bot_status="administrator")
        for user in (*RESIDENTS, OFFICER):
            await telegram.do("add_user", user_id=user, first_name=f"Dân {user}")
        async with RunningBot(tmp_path, telegram, f"web,telegram:{room['id']}") as bot:
            turns = plan(chance)
            cuts = [number * len(turns) // KILLS for number in range(KILLS + 1)]
            for begin, end in pairwise(cuts):
                await _live_and_die(telegram, bot, turns[begin:end], chance)
            await bot.start()
            await bot.settled(90)
            code, seconds = await bot.stop()
        assert (code, seconds < 10) == (0, True)
        await _check(telegram, bot.database_url, turns, room["id"])


async def _live_and_die(
    telegram: TelegramProcess, bot: RunningBot, turns: Iterable[tuple[int, str]], chance: random.Random
) -> None:
    """One life under load, cut off within half a second of its first word."""
    known = await telegram.history(method="sendMessage")
    await bot.start()
    for user, words in turns:
        await telegram.do("say", user_id=user, text=words)
    since = known[-1]["number"] if known else 0
    first = await telegram.history(method="sendMessage", since=since, wait=10, count=1)
    assert first, f"the bot said nothing within ten seconds of its start: {bot.log.read_text()[-2000:]}"
    await asyncio.sleep(chance.uniform(0, 0.5))
    await bot.kill()


async def _check(telegram: TelegramProcess, url: str, turns: list[tuple[int, str]], room: int) -> None:
    database = Database(url)
    async with database.read() as session:
        assert await session.scalar(text("PRAGMA integrity_check")) == "ok"
        assert set(await session.scalars(select(InboxRow.state))) == {"done"}
        people = {row.id: int(row.chat_id) for row in await session.scalars(select(ConversationRow))}
        rows = list(await session.scalars(select(MessageRow).order_by(MessageRow.id)))
        tickets = list(await session.scalars(select(TicketRow)))
    await database.close()
    said = [(people[row.conversation_id], row.text) for row in rows if row.author == "resident"]
    for user in RESIDENTS:
        assert [words for who, words in said if who == user] == [words for who, words in turns if who == user]
    assert Counter(people[ticket.conversation_id] for ticket in tickets) == dict.fromkeys(HANDERS, 1)
    repeats = 0
    for user in RESIDENTS:
        told = [row.text for row in rows if row.author == "bot" and people[row.conversation_id] == user]
        repeats += await _repeats(telegram, user, told)
    repeats += await _cards(telegram, room, {ticket.code for ticket in tickets})
    figures = f"{KILLS} kills, {len(turns)} messages, 0 lost, {len(tickets)} tickets, 0 doubled, {repeats} repeats"
    sys.stdout.write(f"\nkill -9: {figures}\n")
    assert repeats <= KILLS


async def _repeats(telegram: TelegramProcess, user: int, told: list[str]) -> int:
    """The screen shows what the database says the resident was told, in order; how often something stands twice."""
    screen = [one["text"] for one in await telegram.do("messages", chat_id=user) if one["from"]["is_bot"]]
    assert [line for line, _ in groupby(screen)] == [line for line, _ in groupby(told)], json.dumps(screen)
    return len(screen) - len(told)


async def _cards(telegram: TelegramProcess, room: int, codes: set[str]) -> int:
    """Every ticket has its card in the room; how many stand twice."""
    messages = [one.get("text", "") for one in await telegram.do("messages", chat_id=room)]
    cards = Counter(code[0] for one in messages if (code := re.findall(r"^Phiếu #(\w{4})", one)))
    assert set(cards) == codes
    return cards.total() - len(codes)
