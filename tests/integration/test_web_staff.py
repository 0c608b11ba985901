"""The staff room: who gets in, what they see, and that each act goes in by the same door."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from bot.channels.web import WebChannel
from bot.channels.web.signin import LINK_LIFE
from bot.db import rooms
from bot.db.engine import Database
from bot.db.models import InboxRow, MessageRow, OfficerRow, OutboxRow, SignInLinkRow, StaffSessionRow, TicketRow
from bot.rooms import say_everywhere
from tests.e2e.living_ward import LivingWard, living
from tests.fakes.memory import MemoryChannel
from tests.integration.web_visitor import PNG, Visitor, events, until, visiting, words_of

QUESTION = "nhà hàng xóm xây lấn sang đất nhà tôi thì gặp ai"


@pytest.fixture
def telegram() -> MemoryChannel:
    return MemoryChannel(name="telegram", account="7")


@pytest.fixture
async def ward(database: Database, tmp_path: Path, telegram: MemoryChannel) -> AsyncIterator[LivingWard]:
    async def fetch(channel: str, ref: str, limit: int) -> bytes | None:
        return await telegram.fetch(ref, limit=limit) if channel == "telegram" else None

    async with living(LivingWard(database, tmp_path, telegram, fetch_elsewhere=fetch)) as alive:
        yield alive


@pytest.fixture
async def resident(ward: LivingWard) -> AsyncIterator[Visitor]:
    async with visiting(ward.web.url) as visitor:
        yield await visitor.arrive()


@pytest.fixture
async def lan(ward: LivingWard) -> AsyncIterator[Visitor]:
    async with visiting(ward.web.url) as visitor:
        yield await visitor.sign_in(await ward.sign_in_path(), "Chị Lan")


@pytest.fixture
async def hung(ward: LivingWard) -> AsyncIterator[Visitor]:
    async with visiting(ward.web.url) as visitor:
        yield await visitor.sign_in(await ward.sign_in_path(), "Anh Hùng")


def staff_routes(channel: WebChannel) -> list[tuple[str, str]]:
    """Every address under /staff that only officers may use."""
    assert channel._runner is not None
    found = []
    for route in channel._runner.app.router.routes():
        path = route.resource.canonical if route.resource else ""
        if path.startswith("/staff/") and not path.startswith("/staff/sign-") and path != "/staff/":
            filled = path.replace("{code}", "K7Q2").replace("{message}", "1").replace("{number}", "0")
            found.append((route.method, filled))
    return [one for one in found if one[0] != "HEAD"]


async def test_every_address_of_the_room_wants_an_officer(ward: LivingWard, resident: Visitor) -> None:
    """Without a session, with a forged one, or as a resident: 401 everywhere, and no event."""
    routes = staff_routes(ward.web)
    assert len(routes) >= 8
    for method, path in routes:
        for cookie in ({}, {"Cookie": "hoidap_staff=forged"}):
            headers = {"Origin": ward.web.url, **cookie}
            async with resident.session.request(method, ward.web.url + path, json={}, headers=headers) as response:
                assert response.status == 401, (method, path)
    assert (await resident.get("/staff")).status == 401
    async with ward.database.read() as session:
        assert not (await session.scalars(select(InboxRow.id))).all()


async def test_a_link_lets_one_person_in_once(ward: LivingWard) -> None:
    """Ten browsers use one link at the same time: one session."""
    token = (await ward.sign_in_path()).partition("k=")[2]

    async def use() -> int:
        async with visiting(ward.web.url) as visitor:
            return (await visitor.post("/staff/sign-in", data={"k": token, "name": "Chị Lan"})).status

    statuses = await asyncio.gather(*(use() for _ in range(10)))
    assert sorted(statuses) == [303] + [410] * 9


async def test_looking_at_a_link_does_not_use_it_up(ward: LivingWard) -> None:
    """A chat program's preview may fetch the link as often as it likes; a missing name does not cost it either."""
    path = await ward.sign_in_path()
    async with visiting(ward.web.url) as visitor:
        for _ in range(3):
            assert (await visitor.get(path)).status == 200
        nameless = {"k": path.partition("k=")[2], "name": "  "}
        assert (await visitor.post("/staff/sign-in", data=nameless)).status == 422
        await visitor.sign_in(path, "Chị Lan")
        assert (await visitor.get("/staff")).status == 200
        assert (await visitor.get(path)).status == 410


