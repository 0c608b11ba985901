"""By when something must be done, or whether it is too late, beside the day that it counts from."""

from __future__ import annotations

from handlers import asking, deadlines, last_day, question
from handlers.messages import Decision
from handlers.turn import Turn
from knowledge import named_days

LIKELY = 0.6
"""How sure it must be which procedure is meant, where only one with such a term can be."""


def route(turn: Turn) -> Decision | None:
    """The last day, counted from the one that the message tells of: "bé sinh 20/9 có quá hạn không"."""
    if not turn.text or turn.incoming.button or turn.english or not deadlines.asked(turn.text):
        return None
    meant = _meant(turn)
    return question.about(turn, meant, "time", words=turn.text) if meant else None


def _meant(turn: Turn) -> str | None:
    """The procedure that the message is about, if its record tells a term that can be counted."""

    def counts(procedure_id: str) -> bool:
        known = turn.desk.kb.procedures.get(procedure_id)
        return known is not None and bool(last_day.told(known, turn.ward, turn.text, turn.today))

    rest = named_days.without_days(turn.text)
    verdict = asking.clearer(turn.with_text(rest), turn.read(rest))
    if verdict.decision == "answer" and verdict.entry:
        return verdict.entry.id if counts(verdict.entry.id) else None
    if turn.topic and counts(turn.topic.procedure_id):
        return turn.topic.procedure_id
    first = verdict.candidates[0] if verdict.decision == "choose" and verdict.candidates else None
    return first.entry.id if first and first.confidence >= LIKELY and counts(first.entry.id) else None
