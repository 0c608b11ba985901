"""For everyone: old eyes, thick fingers, keyboards, screen readers, small and turned screens."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.e2e.audit import audit
from tests.e2e.conftest import DESK, PHONE, OpenPage
from tests.e2e.people import BIRTH, ask, choose, hand_off, open_ticket, reads, write


async def test_the_audit_sees_what_is_wrong(resident: OpenPage) -> None:
    """Pale words, a thin button, a nameless one, a page too wide: each is found, so a clean audit means something."""
    page = await resident()
    await page.evaluate(
        """() => {
            document.querySelector(".fine").style.color = "#999";
            document.querySelector("#large").style.cssText = "min-height: 10px; padding: 0";
            document.querySelector(".submit").replaceChildren();
            document.querySelector("main").style.cssText = "width: 900px; max-width: none";
        }"""
    )
    found = " ".join(await audit(page))
    assert all(words in found for words in ("contrast", "target", "no name", "scrolls sideways"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_pages_can_be_read_and_used_by_everyone(
    resident: OpenPage, officer: OpenPage, open_page: OpenPage, scheme: str
) -> None:
    """Contrast, names, targets, headings and reflow of every page, in both colour schemes."""
    phone = await resident(color_scheme=scheme)
    assert await audit(phone) == []
    await ask(phone, BIRTH)
    await reads(phone, "Giấy chứng sinh")
    code = await hand_off(phone)
    desk = await officer(color_scheme=scheme)
    assert await audit(desk) == []
    await open_ticket(desk, code)
    await write(desk, "nhớ gọi lại", note=True)
    await write(desk, "Mời bác qua phường ạ.")
    await reads(phone, "Mời bác qua phường", author="staff")
    await expect(desk.locator(".toast")).to_have_count(0)
    assert await audit(phone) == []
    assert await audit(desk) == []
    await desk.set_viewport_size(PHONE)
    assert await audit(desk) == []
    for path in ("/staff", "/staff/sign-in?k=old"):
        closed = await open_page(path, color_scheme=scheme, expect=("401", "410"))
        assert await audit(closed) == []


@pytest.mark.parametrize(
    "size",
    [{"width": 195, "height": 422}, {"width": 320, "height": 640}, {"width": 844, "height": 390}, DESK],
    ids=["phone at 200 %", "old phone", "phone turned", "desk"],
)
async def test_it_fits_every_screen(resident: OpenPage, size: dict[str, int]) -> None:
    """Nothing scrolls sideways, with large letters too, and the line to write in can be reached."""
    page = await resident(viewport=size)
    await ask(page, BIRTH)
    await reads(page, "Giấy chứng sinh")
    assert await audit(page) == []
    await choose(page, "Giấy tờ cho trường hợp của tôi")
    await choose(page, "Có giấy chứng sinh")
    await reads(page, "Ai đi làm thủ tục?")
    assert await audit(page) == []
    await page.get_by_role("button", name="Chữ to").click()
    assert await audit(page) == []
    await page.get_by_label("Câu hỏi của anh/chị").scroll_into_view_if_needed()
    await ask(page, "danh mục")
    await expect(page.locator("#log .message.bot")).to_have_count(4)


async def test_large_letters_are_remembered(resident: OpenPage) -> None:
    """One tap makes everything a quarter larger, also after a reload, without a flash of small letters."""
    page = await resident()
    size = "parseFloat(getComputedStyle(document.body).fontSize)"
    small = await page.evaluate(size)
    await page.get_by_role("button", name="Chữ to").click()
    large = await page.evaluate(size)
    assert large > small * 1.2
    html = await (await page.reload()).text()  # type: ignore[union-attr]  # a reload always has a response
    assert 'class="large"' in html
    assert await page.evaluate(size) == large
    await expect(page.get_by_role("button", name="Chữ to")).to_have_attribute("aria-pressed", "true")


async def test_a_keyboard_is_enough(resident: OpenPage) -> None:
    """Skip link, then typing, Enter to send; the focus can be seen, and choices are buttons in the tab order."""
    page = await resident()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Câu hỏi của anh/chị")).to_be_focused()
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert await page.evaluate(outline) == "solid"
    await page.keyboard.type("danh mục")
    await page.keyboard.press("Enter")
    await expect(page.locator("#log .message.bot")).to_have_count(1)
    await page.locator("#log .choices button").first.focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#log .message.bot")).to_have_count(2)


async def test_new_words_are_announced_and_old_ones_are_not(resident: OpenPage) -> None:
    """The log is polite and live; a reload of the stream leaves its nodes alone."""
    page = await resident()
    log = page.get_by_role("log", name="Cuộc trò chuyện")
    await expect(log).to_have_attribute("aria-live", "polite")
    await ask(page, "xin chào")
    await expect(page.locator("#log .message.bot")).to_have_count(1)
    await page.evaluate("document.querySelector('#log .message.bot').mark = 1")
    await page.context.set_offline(True)
    await page.context.set_offline(False)
    await expect(page.locator("#line")).to_be_hidden()
    await ask(page, "danh mục")
    await expect(page.locator("#log .message.bot")).to_have_count(2)
    assert await page.evaluate("document.querySelector('#log .message.bot').mark") == 1


async def test_motion_is_left_out_where_it_is_not_wanted(resident: OpenPage) -> None:
    """With reduced motion nothing on the page is animated."""
    page = await resident(reduced_motion="reduce")
    await page.evaluate("document.querySelector('#thinking').hidden = false")
    assert await page.evaluate("document.getAnimations().length") == 0
    moving = await resident(reduced_motion="no-preference")
    await moving.evaluate("document.querySelector('#thinking').hidden = false")
    assert await moving.evaluate("document.getAnimations().length") > 0
