"""A detail of the procedure under discussion that its record does not tell: an officer may."""

from __future__ import annotations

from dataclasses import replace

from handlers import circumstance, handoff, other_party, question, texts
from handlers.messages import Decision, Guess, Outcome
from handlers.turn import Turn
from knowledge.model import Procedure


def offered(turn: Turn) -> Decision | None:
    """The question with the name of the procedure, for an officer; it is no miss."""
    return of(turn, turn.desk.kb.procedures[turn.topic.procedure_id]) if turn.topic else None


def of(turn: Turn, procedure: Procedure) -> Decision:
    """The same for this procedure, talked of or named in the question itself."""
    verdict = turn.read(turn.text)
    others = (g for g in question.guesses(verdict) if g.id != procedure.id and g.confidence >= handoff.LIKELY)
    guesses = (Guess(procedure.id, procedure.short, 1.0), *others)
    lead = texts.DETAIL.format(name=procedure.short)
    outcome = Outcome("handoff", (procedure.id,), verdict.aspect)
    decision = handoff.offer(turn, f"{turn.text} ({procedure.short})", guesses, outcome=outcome, lead=lead)
    return replace(decision, conversation=replace(decision.conversation, misses=0))


def of_other_party(turn: Turn) -> Decision | None:
    """The same for what the other party has or does."""
    return offered(turn) if other_party.is_told(turn) else None


def of_people(turn: Turn) -> Decision | None:
    """The same for people of whom the procedure says nothing."""
    return offered(turn) if circumstance.is_of_others(turn) else None
