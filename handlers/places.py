"""Where the ward's counters are and when they are open, as far as the ward has filled it in."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time

from handlers import texts
from knowledge import dates
from knowledge.folding import comparable
from knowledge.model import Place, Shift, Ward

_DAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")

_A_WEEK = 7
_CENTRE = re.compile(r"\b(?:trung tam (?:phuc vu )?hanh chinh cong|mot cua|ubnd|uy ban)\b")
_SATURDAY = 5
_TELLS_SATURDAY = re.compile(r"\b(?:thu (?:7|bay)|t7)\b")
_POLICE = re.compile(r"\bcong an\b")


def counter(ward: Ward, field: str, filed: str = "") -> Place | None:
    """The counter that takes a field: the one that names it, else the one that takes all.

    `filed`: where the dossier goes in the words of the law; None if that is none of the ward's counters.
    """
    where = comparable(filed)
    named = [place for place in ward.places if comparable(field) in map(comparable, place.fields)]
    general = [place for place in ward.places if "all" in place.fields]
    at_the_centre = not where or bool(_CENTRE.search(where))
    if named and not (filed and at_the_centre and not _POLICE.search(where)):
        return named[0]
    return general[0] if general and at_the_centre else None


def address(ward: Ward, field: str, filed: str = "") -> str | None:
    """The counter's name and address; None while the ward has not filled it in."""
    place = counter(ward, field, filed)
    return f"{place.name}, {place.address}" if place and place.address else None


def at_counter(ward: Ward, field: str, filed: str = "") -> Ward:
    """The ward with the hours of the counter that takes a field.

    They are not known where the law's words tell of a Saturday that the ward's hours do not have.
    """
    place = counter(ward, field, filed)
    if place and place.hours:
        return replace(ward, hours=place.hours)
    on_saturday = any(_SATURDAY in shift.days for shift in ward.hours)
    unsure = _TELLS_SATURDAY.search(comparable(filed)) and not on_saturday
    return replace(ward, hours=()) if unsure else ward


def with_own_hours(ward: Ward) -> list[tuple[str, Ward]]:
    """The counters that keep other hours than the ward, each by its name, as a ward with those hours."""
    return [(place.name, replace(ward, hours=place.hours)) for place in ward.places if place.hours]


def addresses(ward: Ward) -> list[str]:
    """A line for each counter whose address is known, with the fields that go there."""
    return [f"• {place.name}: {place.address}{_fields(place)}" for place in ward.places if place.address]


def _fields(place: Place) -> str:
    return "" if "all" in place.fields else f" ({', '.join(place.fields)})"


def days_off(ward: Ward, now: datetime) -> str | None:
    """The weekdays of the next week on which the ward is closed."""
    off = dates.days_off(ward, now, within=_A_WEEK)
    return texts.DAYS_OFF.format(days=", ".join(map(texts.weekday, off))) if off else None


def hours(ward: Ward) -> str | None:
    """The opening hours in one line: "thứ Hai đến thứ Sáu 07:30–11:30, 13:30–17:00; thứ Bảy 07:30–11:30"."""
    runs: list[tuple[int, int, str]] = []
    for day in range(7):
        spans = ", ".join(_span(shift) for shift in ward.hours if day in shift.days)
        if runs and runs[-1][2] == spans and runs[-1][1] == day - 1:
            runs[-1] = (runs[-1][0], day, spans)
        elif spans:
            runs.append((day, day, spans))
    return "; ".join(f"{_run(first, last)} {spans}" for first, last, spans in runs) or None


def spans(ward: Ward, day: date) -> str:
    """The opening hours of one day: "07:30–11:30, 13:30–17:00"; empty when it is closed or its hours are not known."""
    return ", ".join(_span(shift) for shift in dates.shifts(ward, day))


def open_line(ward: Ward, now: datetime) -> str | None:
    """Whether it is open now, or when it opens again; None while the hours are not known."""
    opened = dates.is_open(ward, now)
    if opened is None:
        return None
    if opened:
        return texts.OPEN_NOW
    opening = dates.next_opening(ward, now)
    return texts.CLOSED_NOW.format(when=texts.moment(opening)) if opening else None


def _run(first: int, last: int) -> str:
    return _DAYS[first] if first == last else f"{_DAYS[first]} đến {_DAYS[last]}"


def _span(shift: Shift) -> str:
    return f"{_clock(shift.start)}–{_clock(shift.end)}"


def _clock(when: time) -> str:
    return f"{when:%H:%M}"
