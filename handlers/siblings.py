"""Procedures that are easily taken for the one under discussion: which of them a few words mean."""

from __future__ import annotations

from handlers.turn import Turn
from knowledge.decision import Verdict
from knowledge.entry import Entry

POSSIBLE = 0.12
"""How sure the words must be understood at least, where few procedures come into question."""


def likeliest(turn: Turn, verdict: Verdict) -> str | None:
    """The likeliest procedure of a verdict, if it is a sibling of the one under discussion."""
    near = [candidate.entry for candidate in verdict.candidates] if turn.topic else []
    return near[0].id if near and _is_sibling(turn, near[0]) else None


def meant(turn: Turn, words: str, verdict: Verdict) -> str | None:
    """The likeliest if it is a sibling, else the only sibling, else the only one of the field, or beside its name.

    `verdict` is how the words were understood; None where they name something for sure.
    """
    known = turn.desk.kb.procedures
    if turn.topic is None or verdict.decision not in ("choose", "handoff") or verdict.confidence < POSSIBLE:
        return None
    here = known[turn.topic.procedure_id]
    near = [one.entry for one in verdict.candidates if one.entry.id in known and one.entry.id != here.id]
    of_kin = [entry.id for entry in near if _is_sibling(turn, entry)]
    of_field = [entry.id for entry in near if known[entry.id].field == here.field]
    again = turn.read(f"{words} {here.short}")
    beside = [one.entry.id for one in again.candidates[:1] if one.entry.id in of_field]
    only = (fitting[0] for fitting in (of_kin, of_field, beside) if len(fitting) == 1)
    return likeliest(turn, verdict) or next(only, None)


def _is_sibling(turn: Turn, entry: Entry) -> bool:
    """Whether an entry is easily taken for the procedure under discussion."""
    if turn.topic is None:
        return False
    siblings = {one.id for one in turn.desk.kb.procedures[turn.topic.procedure_id].siblings}
    return turn.topic.procedure_id in entry.siblings or entry.id in siblings
