"""Finding a procedure by field: the fields most asked first, then their procedures, a few at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from handlers import buttons, texts
from handlers.messages import Choice, Decision, Outcome, Say
from handlers.numbered import listed
from handlers.turn import Turn
from knowledge.model import Procedure

PAGE = 8
_Item = TypeVar("_Item")


def fields(turn: Turn, page: int, *, lead: str = texts.FIELDS) -> Decision:
    """The fields from a page on."""
    names = sorted(turn.desk.kb.fields, key=lambda name: -_weight(turn, name))
    shown, more = _slice(names, page)
    choices = [buttons.field(name, 0, turn.words(name)) for name in shown]
    choices += [buttons.fields(page + 1, turn.words(texts.MORE))] if more else []
    return _show(turn, turn.words(lead), choices)


def procedures(turn: Turn, field_slug: str, page: int) -> Decision | None:
    """The procedures of a field from a page on; None if there is no such field."""
    name = next((name for name in turn.desk.kb.fields if buttons.slug(name) == field_slug), None)
    if name is None:
        return None
    found = sorted(_current(turn, name), key=lambda procedure: -procedure.popularity)
    shown, more = _slice(found, page)
    choices = [buttons.procedure(p.id, (p.english.name if turn.english else None) or p.short) for p in shown]
    choices += [buttons.field(name, page + 1, turn.words(texts.MORE))] if more else []
    choices.append(Choice(buttons.HOME, turn.words(texts.BACK)))
    return _show(turn, turn.words(texts.PROCEDURES).format(field=turn.words(name)), choices)


def _show(turn: Turn, lead: str, choices: list[Choice]) -> Decision:
    say = Say(f"{lead}\n{listed(choices)}", tuple(choices))
    return turn.decide(Outcome("choose"), say, pending=turn.ask("browse", tuple(choices), ""))


def _slice(items: Sequence[_Item], page: int) -> tuple[Sequence[_Item], bool]:
    """The items of a page, and whether more follow; past the end it begins again."""
    start = page * PAGE if page * PAGE < len(items) else 0
    return items[start : start + PAGE], start + PAGE < len(items)


def _current(turn: Turn, field: str) -> list[Procedure]:
    return [p for p in turn.desk.kb.procedures.values() if p.field == field and not p.is_repealed(turn.today)]


def _weight(turn: Turn, field: str) -> int:
    """How much a field is asked: its most asked procedures count."""
    return sum(procedure.popularity**2 for procedure in _current(turn, field))
