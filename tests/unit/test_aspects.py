"""Aspects: which part of a procedure a message asks about."""

from __future__ import annotations

import pytest

from knowledge.lexicon import load_lexicon
from knowledge.syllables import fold
from knowledge.text import Reader

READER = Reader(load_lexicon())

ASKED = [
    ("làm khai sinh cần giấy tờ gì", "documents"),
    ("đi đăng ký kết hôn thì mang theo những gì ạ", "documents"),
    ("hồ sơ gồm những gì", "documents"),
    ("làm sổ đỏ hết bao nhiêu tiền", "fee"),
    ("mất bao nhiêu", "fee"),
    ("có mất phí không", "fee"),
    ("lệ phí thế nào", "fee"),
    ("mất bao lâu thì xong", "time"),
    ("mấy ngày có kết quả", "time"),
    ("căn cước bao lâu mới có", "time"),
    ("nộp ở đâu", "where"),
    ("ra chỗ nào làm", "where"),
    ("làm online được không", "online"),
    ("nộp qua mạng kiểu gì", "online"),
    ("cho xin mẫu tờ khai", "form"),
    ("tải mẫu ở đâu", "form"),
    ("nhờ người khác đi được không", "who"),
    ("con làm thay bố được không", "who"),
    ("trình tự thế nào", "steps"),
    ("gồm những bước nào", "steps"),
    ("bao giờ nhận kết quả", "result"),
    ("căn cứ pháp lý nào", "law"),
    ("quy định ở đâu trong luật", "law"),
]
NOT_ASKED = ["làm giấy khai sinh", "tôi mất giấy khai sinh", "bố tôi mới mất", "xin chào", "mất giấy", ""]


@pytest.mark.parametrize(("text", "aspect"), ASKED)
def test_asked_aspect_is_found(text: str, aspect: str) -> None:
    """An aspect that is asked explicitly is found, with and without accents."""
    assert READER.read(text).aspect == aspect
    assert READER.read(fold(text)).aspect == aspect


@pytest.mark.parametrize("text", NOT_ASKED)
def test_nothing_asked_is_none(text: str) -> None:
    """A need that asks for no part in particular has no aspect."""
    assert READER.read(text).aspect is None
    assert READER.read(fold(text)).aspect is None


@pytest.mark.parametrize(
    ("text", "aspect"), [("ks het bn tien", "fee"), ("can gt gi", "documents"), ("lm onl dc k", "online")]
)
def test_teencode_asks_too(text: str, aspect: str) -> None:
    """Short forms ask as the full words do."""
    assert READER.read(text).aspect == aspect


def test_first_of_several_counts() -> None:
    """Of several aspects the first one asked is meant."""
    assert READER.read("cần giấy tờ gì, mất bao lâu").aspect == "documents"


def test_words_that_only_ask_weigh_little() -> None:
    """Asking words must not count as a need."""
    words = READER.read("khai sinh cần giấy tờ gì").words
    assert [word.factor < 1 for word in words] == [False, False, True, True, True, True]
