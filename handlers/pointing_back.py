""" "Cái này bố mẹ có phải đi cùng không?": about the last procedure, but no part of it that we know."""

from __future__ import annotations

import re

from handlers import asking, question, unknown_detail, what_if
from handlers.messages import Decision
from handlers.other_procedure import POSSIBLE, SURE
from handlers.turn import Turn
from handlers.words import asks, plain

FEW_WORDS = 8
"""A question of no more words, which comes near to nothing, is taken for one about the answer before it."""
NOTHING_NEAR = 0.3
"""Below this a brief question after an answer is about what was answered."""
_THIS = re.compile(
    r"^(?:da )?(?:co )?(?:phai|can) .+ (?:khong|ko|k)(?: a| ah| nhi| vay)?$"
    r"|^(?:da )?(?:the|vay|con|neu|truong hop)\b|\b(?:cai|viec|thu tuc|giay|vu|mon) (?:nay|do|ay)\b|\bnhu vay\b"
    r"|\bthi (?:sao|the nao|ntn|phai lam sao|lam sao)(?: (?:a|ah|nhi|ha|em|vay|ad|day|bay gio))*$"
)
"""Points at what was said, or asks what holds then."""
_WHICH = re.compile(r"\b(?:thu tuc|giay to) (?:gi|nao)\b")
"""Asks which procedure it takes: another need, and no detail of the last one."""


def route(turn: Turn) -> Decision | None:
    """The part if one is heard after all, else the siblings that may be meant, else an officer."""
    waits = turn.pending is not None and turn.pending.kind == "case" and not asks(turn.text)
    if turn.topic is None or waits:
        return None
    verdict = turn.read(turn.text)
    if not (_THIS.search(plain(turn.text)) or (_is_brief_question(turn.text) and verdict.confidence < NOTHING_NEAR)):
        return None
    if verdict.decision not in ("choose", "handoff") or verdict.confidence >= SURE:
        return None
    if verdict.decision == "choose" and _WHICH.search(plain(turn.text)):
        return None
    part = asking.told_aspect(verdict.aspect, asking.parts(turn, turn.text))
    if part and verdict.confidence < POSSIBLE:
        return question.about(turn, turn.topic.procedure_id, part, words=turn.text)
    return what_if.offered(turn) or unknown_detail.offered(turn)


def _is_brief_question(text: str) -> bool:
    return asks(text) and len(text.split()) <= FEW_WORDS
