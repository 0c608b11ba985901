"""Where a resident can begin, or turn to, without typing."""

from __future__ import annotations

from datetime import date

from handlers import browse, buttons
from handlers.desk import Desk
from handlers.messages import Choice

_COMMON = 4
QUICK = (Choice(buttons.HOME, "Danh mục"), Choice(buttons.OFFICER, "Gặp cán bộ"))
"""Always at hand above the line where one types."""


def fields(desk: Desk, today: date) -> list[Choice]:
    """The fields of the knowledge base, the most asked first."""
    return [buttons.field(name, 0, name) for name in browse.most_asked(desk.kb, today)]


def common(desk: Desk, today: date) -> list[Choice]:
    """The procedure asked for most in each of the fields asked for most."""
    found = (browse.within(desk.kb, field, today) for field in browse.most_asked(desk.kb, today)[:_COMMON])
    return [buttons.procedure(first.id, first.short) for first, *_ in filter(None, found)]


def offered(desk: Desk, today: date) -> list[Choice]:
    """Every button that stands on the page itself and not under a message."""
    return [*QUICK, *fields(desk, today), *common(desk, today)]
