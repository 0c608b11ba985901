"""Which of several parts a message asks for, and which are only told on the way."""

from __future__ import annotations

import pytest

from knowledge.lexicon_file import load_lexicon
from knowledge.syllables import fold
from knowledge.text import Reader

READER = Reader(load_lexicon())

STORIES = [
    ("bà liệt, đi đâu cũng phải có người dìu, xin xác định khuyết tật thì bao lâu mới xong", ("time",)),
    ("hôm qua em ra hỏi nộp ở đâu thì họ bảo quầy 3, giờ em muốn hỏi hết bao nhiêu tiền", ("fee",)),
    ("em nộp phí online rồi mà quên hỏi, làm hộ khẩu cho vợ thì cần những giấy tờ gì", ("documents",)),
    ("con học xa, mấy tháng mới về một lần, muốn đăng ký tạm trú trên đó thì làm ở đâu", ("where",)),
    ("tháng trước có hỏi cần giấy gì rồi, giờ giấy tờ đủ cả, muốn nộp hồ sơ thì nộp ở đâu", ("where",)),
    ("tôi ở xa về thì tốn tiền xe quá, có nộp qua mạng được không", ("online",)),
    ("đóng tiền xong mấy ngày có thẻ", ("time",)),
]
BOTH = [
    ("làm lại thẻ bao nhiêu tiền và mấy ngày có", ("fee", "time")),
    ("cần gì, mấy ngày, phí bao nhiêu", ("documents", "time", "fee")),
    ("làm ở đâu, tốn bao nhiêu", ("where", "fee")),
    ("cho hỏi phí làm thẻ với lại mất mấy hôm", ("fee", "time")),
]


@pytest.mark.parametrize(("text", "asked"), STORIES)
def test_the_question_outweighs_the_story(text: str, asked: tuple[str, ...]) -> None:
    """What a story tells of other parts is not asked, with and without accents."""
    assert READER.read(text).aspects == asked
    assert READER.read(fold(text)).aspects == asked


@pytest.mark.parametrize(("text", "asked"), BOTH)
def test_several_questions_are_all_asked(text: str, asked: tuple[str, ...]) -> None:
    """Parts that are asked in one breath are all heard, in their order."""
    assert READER.read(text).aspects == asked


def test_a_part_that_is_only_told_counts_where_nothing_else_is_asked() -> None:
    """A message that asks for one part alone asks for it, however it is put."""
    assert READER.read("không biết nộp ở đâu cũng được hay sao").aspects == ("where",)
