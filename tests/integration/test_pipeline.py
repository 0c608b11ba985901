"""From a message to everything that follows from it, through the real door, worker and relay, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from bot.channels.base import Capabilities, Undeliverable
from bot.db.engine import Database
from bot.db.models import AskedRow, ConversationRow, LinkRow, MessageRow, OutboxRow, TicketNoteRow, TicketRow
from handlers import texts
from tests.fakes.clock import FakeClock
from tests.fakes.memory import MemoryChannel
from tests.fakes.ward import ROOM, Ward

QUESTION = "con em mới sinh làm giấy khai sinh cần gì ạ"


@pytest.fixture
async def ward(database: Database, clock: FakeClock) -> Ward:
    return await Ward(database, clock).open()


async def one_ticket(database: Database) -> TicketRow:
    async with database.read() as session:
        return (await session.scalars(select(TicketRow))).one()


async def notes(database: Database) -> list[tuple[str, str]]:
    async with database.read() as session:
        rows = (await session.scalars(select(TicketNoteRow).order_by(TicketNoteRow.id))).all()
        return [(row.kind, row.text) for row in rows]


async def messages(database: Database) -> list[tuple[str, str]]:
    async with database.read() as session:
        rows = (await session.scalars(select(MessageRow).order_by(MessageRow.id))).all()
        return [(row.author, row.text) for row in rows]


async def test_a_question_is_answered_and_remembered(ward: Ward, database: Database) -> None:
    """The answer is sent once, both lines are kept, the entry is counted without a person."""
    await ward.ask("5", QUESTION)
    (answer,) = ward.channel.texts("5")
    assert "KHAI SINH" in answer
    assert await messages(database) == [("resident", QUESTION), ("bot", answer)]
    async with database.read() as session:
        asked = (await session.scalars(select(AskedRow))).one()
    assert (asked.entry_id, asked.decision, asked.count) == ("khai-sinh", "answer", 1)


async def test_the_memory_of_a_conversation_is_its_own(ward: Ward) -> None:
    """Two residents in turn: "còn phí" of each is understood by what that one asked."""
    await ward.ask("5", QUESTION)
    await ward.ask("6", "đăng ký tạm trú cần giấy tờ gì")
    await ward.ask("5", "thế còn phí bao nhiêu")
    await ward.ask("6", "thế còn phí bao nhiêu")
    assert "khai sinh" in ward.channel.texts("5")[-1].lower()
    assert "tạm trú" in ward.channel.texts("6")[-1].lower()


async def test_a_ticket_goes_to_the_room_and_comes_back_answered(ward: Ward, database: Database) -> None:
    """Handed over under a code, answered by a reply to the card, signed for the resident, shown on the card."""
    code = await ward.hand_off("5")
    card = ward.channel.id_of(ROOM, f"#{code}")
    await ward.officer("Chị gọi tổ trưởng dân phố ạ", reply_to=card)
    assert ward.channel.texts("5")[-1] == "Chị gọi tổ trưởng dân phố ạ\n\n— Cán bộ phường"
    edit = ward.channel.sent[-1]
    assert (edit.kind, edit.message_id) == ("edit", card)
    assert "đã trả lời" in edit.text
    assert (await one_ticket(database)).state == "answered"


async def test_the_ward_may_sign_with_names(database: Database, clock: FakeClock) -> None:
    """With HOIDAP_SIGN=name the officer's name stands under the answer."""
    ward = await Ward(database, clock, sign="name").open()
    code = await ward.hand_off("5")
    await ward.officer("Được ạ", reply_to=ward.channel.id_of(ROOM, f"#{code}"))
    assert ward.channel.texts("5")[-1].endswith("Chị Lan")


async def test_what_follows_joins_the_ticket(ward: Ward, database: Database) -> None:
    """A later message reaches the room under the card, and a reply to it answers the resident."""
    code = await ward.hand_off("5")
    await ward.ask("5", "nó hay kêu ban đêm")
    line = ward.channel.id_of(ROOM, "nó hay kêu ban đêm")
    assert ward.channel.sent[ward.channel.ids.index(line)].reply_to == ward.channel.id_of(ROOM, "Phiếu")
    await ward.officer("Em ghi nhận ạ", reply_to=line)
    assert "Em ghi nhận ạ" in ward.channel.texts("5")[-1]
    assert (await one_ticket(database)).code == code


