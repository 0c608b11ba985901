"""What would hinder somebody on a page; the rules are in audit.js."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Page

_RULES = (Path(__file__).parent / "audit.js").read_text()


async def audit(page: Page) -> list[str]:
    """The complaints about a page as it stands now."""
    found: list[str] = await page.evaluate(_RULES)
    return found
