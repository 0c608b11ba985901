""" "Mấy ngày có đăng ký mới": a part asked in words that the record of the topic says itself, and no other name."""

from __future__ import annotations

from handlers import asking, question, siblings, telling
from handlers.messages import Decision
from handlers.turn import Turn
from handlers.words import plain

FEW_WORDS = 3
"""So many words beside the question may be the record's own; more tell of something else."""
SURE = 0.9
"""How sure another procedure must be to count more."""
_LITTLE_WORDS = "the vay con thi la a nhi em toi minh co duoc ra lai moi phai trong"
_LITTLE = frozenset(_LITTLE_WORDS.split())
_ASKED = frozenset({"time", "fee", "where", "online", "result"})


def route(turn: Turn) -> Decision | None:
    """The part of the topic, where nothing but its own record's words stand beside the question."""
    asked = asking.parts(turn, turn.text)
    verdict = turn.read(turn.text)
    if turn.topic is None or turn.english or not asked or asked[0] not in _ASKED:
        return None
    if verdict.decision not in ("choose", "handoff") or verdict.confidence >= SURE:
        return None
    known, procedure = turn.desk.kb.procedures, turn.desk.kb.procedures[turn.topic.procedure_id]
    first = known.get(verdict.candidates[0].entry.id) if verdict.candidates else None
    if first and first != procedure and (first.field == procedure.field or siblings.likeliest(turn, verdict)):
        return None
    need = plain(asking.need(turn, turn.text))
    left = set(need.split()) - _LITTLE
    if not left or len(left) > FEW_WORDS or not left <= telling.record_words(procedure):
        return None
    if any(asking.is_called(turn, one.entry.id, need) for one in verdict.candidates):
        return None
    return question.about(turn, procedure.id, asked[0], words=f"{turn.text} ({procedure.short})")
