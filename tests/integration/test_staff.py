"""Who may act for the ward: every command in every context in which it must do nothing."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from bot.db import rooms
from bot.db.engine import Database
from bot.db.models import MessageRow, OfficerRow, TicketNoteRow, TicketRow
from tests.fakes.clock import FakeClock
from tests.fakes.memory import MemoryChannel
from tests.fakes.ward import ROOM, Ward

QUESTION = "con em mới sinh làm giấy khai sinh cần gì ạ"
WEB = {"web": ("web", "web", "staff")}

COMMANDS: dict[str, dict[str, Any]] = {
    "claim": {"text": "/nhan #{code}"},
    "close": {"text": "/dong #{code}"},
    "reopen": {"text": "/molai #{code}"},
    "send": {"text": "/gui 1 #{code}"},
    "list": {"text": "/ds"},
    "answer": {"text": "#{code} câu trả lời giả"},
    "note": {"text": "// #{code} ghi chú giả"},
    "claim button": {"button": "t:{code}:claim", "callback_id": "c"},
    "close button": {"button": "t:{code}:close", "callback_id": "c"},
    "send button": {"button": "t:{code}:send:0", "callback_id": "c"},
}

CONTEXTS: dict[str, dict[str, Any]] = {
    "the resident": {"chat_id": "5"},
    "another resident": {"chat_id": "6"},
    "a resident who names the ticket": {"chat_id": "6", "ticket": "{code}"},
    "a private chat with the room's id": {"chat_id": ROOM, "chat_kind": "private"},
    "another group": {"chat_id": "-300", "chat_kind": "group", "user_id": "7"},
    "another group, replying to the card": {"chat_id": "-300", "chat_kind": "group", "reply_to": "{card}"},
    "a room that the setting no longer names": {"chat_id": "-400", "chat_kind": "group", "user_id": "7"},
    "forwarded into the room": {"chat_id": ROOM, "chat_kind": "group", "forwarded": True, "reply_to": "{card}"},
    "edited into the room": {"chat_id": ROOM, "chat_kind": "group", "edited": True, "message_id": "x1"},
}


def filled(values: dict[str, Any], **known: str) -> dict[str, Any]:
    return {key: value.format(**known) if isinstance(value, str) else value for key, value in values.items()}


async def state(database: Database) -> tuple[Any, ...]:
    """All that a staff command could change."""
    async with database.read() as session:
        tickets = [(t.code, t.state, t.claimed_by) for t in await session.scalars(select(TicketRow))]
        answers = list(await session.scalars(select(MessageRow.text).where(MessageRow.author == "staff")))
        notes = list(await session.scalars(select(TicketNoteRow.text)))
    return tickets, answers, notes


@pytest.mark.parametrize("context", CONTEXTS)
async def test_nobody_else_commands(sqlite_url: str, clock: FakeClock, context: str) -> None:
    """From anywhere but the staff room no command has an effect, nor an answer in a foreign group."""
    database = Database(sqlite_url)
    ward = await Ward(database, clock).open({"old": ("memory", "1", "-400"), "memory": ("memory", "1", ROOM)})
    async with database.write() as session:
        await rooms.settle(session, {"memory": ("memory", "1", ROOM)})
    code = await ward.hand_off("5", QUESTION)
    card = ward.channel.id_of(ROOM, f"#{code}")
    before = await state(database)
    for command in COMMANDS.values():
        message = filled({**command, **CONTEXTS[context]}, code=code, card=card)
        await ward.channel.receive(message.pop("chat_id"), message.pop("text", ""), **message)
        await ward.settle()
        assert await state(database) == before, command
    foreign = [parcel for parcel in ward.channel.sent if parcel.chat_id in ("-300", "-400") and parcel.kind != "ack"]
    assert foreign == []
    await database.close()


@pytest.mark.parametrize("command", COMMANDS)
async def test_the_same_command_works_in_the_room(sqlite_url: str, clock: FakeClock, command: str) -> None:
    """Each of these commands has its effect when it comes from the staff room: the refusals above mean something."""
    database = Database(sqlite_url)
    ward = await Ward(database, clock).open()
    code = await ward.hand_off("5", QUESTION)
    card = ward.channel.id_of(ROOM, f"#{code}")
    if command == "reopen":
        await ward.officer(f"/dong #{code}")
    before, told = await state(database), len(ward.channel.texts(ROOM))
    await ward.officer(reply_to=card, **filled(COMMANDS[command], code=code))
    assert await state(database) != before or len(ward.channel.texts(ROOM)) > told
    await database.close()


async def test_another_account_is_another_room(sqlite_url: str, clock: FakeClock) -> None:
    """The same group id seen by another bot account has no rights."""
    database = Database(sqlite_url)
    own, other = MemoryChannel("memory", "1"), MemoryChannel("other", "2")
    ward = await Ward(database, clock, own, other).open()
    code = await ward.hand_off("5")
    await other.receive(ROOM, f"/dong #{code}", chat_kind="group", user_id="7")
    await ward.settle()
    assert (await state(database))[0][0][1] == "open"
    await database.close()


async def test_an_anonymous_administrator_is_an_officer(sqlite_url: str, clock: FakeClock) -> None:
    """Whoever the group lets write as the group itself may answer."""
    database = Database(sqlite_url)
    ward = await Ward(database, clock).open()
    code = await ward.hand_off("5")
    card = ward.channel.id_of(ROOM, f"#{code}")
    await ward.officer("Dạ được", reply_to=card, user_id=ROOM, user_name="Cán bộ")
    assert ward.channel.texts("5")[-1].startswith("Dạ được")
    await database.close()


async def test_web_officers_must_be_signed_in_and_serving(database: Database, clock: FakeClock) -> None:
    """A serving officer answers; one who was removed, or an id that never was, does not."""
    web = MemoryChannel("web", "web")
    ward = await Ward(database, clock, web).open(WEB)
    async with database.write() as session:
        session.add_all(
            [
                OfficerRow(id=1, name="Chị Lan", created_at=clock.now()),
                OfficerRow(id=2, name="Anh Cũ", created_at=clock.now(), removed_at=clock.now()),
            ]
        )
    code = await ward.hand_off("5")
    for officer in ("2", "3", "1 ", "", "web:1"):
        await web.receive("staff", "giả", chat_kind="group", user_id=officer, ticket=code)
    await ward.settle()
    assert (await state(database))[1] == []
    await web.receive("staff", "Dạ được", chat_kind="group", user_id="1", ticket=code, user_name="tên tự xưng")
    await ward.settle()
    assert (await state(database))[1] == ["Dạ được"]