async def test_an_old_link_is_worth_nothing(ward: LivingWard) -> None:
    """After its time a link opens nothing."""
    path = await ward.sign_in_path()
    async with ward.database.write() as session:
        await session.execute(update(SignInLinkRow).values(expires_at=ward.clock.now() - timedelta(seconds=1)))
    async with visiting(ward.web.url) as visitor:
        assert (await visitor.get(path)).status == 410
        assert (await visitor.post("/staff/sign-in", data={"k": path.partition("k=")[2], "name": "A"})).status == 410
    assert timedelta(hours=1) < LINK_LIFE <= timedelta(days=2)


async def test_only_digests_of_secrets_are_kept(ward: LivingWard, lan: Visitor) -> None:
    """Neither the link nor the session can be taken from the database."""
    path = await ward.sign_in_path()
    cookies = {cookie.key: cookie.value for cookie in lan.session.cookie_jar}
    async with ward.database.read() as session:
        kept = [*(await session.scalars(select(SignInLinkRow.token_hash)))]
        kept += [*(await session.scalars(select(StaffSessionRow.token_hash)))]
    assert len(kept) == 3
    assert path.partition("k=")[2] not in kept
    assert cookies["hoidap_staff"] not in kept


async def test_the_way_out(ward: LivingWard, lan: Visitor, hung: Visitor) -> None:
    """Signing out ends the session, a removed officer is out at once, an expired session too; others stay."""
    assert (await lan.get("/staff")).status == 200
    secret = {cookie.key: cookie.value for cookie in lan.session.cookie_jar}["hoidap_staff"]
    await lan.post("/staff/sign-out")
    replayed = {"Cookie": f"hoidap_staff={secret}"}
    assert (await lan.get("/staff/api/tickets", headers=replayed)).status == 401
    assert (await hung.get("/staff/api/tickets")).status == 200
    async with ward.database.write() as session:
        await session.execute(
            update(OfficerRow).where(OfficerRow.name == "Anh Hùng").values(removed_at=ward.clock.now())
        )
    assert (await hung.get("/staff/api/tickets")).status == 401


async def test_the_same_name_is_the_same_officer(ward: LivingWard, lan: Visitor) -> None:
    """Signed in on the phone and at the desk, an officer holds the same tickets."""
    async with visiting(ward.web.url) as phone:
        await phone.sign_in(await ward.sign_in_path(), "  Chị   Lan ")
        async with ward.database.read() as session:
            assert len((await session.scalars(select(OfficerRow))).all()) == 1


async def test_an_officer_can_invite_another(lan: Visitor) -> None:
    """The invitation is a full address that works once."""
    url = json.loads(await (await lan.post("/staff/api/invites", json={})).text())["url"]
    assert url.startswith(f"{lan.site}/staff/sign-in?k=")
    async with visiting(lan.site) as colleague:
        await colleague.sign_in(url, "Chị Mai")
        assert (await colleague.get("/staff")).status == 200


async def test_the_loop(resident: Visitor, lan: Visitor) -> None:
    """Asked, claimed, noted, answered, closed, reopened: the resident reads the answer and nothing else."""
    code = await resident.ticket(QUESTION)
    found = await lan.sees(code, "open")
    assert QUESTION in found["ticket"]["question"]
    assert (await lan.act(code, "act", act="claim")).status == 202
    assert (await lan.sees(code, "claimed"))["ticket"]["mine"]
    await lan.act(code, "say", text="hỏi lại địa chính đã", mode="note")
    await lan.act(code, "say", text="// gọi số nội bộ", mode="reply")
    await lan.act(code, "say", text="Mời bác qua bộ phận Địa chính ạ.", mode="reply")
    answer = await resident.heard("bộ phận Địa chính", author="staff")
    assert answer["name"]
    seen = await lan.sees(code, "answered")
    notes = [one for one in seen["timeline"] if one.get("kind") == "note"]
    assert [words_of(note) for note in notes] == ["hỏi lại địa chính đã", "gọi số nội bộ"]
    await lan.act(code, "act", act="close")
    await lan.sees(code, "closed")
    await lan.act(code, "act", act="reopen")
    await lan.sees(code, "open")
    everything = " ".join(words_of(one) for one in await resident.talk())
    assert "địa chính đã" not in everything
    assert "nội bộ" not in everything


