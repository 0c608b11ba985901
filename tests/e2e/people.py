"""What people do on the pages, in their own words."""

from __future__ import annotations

from playwright.async_api import Page, expect

BIRTH = "đăng ký khai sinh cần giấy tờ gì"
NEIGHBOUR = "Nhà hàng xóm xây lấn sang đất nhà tôi, tôi cần gặp ai?"


async def ask(page: Page, words: str) -> None:
    """Type and send."""
    await page.get_by_label("Câu hỏi của anh/chị").fill(words)
    await page.get_by_role("button", name="Gửi", exact=True).click()


async def reads(page: Page, words: str, *, author: str = "bot") -> None:
    """These words stand in a message of the bot or an officer."""
    await expect(page.locator(f"#log .message.{author}", has_text=words).last).to_be_visible()


async def choose(page: Page, label: str) -> None:
    """Press a button of the newest message."""
    await page.locator(".choices:not(.past)").get_by_role("button", name=label, exact=True).click()


async def hand_off(page: Page, question: str = NEIGHBOUR) -> str:
    """Ask for an officer; the ticket's code."""
    await page.locator("#choose").get_by_role("button", name="Gặp cán bộ").click()
    await expect(page.locator("#log .message.bot")).not_to_have_count(0)
    await ask(page, question)
    await reads(page, "Cán bộ sẽ nhận được")
    await choose(page, "Gửi cán bộ")
    await expect(page.locator("#ticket")).to_contain_text("đang chờ cán bộ")
    words = await page.locator("#ticket").inner_text()
    return words.partition("#")[2][:4]


async def open_ticket(page: Page, code: str) -> None:
    """Open a ticket from the list."""
    await page.locator(f"[data-code='{code}']").click()
    await expect(page.locator("#code")).to_have_text(f"Phiếu #{code}")


async def write(page: Page, words: str, *, note: bool = False) -> None:
    """Answer the resident, or note something for colleagues."""
    await page.get_by_role("radio", name="Ghi chú nội bộ" if note else "Trả lời người dân").check()
    await page.get_by_label("Nội dung").fill(words)
    await page.get_by_role("button", name="Ghi" if note else "Gửi", exact=True).click()
    await expect(page.get_by_label("Nội dung")).to_have_value("")
