"""The hour of the day that a message names: "15h30", "3 giờ chiều", "4h rưỡi", "2 pm"."""

from __future__ import annotations

import re
from datetime import time

from knowledge.folding import comparable

_CLOCK = re.compile(
    r"\b(?P<hour>\d{1,2}) ?(?:h|gio|g)(?: ?(?P<minute>[0-5]\d)\b|(?P<half> ?ruoi)|\b)"
    r"(?! (?:lam viec|hanh chinh|dong ho))(?: (?P<part>sang|trua|chieu|toi))?"
    r"|\b(?P<en>\d{1,2})(?: (?P<en_minute>[0-5]\d))? ?(?P<half_day>am|pm)\b"
)
_LIMIT = re.compile(r"\btruoc (?:luc )?\d{1,2} ?(?:h|g|gio)|\bbefore \d")
"""An hour before which something is done is none at which it is done."""
_BEGINS = 7
"""No office opens before; a smaller number is an hour of the afternoon."""
_NOON = 12


def told(text: str) -> time | None:
    """The hour at which something is done, in office hours where the text does not say otherwise; None if none is."""
    words = comparable(text)
    found = _CLOCK.search(words)
    if found is None or _LIMIT.search(words):
        return None
    hour = int(found["hour"] or found["en"])
    afternoon = found["part"] in ("chieu", "toi") or found["half_day"] == "pm"
    if hour < _NOON and (afternoon or (hour < _BEGINS and not (found["part"] or found["half_day"]))):
        hour += _NOON
    minute = 30 if found["half"] else int(found["minute"] or found["en_minute"] or 0)
    return time(hour, minute) if hour < 2 * _NOON else None
