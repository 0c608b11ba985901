"""A question that names no need we know, or may mean the procedure under discussion, but a part: its part."""

from __future__ import annotations

from handlers import asking, question, telling
from handlers.messages import Decision
from handlers.other_procedure import POSSIBLE, SURE
from handlers.turn import Turn
from handlers.words import asks


def route(turn: Turn) -> Decision | None:
    """The part that is asked, of the topic."""
    if turn.topic is None:
        return None
    verdict = asking.clearer(turn, turn.read(turn.text))
    part = asking.told_aspect(verdict.aspect, asking.parts(turn, turn.text))
    near = turn.topic.procedure_id in [candidate.entry.id for candidate in verdict.candidates]
    unsure = near or verdict.confidence < POSSIBLE or (verdict.confidence < SURE and not telling.wishes(turn))
    unknown = verdict.decision == "handoff" or (verdict.decision == "choose" and unsure)
    if part is None or not unknown or (part == "online" and not asks(turn.text)):
        return None
    return question.about(turn, turn.topic.procedure_id, part, words=turn.text)
