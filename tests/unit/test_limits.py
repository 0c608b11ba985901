"""The pace of a platform, to the letter."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import Limits
from bot.limits import MARGIN, Holds, Pace, Window


@given(st.integers(1, 30), st.floats(0.5, 60), st.lists(st.floats(0, 5), max_size=200))
def test_no_window_ever_holds_too_many(count: int, seconds: float, pauses: list[float]) -> None:
    """However the sends come, no stretch of `seconds` sees more than `count` of them."""
    window, now, times = Window(count, seconds), 100.0, []
    for pause in pauses:
        now += pause
        now += window.wait(now)
        assert window.wait(now) <= 1e-9
        window.take(now)
        times.append(now)
    assert all(later - earlier >= seconds - 1e-6 for earlier, later in zip(times, times[count:], strict=False))


def test_chats_are_paced_one_by_one() -> None:
    """A busy chat delays itself and no other; the account delays all."""
    pace = Pace(Limits(account_per_second=2, chat_per_second=1))
    pace.take("a", group=False, now=0)
    assert pace.wait("a", group=False, now=0) == MARGIN
    assert pace.wait("b", group=False, now=0) == 0
    pace.take("b", group=False, now=0)
    assert pace.wait("c", group=False, now=0) > 0


def test_a_slow_rate_stretches_the_time() -> None:
    """Half a send a second is one in two seconds."""
    pace = Pace(Limits(chat_per_second=0.5))
    pace.take("a", group=False, now=0)
    assert pace.wait("a", group=False, now=1) == 2 * MARGIN - 1


def test_only_groups_have_the_limit_of_groups() -> None:
    """Twenty in a minute bind a group and nobody else."""
    pace = Pace(Limits(group_per_minute=20))
    for _ in range(20):
        pace.take("g", group=True, now=0)
        pace.take("p", group=False, now=0)
    assert pace.wait("g", group=True, now=1) > 60
    assert pace.wait("p", group=False, now=1) == 0


def test_memory_is_bounded() -> None:
    """The chat that was quiet longest is forgotten first."""
    pace = Pace(Limits(chat_per_second=1), remembered=2)
    for chat in ("a", "b", "a", "c"):
        pace.take(chat, group=False, now=0)
    assert pace.wait("a", group=False, now=0) > 0
    assert pace.wait("b", group=False, now=0) == 0


def test_a_rest_is_never_shortened() -> None:
    """Of two rests of a lane the longer counts, and it is over when it is over."""
    holds = Holds()
    holds.set("a", 10)
    holds.set("a", 5)
    assert (holds.wait("a", 4), holds.wait("a", 10), holds.wait("b", 0)) == (6, 0, 0)
