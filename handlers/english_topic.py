"""A short question in English about a part of the procedure under discussion: "where is the office"."""

from __future__ import annotations

from handlers import english, question
from handlers.messages import Decision
from handlers.turn import Turn


def route(turn: Turn) -> Decision | None:
    """The part that the message asks for, where it names no need of its own."""
    if not turn.english or turn.topic is None or not turn.text or turn.incoming.button:
        return None
    waits = turn.pending is not None and turn.pending.kind in ("case", "choose")
    part = None if waits else english.only_part(turn.text)
    return question.about(turn, turn.topic.procedure_id, part) if part else None
