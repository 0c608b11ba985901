"""Long texts in parts."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.split import clip, split, utf16_length

# Whole letters and emoji of several code points, and the places between them.
LETTERS = ["a", "đ", "e\u0302\u0301", "😀", "👍🏽", "👩\u200d👧", "🇻🇳", "❤\ufe0f"]
PIECES = st.lists(st.sampled_from([*LETTERS, " ", " ", "\n", "\n\n"]), max_size=120).map("".join)


def letters_of(text: str) -> str:
    return re.sub(r"\s+", "", text)


@given(PIECES, st.integers(20, 60))
def test_parts_fit_and_together_say_the_same(text: str, limit: int) -> None:
    """Every part fits, none is empty, and no letter is lost, doubled or moved."""
    parts = split(text, limit)
    assert all(0 < utf16_length(part) <= limit for part in parts)
    assert "".join(map(letters_of, parts)) == letters_of(text)


@given(PIECES, st.integers(20, 60))
def test_no_letter_and_no_emoji_is_torn(text: str, limit: int) -> None:
    """No part begins in the middle of what is one sign on the screen, and no flag is halved."""
    for part in split(text, limit):
        assert not unicodedata.category(part[0]).startswith("M")
        assert part[0] not in "\u200d🏽"
        assert sum("\U0001f1e6" <= letter <= "\U0001f1ff" for letter in part) % 2 == 0
        assert not part.endswith("\u200d")


def test_a_text_that_fits_stays_whole() -> None:
    """4096 units are one message, one more are two."""
    assert split("đ" * 2000, 2000) == ["đ" * 2000]
    assert [len(part) for part in split("đ" * 2001, 2000)] == [2000, 1]
    assert [len(part) for part in split("😀" * 1001, 2000)] == [1000, 1]


def test_nothing_is_no_message() -> None:
    """White space is not sent."""
    assert split(" \n ", 2000) == []


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("một hai\n\nba bốn năm", ["một hai", "ba bốn năm"]),
        ("một hai\nba bốn năm", ["một hai", "ba bốn năm"]),
        ("một hai ba bốn năm", ["một hai ba", "bốn năm"]),
        ("a\n\nmột hai ba bốn", ["a\n\nmột hai", "ba bốn"]),
    ],
    ids=["paragraph", "line", "word", "a place too early is passed over"],
)
def test_cuts_are_made_where_a_reader_expects_them(text: str, parts: list[str]) -> None:
    """Between paragraphs before lines before words."""
    assert split(text, 12) == parts


def test_the_first_part_may_be_smaller() -> None:
    """A caption takes less than a message."""
    assert [len(part) for part in split("x" * 100, limit=50, first=10)] == [10, 50, 40]


def test_a_bomb_of_marks_is_cut_all_the_same() -> None:
    """Where there is no boundary between letters the limit still holds."""
    assert [len(part) for part in split("e" + "\u0301" * 149, 100)] == [100, 50]


@given(st.text(max_size=60), st.integers(2, 40))
def test_clipped_texts_fit(text: str, limit: int) -> None:
    """What is clipped fits, and says that it goes on only if it does."""
    clipped = clip(text, limit)
    assert utf16_length(clipped) <= limit
    assert (clipped == text) if utf16_length(text) <= limit else clipped.endswith("…")


def test_clipping_tears_no_emoji() -> None:
    """A family stays together or stays away."""
    assert clip("ab👩\u200d👧cd", 6) == "ab…"
