"""What a resident's browser may send, and what comes of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import aiohttp
import pytest
from sqlalchemy import func, select

from bot.channels.web import media_store
from bot.channels.web.site import Limits
from bot.channels.web.throttle import Throttle
from bot.clock import SystemClock
from bot.db.engine import Database
from bot.db.models import InboxRow, MessageRow
from tests.e2e.living_ward import LivingWard, living
from tests.integration.web_visitor import PNG, Visitor, visiting, words_of


@pytest.fixture
async def ward(database: Database, tmp_path: Path) -> AsyncIterator[LivingWard]:
    async with living(LivingWard(database, tmp_path)) as alive:
        yield alive


@pytest.fixture
async def resident(ward: LivingWard) -> AsyncIterator[Visitor]:
    async with visiting(ward.web.url) as visitor:
        yield await visitor.arrive()


async def count(database: Database, table: type[InboxRow] | type[MessageRow]) -> int:
    async with database.read() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def test_a_question_is_taken_and_answered(resident: Visitor) -> None:
    """202 once it is stored; the answer stands in the conversation, in blocks."""
    assert (await resident.say("đăng ký khai sinh cần giấy tờ gì")).status == 202
    answer = await resident.heard("Giấy chứng sinh")
    assert {block["kind"] for block in answer["blocks"]} >= {"title", "h", "ul", "source"}


async def test_a_message_sent_again_has_one_effect(ward: LivingWard, resident: Visitor) -> None:
    """Fifty parallel repeats under one client id: all are accepted, one row, one message."""
    client_id = str(uuid4())
    ward.web._site.limits.chat = Throttle(SystemClock(), burst=100, seconds=1)
    answers = await asyncio.gather(*(resident.say("xin chào", client_id=client_id) for _ in range(50)))
    assert {answer.status for answer in answers} == {202}
    await resident.heard()
    assert await count(ward.database, InboxRow) == 1
    assert [one["author"] for one in await resident.talk()].count("resident") == 1


async def test_nothing_is_accepted_that_is_not_stored(ward: LivingWard, resident: Visitor) -> None:
    """When the commit fails the page is told to try again, and the same message then goes through."""
    client_id = str(uuid4())
    works = ward.web._site.deliver

    async def fails(event_id: str, lane: str, raw: object) -> bool:
        raise OSError("disk")

    ward.web._site.deliver = fails
    refused = await resident.say("xin chào", client_id=client_id)
    assert (refused.status, refused.headers["Retry-After"]) == (503, "2")
    ward.web._site.deliver = works
    assert (await resident.say("xin chào", client_id=client_id)).status == 202
    await resident.heard()


async def test_a_button_says_its_label(resident: Visitor) -> None:
    """A press under a message becomes the words on the button, and means the button."""
    await resident.say("đăng ký khai sinh cần giấy tờ gì")
    answer = await resident.heard("Giấy chứng sinh")
    fee = next(choice for choice in answer["choices"] if choice["id"] == "h:officer")
    assert (await resident.say(choice=fee["id"], shown_message_id=answer["id"])).status == 202
    await resident.heard("Cán bộ sẽ nhận được")
    assert fee["label"] in [words_of(one) for one in await resident.talk() if one["author"] == "resident"]


async def test_only_buttons_that_were_offered_can_be_pressed(ward: LivingWard, resident: Visitor) -> None:
    """A button of no message, of nobody's message, or of somebody else's message is refused and leaves no event."""
    await resident.say("đăng ký khai sinh cần giấy tờ gì")
    answer = await resident.heard("Giấy chứng sinh")
    before = await count(ward.database, InboxRow)
    async with visiting(ward.web.url) as other:
        await other.arrive()
        stolen = await other.say(choice=answer["choices"][0]["id"], shown_message_id=answer["id"])
    for press in (
        stolen,
        await resident.say(choice="t:K7Q2:claim", shown_message_id=answer["id"]),
        await resident.say(choice="t:K7Q2:claim", shown_message_id=None),
        await resident.say(choice="h:send", shown_message_id=999_999),
    ):
        assert press.status == 422
    assert await count(ward.database, InboxRow) == before


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b"\xff\xfe",
        b"[" * 60_000,
        b'{"text": "a"}',
        b'{"client_id": "short", "text": "a"}',
        b'{"client_id": ["aaaaaaaa"], "text": "a"}',
        b'{"client_id": "aaaaaaaa", "text": 1}',
        b'{"client_id": "aaaaaaaa", "text": null}',
        b'{"client_id": "aaaaaaaa", "choice": 1}',
        b'{"client_id": "aaaaaaaa", "choice": "n:other", "shown_message_id": "1"}',
        b'{"client_id": "aaaaaaaa", "choice": "n:other", "shown_message_id": 10000000000000000000000000000}',
        b'{"client_id": "aaaaaaaa", "choice": "n:other", "shown_message_id": -10000000000000000000000000000}',
        b'{"client_id": "aaaaaaaa", "choice": "n:other", "shown_message_id": ' + b"9" * 5000 + b"}",
        b'{"client_id": "aaaaaaaa/../b", "text": "a"}',
    ],
)
async def test_what_our_page_cannot_have_sent_is_refused(ward: LivingWard, resident: Visitor, body: bytes) -> None:
    """Nonsense is a 400 with a sentence, never a 500, and never an event."""
    response = await resident.post("/api/messages", data=body, headers={"Content-Type": "application/json"})
    assert response.status == 400
    assert json.loads(await response.text())["error"]
    assert await count(ward.database, InboxRow) == 0


@pytest.mark.parametrize("number", ["9" * 15, "9" * 30, "9" * 5000, "-1", "٣", "1e3", "%00", "0x1"])
async def test_strange_numbers_are_no_fault(resident: Visitor, number: str) -> None:
    """Ids that cannot be ids find nothing, whatever their size or script."""
    await resident.say("xin chào")
    await resident.heard()
    for path in (f"/media/{number}/0", f"/api/messages?before={number}"):
        assert (await resident.get(path)).status in (200, 400, 404), path
    press = {"client_id": str(uuid4()), "choice": f"{number}/n:other"}
    assert (await resident.post("/messages", data=press)).status == 422


async def test_sizes_are_bounded(ward: LivingWard, resident: Visitor) -> None:
    """Too many letters, too many bytes, too big a file: 413; nothing of it stays."""
    assert (await resident.say("a" * 4000)).status == 202
    assert (await resident.say("a" * 4001)).status == 413
    assert (await resident.say("a" * 70_000)).status == 413
    assert (await resident.say("   ")).status == 422
    assert (await resident.send_file(PNG + b"\0" * media_store.LARGEST)).status == 413
    assert await count(ward.database, InboxRow) == 1


async def test_hostile_text_comes_back_as_text(resident: Visitor) -> None:
    """Markup is stored as it was typed and shown as text, on the page without scripts too."""
    await resident.say("<script>alert(1)</script> <img src=x onerror=alert(1)> {{7*7}}")
    await resident.heard()
    page = await (await resident.get("/")).text()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<img src=x" not in page
    assert "{{7*7}}" in page


async def test_other_sites_cannot_write_in_a_residents_name(ward: LivingWard, resident: Visitor) -> None:
    """A POST from another origin, or from nowhere but with our cookie, is refused; ours by Referer is taken."""
    body = {"client_id": str(uuid4()), "text": "xin chào"}
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Referer": "https://evil.example/x"}, {}):
        url = f"{ward.web.url}/api/messages"
        async with resident.session.post(url, json=body, headers=headers) as response:
            assert response.status == 403, headers
    assert await count(ward.database, InboxRow) == 0
    async with resident.session.post(url, json=body, headers={"Referer": f"{ward.web.url}/"}) as response:
        assert response.status == 202


async def test_a_browser_without_its_cookie_is_told_so(ward: LivingWard) -> None:
    """No token, or one that we did not make, opens nothing."""
    async with visiting(ward.web.url) as nobody:
        assert (await nobody.say("xin chào")).status == 401
        assert (await nobody.get("/api/messages")).status == 401
        assert (await nobody.get("/stream")).status == 401
        forged = {"Cookie": "hoidap_chat=../../etc"}
        assert (await nobody.get("/api/messages", headers=forged)).status == 401


async def test_nobody_reads_anothers_conversation(ward: LivingWard, resident: Visitor) -> None:
    """Messages and files belong to the browser that has the token; the chat's id alone opens nothing."""
    await resident.send_file(PNG, text="giấy này đúng chưa")
    await resident.heard()
    sent = next(one for one in await resident.talk() if one["media"])
    assert (await resident.get(sent["media"][0]["href"])).status == 200
    async with visiting(ward.web.url) as other:
        await other.arrive()
        assert await other.talk() == []
        assert (await other.get(sent["media"][0]["href"])).status == 404
        assert (await other.get(f"/api/messages?before={sent['id'] + 10}")).status == 200


