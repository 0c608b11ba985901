"""The pictures of the README: the same scenes are always played; `make pictures` also keeps the pictures."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

import bot.channels.web
from bot.db.engine import Database
from handlers import Desk
from knowledge import load
from tests.e2e.conftest import PHONE, OpenPage
from tests.e2e.living_ward import LivingWard, living
from tests.e2e.people import ask, choose, hand_off, open_ticket, reads, write
from tests.fakes.clock import FakeClock
from tests.fakes.ward import shipped_desk

IMAGES = Path(__file__).parents[2] / "docs" / "images"
FIXTURES = Path(__file__).parents[1] / "fixtures"
MORNING = datetime(2026, 11, 23, 2, 12, tzinfo=UTC)
STATIC = Path(bot.channels.web.__file__).parent / "static"
WRITES = os.environ.get("HOIDAP_WRITE_SCREENSHOTS") == "1"
CONCERN = "Bố tôi mất bên Campuchia, giờ muốn khai tử ở phường mình thì giấy bên đó có phải dịch không?"
ANSWERS = ("Có giấy chứng sinh", "Cha hoặc mẹ", "Trực tiếp")
PAPER = {"width": 794, "height": 1123}
"""A4 in CSS pixels."""
ADVICE = (
    "Dạ, em xin chia buồn cùng gia đình. Bác mang giấy chứng tử bên đó đến gặp em ở quầy Hộ tịch, "
    "em xem rồi hướng dẫn bác dịch và hợp pháp hóa từng giấy ạ."
)


@cache
def filled_in() -> Desk:
    """The shipped knowledge base for a ward that has filled in its own facts."""
    desk = shipped_desk()
    return replace(desk, kb=replace(desk.kb, ward=load(FIXTURES / "ward.yaml").ward))


@pytest.fixture
def clock() -> FakeClock:
    """A Monday morning that passes only when the scene wants it to."""
    return FakeClock(MORNING)


@pytest.fixture
async def ward(sqlite_template: Path, tmp_path: Path, clock: FakeClock) -> AsyncIterator[LivingWard]:
    """A ward with a name."""
    path = shutil.copy(sqlite_template, tmp_path / "hoidap.db")
    database = Database(f"sqlite:///{path}")
    async with living(LivingWard(database, tmp_path, desk=filled_in, clock=clock)) as alive:
        yield alive
    await database.close()


async def picture(page: Page, name: str, keep: Path = IMAGES) -> None:
    """Let the page come to rest, and keep what it looks like."""
    await page.evaluate("document.fonts.ready")
    await page.evaluate("document.activeElement.blur()")
    await page.wait_for_timeout(700)
    taken = await page.screenshot()
    assert len(taken) > 10_000
    if WRITES:
        (keep / f"{name}.png").write_bytes(taken)


async def _not_enough(page: Page) -> str:
    """The bot's answer leaves a question open, which goes on to the officers; the ticket's code."""
    await page.locator("#choose").get_by_role("button", name="Gặp cán bộ").click()
    await choose(page, "Gửi cán bộ")
    await expect(page.locator("#ticket")).to_contain_text("đang chờ cán bộ")
    return (await page.locator("#ticket").inner_text()).partition("#")[2][:4]


async def test_the_scenes_of_the_readme(resident: OpenPage, officer: OpenPage, clock: FakeClock) -> None:
    """A resident asks and is answered by the bot, then by an officer; on phones, a desk, in the dark, in large type."""
    phone = await resident(device_scale_factor=1.5)
    await expect(phone.get_by_role("heading", level=1)).to_contain_text("Phường An Phong")
    await picture(phone, "resident-start")
    await ask(phone, "con em mới sinh làm giấy khai sinh cần mang gì ạ")
    await reads(phone, "Giấy chứng sinh")
    await picture(phone, "resident-answer")
    await choose(phone, "Phí, lệ phí")
    await reads(phone, "đồng")
    await ask(phone, CONCERN)
    await reads(phone, "chia buồn")
    code = await _not_enough(phone)
    clock.advance(14 * 60)
    other = await resident(device_scale_factor=1.5)
    await hand_off(other, "Nhà hàng xóm xây lấn sang đất nhà tôi, tôi cần gặp ai?")
    clock.advance(3 * 60)

    desk = await officer("Nguyễn Thị Lan", device_scale_factor=1.5)
    pocket = await officer("Trần Văn Hùng", viewport=PHONE, device_scale_factor=1.5)
    await picture(pocket, "staff-phone-list")
    await open_ticket(desk, code)
    await desk.get_by_role("button", name="Nhận", exact=True).click()
    await expect(desk.locator("#about")).to_contain_text("anh/chị đang nhận")
    clock.advance(60)
    await open_ticket(pocket, code)
    await picture(pocket, "staff-phone-ticket")
    await write(pocket, "Chị Lan xem giúp em: trường hợp này phải hợp pháp hóa lãnh sự đúng không ạ?", note=True)
    await expect(desk.get_by_text("hợp pháp hóa lãnh sự")).to_be_visible()
    clock.advance(2 * 60)
    await write(desk, ADVICE)
    await reads(phone, "hợp pháp hóa từng giấy", author="staff")
    await expect(desk.locator(".toast")).to_have_count(0)
    await picture(desk, "staff-desk")
    await picture(phone, "resident-officer")
    await phone.get_by_role("button", name="Chữ to").click()
    await picture(phone, "resident-large")
    await phone.get_by_role("button", name="Chữ to").click()
    await phone.emulate_media(color_scheme="dark")
    await picture(phone, "resident-dark")
    await desk.emulate_media(color_scheme="dark")
    await picture(desk, "staff-desk-dark")


async def test_the_scenes_of_one_s_own_case(resident: OpenPage) -> None:
    """A question about one's own case, the checklist at its end, its page to tick off, and that page on paper."""
    phone = await resident(device_scale_factor=1.5)
    await ask(phone, "làm giấy khai sinh cho con cần gì ạ")
    await choose(phone, "Giấy tờ cho trường hợp của tôi")
    await expect(phone.locator(".choices:not(.past)")).to_contain_text("Không rõ")
    await picture(phone, "resident-case")
    for answer in ANSWERS:
        await choose(phone, answer)
    await reads(phone, "Trường hợp của anh/chị")
    await picture(phone, "resident-checklist")
    async with phone.context.expect_page() as opened:
        await phone.get_by_role("link", name="Danh mục để đánh dấu, in ra").last.click()
    page = await opened.value
    await page.locator("[data-paper]").first.check()
    await picture(page, "checklist-page")
    await page.set_viewport_size(PAPER)
    await page.evaluate("dispatchEvent(new Event('beforeprint'))")
    await page.emulate_media(media="print")
    await page.locator("main").evaluate(
        "(main, [here, there]) => { main.style.padding = '10mm 12mm';"
        " const foot = main.querySelector('.printed'); foot.textContent = foot.textContent.replace(here, there); }",
        [page.url.partition("/p/")[0], "https://hoi.example.vn"],
    )
    await picture(page, "checklist-printed")


async def test_the_picture_of_a_shared_link(open_page: OpenPage) -> None:
    """As large as a preview wants it, from the site's own letters and sign."""
    page = await open_page(viewport={"width": 1200, "height": 630})
    sheet = await page.locator("link[rel=stylesheet]").first.get_attribute("href")
    static = str(sheet).rpartition("/")[0]
    scene = (Path(__file__).parent / "share.html").read_text("utf-8").replace("STATIC", static)
    await page.route("**/share-scene", lambda route: route.fulfill(body=scene, content_type="text/html"))
    await page.goto("/share-scene")
    await picture(page, "share", STATIC)
