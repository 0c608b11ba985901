"""What would hinder somebody on a page: by our own rules in audit.js, and by axe-core's for WCAG 2.2 AA."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Page

_HERE = Path(__file__).parent
_RULES = (_HERE / "audit.js").read_text()
_AXE = (_HERE / "vendor" / "axe.min.js").read_text()
_RUN_AXE = """async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  const { violations } = await axe.run({ runOnly: tags });
  return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`);
}"""


async def audit(page: Page) -> list[str]:
    """The complaints about a page as it stands now."""
    found: list[str] = await page.evaluate(_RULES)
    return [*found, *await axe(page)]


async def axe(page: Page) -> list[str]:
    """What axe-core finds."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(f"() => {{ {_AXE} }}")
    found: list[str] = await page.evaluate(_RUN_AXE)
    return found
