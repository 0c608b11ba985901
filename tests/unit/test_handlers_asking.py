"""Which parts are asked for, and which need is left."""

from __future__ import annotations

import pytest

from handlers import Desk, asking
from handlers.messages import Conversation
from handlers.turn import Turn
from knowledge import entries
from knowledge.matcher import Matcher
from tests.unit.handlers_world import NOW, incoming, shipped


@pytest.fixture(scope="module")
def turn() -> Turn:
    """Somebody at the desk that ships."""
    where = Desk(shipped(), Matcher(entries(shipped())))
    return Turn(incoming(), Conversation(), where, NOW, None, "K7Q2")


@pytest.mark.parametrize(
    ("text", "parts", "need"),
    [
        ("quy trình các bước làm giấy khai sinh như thế nào", ("steps",), "làm giấy khai sinh"),
        ("ai được đi đăng ký khai tử", ("who",), "đăng ký khai tử"),
        ("đăng ký thường trú quy định ở luật nào", ("law",), "đăng ký thường trú"),
        ("phi dang ky thuong tru bao nhieu", ("fee",), "dang ky thuong tru"),
        ("cấp lại căn cước hết bao nhiêu tiền và mấy ngày có", ("fee", "time"), "cấp lại căn cước"),
        ("chứng thực bản sao ở phường khác có được không", ("where",), "chứng thực bản sao"),
        ("Sang tên sổ đỏ viết đơn theo mẫu số mấy", ("form",), "Sang tên sổ đỏ"),
        ("dùng mẫu nào", ("form",), ""),
        ("mai táng phí được bao nhiêu", (), "mai táng phí được"),
        ("đăng ký kết hôn mất mấy ngày", ("time",), "đăng ký kết hôn"),
    ],
)
def test_the_asking_words_are_told_from_the_need(turn: Turn, text: str, parts: tuple[str, ...], need: str) -> None:
    """The parts in the order said; the need keeps its accents."""
    assert asking.parts(turn, text) == parts
    assert asking.need(turn, text) == need


def test_a_long_story_is_left_as_it_is(turn: Turn) -> None:
    """Nothing is cut out of what cannot be a plain question."""
    story = "phí bao nhiêu " * 60
    assert asking.parts(turn, story) == ()
    assert asking.need(turn, story) == story


def test_no_name_of_a_procedure_asks_for_a_fee_by_itself(turn: Turn) -> None:
    """ "Mai táng phí", "học phí", "viện phí" name allowances."""
    names = (one.short for one in shipped().procedures.values())
    assert not [name for name in names if "fee" in asking.parts(turn, name)]
