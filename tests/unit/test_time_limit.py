"""Working days and appointments: Tết 2027, 30/4, 2/9, days worked in place of others, the cut-off at 15:00."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import default_faq, load
from knowledge.dates import LOCAL, days_off, filing_day, is_holiday, is_working_day, working_day_after
from knowledge.time_limit import Appointment, appointment

WARD = load(Path(__file__).parents[1] / "fixtures" / "ward.yaml").ward
"""Monday to Friday 07:30–11:30 and 13:30–17:00, Saturday 07:30–11:30."""
UNFILLED = load(default_faq()).ward
SAME_DAY = "Ngay trong ngày; nhận sau 15 giờ thì trả trong ngày làm việc tiếp theo"
DAYS = st.dates(date(2025, 1, 1), date(2028, 11, 1))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("filed", "count", "due"),
    [
        ("2026-11-23", 3, "2026-11-27"),  # 24/11 is a holiday
        ("2026-11-23", 1, "2026-11-25"),
        ("2026-11-27", 1, "2026-11-30"),
        ("2026-11-28", 1, "2026-11-30"),
        ("2027-02-03", 1, "2027-02-11"),  # Tết 4/2–10/2
        ("2027-02-03", 3, "2027-02-15"),
        ("2027-01-29", 5, "2027-02-12"),
        ("2027-04-15", 1, "2027-04-19"),  # Giỗ Tổ 16/4
        ("2027-04-29", 1, "2027-05-04"),  # 30/4, and 1/5 on a Saturday
        ("2027-04-28", 5, "2027-05-07"),
        ("2027-09-01", 1, "2027-09-06"),  # 2/9 and 3/9
        ("2027-08-31", 3, "2027-09-07"),
        ("2026-12-31", 1, "2027-01-04"),
        ("2026-08-21", 1, "2026-08-22"),  # a Saturday worked for 31/8
        ("2026-08-28", 1, "2026-09-03"),
        ("2026-04-24", 2, "2026-04-29"),  # 27/4 in place of a Sunday
    ],
)
def test_working_days_pass_over_weekends_holidays_and_swapped_days(filed: str, count: int, due: str) -> None:
    """Counted by hand on the calendar; the day of filing does not count."""
    assert working_day_after(WARD, date.fromisoformat(filed), count) == date.fromisoformat(due)


@given(day=DAYS, count=st.integers(1, 40))
def test_a_due_day_is_a_working_day_and_as_many_lie_between(day: date, count: int) -> None:
    """No appointment falls on a day off, and one day more never comes earlier."""
    due = working_day_after(WARD, day, count)
    between = [day + timedelta(days=n) for n in range(1, (due - day).days + 1)]
    assert is_working_day(WARD, due)
    assert sum(is_working_day(WARD, d) for d in between) == count
    assert working_day_after(WARD, day, count + 1) > due


@given(day=DAYS)
def test_holidays_and_the_wards_own_days_are_off(day: date) -> None:
    """Own days come on top of the country's."""
    assert not (is_holiday(day) and is_working_day(WARD, day))
    assert not is_working_day(replace(WARD, closed=frozenset({day})), day)
    assert is_working_day(replace(WARD, open_extra=frozenset({day})), day)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-27 10:00", ("2026-11-27", "2026-11-27", "2026-11-30")),  # Friday: after 15:00 it is Monday
        ("2026-11-27 15:00", ("2026-11-27", "2026-11-30", None)),
        ("2026-11-27 17:00", ("2026-11-28", "2026-11-28", None)),  # Saturday morning
        ("2026-11-28 12:00", ("2026-11-30", "2026-11-30", "2026-12-01")),
        ("2027-02-03 16:00", ("2027-02-03", "2027-02-11", None)),
        ("2027-02-05 09:00", ("2027-02-11", "2027-02-11", "2027-02-12")),
    ],
)
def test_the_cut_off_is_at_three(now: str, expected: tuple[str, str, str | None]) -> None:
    """Before 15:00 on the same day, afterwards on the next working day; who comes too late files when it opens."""
    filed, due, late = (date.fromisoformat(day) if day else None for day in expected)
    assert filed is not None
    assert due is not None
    assert appointment(SAME_DAY, WARD, at(now)) == Appointment(filed, due, late)


@pytest.mark.parametrize(
    ("time_limit", "due"),
    [
        ("03 ngày làm việc", "2026-11-27"),
        ("03 ngày làm việc; cần xác minh thì kéo dài thêm", "2026-11-27"),
        ("Không quá 02 ngày làm việc từ khi nhận đủ hồ sơ; dài hơn nếu hai bên thỏa thuận", "2026-11-26"),
        ("10 ngày làm việc theo cổng", "2026-12-08"),
        ("05 ngày", None),
        ("10–20 ngày làm việc theo cổng", None),
        ("05 ngày làm việc (chưa kể thời gian xác minh)", None),
        ("03 ngày làm việc nếu có thẻ CCCD còn hiệu lực; chưa có thì 07 ngày làm việc", None),
        ("24 ngày làm việc từ khi hết hạn nộp hồ sơ", None),
        ("Theo phiếu hẹn (cổng không ghi)", None),
        ("Chưa có nguồn", None),
    ],
)
def test_only_plain_working_days_are_computed(time_limit: str, due: str | None) -> None:
    """Filed on Monday 23/11/2026; ranges, conditions and days of an unknown kind are left to the words."""
    found = appointment(time_limit, WARD, at("2026-11-23 09:00"))
    assert (found.due.isoformat() if found else None) == due


def test_without_hours_the_calendar_still_counts() -> None:
    """While a ward has not filled in its hours, a working day ends at 17:00 and a Saturday is off."""
    assert filing_day(UNFILLED, at("2026-11-23 16:59")) == date(2026, 11, 23)
    assert filing_day(UNFILLED, at("2026-11-23 17:00")) == date(2026, 11, 25)
    assert filing_day(UNFILLED, at("2026-11-28 09:00")) == date(2026, 11, 30)


@given(when=st.datetimes(datetime(2025, 1, 1), datetime(2028, 10, 1)).map(lambda d: d.replace(tzinfo=UTC)))  # noqa: DTZ001 - the zone is set here
def test_no_appointment_lies_in_the_past(when: datetime) -> None:
    """Filed today at the earliest, due on that day at the earliest, late only afterwards."""
    for limit in (SAME_DAY, "05 ngày làm việc"):
        found = appointment(limit, WARD, when)
        assert found is not None
        assert when.astimezone(LOCAL).date() <= found.filed <= found.due
        assert found.late is None or found.late > found.due


def test_days_off_ahead_are_weekdays_only() -> None:
    """From 3/2/2027 a week ahead: Thursday 4/2 to Wednesday 10/2 without the weekend."""
    off = days_off(WARD, at("2027-02-03 09:00"), within=7)
    assert off == [date(2027, 2, d) for d in (4, 5, 8, 9, 10)]
