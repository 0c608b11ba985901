"""Finding the procedure that an officer wants to send: by its words as residents say it, or as it is called."""

from __future__ import annotations

from handlers.desk import Desk
from knowledge.model import Procedure
from knowledge.syllables import fold

_MOST = 8


def find_procedures(desk: Desk, words: str) -> list[dict[str, str]]:
    """At most eight current procedures, best first: the matcher's candidates, then names that hold all the words."""
    if not words.strip():
        return []
    procedures = desk.kb.procedures
    ids = [candidate.entry.id for candidate in desk.matcher.read(words).candidates]
    ids += [one.id for one in procedures.values() if _holds(one, fold(words).split())]
    found = [procedures[one] for one in dict.fromkeys(ids) if one in procedures]
    current = [one for one in found if one.status == "current"][:_MOST]
    return [{"id": one.id, "name": one.short, "field": one.field, "official": one.name} for one in current]


def _holds(procedure: Procedure, words: list[str]) -> bool:
    text = fold(" ".join([procedure.short, procedure.name, *procedure.aliases]))
    return all(word in text for word in words)
