"""Finding a procedure by field: the fields most asked first, then their procedures, a few at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from handlers import buttons, texts
from handlers.messages import Choice, Decision, Outcome, Say
from handlers.numbered import listed
from handlers.turn import Turn
from knowledge.model import KnowledgeBase, Procedure

PAGE = 8
_Item = TypeVar("_Item")


def fields(turn: Turn, page: int, *, lead: str = texts.FIELDS) -> Decision:
    """The fields from a page on."""
    shown, more = _slice(most_asked(turn.desk.kb, turn.today), page)
    choices = [buttons.field(name, 0, turn.words(name)) for name in shown]
    choices += [buttons.fields(page + 1, turn.words(texts.MORE))] if more else []
    return _show(turn, turn.words(lead), choices)


def procedures(turn: Turn, field_slug: str, page: int) -> Decision | None:
    """The procedures of a field from a page on; None if there is no such field."""
    name = next((name for name in turn.desk.kb.fields if buttons.slug(name) == field_slug), None)
    if name is None:
        return None
    found = within(turn.desk.kb, name, turn.today)
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


def most_asked(kb: KnowledgeBase, today: date) -> list[str]:
    """The fields, the most asked first: their most asked procedures count."""
    asked: Counter[str] = Counter()
    for one in kb.procedures.values():
        asked[one.field] += 0 if one.is_repealed(today) else one.popularity**2
    return sorted(kb.fields, key=lambda name: -asked[name])


def within(kb: KnowledgeBase, field: str, today: date) -> list[Procedure]:
    """The procedures of a field that are in force, the most asked first."""
    current = (one for one in kb.procedures.values() if one.field == field and not one.is_repealed(today))
    return sorted(current, key=lambda one: -one.popularity)
