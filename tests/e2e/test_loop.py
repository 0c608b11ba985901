"""The product, as people use it: two windows, a phone and a desk."""

from __future__ import annotations

import re

from playwright.async_api import expect

from bot.rooms import say_everywhere
from tests.e2e.audit import audit
from tests.e2e.conftest import OpenPage
from tests.e2e.living_ward import LivingWard
from tests.e2e.people import BIRTH, NEIGHBOUR, ask, choose, hand_off, open_ticket, reads, write


async def test_ask_choose_hand_off_and_be_answered(resident: OpenPage, officer: OpenPage) -> None:
    """The resident asks, presses a button, asks for a person; the officer answers in another window."""
    phone = await resident()
    await ask(phone, BIRTH)
    await reads(phone, "Giấy chứng sinh")
    await choose(phone, "Phí, lệ phí")
    await reads(phone, "đồng")
    desk = await officer()
    code = await hand_off(phone)
    await expect(desk).to_have_title("(1) Phòng cán bộ")
    await open_ticket(desk, code)
    await expect(desk.locator("#question")).to_contain_text(NEIGHBOUR)
    await desk.get_by_role("button", name="Nhận", exact=True).click()
    await expect(desk.locator("#about")).to_contain_text("anh/chị đang nhận")
    await write(desk, "hỏi địa chính trước đã", note=True)
    await expect(desk.locator("#timeline .note")).to_contain_text("hỏi địa chính trước đã")
    await write(desk, "Mời bác mang giấy tờ đất đến bộ phận Địa chính ạ.")
    await reads(phone, "bộ phận Địa chính", author="staff")
    await expect(phone.locator("#log .message.staff .badge")).to_have_text("Cán bộ trả lời")
    await expect(phone.locator("#ticket")).to_contain_text("Cán bộ đã trả lời")
    await expect(phone.locator("body")).not_to_contain_text("hỏi địa chính trước đã")
    await expect(desk).to_have_title("Phòng cán bộ")


async def test_an_answer_is_corrected_in_the_room(resident: OpenPage, officer: OpenPage) -> None:
    """The officer writes an answer anew; the resident's page changes it where it stands and says so."""
    phone, desk = await resident(), await officer()
    code = await hand_off(phone)
    await open_ticket(desk, code)
    await write(desk, "Lệ phí là 8.000 đồng ạ.")
    await reads(phone, "8.000", author="staff")
    await desk.get_by_label("Nội dung").fill("đang viết dở")
    await desk.get_by_role("button", name="Sửa câu trả lời").click()
    await expect(desk.locator("#correcting")).to_be_visible()
    assert await audit(desk) == []
    await desk.get_by_label("Nội dung").fill("Lệ phí là 10.000 đồng ạ.")
    await desk.get_by_role("button", name="Sửa", exact=True).click()
    await reads(phone, "10.000", author="staff")
    await expect(phone.locator("#log .message.staff")).to_have_count(1)
    await expect(phone.locator("#log .message.staff .stamp")).to_contain_text("đã sửa")
    await expect(phone.locator("#log")).not_to_contain_text("8.000")
    await expect(desk.locator("#timeline .event")).to_contain_text("sửa câu trả lời")
    await expect(desk.locator("#correcting")).to_be_hidden()
    await expect(desk.get_by_label("Nội dung")).to_have_value("đang viết dở")


async def test_the_checklist_is_sent_from_the_room(resident: OpenPage, officer: OpenPage) -> None:
    """An officer searches by everyday words, confirms, and the resident reads the checklist."""
    phone = await resident()
    code = await hand_off(phone)
    desk = await officer()
    await open_ticket(desk, code)
    await desk.get_by_role("button", name="Tìm thủ tục khác để gửi").click()
    await desk.get_by_label("Tên thủ tục").fill("lam giay khai sinh")
    await desk.get_by_role("button", name="Gửi hướng dẫn Đăng ký khai sinh", exact=True).click()
    await desk.locator("#confirm").get_by_role("button", name="Gửi").click()
    await reads(phone, "Giấy chứng sinh", author="staff")


