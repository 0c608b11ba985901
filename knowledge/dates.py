"""The ward's calendar: when it is open, when it opens next; public holidays with the ward's own days on top."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, timezone
from itertools import islice

import holidays

from knowledge.model import Shift, Ward

LOCAL = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""Việt Nam keeps one offset all year, so no table of zones is needed."""

_FARTHEST = 60  # days; no ward is closed for longer
_A_YEAR = 366
_USUAL_END = time(17)
_USUAL_HOURS = (Shift(tuple(range(7)), time(8), time(12)), Shift(tuple(range(7)), time(13), _USUAL_END))
_VIETNAM = holidays.country_holidays("VN", language="vi")


def local(moment: datetime) -> datetime:
    """An aware moment as the clock on the ward's wall shows it."""
    return moment.astimezone(LOCAL)


def today(moment: datetime) -> date:
    """The local day of an aware moment."""
    return local(moment).date()


def is_holiday(day: date) -> bool:
    """Whether the country has the day off, lunar and moved holidays included."""
    return day in _VIETNAM


def midnight_after(day: date) -> datetime:
    """The local moment at which a day is over."""
    return _at(day + timedelta(days=1), time())


def holiday_name(day: date) -> str | None:
    """What the country celebrates on a day off, by its name in the calendar."""
    return _VIETNAM.get(day)


def next_holiday(name: str, after: date) -> date | None:
    """The next day, `after` included, within a year, with this in its name in the calendar."""
    ahead = (after + timedelta(days=days) for days in range(_A_YEAR))
    return next((day for day in ahead if name in _VIETNAM.get(day, "")), None)


def days_off_around(ward: Ward, day: date) -> tuple[date, date]:
    """The first and last of the days without work that follow on each other around a day off."""
    first = last = day
    while not is_working_day(ward, first - timedelta(days=1)):
        first -= timedelta(days=1)
    while not is_working_day(ward, last + timedelta(days=1)):
        last += timedelta(days=1)
    return first, last


def shifts(ward: Ward, day: date) -> tuple[Shift, ...]:
    """The opening hours of one day in order; empty when the ward is closed or its hours are not known."""
    if day in ward.closed:
        return ()
    if day in ward.open_extra or _is_swapped(day):
        return _on_weekday(ward, day.weekday()) or _ordinary(ward)
    return () if is_holiday(day) else _on_weekday(ward, day.weekday())


def is_working_day(ward: Ward, day: date) -> bool:
    """Whether a day counts where a time limit is given in working days; a Saturday morning's duty does not."""
    if day in ward.closed:
        return False
    if day in ward.open_extra or _is_swapped(day):
        return True
    return day.weekday() < 5 and not is_holiday(day)


def working_day_after(ward: Ward, day: date, count: int) -> date:
    """The `count`th working day after a day, which itself is not counted."""
    following = (day + timedelta(days=ahead) for ahead in range(1, _FARTHEST + count * 3))
    return next(islice((later for later in following if is_working_day(ward, later)), count - 1, None))


def filing_day(ward: Ward, now: datetime) -> date:
    """The day on which a dossier is received that is brought as soon as possible from an aware moment on.

    While the ward's hours are not known, a working day is taken to end at 17:00.
    """
    here = local(now)
    for ahead in range(_FARTHEST):
        day = here.date() + timedelta(days=ahead)
        end = closing(ward, day)
        if end is not None and (ahead or here.time() < end):
            return day
    return working_day_after(ward, here.date(), 1)


def closing(ward: Ward, day: date) -> time | None:
    """When the ward closes for the day; None when it does not open."""
    if not ward.hours:
        return _USUAL_END if is_working_day(ward, day) else None
    return max((shift.end for shift in shifts(ward, day)), default=None)


def days_off(ward: Ward, now: datetime, *, within: int) -> list[date]:
    """The days off among the weekdays of today and the `within` days after it."""
    first = today(now)
    days = (first + timedelta(days=ahead) for ahead in range(within + 1))
    return [day for day in days if day.weekday() < 5 and not is_working_day(ward, day)]


def is_open(ward: Ward, now: datetime) -> bool | None:
    """Whether the ward is open at an aware moment; None when its hours are not known."""
    if not ward.hours:
        return None
    here = local(now)
    return any(shift.start <= here.time() < shift.end for shift in shifts(ward, here.date()))


def next_opening(ward: Ward, now: datetime) -> datetime | None:
    """The local start of the next shift after an aware moment; None when the hours are not known."""
    return next((start for start in _starts(ward, local(now)) if start > now), None)


def after_open_hours(ward: Ward, start: datetime, length: timedelta) -> datetime:
    """The local moment at which the ward has been open for `length` since an aware moment.

    While its hours are not known, eight to twelve and one to five are taken for every working day.
    """
    here, left = local(start), length
    for ahead in range(_FARTHEST + length.days * 10):
        day = here.date() + timedelta(days=ahead)
        for shift in _office_hours(ward, day):
            begins, ends = max(here, _at(day, shift.start)), _at(day, shift.end)
            if left <= ends - begins:
                return begins + left
            left -= max(timedelta(0), ends - begins)
    return here + length


def _office_hours(ward: Ward, day: date) -> tuple[Shift, ...]:
    if ward.hours:
        return shifts(ward, day)
    return _USUAL_HOURS if is_working_day(ward, day) else ()


def _starts(ward: Ward, here: datetime) -> Iterator[datetime]:
    for ahead in range(_FARTHEST):
        day = here.date() + timedelta(days=ahead)
        yield from (_at(day, shift.start) for shift in shifts(ward, day))


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, LOCAL)


def _on_weekday(ward: Ward, weekday: int) -> tuple[Shift, ...]:
    return tuple(sorted((s for s in ward.hours if weekday in s.days), key=lambda s: s.start))


def _ordinary(ward: Ward) -> tuple[Shift, ...]:
    """The hours of the first weekday that has any: what a Saturday worked in place of another day follows."""
    return next((found for weekday in range(7) if (found := _on_weekday(ward, weekday))), ())


def _is_swapped(day: date) -> bool:
    """Whether the government made this weekend day a working day in exchange for another."""
    return day.weekday() >= 5 and not is_holiday(day) and day in _VIETNAM.weekend_workdays
