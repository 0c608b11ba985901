"""Numbers, yes and no, thanks, asking for a person, as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.messages import Choice
from handlers.words import (
    LAST,
    is_bare_number,
    is_cross,
    matter_for_person,
    number,
    picked,
    says_no,
    says_yes,
    thanks,
    ticket_code,
    wants_person,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", 1),
        ("2.", 2),
        ("(3)", 3),
        ("②", 2),
        ("２", 2),
        ("số 2 ạ", 2),
        ("so 2 nhe em", 2),
        ("SỐ 2", 2),
        ("chọn 2", 2),
        ("em chọn số 1 nhé", 1),
        ("cái thứ hai", 2),
        ("cái thứ hai ạ", 2),
        ("cai thu 3", 3),
        ("cái đầu tiên", 1),
        ("đầu tiên", 1),
        ("mục cuối cùng", LAST),
        ("thứ tư", 4),
        ("option 2 please", 2),
        ("the second", 2),
        ("hai", 2),
    ],
)
def test_a_number_is_read_however_it_is_said(text: str, expected: int) -> None:
    """Digits, words, ordinals, circled and full-width digits, with the polite words around them."""
    assert number(text) == expected


@pytest.mark.parametrize(
    "text", ["", "123", "2 con", "khai sinh", "1 2", "ba tôi mất", "số", "031090123456", "mấy ngày"]
)
def test_what_is_no_number(text: str) -> None:
    """A question with a number in it, or a long number, picks nothing."""
    assert number(text) is None


def test_only_digits_are_a_bare_number() -> None:
    """ "ba" alone may be one's father."""
    assert is_bare_number("số 3 ạ")
    assert not is_bare_number("ba")


@pytest.mark.parametrize(
    "text", ["có", "Có ạ", "dạ", "vâng", "dạ vâng ạ", "ok", "đúng rồi", "đồng ý", "gửi đi em", "co", "yes please"]
)
def test_yes(text: str) -> None:
    """Ways to agree."""
    assert says_yes(text)
    assert not says_no(text)


@pytest.mark.parametrize("text", ["không", "ko ạ", "thôi", "Thôi không gửi", "không phải", "khỏi", "sai rồi"])
def test_no(text: str) -> None:
    """Ways to decline."""
    assert says_no(text)
    assert not says_yes(text)


@pytest.mark.parametrize(
    "text", ["cô ơi", "có mất phí không", "đúng hạn thì sao", "không có giấy chứng sinh", "được hỗ trợ gì"]
)
def test_neither_yes_nor_no(text: str) -> None:
    """A question is no answer to a question; "cô" is not "có"."""
    assert not says_yes(text)
    assert not says_no(text)


def test_thanks_are_short() -> None:
    """A story that begins with thanks is still a question."""
    assert thanks("cảm ơn em nhé")
    assert thanks("Thanks!")
    assert not thanks("cảm ơn em, cho hỏi thêm là đăng ký tạm trú thì cần giấy gì vậy em ơi")
    assert not thanks("cảm ơn, phí bao nhiêu?")


@pytest.mark.parametrize(
    "text",
    [
        "gặp cán bộ",
        "cho tôi gặp cán bộ",
        "cho gap nguoi that",
        "noi chuyen voi nhan vien",
        "can I talk to an officer",
        "bot dở quá, cho gặp người thật",
    ],
)
def test_asking_for_a_person(text: str) -> None:
    """With and without accents, politely or not."""
    assert wants_person(text)


def test_what_an_officer_is_wanted_for() -> None:
    """The matter need not be said twice."""
    wanted = "tôi muốn gặp cán bộ hỏi việc ngõ ngập nước"
    assert matter_for_person(wanted) == wanted
    assert matter_for_person("cho tôi gặp cán bộ") == ""
    assert matter_for_person("bot dở quá, cho gặp người thật") == ""


def test_being_cross() -> None:
    """An annoyed resident is recognised, a polite one is not."""
    assert is_cross("bot dở quá")
    assert not is_cross("cho tôi gặp cán bộ")


def test_words_of_one_label_pick_it() -> None:
    """Words that stand in one label only pick it; words of several pick none."""
    choices = (Choice("p:a", "Đăng ký tạm trú"), Choice("p:b", "Gia hạn tạm trú"))
    assert picked("gia hạn", choices) == choices[1]
    assert picked("tạm trú", choices) is None
    assert picked("ạ", choices) is None


def test_a_label_said_in_full_picks_it_although_another_has_its_words_too() -> None:
    """ "Đăng ký khai sinh" is not "Đăng ký lại khai sinh"."""
    choices = (Choice("p:a", "Đăng ký lại khai sinh"), Choice("p:b", "Đăng ký khai sinh"))
    assert picked("dang ky khai sinh nhe em", choices) == choices[1]


def test_a_ticket_code_is_found_in_any_case() -> None:
    """Letters that look alike are in no code."""
    assert ticket_code("/dong #k7q2") == "K7Q2"
    assert ticket_code("#KIO1 nhé") is None


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    """Nothing in a message makes these fail."""
    number(text), says_yes(text), says_no(text), thanks(text), wants_person(text), is_cross(text), ticket_code(text)
