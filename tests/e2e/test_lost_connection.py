"""A bad line, a reload, a restart: nothing is lost and nothing is said twice."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

from playwright.async_api import Browser, Page, Route, expect
from sqlalchemy import select

from bot.db.engine import Database
from bot.db.models import TicketRow
from tests.e2e.conftest import PHONE, OpenPage
from tests.e2e.living_ward import LivingWard, living
from tests.e2e.people import BIRTH, NEIGHBOUR, ask, choose, open_ticket, reads, write


async def said(page: Page, words: str) -> int:
    """How often the resident's words stand on the page, sent or on their way."""
    return await page.locator(".message.resident", has_text=words).count()


async def test_a_reload_brings_the_conversation_back(resident: OpenPage) -> None:
    """What the server draws after a reload is, node for node, what the script drew before."""
    phone = await resident()
    await ask(phone, BIRTH)
    await reads(phone, "Giấy chứng sinh")
    await ask(phone, "danh mục")
    await expect(phone.locator("#log .message.bot")).to_have_count(2)
    await expect(phone.locator("#waiting .message")).to_have_count(0)
    nodes = "document.querySelector('#log').innerHTML.replace(/\\s+/g, ' ').replace(/> </g, '><').trim()"
    before = await phone.evaluate(nodes)
    await phone.reload()
    await phone.wait_for_function("document.querySelector('.choices.past')")
    assert await phone.evaluate(nodes) == before


async def test_words_written_offline_go_out_once(resident: OpenPage) -> None:
    """Offline the page says so and keeps the words; back online they are sent by themselves, once each, in order."""
    phone = await resident(expect=("ERR_INTERNET_DISCONNECTED",))
    await ask(phone, "xin chào")
    await expect(phone.locator("#log .message.bot")).to_have_count(1)
    await phone.context.set_offline(True)
    await expect(phone.locator("#line")).to_contain_text("Mất mạng")
    await ask(phone, "câu thứ nhất về khai sinh")
    await ask(phone, "câu thứ hai về khai tử")
    await expect(phone.locator("#waiting .message")).to_have_count(2)
    await phone.context.set_offline(False)
    await expect(phone.locator("#line")).to_be_hidden()
    await expect(phone.locator("#log .message.resident")).to_have_count(3)
    await expect(phone.locator("#waiting .message")).to_have_count(0)
    texts = await phone.locator("#log .message.resident .bubble").all_inner_texts()
    assert [text.strip() for text in texts] == ["xin chào", "câu thứ nhất về khai sinh", "câu thứ hai về khai tử"]


async def test_words_survive_a_closed_page(resident: OpenPage) -> None:
    """Written offline, page closed, phone put away: the next visit sends them."""
    phone = await resident(expect=("ERR_INTERNET_DISCONNECTED",))
    await phone.context.set_offline(True)
    await ask(phone, BIRTH)
    await expect(phone.locator("#waiting .message")).to_have_count(1)
    await phone.close()
    await phone.context.set_offline(False)
    again = await resident(context=phone.context)
    await reads(again, "Giấy chứng sinh")
    assert await said(again, BIRTH) == 1


async def test_a_lost_reply_is_no_second_message(resident: OpenPage) -> None:
    """The server took the message but the page never heard: the repeat has no effect."""
    phone = await resident(expect=("ERR_FAILED", "Failed to load"))
    lost = 0

    async def lose(route: Route) -> None:
        nonlocal lost
        if lost < 2:
            lost += 1
            await route.fetch()
            await route.abort()
        else:
            await route.continue_()

    await phone.route("**/api/messages", lose)
    await ask(phone, BIRTH)
    await reads(phone, "Giấy chứng sinh")
    await asyncio.sleep(4)
    await phone.reload()
    await reads(phone, "Giấy chứng sinh")
    assert await said(phone, BIRTH) == 1
    assert lost >= 1


