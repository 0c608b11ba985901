"""The days that a message names: "hôm nay", "thứ bảy tuần sau", "24/11", "Tết âm lịch"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from knowledge.folding import comparable

_NEAR = (
    (0, re.compile(r"\b(?:hom nay|bay gio|gio nay|luc nay|(?:sang|trua|chieu|toi) nay|today|now)\b")),
    (1, re.compile(r"\b(?:ngay mai|(?:sang|chieu|toi|trua) mai|mai(?! tang)|tomorrow)\b")),
    (2, re.compile(r"\b(?:ngay kia|ngay mot|mai mot)\b")),
)
_NUMBERS = {"2": 0, "hai": 0, "3": 1, "ba": 1, "4": 2, "tu": 2, "5": 3, "nam": 3, "6": 4, "sau": 4, "7": 5, "bay": 5}
_WEEKDAY = re.compile(
    r"\b(?:(?:thu |t)(?P<number>[2-7]|hai|ba|tu|nam|sau|bay)|(?P<sunday>chu nhat|cn))"
    r"(?P<next>(?: \w+)? tuan (?:sau|toi))?\b"
)
_WEEKEND = re.compile(r"\bcuoi tuan\b")
_DATE = re.compile(r"(?<![\d/.\-])(\d{1,2})\s?[/\-]\s?(\d{1,2})(?:[/\-](\d{4}))?(?![\d/])")
_SPELT = re.compile(r"\b(\d{1,2}) thang (\d{1,2})(?: nam (\d{4}))?\b")
HOLIDAYS = (
    ("Tết Dương lịch", re.compile(r"\b(?:tet (?:duong(?: lich)?|tay)|new year)\b")),
    ("Tết Nguyên Đán", re.compile(r"\b(?:tet(?! (?:duong|tay|trung|thieu|doc))|giao thua|lunar new year)\b")),
    ("Giỗ Tổ", re.compile(r"\b(?:gio to|hung vuong)\b")),
    ("Chiến thắng", re.compile(r"\b(?:giai phong|thong nhat dat nuoc)\b")),
    ("Quốc tế Lao động", re.compile(r"\bquoc te lao dong\b")),
    ("Quốc khánh", re.compile(r"\b(?:quoc khanh|tet doc lap)\b")),
    ("Văn hóa Việt Nam", re.compile(r"\bngay van hoa viet nam\b")),
)
"""The names of the public holidays in the calendar, and how people call them."""


def days(text: str, today: date) -> list[date]:
    """The days named, each once, none of them past; a day without a year or a week is the next such."""
    words = comparable(text)
    found = [*_near(words, today), *_weekdays(words, today), *_dates(text, today)]
    return sorted({day for day in found if day >= today})


def holiday(text: str) -> str | None:
    """The public holiday named, by its name in the calendar."""
    words = comparable(text)
    return next((name for name, called in HOLIDAYS if called.search(words)), None)


def _near(words: str, today: date) -> Iterator[date]:
    yield from (today + timedelta(days=ahead) for ahead, named in _NEAR if named.search(words))


def _weekdays(words: str, today: date) -> Iterator[date]:
    for named in _WEEKDAY.finditer(words):
        weekday = 6 if named["sunday"] else _NUMBERS[named["number"]]
        monday = today - timedelta(days=today.weekday())
        yield monday + timedelta(days=weekday + 7) if named["next"] else _next(weekday, today)
    if _WEEKEND.search(words):
        yield from (_next(weekday, today) for weekday in (5, 6))


def _next(weekday: int, today: date) -> date:
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def last_written(text: str, today: date) -> date | None:
    """The first day written with its month, as the last such that is not to come."""
    for day, month, year in _written(text):
        years = [year] if year else [today.year, today.year - 1]
        past = (_date(one, month, day) for one in years)
        return next((found for found in past if found and found <= today), None)
    return None


def without_days(text: str) -> str:
    """The text without days in figures and weekdays, so that it is read for what it is about."""
    words = _DATE.sub(" ", text)
    return re.sub(r"\b(?:ngày|hôm|từ ngày|ngay|hom|tu ngay)\s+(?=[,.?]|$|thì|thi)", " ", words)


def _dates(text: str, today: date) -> Iterator[date]:
    for day, month, year in _written(text):
        years = [year] if year else [today.year, today.year + 1]
        to_come = (_date(one, month, day) for one in years)
        yield from [found for found in to_come if found and found >= today][:1]


def _written(text: str) -> Iterator[tuple[int, int, int | None]]:
    """Day, month and year of each day written with its month."""
    for day, month, year in (*_DATE.findall(text), *_SPELT.findall(comparable(text))):
        yield int(day), int(month), int(year) if year else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
