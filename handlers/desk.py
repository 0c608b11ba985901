"""What a decision may look things up in; swapped as a whole when faq.yaml changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from knowledge import dates
from knowledge.matcher import Matcher
from knowledge.model import KnowledgeBase

SAME_SITE = "/"
"""The base of links that are read on our own pages."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The knowledge base and its matcher; `keep_days` is how long messages are kept.

    `answer_hours`: within how many hours in which the ward is open officers answer.

    `public_url` is where the pages of procedures stand: an address, SAME_SITE, or empty where there are none.
    """

    kb: KnowledgeBase
    matcher: Matcher
    keep_days: int = 90
    public_url: str = ""
    answer_hours: int = 8

    def due(self, since: datetime) -> datetime:
        """Until when a resident who has waited since then is to be answered."""
        return dates.after_open_hours(self.kb.ward, since, timedelta(hours=self.answer_hours))

    def nearly_due(self, since: datetime) -> datetime:
        """When three quarters of that time are over."""
        return dates.after_open_hours(self.kb.ward, since, timedelta(hours=self.answer_hours) * 3 / 4)

    def page_of(self, procedure_id: str) -> str | None:
        """The address of a procedure's page."""
        return f"{self.public_url.rstrip('/')}/p/{procedure_id}" if self.public_url else None
