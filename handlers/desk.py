"""What a decision may look things up in; swapped as a whole when faq.yaml changes."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.matcher import Matcher
from knowledge.model import KnowledgeBase

SAME_SITE = "/"
"""The base of links that are read on our own pages."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The knowledge base and its matcher; `keep_days` is how long messages are kept.

    `public_url` is where the pages of procedures stand: an address, SAME_SITE, or empty where there are none.
    """

    kb: KnowledgeBase
    matcher: Matcher
    keep_days: int = 90
    public_url: str = ""

    def page_of(self, procedure_id: str) -> str | None:
        """The address of a procedure's page."""
        return f"{self.public_url.rstrip('/')}/p/{procedure_id}" if self.public_url else None