async def test_an_answer_is_corrected(resident: Visitor, lan: Visitor, hung: Visitor) -> None:
    """Even on a closed ticket: the resident's page has the new words marked as edited, colleagues see who did it."""
    code = await resident.ticket(QUESTION)
    await lan.act(code, "say", text="Lệ phí 8.000 đồng.", mode="reply")
    await resident.heard("8.000", author="staff")
    await lan.act(code, "act", act="close")
    closed = await lan.sees(code, "closed")
    answer = next(one for one in closed["timeline"] if one.get("text") == "Lệ phí 8.000 đồng.")
    assert (await lan.act(code, "correct", text=" Lệ phí 10.000 đồng. ", message=answer["id"])).status == 202
    await resident.heard("10.000", author="staff")
    heard = [one for one in await resident.talk() if one["author"] == "staff"]
    assert [(words_of(one), bool(one["edited"])) for one in heard] == [("Lệ phí 10.000 đồng.", True)]
    notes = [one for one in (await hung.sees(code, "closed"))["timeline"] if one.get("kind") == "corrected"]
    assert [(one["name"], words_of(one)) for one in notes] == [("Chị Lan", "Lệ phí 8.000 đồng.")]


async def test_only_an_answer_of_this_ticket_can_be_corrected(
    ward: LivingWard, resident: Visitor, lan: Visitor
) -> None:
    """Not the resident's words, not the bot's, not another ticket's answer; the officer is told, nothing changes."""
    code = await resident.ticket(QUESTION)
    async with visiting(ward.web.url) as someone:
        other = await (await someone.arrive()).ticket(QUESTION)
        await lan.act(other, "say", text="Mời bác qua phường ạ.", mode="reply")
        await someone.heard("qua phường", author="staff")
    async with ward.database.read() as session:
        rows = (await session.execute(select(MessageRow.id, MessageRow.text).order_by(MessageRow.id))).all()
    for number in [row.id for row in rows] + [10**9]:
        assert (await lan.act(code, "correct", text="Khác", message=number)).status == 202
    words = f"{rows[-1].id} {code}"
    await lan.act(code, "say", text=words, mode="reply")
    await resident.heard(words, author="staff")
    async with ward.database.read() as session:
        now = {row.id: row.text for row in await session.execute(select(MessageRow.id, MessageRow.text))}
        told = list(await session.scalars(select(OutboxRow.parcel).where(OutboxRow.role == "ack")))
    assert {row.id: row.text for row in rows}.items() <= now.items()
    assert sum("Không tìm thấy câu trả lời" in parcel.get("text", "") for parcel in told) == len(rows) + 1
    for wrong in ("1", True, 0, -1, 1 << 60, None):
        assert (await lan.act(code, "correct", text="Khác", message=wrong)).status == 400
    assert (await lan.act(code, "correct", text=" ", message=rows[0].id)).status == 422


async def test_an_act_sent_again_has_one_effect(resident: Visitor, lan: Visitor) -> None:
    """The page may repeat an answer it is unsure of: the resident reads it once."""
    code = await resident.ticket(QUESTION)
    body = {"client_id": str(uuid4()), "text": "Mời bác qua phường ạ.", "mode": "reply"}
    for _ in range(5):
        assert (await lan.post(f"/staff/api/tickets/{code}/say", json=body)).status == 202
    await lan.sees(code, "answered")
    assert [one["author"] for one in await resident.talk()].count("staff") == 1


