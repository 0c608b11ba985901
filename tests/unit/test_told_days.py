"""The days and hours that residents tell, and what is counted from them."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from handlers import filing_day
from handlers.fees import day_asked
from knowledge import dates, told_days, told_hours
from knowledge.told_days import Told

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("bé sinh ngày 20/9", date(2026, 9, 20)),
        ("mất ngày 1 tháng 11", date(2026, 11, 1)),
        ("sinh 25/12", date(2025, 12, 25)),
        ("mất hôm qua", date(2026, 11, 22)),
        ("mất được 10 ngày rồi", date(2026, 11, 13)),
    ],
)
def test_a_day_told_exactly_is_the_last_such_that_is_past(said: str, day: date) -> None:
    """Without a year it is not the one to come."""
    assert told_days.past(said, TODAY) == Told(day, day)


@pytest.mark.parametrize("said", ["mất từ tháng 8", "được 3 tháng tuổi rồi", "năm ngoái", "2 tháng rồi"])
def test_a_day_told_roughly_is_a_span(said: str) -> None:
    """So that nothing is counted to the day."""
    told = told_days.past(said, TODAY)
    assert told is not None
    assert not told.exact
    assert told.last <= TODAY


@pytest.mark.parametrize(
    ("said", "hour"),
    [
        ("lúc 15h30", time(15, 30)),
        ("3 giờ chiều", time(15)),
        ("4h chiều mai", time(16)),
        ("4h", time(16)),
        ("8 giờ sáng", time(8)),
        ("3h rưỡi", time(15, 30)),
        ("after 3pm", time(15)),
    ],
)
def test_an_hour_is_read_in_office_hours(said: str, hour: time) -> None:
    """A small number is of the afternoon."""
    assert told_hours.told(said) == hour


@pytest.mark.parametrize("said", ["trước 15 giờ", "hồ sơ 5 trang", "giờ làm việc"])
def test_what_is_no_hour_of_filing(said: str) -> None:
    """An hour before which something is done is not the one at which it is done."""
    assert told_hours.told(said) is None


def test_the_day_of_filing_that_is_told() -> None:
    """With its hour, if that is told; the day by which something is wanted is none."""
    now = datetime(2026, 11, 23, 9, tzinfo=dates.LOCAL)
    told = filing_day.told("nộp chiều thứ 6 lúc 15h30", now)
    assert told == filing_day.Filing(datetime(2026, 11, 27, 15, 30, tzinfo=dates.LOCAL), on_the_hour=True)
    assert filing_day.told("thứ 6 em cần luôn thì có kịp không", now) is None
    assert filing_day.told("bao giờ lấy được", now) is None


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("sang tháng 1 năm 2027 có tăng không", date(2027, 1, 1)),
        ("tháng 3 sang năm", date(2027, 3, 1)),
        ("phí bao nhiêu", TODAY),
    ],
)
def test_the_day_whose_fee_is_asked(said: str, day: date) -> None:
    """The day to come that the words name, else today."""
    assert day_asked(said, TODAY) == day


def test_after_tet_is_a_day_of_next_year() -> None:
    """Named by the holiday alone."""
    assert day_asked("ra tết mới đi thì sao", TODAY).year == TODAY.year + 1
