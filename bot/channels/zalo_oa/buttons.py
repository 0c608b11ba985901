"""Buttons whose press comes back as a text that only we recognise."""

from __future__ import annotations

import re
from typing import Any

from bot.channels.clean import one_line
from bot.channels.split import clip
from handlers.messages import Choice

MOST = 5
LONGEST_TITLE = 100

_MARK = "hoidap:"
_PRESSED = re.compile(rf"{_MARK}(\S{{1,64}})")


def button(choice: Choice) -> dict[str, Any]:
    """The button of a choice; its payload does not show on the person's screen."""
    return {"title": title(choice), "type": "oa.query.hide", "payload": _MARK + choice.id}


def element(choice: Choice) -> dict[str, Any]:
    """The choice as a line of a list."""
    action = {"type": "oa.query.hide", "payload": _MARK + choice.id}
    return {"title": title(choice), "default_action": action}


def title(choice: Choice) -> str:
    """What stands on the button."""
    return clip(one_line(choice.label), LONGEST_TITLE) or "…"


def choice_of(text: str) -> str | None:
    """The choice whose button was pressed; None if these are a person's own words."""
    pressed = _PRESSED.fullmatch(text)
    return pressed[1] if pressed else None