async def test_two_officers_claim_at_once(ward: LivingWard, resident: Visitor, lan: Visitor, hung: Visitor) -> None:
    """One of them has it, and both rooms show the same name."""
    code = await resident.ticket(QUESTION)
    await asyncio.gather(lan.act(code, "act", act="claim"), hung.act(code, "act", act="claim"))
    theirs = [(await visitor.sees(code, "claimed"))["ticket"] for visitor in (lan, hung)]
    assert len({one["claimed_name"] for one in theirs}) == 1
    assert [one["mine"] for one in theirs].count(True) == 1


async def test_the_checklist_of_a_procedure_is_sent(resident: Visitor, lan: Visitor) -> None:
    """Found by everyday words, sent by its id, read by the resident as an officer's message."""
    code = await resident.ticket(QUESTION)
    found = (await lan.json("/staff/api/procedures?q=lam+giay+khai+sinh"))["procedures"]
    assert "khai-sinh" in [one["id"] for one in found]
    assert (await lan.act(code, "send", procedure="khai-sinh")).status == 202
    await resident.heard("Giấy chứng sinh", author="staff")
    assert (await lan.act(code, "send", procedure="khong-co")).status == 400
    assert (await lan.json("/staff/api/procedures?q=+"))["procedures"] == []


async def test_who_waits_longest_stands_first(ward: LivingWard, lan: Visitor) -> None:
    """Nobody's tickets before claimed ones, longest waiting first; answered ones leave the list."""
    codes = []
    for _ in range(4):
        async with visiting(ward.web.url) as someone:
            codes.append(await (await someone.arrive()).ticket(QUESTION))
    async with ward.database.write() as session:
        for age, code in enumerate(reversed(codes), start=1):
            ticket = (await session.scalars(select(TicketRow).where(TicketRow.code == code))).one()
            at = ticket.opened_at = ward.clock.now() - timedelta(hours=len(codes) - age + 1)
            await session.execute(update(MessageRow).where(MessageRow.ticket_id == ticket.id).values(at=at))
    await lan.act(codes[3], "act", act="claim")
    await lan.sees(codes[3], "claimed")
    await lan.act(codes[0], "say", text="Dạ xong rồi ạ.", mode="reply")
    await lan.sees(codes[0], "answered")
    shown = await lan.json("/staff/api/tickets?tab=waiting")
    assert [one["code"] for one in shown["tickets"]] == [codes[2], codes[1], codes[3]]
    assert shown["counts"] == {"waiting": 3, "answered": 1, "closed": 0}
    assert [one["code"] for one in (await lan.json("/staff/api/tickets?tab=answered"))["tickets"]] == [codes[0]]
    assert (await lan.get("/staff/api/tickets?tab=nonsense")).status == 400


async def test_what_the_room_cannot_do(resident: Visitor, lan: Visitor) -> None:
    """Unknown tickets, unknown acts, empty or endless words: refused in a sentence."""
    code = await resident.ticket(QUESTION)
    assert (await lan.act("ZZZZ", "say", text="a", mode="reply")).status == 404
    assert (await lan.get("/staff/api/tickets/ZZZZ")).status == 404
    assert (await lan.act(code, "act", act="delete")).status == 400
    assert (await lan.act(code, "say", text=" ", mode="reply")).status == 422
    assert (await lan.act(code, "say", text="a" * 4001, mode="reply")).status == 413
    assert (await lan.post(f"/staff/api/tickets/{code}/say", data=b"[]")).status == 400


async def test_the_room_hears_of_changes(ward: LivingWard, resident: Visitor, lan: Visitor) -> None:
    """A waiting page is told at once that something changed, and what the bot answers to an officer's act."""
    async with asyncio.timeout(10), lan.session.get(f"{lan.site}/staff/stream") as response:
        heard = events(response)
        assert (await anext(heard))[1] == "changed"
        code = await resident.ticket(QUESTION)
        act = str(uuid4())
        await lan.post(f"/staff/api/tickets/{code}/act", json={"client_id": act, "act": "claim"})
        async for _, event, data in heard:
            if event == "word" and data["act"] == act:
                assert data["text"]
                break


