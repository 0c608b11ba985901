""" "Thế nếu là người nước ngoài?": the sibling of the procedure under discussion that is for just that."""

from __future__ import annotations

from handlers import asking, question, supposed, unknown_detail
from handlers.messages import Decision
from handlers.turn import Turn
from handlers.words import plain

_WHO_WORDS = "la nguoi toi em minh chong vo con bo me ben co thi"
_WHO = frozenset(_WHO_WORDS.split())
"""Words that only lead to what somebody is or has."""
SEVERAL = 3
"""Words in the names of so many procedures tell what kind it is, not which."""


def route(turn: Turn) -> Decision | None:
    """The part under discussion, of the sibling that is for just what is supposed."""
    rest = supposed.what(turn.text) if turn.topic else None
    if turn.topic is None or rest is None:
        return None
    said = " ".join(word for word in rest.split() if word not in _WHO)
    known = turn.desk.kb.procedures
    kin = [known[one.id] for one in known[turn.topic.procedure_id].siblings if one.id in known]
    fitting = [one for one in kin if f" {said} " in f" {plain(one.short)} {plain(one.name)} " and "+" not in one.short]
    called = {one.entry.id for one in turn.read(said).candidates if asking.is_called(turn, one.entry.id, said)}
    if len(said.split()) < 2 or called - {one.id for one in kin}:  # one word fits too much
        return None
    if not fitting:
        return unknown_detail.offered(turn) if _only_qualifies(turn, said) else None
    nearest = min(fitting, key=lambda one: one.id not in called)
    return question.about(turn, nearest.id, turn.topic.aspect, words=f"{turn.text} ({nearest.short})")


def _only_qualifies(turn: Turn, said: str) -> bool:
    """Whether words stand in the names of several procedures but are the name of none ("nước ngoài").

    What one or two fields know names what it is about ("căn cước").
    """
    current = [one for one in turn.desk.kb.procedures.values() if not one.is_repealed(turn.today)]
    named = any(said in map(plain, (one.short, *one.aliases)) for one in current)
    fields = [one.field for one in current if f" {said} " in f" {plain(one.short)} "]
    here = turn.desk.kb.procedures[turn.topic.procedure_id].field if turn.topic else None
    return not named and len(fields) >= SEVERAL and len(set(fields)) > (1 if here in fields else 2)
