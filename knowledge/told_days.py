"""The day on which something happened, or is to happen, as a message tells it: "20/9", "hôm qua", "được 3 tháng"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge import named_days
from knowledge.folding import comparable

_COUNT = r"(?P<count>\d{1,3}|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi)"
_NUMBERS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10}
_DAYS = {"ngay": 1, "hom": 1, "tuan": 7, "thang": 30, "nam": 365}
_AGO = re.compile(
    rf"\b{_COUNT} (?P<unit>ngay|hom|tuan|thang|nam)(?: \w+)? (?:tuoi|roi|nay|truoc)\b"
    rf"|\b(?:duoc|cach day|hon|gan) {_COUNT.replace('count', 'number')} (?P<of>ngay|hom|tuan|thang|nam)\b"
)
"""How long ago it was."""
_ROUGH = {"tuan": 4, "thang": 20, "nam": 200}
"""How many days people are out when they count in these units."""
_LATELY = (
    (0, 0, re.compile(r"\b(?:hom nay|sang nay|trua nay|vua xong)\b")),
    (1, 1, re.compile(r"\b(?:hom qua|toi qua|dem qua|sang qua|yesterday)\b")),
    (2, 2, re.compile(r"\b(?:hom kia|bua kia)\b")),
    (4, 13, re.compile(r"\b(?:tuan truoc|last week)\b")),
    (20, 62, re.compile(r"\b(?:thang truoc|last month)\b")),
)
_MONTH = re.compile(
    r"(?<!\d )\b(?:tu |hoi |cuoi |dau |giua )?thang (?P<month>\d{1,2})\b(?: (?:nam )?(?P<year>20\d\d))?"
)
_LAST_YEAR = re.compile(r"\bnam (?:ngoai|truoc)\b|\blast year\b")
_YEAR = re.compile(r"\bnam (?P<year>(?:19|20)\d\d)\b")


@dataclass(frozen=True, slots=True)
class Told:
    """From when to when the day may lie; one day where it was told exactly."""

    first: date
    last: date

    @property
    def exact(self) -> bool:
        """Whether one day is meant."""
        return self.first == self.last


def past(text: str, today: date) -> Told | None:
    """The day, not after today, that a text tells of; a day without a year is the last such."""
    words = comparable(text)
    written = named_days.last_written(text, today)
    if written is not None:
        return Told(written, written)
    return next(_roughly(words, today), None)


def to_come(text: str, today: date) -> Told | None:
    """The day, today or later, that a text names."""
    days = named_days.days(text, today)
    return Told(days[0], days[0]) if days else None


def _roughly(words: str, today: date) -> Iterator[Told]:
    for nearest, farthest, said in _LATELY:
        if said.search(words):
            yield Told(today - timedelta(days=farthest), today - timedelta(days=nearest))
    for ago in _AGO.finditer(words):
        unit = ago["unit"] or ago["of"]
        count = _number(ago["count"] or ago["number"])
        day, out = today - timedelta(days=count * _DAYS[unit]), timedelta(days=_ROUGH.get(unit, 0))
        yield Told(day - out, min(day + out, today))
    for month in _MONTH.finditer(words):
        yield from _month(int(month["month"]), int(month["year"]) if month["year"] else None, today)
    if _LAST_YEAR.search(words):
        yield Told(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))
    for year in _YEAR.finditer(words):
        if int(year["year"]) < today.year:
            yield Told(date(int(year["year"]), 1, 1), date(int(year["year"]), 12, 31))


def _number(count: str) -> int:
    return int(count) if count.isdecimal() else _NUMBERS[count]


def _month(month: int, year: int | None, today: date) -> Iterator[Told]:
    """A month by its number: the last such that is not to come."""
    if 1 <= month <= 12:
        begins = date(year or (today.year if month <= today.month else today.year - 1), month, 1)
        ends = (begins + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        if begins <= today:
            yield Told(begins, min(ends, today))
