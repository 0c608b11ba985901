"""What the matcher knows of anything that can be found: a procedure, a referral, a general question, small talk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["procedure", "referral", "general", "chat"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing a resident may mean, and every phrase by which it can be recognised."""

    id: str
    kind: Kind
    name: str
    short: str
    aliases: tuple[str, ...]
    questions: tuple[str, ...]
    english: tuple[str, ...]
    siblings: frozenset[str]
    popularity: int

    def is_sibling_of(self, other: Entry) -> bool:
        """Whether either names the other as easily confused with it."""
        return self.id in other.siblings or other.id in self.siblings
