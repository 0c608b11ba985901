"""A ticket as officers see it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.cards import CardView, Line, ticket_card, ticket_list, topic_title
from handlers.messages import Guess, TicketState, TicketView
from tests.unit.handlers_world import NOW

GUESSES = (Guess("khai-sinh", "Đăng ký khai sinh", 0.82), Guess("khai-tu", "Đăng ký khai tử", 0.1))


def card(state: TicketState = "open", **more: object) -> CardView:
    return CardView("K7Q2", state, "cháu tôi cần làm giấy", NOW, "telegram", "Chị Lan", GUESSES, **more)  # type: ignore[arg-type] # fields of CardView


def test_the_card_shows_all_an_officer_needs() -> None:
    """Code, state, who and whence, the question, the guesses with their confidence, the talk so far."""
    talk = (
        Line("resident", "chào"),
        Line("bot", "Dạ"),
        Line("staff", "Dạ có", "Hùng"),
        Line("resident", "", media="1 ảnh"),
    )
    text = ticket_card(card(talk=talk)).text
    for words in ("#K7Q2", "đang chờ", "Chị Lan", "Telegram", "09:10", "cháu tôi cần", "Đăng ký khai sinh (82%)"):
        assert words in text
    for line in ("Dân: chào", "Bot: Dạ", "Hùng: Dạ có", "Dân: [1 ảnh]"):
        assert line in text


@pytest.mark.parametrize(
    ("state", "ids"),
    [
        ("open", ["t:K7Q2:claim", "t:K7Q2:send:0", "t:K7Q2:send:1", "t:K7Q2:close"]),
        ("claimed", ["t:K7Q2:send:0", "t:K7Q2:send:1", "t:K7Q2:close"]),
        ("answered", ["t:K7Q2:claim", "t:K7Q2:send:0", "t:K7Q2:send:1", "t:K7Q2:close"]),
        ("closed", ["t:K7Q2:reopen"]),
    ],
)
def test_the_buttons_fit_the_state(state: TicketState, ids: list[str]) -> None:
    """Only what may be done is offered."""
    assert [choice.id for choice in ticket_card(card(state)).choices] == ids


def test_who_holds_it_and_who_cannot_be_reached_is_seen() -> None:
    """Before an officer writes in vain."""
    text = ticket_card(card("claimed", claimed_name="Hùng", reachable=False)).text
    assert "Hùng đang nhận" in text
    assert "chặn bot" in text


def test_a_long_talk_shows_its_end() -> None:
    """The latest lines, each clipped, so that the card fits one message."""
    talk = tuple(Line("resident", f"dòng {at} " + "x" * 500) for at in range(50))
    text = ticket_card(card(talk=talk)).text
    assert "dòng 49" in text
    assert "dòng 9 " not in text
    assert len(text) < 4096


def test_a_topic_s_title_is_one_short_line() -> None:
    """The code first, then the beginning of the question."""
    assert topic_title("K7Q2", "hỏi\nvề  ngõ") == "#K7Q2 hỏi về ngõ"
    assert len(topic_title("K7Q2", "x " * 200)) <= 100


def test_the_list_is_longest_waiting_first() -> None:
    """With how long, and by whom it is held."""
    young = TicketView("AAAA", "open", "mới", NOW - timedelta(minutes=5), "web")
    old = TicketView("BBBB", "claimed", "cũ", NOW - timedelta(hours=30), "web", claimed_name="Hùng")
    lines = ticket_list([young, old], NOW).text.splitlines()
    assert lines[1].startswith("#BBBB · Hùng đang nhận · chờ 30 giờ")
    assert lines[2] == "#AAAA · đang chờ · chờ 5 phút · mới"
    assert "Không có phiếu" in ticket_list([], NOW).text
