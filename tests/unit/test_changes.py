"""What changes soon: announced 30 and 7 days ahead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from knowledge import check, default_faq, load
from knowledge.changes import changes, stage
from knowledge.model import Repeal

KB = load(default_faq())


@pytest.mark.parametrize(
    ("today", "count"),
    [("2026-12-01", 0), ("2026-12-02", 2), ("2027-01-01", 2), ("2027-01-02", 0), ("2027-01-31", 17)],
)
def test_changes_are_known_thirty_days_ahead(today: str, count: int) -> None:
    """The identity card's fee changes on 1/1/2027, seventeen civil-status procedures end on 1/3/2027."""
    assert len(changes(KB, date.fromisoformat(today))) == count


def test_a_new_fee_that_is_written_already_is_told_apart_from_an_end() -> None:
    """The one needs a second look, the other needs an officer's work."""
    assert {change.known for change in changes(KB, date(2026, 12, 10))} == {True}
    ends = changes(KB, date(2027, 2, 1))
    assert {(change.known, change.on) for change in ends} == {(False, date(2027, 3, 2))}


def test_there_are_two_announcements() -> None:
    """Up to eight days before it is the first, from seven days on the second."""
    [change, *_] = changes(KB, date(2027, 2, 1))
    stages = [stage(change, change.on - timedelta(days=ahead)) for ahead in (30, 8, 7, 0)]
    assert stages == [30, 30, 7, 7]


def test_the_check_of_a_day_names_what_changes_soon() -> None:
    """`hoidap check --as-of` says which entry, from when and how many days are left."""
    lines = [str(problem) for problem in check(default_faq(), today=date(2026, 12, 5)).warnings]
    assert any("cap-doi-can-cuoc" in line and "01/01/2027, còn 27 ngày" in line for line in lines)
    before = [str(problem) for problem in check(default_faq(), today=date(2026, 11, 23)).warnings]
    assert not any("còn" in line and "ngày" in line and "đổi từ" in line for line in before)


def test_a_repeal_ahead_is_a_change() -> None:
    """Officers hear of it 30 days before; once its day has come it is no news."""
    ends = replace(KB.procedures["khai-sinh"], status="repealed", repealed=Repeal(on=date(2026, 12, 20)), fee_rules=())
    kb = replace(KB, procedures={"khai-sinh": ends})
    assert [(one.what, one.on) for one in changes(kb, date(2026, 11, 23))] == [("bãi bỏ", date(2026, 12, 20))]
    assert changes(kb, date(2026, 11, 19)) == []
    assert changes(kb, date(2026, 12, 20)) == []
