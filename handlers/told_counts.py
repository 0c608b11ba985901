"""How many were counted in the question before, for the fee that is asked next."""

from __future__ import annotations

import re

from handlers.turn import Turn
from handlers.words import plain

NUMBER = (
    r"(?:\d{1,4}|(?:mot|hai|ba|bon|nam|sau|bay|tam|chin) (?:muoi|chuc)(?: \w+)?|muoi \w+|muoi|chuc"
    r"|mot|hai|ba|bon|nam|sau|bay|tam|chin|one|two|three|four|five|six|seven|eight|nine|ten|twenty)"
)
_NOUN = (
    r"(?:nguoi|ng|nhan khau|khau|cong nhan|lao dong|nhan vien|dua|anh em|the|cai|chiec|diem|cua hang|ban(?: sao)?|bo"
    r"|to|trang|giay|thua|chu ky|hop dong|van ban|di chuc|truong hop|xe|sinh vien|hoc sinh|khach|vo chong"
    r"|copies|copy|pages?|people|persons?|cards?|sheets?|papers|documents?)"
)
COUNT = re.compile(rf"(?<![\w.,/]){NUMBER} {_NOUN}\b")
"""A number of what a fee may go by, in folded words."""


def before(turn: Turn) -> str:
    """The counts that the question before told, in folded words; empty without a topic."""
    asked = plain(turn.pending.question) if turn.pending and turn.topic else ""
    return " ".join(found[0] for found in COUNT.finditer(asked))


def carried(turn: Turn, procedure_id: str, words: str) -> str:
    """The words with the counts told before of the same procedure, where they count nothing themselves."""
    same = turn.topic is not None and turn.topic.procedure_id == procedure_id
    told = before(turn) if same and not COUNT.search(plain(words)) else ""
    return f"{words} ({told})" if told else words
