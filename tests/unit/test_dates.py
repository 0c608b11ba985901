"""The ward's calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import load
from knowledge.dates import LOCAL, after_open_hours, is_holiday, is_open, next_opening, shifts, today
from knowledge.model import Ward

WARD = load(Path(__file__).parents[1] / "fixtures" / "ward.yaml").ward
"""Monday to Friday 07:30–11:30 and 13:30–17:00, Saturday 07:30–11:30."""

MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 1)).map(lambda when: when.replace(tzinfo=UTC))  # noqa: DTZ001 - the zone is set here


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("when", "open_now"),
    [
        ("2026-11-23 07:29", False),
        ("2026-11-23 07:30", True),
        ("2026-11-23 11:29", True),
        ("2026-11-23 11:30", False),
        ("2026-11-23 13:30", True),
        ("2026-11-23 17:00", False),
        ("2026-11-21 09:00", True),
        ("2026-11-21 14:00", False),
        ("2026-11-22 09:00", False),
    ],
)
def test_it_is_open_in_its_shifts_only(when: str, open_now: bool) -> None:
    """The first minute of a shift is open, the minute at its end is not; the lunch break is closed."""
    assert is_open(WARD, at(when)) is open_now


@pytest.mark.parametrize(
    ("when", "opens"),
    [
        ("2026-11-23 06:00", "2026-11-23 07:30"),
        ("2026-11-23 12:00", "2026-11-23 13:30"),
        ("2026-11-23 13:30", "2026-11-25 07:30"),
        ("2026-11-21 18:00", "2026-11-23 07:30"),
        ("2027-02-05 09:00", "2027-02-11 07:30"),
        ("2026-04-29 17:00", "2026-05-02 07:30"),
    ],
)
def test_it_opens_next_after_the_break_the_weekend_or_the_holidays(when: str, opens: str) -> None:
    """Tết of 2027 closes until 11/2; 30/4 and 1/5 close; 24/11 is a holiday from 2026 on."""
    assert next_opening(WARD, at(when)) == at(opens)


def test_the_day_is_the_local_one() -> None:
    """Half past midnight on Monday in UTC is half past seven in the morning here, and the ward has just opened."""
    moment = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
    assert is_open(WARD, moment) is True
    assert today(datetime(2026, 11, 22, 17, 0, tzinfo=UTC)) == date(2026, 11, 23)


def test_a_saturday_worked_in_place_of_a_monday_has_weekday_hours() -> None:
    """22/8/2026 is worked for 31/8: with no Saturday hours of its own the ward keeps those of an ordinary day."""
    weekdays_only = replace(WARD, hours=tuple(shift for shift in WARD.hours if 5 not in shift.days))
    assert [shift.start for shift in shifts(weekdays_only, date(2026, 8, 22))] == [time(7, 30), time(13, 30)]
    assert shifts(WARD, date(2026, 8, 31)) == ()


def test_the_wards_own_days_come_on_top() -> None:
    """A day the ward closes is closed, a holiday or Sunday it opens is open."""
    ward = replace(
        WARD, closed=frozenset({date(2026, 11, 25)}), open_extra=frozenset({date(2026, 11, 22), date(2026, 11, 24)})
    )
    assert is_open(ward, at("2026-11-25 09:00")) is False
    assert is_open(ward, at("2026-11-24 09:00")) is True
    assert is_open(ward, at("2026-11-22 09:00")) is True


def test_unknown_hours_are_unknown() -> None:
    """Without hours nothing is said about open or closed."""
    unknown: Ward = replace(WARD, hours=())
    assert is_open(unknown, at("2026-11-23 09:00")) is None
    assert next_opening(unknown, at("2026-11-23 09:00")) is None


@pytest.mark.parametrize("day", ["2026-02-17", "2026-04-26", "2026-09-02", "2027-02-06", "2027-04-16"])
def test_lunar_and_solar_holidays_are_known(day: str) -> None:
    """Tết and the Hùng kings' day move with the moon."""
    assert is_holiday(date.fromisoformat(day))


@given(MOMENTS)
def test_the_next_opening_is_an_opening(moment: datetime) -> None:
    """It lies ahead, the ward is open then, and was not a minute before."""
    opening = next_opening(WARD, moment)
    assert opening is not None
    assert opening > moment
    assert is_open(WARD, opening)
    assert not is_open(WARD, opening - timedelta(minutes=1))


@pytest.mark.parametrize(
    ("since", "hours", "due"),
    [
        ("2026-11-20 09:00", 1, "2026-11-20 10:00"),
        ("2026-11-20 10:30", 4, "2026-11-20 16:30"),
        ("2026-11-20 16:00", 2, "2026-11-21 08:30"),
        ("2026-11-21 10:30", 8, "2026-11-23 16:30"),
        ("2026-11-22 23:00", 7, "2026-11-23 16:30"),
        ("2026-11-20 13:30", 3.5, "2026-11-20 17:00"),
        ("2027-02-03 15:00", 3, "2027-02-11 08:30"),
    ],
)
def test_only_open_hours_count_towards_a_deadline(since: str, hours: float, due: str) -> None:
    """Lunch, nights, Sundays and holidays (24/11 among them) stand still; an end at the end of a shift is that end."""
    assert after_open_hours(WARD, at(since), timedelta(hours=hours)) == at(due)


@given(MOMENTS, st.integers(1, 240))
def test_a_deadline_is_never_early(since: datetime, hours: int) -> None:
    """At least the hours themselves pass, more hours never end sooner, and it ends in open time."""
    length = timedelta(hours=hours)
    due = after_open_hours(WARD, since, length)
    assert since + length <= due <= after_open_hours(WARD, since, length + timedelta(minutes=1))
    assert is_open(WARD, due - timedelta(seconds=1))


def test_a_ward_without_hours_has_deadlines_too() -> None:
    """Eight to twelve and one to five on working days, while faq.yaml does not say."""
    unknown = replace(WARD, hours=())
    assert after_open_hours(unknown, at("2026-11-20 16:00"), timedelta(hours=2)) == at("2026-11-23 09:00")
    nearly_always_closed = replace(
        WARD, hours=(), closed=frozenset(date(2026, 1, 1) + timedelta(n) for n in range(900))
    )
    assert after_open_hours(nearly_always_closed, at("2026-11-20 16:00"), timedelta(hours=2)) == at("2026-11-20 18:00")
