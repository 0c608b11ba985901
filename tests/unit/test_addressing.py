"""Which ticket an officer's words name: read generously, never guessed."""

from __future__ import annotations

from random import Random

import pytest

from bot.tickets import new_code
from handlers.addressing import mentions, words_for


def read(text: str) -> tuple[str, str | None]:
    """The code that the text names first, and what it says to that ticket."""
    first = mentions(text)[0]
    [code] = first.readings
    return code, words_for(text, first)


@pytest.mark.parametrize(
    "text",
    [
        "#K7Q2 dạ được",
        "#k7q2 dạ được",
        "# K7Q2: dạ được",
        "＃K7Q2, dạ được",
        "(#K7Q2) dạ được",
        "[#k7q2] - dạ được",
        "#K7Q2\ndạ được",
        "#K7Q2... dạ được",
        "K7Q2 dạ được",
        "K7Q2: dạ được",
        "phiếu k7q2: dạ được",
        "Phiếu #K7Q2 – dạ được",
        "trả lời phiếu K7Q2: dạ được",
        "mã #K7Q2 dạ được",
        "dạ được #K7Q2",
        "dạ được (#k7q2)",
    ],
)
def test_many_ways_to_write_one_thing(text: str) -> None:
    """The code at the beginning or, with #, at the end; the rest is what the resident reads."""
    assert read(text) == ("K7Q2", "dạ được")


def test_the_first_word_may_stick_to_the_code() -> None:
    """A letter that no code has ends it."""
    assert read("#K7Q2được ạ") == ("K7Q2", "được ạ")


@pytest.mark.parametrize(
    "text", ["chị xem phiếu #K7Q2 rồi nhé", "như K7Q2 đã nói", "k7q2 dạ được", "dạ được K7Q2", "2tr5 chị nhé"]
)
def test_talk_about_a_ticket_is_no_answer_to_it(text: str) -> None:
    """In the middle, or so that it might be something else: the officer is asked."""
    assert read(text)[1] is None


@pytest.mark.parametrize(
    "text",
    [
        "mang theo giấy tờ",
        "#K7Q22 dạ",
        "#K7Q2duoc",
        "#K7Q dạ",
        "mẫu CT01",
        "gọi 0912345678",
        "năm 2026",
        "a@K7Q2",
        "https://x.vn/K7Q2",
        "MANG CCCD",
        "",
        "#",
    ],
)
def test_what_is_no_code(text: str) -> None:
    """Words, years, telephone numbers, forms, addresses, codes that are too long or too short."""
    assert mentions(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("#K7Q2 /nhan", "/nhan"),
        ("/nhan #K7Q2", "/nhan"),
        ("/gui #K7Q2 khai sinh", "/gui khai sinh"),
        ("/gui khai sinh #K7Q2", "/gui khai sinh"),
        ("#K7Q2 nhận", "/nhan"),
        ("#K7Q2 Đóng phiếu", "/dong"),
        ("đóng #K7Q2", "/dong"),
        ("#K7Q2 // hỏi anh Nam", "// hỏi anh Nam"),
        ("#K7Q2", ""),
    ],
)
def test_commands_and_notes(text: str, words: str) -> None:
    """Before or behind the code, with a slash or in plain words: never sent to the resident as an answer."""
    assert read(text) == ("K7Q2", words)


@pytest.mark.parametrize(
    ("typed", "struck"),
    [("#Đ2K", "DD2K"), ("#Đ2K", "D2KD"), ("#Â23", "AA23"), ("#Â23", "A623"), ("#Ê2K", "EE2K"), ("#Ư23K", "W23K"),
     ("#ÁC2", "ACS2"), ("#ÁC2", "ASC2"), ("#À2K", "AF2K"), ("#Ấ2", "AAS2"), ("#Ưu2", "UWU2"), ("#ạ23", "A523")],
)  # fmt: skip
def test_what_input_methods_do_to_a_code(typed: str, struck: str) -> None:
    """Telex and VNI make Vietnamese of it; what was struck is among the readings."""
    [mention] = mentions(f"{typed} dạ được")
    assert struck in mention.readings
    assert words_for(f"{typed} dạ được", mention) == "dạ được"


def test_two_tickets_are_two() -> None:
    """In order, each once."""
    assert [one.readings for one in mentions("#K7Q2 trùng với # M3NP và K7Q2")] == [{"K7Q2"}, {"M3NP"}, {"K7Q2"}]


def test_every_code_that_is_given_out_is_read() -> None:
    """As written on the card, in either case."""
    chance = Random(7)
    for code in (new_code(chance) for _ in range(2000)):
        assert read(f"#{code} dạ") == (code, "dạ")
        assert read(f"#{code.lower()}: dạ") == (code, "dạ")
