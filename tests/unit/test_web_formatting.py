"""Text to blocks: tidy, complete, and links only where they may lead."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.web.formatting import blocks, href_of, plain
from handlers import texts

HOSTS = ("gov.vn", "haiphong.gov.vn")


def kinds(text: str, **more: Any) -> list[str]:
    return [one["kind"] for one in blocks(text, hosts=HOSTS, **more)]


def everything(found: list[dict[str, Any]]) -> str:
    pieces: list[str] = []

    def collect(value: Any) -> None:
        if isinstance(value, dict):
            pieces.extend(str(value[key]) for key in ("label", "text") if key in value)
            for one in value.values():
                collect(one)
        elif isinstance(value, list):
            for one in value:
                collect(one)

    collect(found)
    return "".join(pieces)


def test_an_answer_becomes_tidy_blocks() -> None:
    """Title, headings, bullets, facts and source each become what they are."""
    text = (
        "ĐĂNG KÝ KHAI SINH\n\nAnh/chị mang theo:\n• Tờ khai\n• Giấy chứng sinh\n\n"
        "Phí: 8.000 đồng\nThời gian: trong ngày\n\nNguồn: Cổng Dịch vụ công (ngày 10/6/2026)."
    )
    assert kinds(text) == ["title", "h", "ul", "facts", "source"]


def test_an_answer_in_english_becomes_tidy_blocks() -> None:
    """Facts in a row are facts below words, too, and the answer code is a source; a single colon makes no fact."""
    text = "Birth registration. Within 60 days.\nBring: the form.\nFee: none.\nAnswer code: ABC234\n\nNote: bring it."
    assert kinds(text) == ["p", "facts", "source", "p"]


def test_a_line_that_names_what_follows_is_a_heading() -> None:
    """A short line with a colon at its end heads a list and words alike; at the end of a text it heads nothing."""
    assert kinds("Sao y – phí, lệ phí:\nTạm tính 5 trang: 21.000 đồng.") == ["h", "p"]
    assert kinds("Anh/chị mang theo:\n• Tờ khai") == ["h", "ul"]
    assert kinds("Anh/chị chọn giúp tôi:") == ["p"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"{texts.CHOOSE}\n\n{texts.PICK}", texts.CHOOSE),
        (f"{texts.EN_CHOOSE}\n\n{texts.EN_PICK}", texts.EN_CHOOSE),
        (texts.CASE_ASK.format(question="Ai đi làm?"), "Ai đi làm?"),
        (texts.ENGLISH[texts.CASE_ASK].format(question="Who goes?"), "Who goes?"),
    ],
)
def test_nobody_is_asked_for_a_number_who_has_buttons(text: str, shown: str) -> None:
    """A question with buttons is only the question; without buttons it stays as it is."""
    assert everything(blocks(text, hosts=HOSTS, labels=["Khai sinh"])) == shown
    assert everything(blocks(text, hosts=HOSTS)) == text.replace("\n", "")


def test_numbers_keep_their_own_count() -> None:
    """A list that begins at 3 begins at 3."""
    (found,) = blocks("3. Ba\n4. Bốn", hosts=HOSTS)
    assert (found["kind"], found["start"], len(found["items"])) == ("ol", 3, 2)


@pytest.mark.parametrize("text", ["Chọn:\n1. Khai sinh\n2. Khai tử", "Chọn:\n\nXem thêm: 1. Khai sinh · 2. Khai tử"])
def test_lines_that_only_number_the_buttons_are_left_to_them(text: str) -> None:
    """Choices are read once: as buttons; lines that are no choice stay."""
    assert everything(blocks(text, hosts=HOSTS, labels=["Khai sinh", "Khai tử"])) == "Chọn:"
    assert everything(blocks(text, hosts=HOSTS, labels=["Khai sinh", "Khai tử", "Tiếp tục"])) == "Chọn:"
    assert "Khai tử" in everything(blocks(text, hosts=HOSTS, labels=["Khai sinh", "Việc khác"]))


@pytest.mark.parametrize(
    ("word", "leads_to"),
    [
        ("https://dichvucong.gov.vn/p?a=1", "https://dichvucong.gov.vn/p?a=1"),
        ("dichvucong.gov.vn", "https://dichvucong.gov.vn"),
        ("HTTPS://DICHVUCONG.GOV.VN", "HTTPS://DICHVUCONG.GOV.VN"),
        ("https://gov.vn.evil.com", None),
        ("https://evilgov.vn", None),
        ("https://gov.vn@evil.com/", None),
        ("https://a@gov.vn/", None),
        ("https://gov.vn:8443/", None),
        ("https://evil.com/gov.vn", None),
        ("javascript:alert(1)//gov.vn", None),
        ("https://gov.vn\\@evil.com", None),
        ("https://[::1].gov.vn", None),
        ("//evil.com", None),
        ("1.2", None),
        ("https://" + "a" * 600 + ".gov.vn", None),
    ],
)
def test_only_allowed_hosts_become_links(word: str, leads_to: str | None) -> None:
    """A look-alike host, a user part, a port or another scheme stays text."""
    assert href_of(word, HOSTS) == leads_to


def test_a_full_stop_after_a_link_is_no_part_of_it() -> None:
    """Brackets and punctuation stay outside."""
    (found,) = blocks("Nộp ở (dichvucong.gov.vn).", hosts=HOSTS)
    assert [span["text"] for span in found["lines"][0]] == ["Nộp ở (", "dichvucong.gov.vn", ")."]


@given(st.text(max_size=300))
def test_no_word_is_lost(text: str) -> None:
    """Whatever the text, all its letters and digits come through, in order."""

    def letters(words: str) -> str:
        return "".join(char for char in words if char.isalpha())

    assert letters(everything(blocks(text, hosts=HOSTS))) == letters(text)
    assert letters(everything(plain(text, hosts=HOSTS))) == letters(text)
