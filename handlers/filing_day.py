"""When a dossier will be brought, as the resident tells it: "nộp chiều thứ 6 lúc 15h30", "sáng mai em ra"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time

from handlers import deadlines
from handlers.words import plain
from knowledge import dates, named_days, told_hours

_MORNING, _AFTERNOON = time(8), time(14)
_IN_THE_AFTERNOON = re.compile(r"\b(?:chieu|afternoon)\b")
_WANTED_BY = re.compile(r"\b(?:kip|can gap|can luon|phai co|truoc (?:thu|ngay|hom|tet))\b")
"""Tells by when the result is wanted, and not when it is filed."""
_HAPPENED = re.compile(r"\b(?:sinh|de|mat|chet|qua doi|born|died)\b(?: \w+){0,3}? (?:ngay |hom |mung |on )?\d")
"""Tells the day of a birth or a death."""


@dataclass(frozen=True, slots=True)
class Filing:
    """The moment of filing; `on_the_hour`: the hour was told, so that it is known whether the cut-off has passed."""

    moment: datetime
    on_the_hour: bool


def told(words: str, now: datetime) -> Filing | None:
    """The moment that the words tell, from today on; None where they tell no day and no hour."""
    today = dates.today(now)
    days, hour = named_days.days(words, today), told_hours.told(words)
    if _is_another_day(plain(words)) or len(days) > 1 or not (days or hour):
        return None
    usual = _AFTERNOON if _IN_THE_AFTERNOON.search(plain(words)) else _MORNING
    day = days[0] if days else today
    if day == today and hour is None:
        return None
    return Filing(datetime.combine(day, hour or usual, dates.LOCAL), hour is not None)


def _is_another_day(words: str) -> bool:
    """Whether the day told is that of something else than filing."""
    return bool(_WANTED_BY.search(words) or _HAPPENED.search(words) or deadlines.asked(words))
