"""The page of a procedure and the catalogue on a phone, without scripts, and on paper."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Browser, expect

from handlers.sheet import sheet
from tests.e2e.audit import audit
from tests.e2e.conftest import DESK, PHONE, OpenPage
from tests.e2e.living_ward import LivingWard
from tests.e2e.people import BIRTH, ask, reads
from tests.fakes.ward import shipped_desk

PAPER = {"width": 703, "height": 1047}
"""A4 within the margins of the print style, in CSS pixels."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK, {"width": 195, "height": 422}], ids=["phone", "desk", "200 %"])
async def test_everyone_can_use_them(open_page: OpenPage, scheme: str, size: dict[str, int]) -> None:
    """Nothing hinders on a sound procedure, a repealed one, an unknown one, or the catalogue with and without words."""
    page = await open_page("/p", color_scheme=scheme, viewport=size, expect=("404",))
    assert await audit(page) == []
    for path in ("/p?q=khai+sinh", "/p/khai-sinh", "/p/khai-nhan-di-san", "/p/khong-co-that"):
        await page.goto(path)
        assert await audit(page) == []


async def test_what_is_ready_stays_ticked_on_this_phone(open_page: OpenPage) -> None:
    """From the answer to the page; two ticks outlive a reload, another procedure has none, one press clears them."""
    talk = await open_page()
    await ask(talk, BIRTH)
    await reads(talk, "Giấy chứng sinh")
    async with talk.context.expect_page() as opened:
        await talk.get_by_role("link", name="Danh mục để đánh dấu, in ra").click()
    page = await opened.value
    await page.get_by_label("Giấy chứng sinh").first.check()
    await page.get_by_label("Tờ khai đăng ký khai sinh").check()
    await expect(page.locator("#ready")).to_contain_text("Đã chuẩn bị 2 giấy")
    await page.reload()
    await expect(page.get_by_label("Giấy chứng sinh").first).to_be_checked()
    await expect(page.locator("[data-paper]:checked")).to_have_count(2)
    await page.goto("/p/khai-tu")
    await expect(page.locator("[data-paper]:checked")).to_have_count(0)
    await page.goto("/p/khai-sinh")
    await page.get_by_role("button", name="Bỏ đánh dấu").click()
    await page.reload()
    await expect(page.locator("[data-paper]:checked")).to_have_count(0)


async def test_it_works_without_scripts(browser: Browser, ward: LivingWard) -> None:
    """Boxes can be ticked, folded parts opened, the catalogue searched; no button stands there that does nothing."""
    context = await browser.new_context(base_url=ward.web.url, viewport=PHONE, java_script_enabled=False)
    page = await context.new_page()
    await page.goto("/p")
    await page.get_by_label("Anh/chị cần làm giấy tờ gì?").fill("lam giay khai sinh")
    await page.get_by_role("button", name="Tìm").click()
    await page.locator("#found").get_by_role("link", name="Đăng ký khai sinh", exact=True).click()
    await page.get_by_label("Giấy chứng sinh").first.check()
    await page.get_by_text("Căn cứ pháp luật").click()
    await expect(page.get_by_text("60/2014/QH13")).to_be_visible()
    await expect(page.get_by_role("button")).to_have_count(0)


async def test_the_catalogue_finds_while_one_types(open_page: OpenPage) -> None:
    """The list follows the words without a reload, and goes when they go."""
    page = await open_page("/p")
    await page.get_by_label("Anh/chị cần làm giấy tờ gì?").fill("sổ đỏ sang tên")
    await expect(page.locator("#found a").first).to_have_text(re.compile("Sang tên|Chuyển nhượng", re.IGNORECASE))
    await page.get_by_label("Anh/chị cần làm giấy tờ gì?").fill("")
    await expect(page.locator("#found a")).to_have_count(0)


async def test_the_longest_ones_fit_one_sheet_of_paper(open_page: OpenPage, ward: LivingWard) -> None:
    """A4, one page, with the code that leads back; no procedure is taller than the paper."""
    page = await open_page("/p/khai-sinh", viewport=PAPER)
    desk = shipped_desk()
    longest = sorted(desk.kb.procedures, key=lambda one: -sheet(one, desk, now=ward.clock.now()).letters)
    for one in longest[:3]:
        await page.goto(f"/p/{one}")
        printed = await page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type /Page\b", printed)) == 1
    await page.emulate_media(media="print")
    await expect(page.get_by_role("img", name="Mã QR mở lại trang này")).to_be_visible()
    await expect(page.get_by_role("button")).to_have_count(0)
    too_tall = []
    for one in longest[:60]:
        await page.goto(f"/p/{one}")
        height = await page.locator("main").evaluate("main => main.getBoundingClientRect().height")
        too_tall += [(one, height)] if height > PAPER["height"] else []
    assert too_tall == []