async def test_a_photo_is_stored_by_what_it_is(ward: LivingWard, resident: Visitor, tmp_path: Path) -> None:
    """The bytes decide, not the name: an image is shown, anything else is refused and not kept."""
    assert (await resident.send_file(PNG, name="../../x.html")).status == 202
    await resident.heard()
    sent = next(one for one in await resident.talk() if one["media"])
    assert await resident.download(sent["media"][0]["href"]) == (PNG, "image/png")
    response = await resident.get(sent["media"][0]["href"])
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert (await resident.send_file(b"<html><script>alert(1)</script>", name="anh.png")).status == 415
    assert len([path for path in (tmp_path / "media").rglob("*") if path.is_file()]) == 1


async def test_a_form_cut_off_in_the_middle_is_refused(ward: LivingWard, resident: Visitor) -> None:
    """A multipart body without its end is a 400, and no event."""
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    for body in (b"--x\r\nContent-Disposition: form-data; name=text\r\n\r\nhello", b"--y\r\n", b"x" * 100):
        assert (await resident.post("/api/messages", data=body, headers=headers)).status in (400, 422)
    assert await count(ward.database, InboxRow) == 0


async def test_a_flood_is_slowed_down_kindly(ward: LivingWard, resident: Visitor) -> None:
    """Past the burst: 429 with a sentence and a time; other people's pages go on."""
    answers = [await resident.say(f"câu hỏi {number}") for number in range(25)]
    slowed = [answer for answer in answers if answer.status == 429]
    assert len(slowed) >= 4
    assert int(slowed[0].headers["Retry-After"]) >= 1
    assert "chờ" in json.loads(await slowed[0].text())["error"]
    async with visiting(ward.web.url) as other:
        assert (await (await other.arrive()).say("xin chào")).status == 202


