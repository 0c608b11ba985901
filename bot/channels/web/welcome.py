"""Where a resident can begin, or turn to, without typing."""

from __future__ import annotations

from datetime import date

from handlers import buttons
from handlers.desk import Desk
from handlers.messages import Choice

_COMMON = 4
QUICK = (Choice(buttons.HOME, "Danh mục"), Choice(buttons.OFFICER, "Gặp cán bộ"))
"""Always at hand above the line where one types."""


def fields(desk: Desk) -> list[Choice]:
    """The fields of the knowledge base."""
    return [buttons.field(name, 0, name) for name in desk.kb.fields]


def common(desk: Desk, today: date) -> list[Choice]:
    """The procedures asked for most."""
    current = [one for one in desk.kb.procedures.values() if not one.is_repealed(today)]
    current.sort(key=lambda one: (-one.popularity, one.id))
    return [buttons.procedure(one.id, one.short) for one in current[:_COMMON]]


def offered(desk: Desk, today: date) -> list[Choice]:
    """Every button that stands on the page itself and not under a message."""
    return [*QUICK, *fields(desk), *common(desk, today)]