async def test_the_bot_restarts_and_the_page_follows(resident: OpenPage, ward: LivingWard) -> None:
    """While the server is away the page says so; then it goes on without a reload."""
    phone = await resident(expect=("ERR_CONNECTION_REFUSED", "ERR_INCOMPLETE_CHUNKED", "Failed to load"))
    await ask(phone, "xin chào")
    await expect(phone.locator("#log .message.bot")).to_have_count(1)
    port = int(ward.web.url.rpartition(":")[2])
    await ward.web.stop()
    await expect(phone.locator("#line")).to_contain_text("Mất mạng", timeout=10_000)
    await ask(phone, BIRTH)
    ward.web._address = ("127.0.0.1", port)
    ward.web._site.hub.__init__()  # type: ignore[misc]  # a new process would have a new one
    await ward.web.start(ward.door.of(ward.web))
    await expect(phone.locator("#line")).to_be_hidden(timeout=20_000)
    await expect(phone.locator("#log .message.bot", has_text="Giấy chứng sinh")).to_be_visible(timeout=20_000)
    assert await said(phone, BIRTH) == 1


async def test_a_network_without_streams_is_asked_instead(resident: OpenPage, browser: object) -> None:
    """Where a proxy swallows the stream the page asks every few seconds."""
    phone = await resident("/health", expect=("Failed to load", "ERR_FAILED", "503", "MIME"))

    async def no_stream(route: Route) -> None:
        await route.fulfill(status=503, body="no")

    await phone.route("**/stream*", no_stream)
    await phone.goto("/")
    await ask(phone, BIRTH)
    await expect(phone.locator("#log .message.bot", has_text="Giấy chứng sinh")).to_be_visible(timeout=12_000)


async def test_two_windows_are_one_conversation(resident: OpenPage, officer: OpenPage, ward: LivingWard) -> None:
    """What is said in one stands in both, a question sent to officers from both is one ticket, an answer comes once."""
    first = await resident()
    second = await resident(context=first.context)
    await ask(first, BIRTH)
    await reads(second, "Giấy chứng sinh")
    await ask(second, "gặp cán bộ")
    await reads(first, "chuyển anh/chị sang cán bộ")
    await ask(second, NEIGHBOUR)
    for window in (first, second):
        await reads(window, "Cán bộ sẽ nhận được")
    await asyncio.gather(choose(first, "Gửi cán bộ"), choose(second, "Gửi cán bộ"))
    for window in (first, second):
        await expect(window.locator("#ticket")).to_contain_text("đang chờ cán bộ")
    async with ward.database.read() as session:
        (code,) = await session.scalars(select(TicketRow.code))
    desk = await officer()
    await open_ticket(desk, code)
    await write(desk, "Mời bác qua bộ phận Địa chính ạ.")
    for window in (first, second):
        await reads(window, "bộ phận Địa chính", author="staff")
        await expect(window.locator("#log .message.staff")).to_have_count(1)
        await expect(window.locator("#waiting .message")).to_have_count(0)
        assert await said(window, NEIGHBOUR) == 1
    await first.close()
    await ask(second, "cảm ơn cán bộ")
    await expect(second.locator("#log .message.resident").last).to_contain_text("cảm ơn cán bộ")


async def test_a_restart_in_the_middle_of_a_hand_off(sqlite_template: Path, tmp_path: Path, browser: Browser) -> None:
    """The bot is started anew while the resident is asked whether to send: the press still sends, once."""
    path = shutil.copy(sqlite_template, tmp_path / "hoidap.db")
    context = await browser.new_context(viewport=PHONE, locale="vi-VN")
    context.set_default_timeout(20_000)
    page = await context.new_page()
    before = Database(f"sqlite:///{path}")
    async with living(LivingWard(before, tmp_path)) as ward:
        address = ward.web.url
        await page.goto(address)
        await ask(page, "gặp cán bộ")
        await reads(page, "chuyển anh/chị sang cán bộ")
        await ask(page, NEIGHBOUR)
        await reads(page, "Cán bộ sẽ nhận được")
    await before.close()
    await expect(page.locator("#line")).to_contain_text("Mất mạng", timeout=20_000)
    await choose(page, "Gửi cán bộ")
    after = Database(f"sqlite:///{path}")
    again = LivingWard(after, tmp_path)
    again.web._address = ("127.0.0.1", int(address.rpartition(":")[2]))
    async with living(again):
        await expect(page.locator("#ticket")).to_contain_text("đang chờ cán bộ", timeout=30_000)
        async with after.read() as session:
            tickets = (await session.execute(select(TicketRow.question, TicketRow.state))).all()
        assert [tuple(one) for one in tickets] == [(NEIGHBOUR, "open")]
        assert await said(page, "Gửi cán bộ") == 1
    await after.close()
    await context.close()
