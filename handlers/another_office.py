""" "Rồi kiện ra tòa thì nộp ở đâu": asked in a talk where something is done that another office does."""

from __future__ import annotations

import re

from handlers import asking, question
from handlers.messages import Decision
from handlers.turn import Turn
from handlers.words import plain

SURE = 0.9
"""How sure the other office's matter must be."""
_HERE_TOO = re.compile(
    r"\b(?:o day|o phuong|phuong (?:nay|minh|em)|luon)(?: \w+){0,2} (?:a|ha|chu|duoc (?:khong|ko|k))$"
)
"""Whether it is done here as well."""


def route(turn: Turn) -> Decision | None:
    """Where to go for it, whatever part of the topic the words sound like; the topic stays."""
    if turn.topic is None or len(turn.text) > asking.LONGEST:
        return None
    verdict = turn.read(turn.text)
    known = verdict.entry is not None and verdict.entry.id in turn.desk.kb.referrals
    if verdict.decision != "refer" or not known or verdict.entry is None or verdict.confidence < SURE:
        return None
    asked = "where" in asking.parts(turn, turn.text) or _HERE_TOO.search(plain(turn.text))
    return question.refer(turn, verdict.entry.id, verdict) if asked else None
