"""On which days and at what hours the ward works, asked while something else is under discussion."""

from __future__ import annotations

import re

from handlers import asking, places, question
from handlers.messages import Decision
from handlers.turn import Turn
from handlers.words import plain

WEEKEND, HOLIDAYS, HOURS = "thu-bay", "nghi-le", "gio-lam-viec"
"""The general entries about it."""
_WORKS = r"(?:lam|mo|mo cua|nghi|truc|nhan|tiep|open|closed)\b"
_DAY = {
    WEEKEND: r"(?:thu (?:7|bay)|t7|chu nhat|cn|cuoi tuan|weekends?|saturdays?|sundays?)",
    HOLIDAYS: r"(?:ngay le|le tet|tet|nghi le|holidays?)",
    HOURS: r"(?:may gio|gio (?:nao|hanh chinh|lam)|buoi (?:trua|toi)|gio trua|ngoai gio|opening hours)",
}
_ASKED = {
    entry: re.compile(rf"\b{day}\b(?: \w+){{0,4}}? {_WORKS}|\b{_WORKS}(?: \w+){{0,5}}? {day}\b")
    for entry, day in _DAY.items()
}
_NOW = re.compile(
    r"\b(?:hom nay|ngay mai|mai|bay gio|gio nay|chieu nay|sang nay)(?: \w+){0,4}?"
    r" (?:lam viec|mo cua|mo|nghi|truc|dong cua)\b|\b(?:open|closed) (?:today|now|tomorrow)\b"
)
"""Whether it is open on a day near."""
_TELLS = re.compile(r"\b(?:thu (?:[2-7]|hai|ba|tu|nam|sau|bay)|chu nhat|gio hanh chinh)\b")
LONGEST = 12
"""More words than this tell a story."""


def route(turn: Turn) -> Decision | None:
    """The ward's general answer, unless a procedure is named or the place of the one talked of tells its days."""
    words = plain(turn.text)
    entry = next(
        (entry for entry, asked in _ASKED.items() if asked.search(words)), HOURS if _NOW.search(words) else None
    )
    general = turn.desk.kb.general
    if entry is None or entry not in general or len(words.split()) > LONGEST or _is_told_with_the_place(turn):
        return None
    verdict = asking.clearer(turn, turn.read(turn.text))
    if verdict.decision in ("answer", "chat"):
        return None
    known = verdict.entry.id if verdict.decision == "refer" and verdict.entry else entry
    return question.refer(turn, known if known in general else entry)


def _is_told_with_the_place(turn: Turn) -> bool:
    """Whether the answer where to file says on which days, so that it is the better one."""
    if turn.topic is None:
        return False
    procedure = turn.desk.kb.procedures[turn.topic.procedure_id]
    in_person = procedure.how.in_person or ""
    own = places.address(turn.ward, procedure.field, in_person)
    return bool(_TELLS.search(plain(in_person)) or (own and places.hours(turn.ward)))
