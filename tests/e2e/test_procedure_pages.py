"""The page of a procedure and the catalogue on a phone, without scripts, and on paper."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from playwright.async_api import Browser, Page, expect

from bot.channels.web.print_size import room
from handlers import case_link, case_tree
from handlers.sheet import Sheet, sheet
from tests.e2e.audit import audit
from tests.e2e.conftest import DESK, PHONE, OpenPage
from tests.e2e.living_ward import LivingWard
from tests.e2e.people import BIRTH, ask, reads
from tests.fakes.ward import shipped_desk

PAPER = {"width": 703, "height": 1047}
"""A4 within the margins of the print style, in CSS pixels."""
SMALLEST = 8.49
"""Points; a style of 8.5 comes back from the browser a trifle less."""
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
MEASURE = """() => {
  const main = document.querySelector("main");
  const points = (node) => parseFloat(getComputedStyle(node).fontSize) * 0.75;
  const texts = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  const shown = [];
  while (texts.nextNode()) {
    const holder = texts.currentNode.parentElement;
    if (texts.currentNode.data.trim() && holder.checkVisibility()) shown.push(points(holder));
  }
  return [main.getBoundingClientRect().height, points(main), Math.min(...shown)];
}"""
"""The height, the size of the text and that of the smallest letters."""


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


async def test_without_scripts_every_page_is_no_taller_than_the_paper(open_page: OpenPage, ward: LivingWard) -> None:
    """Measured as laid out for print, over every procedure and, where there are cases, one set of answers of each.

    The server's own guess of the size is taken: nothing taller than A4, no letter under 8.5 points, and the text of
    five in six pages not under 10.
    """
    page = await open_page("/p/khai-sinh", viewport=PAPER)
    await page.emulate_media(media="print")
    too_tall, too_small, sizes = [], [], []
    for path in [*pages(), *own_cases()]:
        await page.goto(path)
        height, text, smallest = await page.evaluate(MEASURE)
        too_tall += [(path, height)] if height > PAPER["height"] else []
        too_small += [(path, smallest)] if smallest < SMALLEST else []
        sizes.append(text)
    assert (too_tall, too_small) == ([], [])
    assert sum(size > 9.99 for size in sizes) >= len(sizes) * 5 / 6


async def test_printed_they_fill_one_sheet_with_the_largest_letters(open_page: OpenPage, ward: LivingWard) -> None:
    """Printed as PDF, the thirty fullest procedures and cases: one page each, in letters never smaller than guessed.

    All the other pages have less on them.
    """
    page = await open_page("/p/khai-sinh", viewport=PAPER)
    for path in [*pages(30), *own_cases(30)]:
        await page.goto(path)
        guessed = await _points(page)
        printed = await page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type /Page\b", printed)) == 1, path
        assert await _points(page) >= guessed, path


async def test_what_counts_is_on_the_paper(open_page: OpenPage, ward: LivingWard) -> None:
    """The code back, the papers, what follows from one's own answers, the source with its date; nothing to press."""
    page = await open_page("/p/khai-sinh", viewport=PAPER)
    own = next(path for path, told in _told_cases() if told.own_notes)
    await page.goto(own)
    await page.emulate_media(media="print")
    await expect(page.get_by_role("img", name="Mã QR mở lại trang này")).to_be_visible()
    await expect(page.locator(".own-notes li").first).to_be_visible()
    await expect(page.locator(".printed")).to_contain_text(re.compile(r"Nguồn: .*\(\d\d/\d\d/20\d\d\)"))
    await expect(page.get_by_role("button")).to_have_count(0)


def pages(most: int | None = None) -> list[str]:
    """The pages of all procedures, the fullest first."""
    told = [sheet(one, shipped_desk(), now=NOW) for one in shipped_desk().kb.procedures]
    return [f"/p/{one.id}" for one in sorted(told, key=_fullness)][:most]


def own_cases(most: int | None = None) -> list[str]:
    """A page with the last answer to every question, the fullest first."""
    return [path for path, _ in sorted(_told_cases(), key=lambda one: _fullness(one[1]))][:most]


def _told_cases() -> list[tuple[str, Sheet]]:
    asked = [(one, case_tree.cases(one)) for one in shipped_desk().kb.procedures.values()]
    chosen = [(one, {case.id: case.options[-1].id for case in cases}) for one, cases in asked if cases]
    return [(case_link.path(one, own), sheet(one.id, shipped_desk(), now=NOW, answers=own)) for one, own in chosen]


def _fullness(told: Sheet) -> int:
    return -room(told, brief=True)


async def _points(page: Page) -> float:
    """The size of the letters on paper, by the class that says it."""
    size = re.search(r"pt-(\d+)(?:-(\d))?", await page.locator("body").get_attribute("class") or "")
    assert size
    return float(f"{size[1]}.{size[2] or 0}")