async def test_notes_never_reach_the_resident(ward: Ward, database: Database) -> None:
    """`//` and replies to notes stay in the room and with the ticket."""
    code = await ward.hand_off("5")
    before = len(ward.channel.texts("5"))
    await ward.officer("// chị Hoa xem giúp", reply_to=ward.channel.id_of(ROOM, f"#{code}"), message_id="n1")
    await ward.officer("vâng", reply_to="n1")
    assert len(ward.channel.texts("5")) == before
    assert await notes(database) == [("note", "chị Hoa xem giúp"), ("note", "vâng")]


async def test_claim_close_reopen_by_buttons(ward: Ward, database: Database) -> None:
    """The card's buttons change the ticket, are acknowledged, and the closing is told to the resident."""
    code = await ward.hand_off("5")
    card = ward.channel.id_of(ROOM, f"#{code}")
    for what, state in (("claim", "claimed"), ("close", "closed"), ("reopen", "open")):
        await ward.officer(button=f"t:{code}:{what}", callback_id=f"c-{what}", reply_to=card, message_id=card)
        assert (await one_ticket(database)).state == state
    acks = [parcel.message_id for parcel in ward.channel.sent if parcel.kind == "ack"]
    assert acks == ["c-claim", "c-close", "c-reopen"]
    assert ward.channel.texts("5")[-1] == texts.TICKET_CLOSED.format(code=code)
    assert [kind for kind, _ in await notes(database)] == ["claimed", "closed", "reopened"]


async def test_a_second_officer_hears_who_has_the_ticket(ward: Ward, database: Database) -> None:
    """A claimed ticket stays with the first; the second sees the name."""
    code = await ward.hand_off("5")
    press = {"button": f"t:{code}:claim", "reply_to": ward.channel.id_of(ROOM, f"#{code}")}
    await ward.officer(**press, callback_id="c1")
    await ward.officer(**press, callback_id="c2", user_id="8", user_name="Anh Nam")
    assert (await one_ticket(database)).claimed_name == "Chị Lan"
    assert "Chị Lan" in next(p.text for p in ward.channel.sent if p.message_id == "c2")


async def test_the_officer_sends_the_checklist_of_a_guess(ward: Ward) -> None:
    """ "This was procedure X": the resident gets its checklist, signed."""
    code = await ward.hand_off("5", QUESTION)
    await ward.officer(button=f"t:{code}:send:0", callback_id="c", reply_to=ward.channel.id_of(ROOM, f"#{code}"))
    assert "KHAI SINH" in ward.channel.texts("5")[-1]
    assert "— Cán bộ phường" in ward.channel.texts("5")[-1]


async def test_an_edited_answer_is_edited_for_the_resident(ward: Ward, database: Database) -> None:
    """Where the resident's channel can edit, the same message changes."""
    code = await ward.hand_off("5")
    card = ward.channel.id_of(ROOM, f"#{code}")
    await ward.officer("Phí 8.000", reply_to=card, message_id="o1")
    delivered = ward.channel.id_of("5", "Phí 8.000")
    await ward.officer("Phí 10.000", reply_to=card, message_id="o1", edited=True)
    edit = next(p for p in reversed(ward.channel.sent) if p.chat_id == "5")
    assert (edit.kind, edit.message_id) == ("edit", delivered)
    assert edit.text.startswith("Phí 10.000")
    assert ("staff", "Phí 10.000") in await messages(database)


async def test_an_answer_that_has_not_left_leaves_corrected(ward: Ward) -> None:
    """Held back by the platform, and corrected meanwhile: the resident only ever reads the right words."""
    code = await ward.hand_off("5")
    card = ward.channel.id_of(ROOM, f"#{code}")
    ward.channel.script = lambda parcel: Undeliverable("blocked") if parcel.chat_id == "5" else None
    await ward.officer("Phí 8.000", reply_to=card, message_id="o1")
    await ward.officer("Phí 10.000", reply_to=card, message_id="o1", edited=True)
    ward.channel.script = None
    await ward.ask("5", "chào em")
    told = [parcel.text for parcel in ward.channel.sent if parcel.chat_id == "5"]
    assert sum(text.startswith("Phí 10.000") for text in told) == 1
    assert not any("8.000" in text for text in told)


