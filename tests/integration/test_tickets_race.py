"""Several officers and a resident at the same moment: one winner, and nobody's words go astray."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.db.engine import Database
from bot.db.models import MessageRow, OutboxRow, TicketNoteRow, TicketRow
from bot.tickets import close_quiet
from tests.fakes.clock import FakeClock
from tests.fakes.memory import MemoryChannel
from tests.fakes.ward import Ward

ROOMS = {"a": ("one", "1", "-100"), "b": ("two", "1", "-200")}
OFFICERS = (("one", "-100", "7", "Chị Lan"), ("two", "-200", "8", "Anh Nam"))


async def two_rooms(database: Database, clock: FakeClock) -> list[Ward]:
    """Two processes on one database, each with a staff room on a channel of its own."""
    wards = []
    for number, name in enumerate(("one", "two")):
        wards.append(await Ward(database, clock, MemoryChannel(name), seed=number + 1).open(ROOMS))
    return wards


async def everywhere(wards: list[Ward], **what: str) -> None:
    """Both officers do the same at the same time."""
    for ward, (_channel, chat, user, name) in zip(wards, OFFICERS, strict=True):
        await ward.channel.receive(chat, chat_kind="group", user_id=user, user_name=name, **what)
    await asyncio.gather(*(ward.work() for ward in wards))


async def all_of(database: Database, table: type[TicketRow] | type[TicketNoteRow]) -> list:
    async with database.read() as session:
        return list(await session.scalars(select(table).order_by(table.id)))


@pytest.mark.parametrize("rounds", [100])
async def test_two_claims_have_one_winner(database: Database, clock: FakeClock, rounds: int) -> None:
    """Two officers press at once, a hundred times: one has the ticket, the other is told who."""
    wards = await two_rooms(database, clock)
    await wards[0].hand_off("5")
    (ticket,) = await all_of(database, TicketRow)
    for number in range(1, rounds + 1):
        await everywhere(wards, button=f"t:{ticket.code}:claim", callback_id=f"c{number}")
        (now,) = await all_of(database, TicketRow)
        notes = [note for note in await all_of(database, TicketNoteRow) if note.kind == "claimed"]
        assert now.state == "claimed"
        assert (len(notes), notes[-1].author_name) == (number, now.claimed_name)
        async with database.read() as session:
            acks = select(OutboxRow.parcel).where(OutboxRow.role == "ack").order_by(OutboxRow.id.desc()).limit(2)
            toasts = [parcel["text"] for parcel in await session.scalars(acks)]
        assert sum(str(now.claimed_name) in toast for toast in toasts) == 1
        await wards[0].officer(button=f"t:{ticket.code}:close")
        await wards[0].officer(button=f"t:{ticket.code}:reopen")


async def test_two_answers_at_once_both_arrive(database: Database, clock: FakeClock) -> None:
    """Two officers answer the same ticket at once: both answers reach that resident, and nobody else."""
    wards = await two_rooms(database, clock)
    await wards[0].hand_off("5")
    await wards[0].hand_off("6")
    (first, _second) = await all_of(database, TicketRow)
    for number in range(20):
        await everywhere(wards, text=f"trả lời {number}", ticket=first.code)
    async with database.read() as session:
        query = select(MessageRow.conversation_id, MessageRow.text).where(MessageRow.author == "staff")
        answers = [(row[0], row[1]) for row in await session.execute(query)]
    assert sorted(text for _, text in answers) == sorted([f"trả lời {n}" for n in range(20)] * 2)
    assert {conversation for conversation, _ in answers} == {first.conversation_id}


async def test_two_first_messages_open_one_ticket(database: Database, clock: FakeClock) -> None:
    """A resident who sends "yes" twice through two processes has one ticket."""
    wards = [await Ward(database, clock, MemoryChannel("one"), seed=seed).open(ROOMS) for seed in (1, 2)]
    for chat in range(20):
        await wards[0].ask(str(chat), "gặp cán bộ", "con mèo nhà hàng xóm")
        for number in range(2):
            await wards[0].channel.receive(str(chat), "1", event_id=f"{chat}-{number}")
        await asyncio.gather(*(ward.work() for ward in wards))
    async with database.read() as session:
        tickets = await session.scalar(select(func.count()).select_from(TicketRow))
        owners = await session.scalar(select(func.count(TicketRow.conversation_id.distinct())))
    assert (tickets, owners) == (20, 20)


async def test_an_answer_meets_a_withdrawal(database: Database, clock: FakeClock) -> None:
    """The resident withdraws while the officer answers: whichever came first, the ticket ends in a lawful state."""
    wards = await two_rooms(database, clock)
    for chat in range(10):
        code = await wards[0].hand_off(str(chat))
        await wards[0].channel.receive(str(chat), "/huy")
        await wards[1].channel.receive(
            "-200", "dạ được", ticket=code, chat_kind="group", user_id="8", user_name="Anh Nam"
        )
        await asyncio.gather(*(ward.work() for ward in wards))
    tickets = await all_of(database, TicketRow)
    assert {ticket.state for ticket in tickets} == {"closed"}
    assert {ticket.open_for for ticket in tickets} == {None}


async def test_answered_tickets_close_by_themselves(database: Database, clock: FakeClock) -> None:
    """Two days after the answer a quiet ticket closes; one that the resident wrote to again stays."""
    ward = await Ward(database, clock).open()
    for chat in ("5", "6", "7"):
        code = await ward.hand_off(chat)
        if chat != "7":
            await ward.officer("dạ được", ticket=code)
    await ward.ask("6", "em hỏi thêm một chút")
    assert await close_quiet(database, clock.now() + timedelta(hours=47)) == 0
    assert await close_quiet(database, clock.now() + timedelta(hours=49)) == 1
    assert [ticket.state for ticket in await all_of(database, TicketRow)] == ["closed", "open", "open"]