async def test_two_officers_see_each_other(resident: OpenPage, officer: OpenPage) -> None:
    """What one does appears on the other's screen; a closed ticket leaves the list and can be reopened."""
    phone = await resident()
    first, second = await officer("Chị Lan"), await officer("Anh Hùng")
    code = await hand_off(phone)
    await open_ticket(first, code)
    await open_ticket(second, code)
    await first.get_by_role("button", name="Nhận", exact=True).click()
    await expect(second.locator("#about")).to_contain_text("Chị Lan đang nhận")
    await expect(second.locator(f"[data-code='{code}']")).to_contain_text("Chị Lan nhận")
    await write(second, "để em xem thêm", note=True)
    await expect(first.locator("#timeline .note")).to_contain_text("để em xem thêm")
    await second.get_by_role("button", name="Đóng", exact=True).first.click()
    await expect(first.locator(f"[data-code='{code}']")).to_have_count(0)
    await first.get_by_role("tab", name="Đã đóng").click()
    await open_ticket(first, code)
    await first.get_by_role("button", name="Mở lại").click()
    await expect(second.locator("#about")).to_contain_text("chưa ai nhận")


async def test_an_officer_brings_a_colleague_in(officer: OpenPage, open_page: OpenPage, ward: LivingWard) -> None:
    """The invitation opens the room for one; signing out closes it."""
    desk = await officer()
    await desk.locator("#me summary").click()
    await desk.get_by_role("button", name="Mời cán bộ").click()
    await expect(desk.locator("#invite-url")).to_have_value(re.compile("/staff/sign-in"))
    address = await desk.locator("#invite-url").input_value()
    colleague = await open_page(address.removeprefix(ward.web.url), expect=("410", "401"))
    await colleague.get_by_label("Tên của anh/chị").fill("Chị Mai")
    await colleague.get_by_role("button", name="Vào phòng").click()
    await expect(colleague.locator(".my-name")).to_have_text("Chị Mai")
    await colleague.goto(address)
    await expect(colleague.locator(".problem")).to_contain_text("đã dùng")
    await colleague.goto("/staff")
    await colleague.locator("#me summary").click()
    await colleague.get_by_role("button", name="Đăng xuất").click()
    await expect(colleague.locator("main")).to_contain_text("đường dẫn dùng một lần")


async def test_what_the_bot_tells_officers_stands_until_read(officer: OpenPage, ward: LivingWard) -> None:
    """A broken faq.yaml is told above the list, can be read by everyone, and goes when it was read."""
    desk = await officer()
    async with ward.database.write() as session:
        await say_everywhere(session, "faq.yaml:12: dòng này sai", ward.clock.now())
    ward.web.wake_staff()
    await expect(desk.locator("#notices")).to_contain_text("faq.yaml:12")
    assert await audit(desk) == []
    await desk.get_by_role("button", name="Đã xem").click()
    await expect(desk.locator("#notices")).to_be_hidden()
    await desk.reload()
    await expect(desk.locator("#list")).to_contain_text("Không có ai đang chờ")
    await expect(desk.locator("#notices")).to_be_hidden()


async def test_a_photo_is_sent_and_seen(resident: OpenPage, officer: OpenPage) -> None:
    """A picture chosen on the phone shows there and, with the ticket, on the officer's screen."""
    phone = await resident()
    shot = await phone.screenshot()
    code = await hand_off(phone)
    await phone.locator("#file").set_input_files({"name": "giay.png", "mimeType": "image/png", "buffer": shot})
    await expect(phone.locator("#picked")).to_contain_text("giay.png")
    await ask(phone, "giấy này đúng không ạ")
    picture = "img => img.complete && img.naturalWidth > 0"
    image = phone.locator("#log .message.resident img")
    await image.scroll_into_view_if_needed()
    await phone.wait_for_function(f"({picture})(document.querySelector('#log img'))")
    desk = await officer()
    await open_ticket(desk, code)
    await desk.locator("#timeline img").scroll_into_view_if_needed()
    await desk.wait_for_function(f"({picture})(document.querySelector('#timeline img'))")


async def test_a_page_without_scripts_still_answers(resident: OpenPage) -> None:
    """With JavaScript off the page reads, asks and shows the answer, and its buttons work."""
    phone = await resident(java_script_enabled=False)
    await ask(phone, BIRTH)
    await reads(phone, "Giấy chứng sinh")
    await phone.locator("#log .choices").last.get_by_role("button", name="Phí, lệ phí").click()
    await reads(phone, "đồng")