async def test_the_correction_of_a_checklist_keeps_its_buttons(ward: Ward) -> None:
    """What could be pressed under the answer can still be pressed."""
    code = await ward.hand_off("5", QUESTION)
    await ward.officer(button=f"t:{code}:send:0", callback_id="c", reply_to=ward.channel.id_of(ROOM, f"#{code}"))
    sent = next(p for p in ward.channel.sent if p.chat_id == "5" and "KHAI SINH" in p.text)
    async with ward.database.read() as session:
        number = await session.scalar(select(func.max(MessageRow.id)).where(MessageRow.author == "staff"))
    await ward.officer("Giấy chứng sinh là đủ", ticket=code, edited=True, corrects=number)
    edit = next(p for p in reversed(ward.channel.sent) if p.chat_id == "5")
    assert (edit.kind, edit.choices) == ("edit", sent.choices)
    assert sent.choices


async def test_an_edited_answer_is_corrected_where_nothing_can_be_edited(database: Database, clock: FakeClock) -> None:
    """Without edits the resident gets a second message that says it corrects the first."""
    plain = MemoryChannel(capabilities=Capabilities(False, False, False, 2000))
    ward = await Ward(database, clock, plain).open()
    code = await ward.hand_off("5")
    card = ward.channel.id_of(ROOM, f"#{code}")
    await ward.officer("Phí 8.000", reply_to=card, message_id="o1")
    await ward.officer("Phí 10.000", reply_to=card, message_id="o1", edited=True)
    assert "Đính chính" in ward.channel.texts("5")[-1]


async def test_an_edited_question_reaches_the_officers(ward: Ward, database: Database) -> None:
    """The resident corrects a message of the ticket: the line changes and the room is told."""
    await ward.hand_off("5")
    await ward.channel.receive("5", "nhà số 12", message_id="r1")
    await ward.settle()
    await ward.channel.receive("5", "nhà số 21", message_id="r1", edited=True)
    await ward.settle()
    assert any("đã sửa thành: nhà số 21" in text for text in ward.channel.texts(ROOM))
    said = [text for author, text in await messages(database) if author == "resident"]
    assert said.count("nhà số 21") == 1
    assert "nhà số 12" not in said


async def test_photos_cross_to_the_room_and_back(ward: Ward) -> None:
    """A medium of a ticket is copied from the message that brought it, in both directions."""
    code = await ward.hand_off("5")
    photo = {"kind": "photo", "ref": "f1"}
    await ward.channel.receive("5", message_id="r9", media=[photo])
    await ward.settle()
    copied = next(p for p in ward.channel.sent if p.kind == "media")
    assert (copied.chat_id, copied.source, copied.media and copied.media.ref) == (ROOM, ("5", "r9"), "f1")
    await ward.officer(reply_to=ward.channel.id_of(ROOM, f"#{code}"), message_id="o9", media=[{**photo, "ref": "f2"}])
    back = [p for p in ward.channel.sent if p.kind == "media"][-1]
    assert (back.chat_id, back.source) == ("5", (ROOM, "o9"))


async def test_media_of_another_channel_travel_as_bytes(database: Database, clock: FakeClock) -> None:
    """Asked on one channel, answered on another: the relay fetches the file where it is."""
    web, group = MemoryChannel("web1", files={"f1": b"jpeg"}), MemoryChannel("group")
    ward = await Ward(database, clock, web, group).open({"g": ("group", "1", ROOM)})
    await ward.ask("5", "gặp cán bộ", "con mèo nhà hàng xóm", "1")
    await web.receive("5", media=[{"kind": "photo", "ref": "f1"}])
    await ward.settle()
    (media,) = [p for p in group.sent if p.kind == "media"]
    assert (media.content, media.source, media.origin) == (b"jpeg", None, "web1")


async def test_an_answer_crosses_channels_and_rooms(database: Database, clock: FakeClock) -> None:
    """Asked on one channel, answered in a room on another; a third room sees the answer as a line."""
    first, second = MemoryChannel("one"), MemoryChannel("two")
    ward = await Ward(database, clock, first, second).open({"a": ("one", "1", ROOM), "b": ("two", "1", "-200")})
    code = await ward.hand_off("5")
    card = second.id_of("-200", f"#{code}")
    await second.receive("-200", "Dạ được ạ", reply_to=card, chat_kind="group", user_id="9", user_name="Anh Nam")
    await ward.settle()
    assert first.texts("5")[-1].startswith("Dạ được ạ")
    assert any("Anh Nam: Dạ được ạ" in text for text in first.texts(ROOM))
    assert not any("Anh Nam: Dạ được ạ" in text for text in second.texts("-200"))
    edits = [p.chat_id for p in [*first.sent, *second.sent] if p.kind == "edit" and "đã trả lời" in p.text]
    assert sorted(edits) == [ROOM, "-200"]


