"""The last day on which something must be done, counted from the day that a resident tells of."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from handlers import deadlines, texts
from handlers.words import plain
from knowledge import dates, told_days
from knowledge.model import Procedure, Ward
from knowledge.told_days import Told

_BEFORE_THE_END = re.compile(r"\btrong (?P<days>\d+) ngay truoc khi het han\b")
_BEFORE = re.compile(
    r"\btruoc it nhat (?P<days>\d+) ngay(?P<working> lam viec)?\b"
    r"|\bcham nhat (?P<n>\d+) ngay(?P<w> lam viec)? truoc\b"
)
_AFTER = re.compile(r"\btrong (?P<days>\d+) ngay(?P<working> lam viec)?\b(?: (?:ke )?tu (?:khi|ngay) (?P<event>.+))?")
_OF_ANOTHER_DAY = re.compile(r"^khi\b|\bbo sung\b")
"""Counts from a day that residents tell of in other words."""
_EVENTS = {
    "khai sinh": re.compile(r"\bkhai sinh\b"),
    "sinh": re.compile(r"\b(?:sinh|de|tuoi|chao doi|born)\b"),
    "chet": re.compile(r"\b(?:mat|chet|qua doi|tu tran|died|dead)\b"),
}
"""What a message must tell of, for its day to be the one that the term counts from."""


@dataclass(frozen=True, slots=True)
class _Term:
    """A term in days, told before or after an event; `window`: it may only be done in these days before."""

    days: int
    working: bool
    before: bool
    window: bool = False


def told(procedure: Procedure, ward: Ward, words: str, today: date) -> list[str]:
    """A line with the last day, counted from the one that the words tell of; none where nothing can be counted."""
    for sentence in deadlines.told(procedure):
        term = _term(plain(sentence), plain(words))
        day = _day(term, words, today) if term else None
        if term and day:
            line = _line(term, day, ward, today)
            return [line] if line else []
    return []


def _term(sentence: str, words: str) -> _Term | None:
    if _OF_ANOTHER_DAY.search(sentence):
        return None
    if found := _BEFORE_THE_END.search(sentence):
        return _Term(int(found["days"]), working=False, before=True, window=True)
    if found := _BEFORE.search(sentence):
        return _Term(int(found["days"] or found["n"]), bool(found["working"] or found["w"]), before=True)
    found = _AFTER.search(sentence)
    if found is None:
        return None
    event = next((said for kept, said in _EVENTS.items() if kept in (found["event"] or "")), None)
    if event and not event.search(words):
        return None
    return _Term(int(found["days"]), bool(found["working"]), before=False)


def _day(term: _Term, words: str, today: date) -> Told | None:
    return told_days.to_come(words, today) if term.before else told_days.past(words, today)


def _line(term: _Term, day: Told, ward: Ward, today: date) -> str | None:
    if term.window:
        first = day.first - timedelta(days=term.days)
        return texts.MAY_FILE.format(end=texts.day(day.first), first=texts.day(first))
    count = _working(ward) if term.working else _calendar
    if term.before:
        return texts.FILE_BEFORE.format(start=texts.day(day.first), last=texts.day(count(day.first, -term.days)))
    last = count(day.last, term.days)
    if not day.exact:
        return texts.SURELY_LATE.format(days=term.days) if last < today else None
    days = texts.WORKING_DAYS if term.working else texts.DAYS
    told = texts.LAST_DAY.format(day=texts.day(day.first), days=days.format(days=term.days), last=texts.day(last))
    left = (last - today).days
    ends = texts.LATE_BY if left < 0 else texts.IS_LAST_DAY if left == 0 else texts.DAYS_LEFT
    return told + ends.format(days=abs(left))


def _calendar(day: date, days: int) -> date:
    return day + timedelta(days=days)


def _working(ward: Ward) -> Callable[[date, int], date]:
    """Counts working days from a day, which itself is not counted, forwards or backwards."""

    def count(day: date, days: int) -> date:
        step, left = (1 if days > 0 else -1), abs(days)
        while left:
            day += timedelta(days=step)
            left -= dates.is_working_day(ward, day)
        return day

    return count
