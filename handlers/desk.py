"""What a decision may look things up in; swapped as a whole when faq.yaml changes."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.matcher import Matcher
from knowledge.model import KnowledgeBase


@dataclass(frozen=True, slots=True)
class Desk:
    """The knowledge base and its matcher; `keep_days` is how long messages are kept."""

    kb: KnowledgeBase
    matcher: Matcher
    keep_days: int = 90