async def test_a_blocked_answer_is_told_to_staff(ward: Ward, database: Database) -> None:
    """An answer that cannot be delivered is kept, noted on the ticket and told in the room."""
    code = await ward.hand_off("5")
    ward.channel.script = lambda parcel: Undeliverable("blocked") if parcel.chat_id == "5" else None
    await ward.officer("Dạ được ạ", reply_to=ward.channel.id_of(ROOM, f"#{code}"))
    await ward.settle()
    assert texts.UNDELIVERED.format(code=code) in ward.channel.texts(ROOM)
    assert ("undeliverable", texts.UNDELIVERED.format(code=code)) in await notes(database)
    async with database.read() as session:
        assert (await session.scalars(select(ConversationRow.reachable))).one() is False
        assert (await session.scalars(select(OutboxRow.state).where(OutboxRow.chat_id == "5"))).all()[-1] == (
            "undeliverable"
        )


async def test_staff_hear_once_that_a_resident_left(ward: Ward, database: Database) -> None:
    """Blocking the bot with a ticket open is told once; writing again makes the resident reachable."""
    code = await ward.hand_off("5")
    for number in range(2):
        await ward.channel.receive_raw(f"k{number}", "5", {"kind": "reach", "chat_id": "5", "reachable": False})
    await ward.settle()
    assert ward.channel.texts(ROOM).count(texts.UNDELIVERED.format(code=code)) == 1
    await ward.ask("5", "em đây")
    async with database.read() as session:
        assert (await session.scalars(select(ConversationRow.reachable))).one() is True


async def test_a_withdrawn_question_is_closed(ward: Ward, database: Database) -> None:
    """/huy closes the ticket; the room is told."""
    await ward.hand_off("5")
    await ward.ask("5", "/huy")
    assert (await one_ticket(database)).state == "closed"
    assert any("rút" in text for text in ward.channel.texts(ROOM))


async def test_closed_tickets_leave_room_for_the_next(ward: Ward, database: Database) -> None:
    """After closing, a new question opens a new ticket; reopening the old one is then refused."""
    code = await ward.hand_off("5")
    await ward.officer(f"/dong #{code}")
    second = await ward.hand_off("5", "hàng xóm nuôi gà gáy sớm quá")
    assert second != code
    await ward.officer(f"/molai #{code}")
    assert "phiếu khác" in ward.channel.texts(ROOM)[-1]


async def test_an_unknown_reply_is_not_dropped_in_silence(ward: Ward) -> None:
    """A code that does not exist is answered in the room and reaches nobody."""
    await ward.officer("/dong #ZZZZ")
    assert "ZZZZ" in ward.channel.texts(ROOM)[-1]


async def test_other_groups_are_left_alone(ward: Ward, database: Database) -> None:
    """In a group that is no staff room nothing is kept, staff commands do nothing, an address is answered kindly."""
    code = await ward.hand_off("5")
    kept = len(await messages(database))
    for text in ("chào cả nhà", f"/dong #{code}", f"/nhan #{code}"):
        await ward.channel.receive("-300", text, chat_kind="group")
    await ward.settle()
    assert ward.channel.texts("-300") == []
    await ward.channel.receive("-300", "/start", chat_kind="group")
    await ward.settle()
    assert ward.channel.texts("-300") == [texts.GO_PRIVATE]
    assert len(await messages(database)) == kept
    assert (await one_ticket(database)).state == "open"


@pytest.mark.parametrize("what", ["claim", "close", "reopen", "send:0"])
async def test_a_resident_cannot_press_an_officers_button(ward: Ward, database: Database, what: str) -> None:
    """A button of the card in a private chat is acknowledged and does nothing."""
    code = await ward.hand_off("5")
    for chat in ("5", "6"):
        await ward.channel.receive(chat, button=f"t:{code}:{what}", callback_id=f"c{chat}")
    await ward.settle()
    assert (await one_ticket(database)).state == "open"
    assert ward.metrics.refused.labels("memory")._value.get() == 2


