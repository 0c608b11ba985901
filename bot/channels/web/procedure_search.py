"""Finding the procedure that an officer wants to send: by its words as residents say it, or as it is called."""

from __future__ import annotations

from datetime import date

from handlers.desk import Desk
from knowledge.model import Procedure
from knowledge.syllables import fold

_MOST = 8
_GUESSED = 3
_LIKELY = 0.25
"""Where the matcher is less sure than this, only names that hold the words are shown."""


def find_procedures(desk: Desk, words: str, today: date) -> list[dict[str, str]]:
    """At most eight current procedures, best first: the matcher's reading, then names that hold all the words."""
    folded = fold(words).split()
    if not folded:
        return []
    procedures = desk.kb.procedures
    verdict = desk.matcher.read(words)
    likely = verdict.decision in ("answer", "choose") and verdict.confidence >= _LIKELY
    guessed = verdict.candidates[:_GUESSED] if likely else ()
    ids = [candidate.entry.id for candidate in guessed]
    ids += [one.id for one in procedures.values() if _holds(one, folded)]
    found = [procedures[one] for one in dict.fromkeys(ids) if one in procedures]
    current = [one for one in found if not one.is_repealed(today)][:_MOST]
    return [{"id": one.id, "name": one.short, "field": one.field, "official": one.name} for one in current]


def _holds(procedure: Procedure, words: list[str]) -> bool:
    """Whether all the words are there; the last one may still be in the middle of being typed."""
    known = fold(" ".join([procedure.short, procedure.name, *procedure.aliases])).split()
    *whole, begun = words
    return all(word in known for word in whole) and any(word.startswith(begun) for word in known)
