"""Aspects: which part of a procedure a message asks about."""

from __future__ import annotations

import pytest

from knowledge.lexicon_file import load_lexicon
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
    ("bao giờ nhận kết quả", "time"),
    ("hôm nào được lấy", "time"),
    ("nộp khai sinh lúc 9h sáng thì khi nào có giấy", "time"),
    ("phí đăng ký thường trú", "fee"),
    ("phí nhiều không", "fee"),
    ("nộp online thì phí bao nhiêu", "fee"),
    ("làm khai tử xong được nhận giấy gì", "result"),
    ("kết quả là gì", "result"),
    ("có cần mang giấy kết hôn của bố mẹ không", "documents"),
    ("ra phường hay lên công an", "where"),
    ("viết đơn theo mẫu số mấy", "form"),
    ("ai được đi đăng ký khai tử", "who"),
    ("quy trình các bước làm giấy khai sinh", "steps"),
    ("đăng ký thường trú quy định ở luật nào", "law"),
    ("căn cứ pháp lý nào", "law"),
    ("quy định ở đâu trong luật", "law"),
]
NOT_ASKED = [
    "làm giấy khai sinh",
    "làm hộ khẩu cho con",
    "đất phi nông nghiệp",
    "làm thay đổi tên",
    "mai táng phí cho mẹ",
    "tôi mất giấy khai sinh",
    "bố tôi mới mất",
    "xin chào",
    "mất giấy",
    "",
]


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


def test_every_aspect_that_is_asked_is_told_in_order() -> None:
    """Two parts asked in one breath are both seen; what is only mentioned does not count beside them."""
    assert READER.read("hết bao nhiêu tiền và mấy ngày có").aspects == ("fee", "time")
    assert READER.read("nộp qua mạng thì hết bao nhiêu tiền").aspects == ("fee",)
    assert READER.read("nộp qua mạng").aspects == ("online",)


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("how much does it cost to register a marriage", "fee"),
        ("how long does it take", "time"),
        ("what documents do i need for that", "documents"),
        ("can i do it online", "online"),
    ],
)
def test_english_asks_too(text: str, aspect: str) -> None:
    """A question in English asks for a part as well."""
    assert READER.read(text).aspect == aspect


def test_words_that_only_ask_weigh_little() -> None:
    """Asking words must not count as a need."""
    words = READER.read("khai sinh cần giấy tờ gì").words
    assert [word.factor < 1 for word in words] == [False, False, True, True, True, True]