async def test_what_the_bot_says_unasked_waits_to_be_read(ward: LivingWard, lan: Visitor) -> None:
    """A notice said while no officer was there is shown to whoever comes later; one about a ticket is not mixed in."""
    async with ward.database.write() as session:
        await say_everywhere(session, "faq.yaml:12: dòng này sai", ward.clock.now())
    (notice,) = (await lan.json("/staff/api/tickets"))["notices"]
    assert notice["text"] == "faq.yaml:12: dòng này sai"
    async with ward.database.write() as session:
        await session.execute(update(OutboxRow).values(created_at=ward.clock.now() - timedelta(days=4)))
    assert (await lan.json("/staff/api/tickets"))["notices"] == []


async def test_a_removed_officer_hears_no_more(ward: LivingWard, lan: Visitor) -> None:
    """An open stream ends when its officer is removed."""
    async with asyncio.timeout(10), lan.session.get(f"{lan.site}/staff/stream") as response:
        heard = events(response)
        assert (await anext(heard))[1] == "changed"
        async with ward.database.write() as session:
            await session.execute(update(OfficerRow).values(removed_at=ward.clock.now()))
        ward.web.wake_staff()
        assert [event async for _, event, _ in heard] == []


async def test_changes_by_another_process_are_noticed(
    ward: LivingWard, resident: Visitor, lan: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even when nobody rings the bell the room looks again within seconds."""
    monkeypatch.setattr("bot.channels.web.staff._LOOK", 0.2)
    monkeypatch.setattr(ward.web, "wake_staff", lambda: None)
    async with asyncio.timeout(10), lan.session.get(f"{lan.site}/staff/stream") as response:
        heard = events(response)
        assert (await anext(heard))[1] == "changed"
        await resident.say("xin chào")
        async for _, event, _data in heard:
            if event == "changed":
                break


async def test_a_photo_from_telegram_is_seen_in_the_room(
    ward: LivingWard, telegram: MemoryChannel, lan: Visitor
) -> None:
    """It is fetched from the channel that has it, shown by what its bytes are, and kept for the next look."""
    telegram.files = {"F1": PNG, "F2": b"<script>alert(1)</script>"}
    media = [{"kind": "photo", "ref": "F1"}, {"kind": "file", "ref": "F2", "name": "đơn.html"}, {"kind": "voice"}]
    await telegram.receive("55", "giấy này đúng không", media=media)
    (row,) = await until(lambda: _messages_with_media(ward))
    path = f"/staff/media/{row.id}"
    assert await lan.download(f"{path}/0") == (PNG, "image/png")
    telegram.files = {"F2": telegram.files["F2"]}
    assert await lan.download(f"{path}/0") == (PNG, "image/png")
    script = await lan.get(f"{path}/1")
    assert script.content_type == "application/octet-stream"
    assert script.headers["Content-Disposition"].startswith("attachment")
    assert [(await lan.get(f"{path}/{number}")).status for number in (2, 3)] == [404, 404]


async def _messages_with_media(ward: LivingWard) -> list[MessageRow]:
    async with ward.database.read() as session:
        rows = (await session.scalars(select(MessageRow))).all()
    return [row for row in rows if row.media]


async def test_a_photo_of_another_channel_reaches_the_residents_page(
    ward: LivingWard, resident: Visitor, telegram: MemoryChannel
) -> None:
    """An officer answers from a group with a photo: the resident's page can show it."""
    telegram.files = {"F9": PNG}
    async with ward.database.write() as session:
        await rooms.settle(session, {"web": ("web", "web", "staff"), "telegram:-1": ("telegram", "7", "-1")})
    await resident.ticket(QUESTION)
    card = await until(lambda: _card(telegram))
    officer = {"chat_kind": "group", "user_id": "9", "user_name": "Anh Hùng", "reply_to": card}
    await telegram.receive("-1", "Mẫu đơn đây ạ", media=[{"kind": "photo", "ref": "F9"}], **officer)
    answer = await resident.heard("Mẫu đơn đây ạ", author="staff")
    path = answer["media"][0]["href"]
    await until(lambda: _is_there(resident, path))
    assert await resident.download(path) == (PNG, "image/png")


async def _card(telegram: MemoryChannel) -> str | None:
    return telegram.id_of("-1", QUESTION[:20]) if telegram.sent else None


async def _is_there(visitor: Visitor, path: str) -> bool:
    return (await visitor.get(path)).status == 200
