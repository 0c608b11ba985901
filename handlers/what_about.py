""" "Còn thường trú thì mấy ngày": the procedure that a message goes on to by its name, no case of the topic."""

from __future__ import annotations

import re

from handlers.turn import Turn
from handlers.words import plain

_GOES_ON = re.compile(r"^(?:(?:the|vay|a|da|roi) )*con (?P<name>\w+ \w+(?: \w+)?) thi\b")


def named(turn: Turn) -> str | None:
    """The procedure that the words between "còn" and "thì" are understood as, if they stand in no name of the topic."""
    match = _GOES_ON.match(plain(turn.text))
    if match is None or turn.topic is None:
        return None
    name, near = match["name"], turn.read(match["name"]).candidates
    first = near[0].entry.id if near else turn.topic.procedure_id
    return first if _has(turn, first, name) and not _has(turn, turn.topic.procedure_id, name) else None


def _has(turn: Turn, procedure_id: str, words: str) -> bool:
    """Whether the words stand in a name that the procedure goes by."""
    known = turn.desk.kb.procedures.get(procedure_id)
    names = map(plain, (known.short, *known.aliases)) if known else ()
    return any(f" {words} " in f" {name} " for name in names)