@pytest.mark.parametrize("command", ["/nhan", "/dong", "/molai", "/gui 1", "một câu trả lời"])
async def test_forwarded_words_are_no_command(ward: Ward, database: Database, command: str) -> None:
    """A forwarded message in the room changes no ticket and reaches no resident."""
    code = await ward.hand_off("5", QUESTION)
    before = len(ward.channel.texts("5"))
    await ward.officer(command, reply_to=ward.channel.id_of(ROOM, f"#{code}"), forwarded=True)
    assert (await one_ticket(database)).state == "open"
    assert len(ward.channel.texts("5")) == before


async def test_a_resident_of_the_web_is_no_officer(database: Database, clock: FakeClock) -> None:
    """The web's staff chat needs a signed-in officer; an id that is none is refused."""
    web = MemoryChannel("web", "web")
    ward = await Ward(database, clock, web).open({"web": ("web", "web", "staff")})
    await ward.hand_off("5")
    ticket = await one_ticket(database)
    for user in ("1", "x", ""):
        await web.receive("staff", "trả lời giả", chat_kind="group", user_id=user, ticket=ticket.code)
    await ward.settle()
    assert (await one_ticket(database)).state == "open"
    assert ward.metrics.refused.labels("web")._value.get() == 3


async def test_a_moved_group_stays_the_staff_room(ward: Ward, database: Database) -> None:
    """A new id is followed, open tickets get a card there, the old chat has no rights any more."""
    code = await ward.hand_off("5")
    await ward.channel.receive_raw("mv", ROOM, {"kind": "moved", "old": ROOM, "new": "-1001"})
    await ward.settle()
    card = ward.channel.id_of("-1001", f"#{code}")
    await ward.officer("// từ phòng cũ", reply_to=card)
    assert await notes(database) == []
    await ward.channel.receive("-1001", "Dạ được", reply_to=card, chat_kind="group", user_id="7", user_name="Lan")
    await ward.settle()
    assert ward.channel.texts("5")[-1].startswith("Dạ được")


async def test_a_flood_is_kept_and_told_once(ward: Ward, database: Database, clock: FakeClock) -> None:
    """Beyond twenty messages a minute all are kept and one notice says to wait a minute; then the bot answers again."""
    for number in range(30):
        await ward.channel.receive("5", f"tin {number}")
    await ward.settle()
    said = [text for author, text in await messages(database) if author == "resident"]
    assert said == [f"tin {number}" for number in range(30)]
    assert ward.channel.texts("5").count(texts.TOO_MANY) == 1
    clock.advance(61)
    await ward.ask("5", QUESTION)
    assert "KHAI SINH" in ward.channel.texts("5")[-1]


async def test_a_press_is_known_by_its_own_id(ward: Ward, database: Database) -> None:
    """A press that the channel names is remembered under that name, one known only by the message under it is not."""
    await ward.channel.receive("5", "", button="m:fields", message_id="c1", reply_to="s1")
    await ward.channel.receive("5", "", button="m:fields", message_id="s1", reply_to="s1")
    await ward.settle()
    async with database.read() as session:
        known = await session.scalars(select(MessageRow.origin_id).where(MessageRow.author == "resident"))
        assert list(known) == ["c1", None]


async def test_nobody_opens_tickets_without_end(ward: Ward, database: Database, clock: FakeClock) -> None:
    """After six tickets in twelve hours the next is declined in words."""
    for _ in range(7):
        await ward.ask("5", "gặp cán bộ", "con mèo nhà hàng xóm", "1")
        await ward.ask("5", "/huy")
        clock.advance(60)
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(TicketRow)) == 6


async def test_links_know_every_message_of_a_ticket(ward: Ward, database: Database) -> None:
    """Card, resident's line, officer's answer and note are each known for what they are."""
    code = await ward.hand_off("5")
    card = ward.channel.id_of(ROOM, f"#{code}")
    await ward.ask("5", "thêm một tin")
    await ward.officer("trả lời", reply_to=card, message_id="o1")
    await ward.officer("// ghi chú", reply_to=card, message_id="o2")
    async with database.read() as session:
        kinds = {link.message_id: link.kind for link in await session.scalars(select(LinkRow))}
    assert kinds[card] == "card"
    assert kinds[ward.channel.id_of(ROOM, "thêm một tin")] == "resident"
    assert (kinds["o1"], kinds["o2"]) == ("reply", "note")