async def test_one_address_cannot_flood_under_many_cookies(ward: LivingWard) -> None:
    """A fresh cookie for every message does not lift the address's own limit."""
    clock = SystemClock()
    few = Throttle(clock, burst=5, seconds=60)
    ward.web._site.limits = Limits(Throttle(clock, burst=99, seconds=1), few, few, few)
    statuses = []
    for _ in range(8):
        async with visiting(ward.web.url) as visitor:
            statuses.append((await (await visitor.arrive()).say("xin chào")).status)
    assert statuses == [202] * 5 + [429] * 3


async def test_the_page_works_as_a_plain_form(resident: Visitor) -> None:
    """Without scripts a form takes words, files and buttons, and the page comes back with the answer."""
    page = await (await resident.get("/")).text()
    assert 'action="/messages"' in page
    sent = await resident.post(
        "/messages", data={"client_id": str(uuid4()), "text": "đăng ký khai sinh cần giấy tờ gì"}
    )
    assert (sent.status, sent.headers["Location"]) == (303, "/#cuoi")
    page = await (await resident.get("/")).text()
    assert "Giấy chứng sinh" in page
    answer = await resident.heard("Giấy chứng sinh")
    press = {"client_id": str(uuid4()), "choice": f"{answer['id']}/{answer['choices'][0]['id']}"}
    assert (await resident.post("/messages", data=press)).status == 303
    upload = aiohttp.FormData()
    for name, value in (("client_id", str(uuid4())), ("text", "ảnh đây")):
        upload.add_field(name, value, content_type="text/plain")
    upload.add_field("file", PNG, filename="a.png")
    assert (await resident.post("/messages", data=upload)).status == 303
    assert [one["media"] for one in await resident.talk() if one["media"]]
    refused = await resident.post("/messages", data={"client_id": str(uuid4()), "text": ""})
    assert (refused.status, refused.content_type) == (422, "text/html")
    assert "Tin chưa có chữ nào" in await refused.text()


async def test_the_cookie_is_out_of_reach(database: Database, tmp_path: Path) -> None:
    """HttpOnly, SameSite and, behind https, Secure; a random token that is not the chat's id."""
    async with living(LivingWard(database, tmp_path, public_url="https://phuong.example")) as ward:
        async with visiting(ward.web.url) as visitor:
            cookie = (await visitor.get("/")).cookies["hoidap_chat"]
        assert cookie["httponly"]
        assert cookie["secure"]
        assert cookie["samesite"] == "Lax"
        assert len(bytes.fromhex(cookie.value)) == 16
        async with ward.database.read() as session:
            stored = (await session.scalars(select(InboxRow.lane))).all()
        assert not any(cookie.value in lane for lane in stored)
