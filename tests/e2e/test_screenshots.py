"""The pictures of the README: the same scenes are always played; HOIDAP_WRITE_SCREENSHOTS=1 also keeps the pictures."""

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
WRITES = os.environ.get("HOIDAP_WRITE_SCREENSHOTS") == "1"
CONCERN = "Bố tôi mất bên Campuchia, giờ muốn khai tử ở phường mình thì giấy bên đó có phải dịch không?"
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


async def picture(page: Page, name: str) -> None:
    """Let the page come to rest, and keep what it looks like."""
    await page.evaluate("document.fonts.ready")
    await page.evaluate("document.activeElement.blur()")
    await page.wait_for_timeout(700)
    taken = await page.screenshot()
    assert len(taken) > 10_000
    if WRITES:
        IMAGES.mkdir(parents=True, exist_ok=True)
        (IMAGES / f"{name}.png").write_bytes(taken)


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
    code = await hand_off(phone, CONCERN)
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
