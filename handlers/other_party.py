""" "Bên bán làm mất cà vẹt thì lâu thêm không": what the other party has or does is no need of one's own."""

from __future__ import annotations

import re

from handlers import asking, detail, question
from handlers.messages import Decision
from handlers.turn import Turn
from handlers.words import plain

LONGEST = 18
"""More words than this tell a story."""
LIKELY = 0.6
"""How sure another need must be heard in it."""
_PARTY = re.compile(
    r"^(?:(?:da|a|the|vay|con|neu|ma|nhung|lo|nho|la|thi) )*"
    r"(?:ben (?:ban|mua|kia|cho)|nguoi (?:ban|mua|kia)|chu (?:cu|truoc|tro|nha|xe|dat)(?: cu| cho thue)?)\b"
)
"""Begins with somebody else who has a part in it."""
_LONGER = re.compile(r"\b(?:lâu|lau)\b", re.IGNORECASE)
_WISHES = re.compile(r"\b(?:em|toi|minh|chau|nha em|nha toi) (?:muon|can|phai|xin|dinh)\b")
"""A need of one's own after all."""


def route(turn: Turn) -> Decision | None:
    """What the record of the topic says of it, or the part that is asked."""
    if turn.topic is None or not is_told(turn):
        return None
    procedure = turn.desk.kb.procedures[turn.topic.procedure_id]
    quoted = detail.of(turn, procedure)
    asked = asking.told_aspect(None, asking.parts(turn, turn.text)) or ("time" if _LONGER.search(turn.text) else None)
    if quoted or asked is None:
        return quoted
    return question.about(turn, procedure.id, asked, words=f"{turn.text} ({procedure.short})")


def is_told(turn: Turn) -> bool:
    """Whether something of the other party is told that would be heard as another need."""
    words = plain(turn.text)
    if turn.topic is None or turn.english or len(words.split()) > LONGEST:
        return False
    verdict = turn.read(turn.text)
    first = verdict.entry or next((one.entry for one in verdict.candidates), None)
    other = first is not None and first.id != turn.topic.procedure_id and verdict.confidence >= LIKELY
    return other and bool(_PARTY.match(words)) and not _WISHES.search(words)
