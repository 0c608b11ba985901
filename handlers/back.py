""" "Quay lại": to the choices before, from a part to the whole answer, else to the list of fields."""

from __future__ import annotations

from dataclasses import replace

from handlers import browse, question, texts
from handlers.messages import Decision, Outcome, Pending, Say
from handlers.numbered import listed
from handlers.turn import WAITED, Turn


def remembered(turn: Turn, decision: Decision) -> Decision:
    """The decision on a choice that was taken, with the list it was taken from kept to come back to."""
    pending = turn.pending
    if pending is None or pending.kind not in ("choose", "browse") or decision.conversation.pending == pending:
        return decision
    return replace(decision, conversation=replace(decision.conversation, back=pending))


def step(turn: Turn) -> Decision:
    """One step back."""
    before = turn.conversation.back
    if before is not None and turn.now - before.asked_at <= WAITED:
        return _choices(turn, before)
    topic = turn.topic
    if topic is not None and topic.aspect not in (None, "documents"):
        return question.about(turn, topic.procedure_id, None, words=turn.desk.kb.procedures[topic.procedure_id].short)
    return browse.fields(turn, 0)


def _choices(turn: Turn, before: Pending) -> Decision:
    say = Say(f"{texts.CHOOSE_BACK}\n{listed(before.choices)}", before.choices)
    procedures = tuple(guess.id for guess in before.guesses)
    return turn.decide(Outcome("choose", procedures), say, pending=replace(before, asked_at=turn.now))
