"""Fixtures: a living ward, Debian's Chromium, phones and desks whose pages must stay free of errors."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from bot.db.engine import Database
from tests.e2e.living_ward import LivingWard, living

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
CHROMIUM = os.environ.get("HOIDAP_CHROMIUM") or shutil.which("chromium") or "chromium"

OpenPage = Callable[..., Awaitable[Page]]


@pytest.fixture
async def ward(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[LivingWard]:
    """A running bot with the shipped knowledge base."""
    path = shutil.copy(sqlite_template, tmp_path / "hoidap.db")
    database = Database(f"sqlite:///{path}")
    async with living(LivingWard(database, tmp_path)) as alive:
        yield alive
    await database.close()


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Chromium, without its sandbox where the tests run as root."""
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        await started.close()


@pytest.fixture
async def open_page(browser: Browser, ward: LivingWard) -> AsyncIterator[OpenPage]:
    """Opens a page at an address in a browser of its own (or the given one); errors in any of them fail the test.

    `expect` names what a page's console may say, because the test makes it happen.
    """
    complaints: list[str] = []

    async def open_at(
        path: str = "/", *, context: BrowserContext | None = None, expect: tuple[str, ...] = (), **options: object
    ) -> Page:
        settings = {"viewport": PHONE, "locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh", **options}
        context = context or await browser.new_context(base_url=ward.web.url, **settings)
        context.set_default_timeout(10_000)
        page = await context.new_page()

        def note(kind: str, text: str) -> None:
            if not any(words in text for words in expect):
                complaints.append(f"{kind}: {text}")

        page.on("console", lambda said: note("console", said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: note("error", str(error)))
        await page.goto(path)
        return page

    yield open_at
    assert complaints == []


@pytest.fixture
def resident(open_page: OpenPage) -> OpenPage:
    """Opens a resident's page on a phone."""
    return open_page


@pytest.fixture
def officer(open_page: OpenPage, ward: LivingWard) -> OpenPage:
    """Opens the staff room, signed in under a name."""

    async def open_room(name: str = "Nguyễn Thị Lan", **options: object) -> Page:
        page = await open_page(await ward.sign_in_path(), **{"viewport": DESK, **options})
        await page.get_by_label("Tên của anh/chị").fill(name)
        await page.get_by_role("button", name="Vào phòng").click()
        await page.get_by_role("tab", name="Đang chờ").wait_for()
        # The tab stands there before the style sheets have come: a measurement taken then would be of a bare page.
        await page.wait_for_load_state()
        return page

    return open_room
