""" "Thế nếu đúng hạn?": a condition that a part of the procedure under discussion speaks of."""

from __future__ import annotations

from handlers import answer, question, supposed
from handlers.messages import Decision
from handlers.turn import Turn


def route(turn: Turn) -> Decision | None:
    """The part under discussion, or another one, that speaks of just what is supposed."""
    rest = supposed.what(turn.text) if turn.topic else None
    if turn.topic is None or rest is None:
        return None
    procedure = turn.desk.kb.procedures[turn.topic.procedure_id]
    part = answer.part_that_says(procedure, rest, turn.topic.aspect, day=turn.today)
    return question.about(turn, procedure.id, part, words=f"{turn.text} ({procedure.short})") if part else None
