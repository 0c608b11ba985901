"""A sibling that is as good as named: its only rival is the procedure under discussion."""

from __future__ import annotations

from dataclasses import replace

from handlers import question, siblings
from handlers.messages import Decision
from handlers.turn import Turn

NAMED = 0.95
"""How sure a sibling must be to be told at once."""


def route(turn: Turn) -> Decision | None:
    """The answer about that sibling."""
    verdict = turn.read(turn.text)
    near = siblings.likeliest(turn, verdict) if verdict.decision == "choose" and verdict.confidence >= NAMED else None
    if near is None:
        return None
    return question.reply(turn, replace(verdict, decision="answer", entry=verdict.candidates[0].entry))
