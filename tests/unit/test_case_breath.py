"""Several answers about one's own case in one message."""

from __future__ import annotations

import pytest

from handlers import case_breath
from tests.unit.handlers_world import shipped


@pytest.mark.parametrize(
    ("procedure", "text", "told"),
    [
        (
            "ket-hon-yeu-to-nuoc-ngoai",
            "chưa ly hôn ở nước ngoài, có học ở nước ngoài",
            {"ly-hon-nuoc-ngoai": "khong", "o-nuoc-ngoai": "co"},
        ),
        ("sang-ten-so-do", "mình tôi đứng tên, không đo lại", {"so-nguoi": "mot", "do-lai": "khong"}),
        ("sang-ten-so-do", "tự em đi nộp", {"nguoi-nop": "ban-than"}),
        ("sang-ten-so-do", "có muốn đo lại không?", {}),
        ("sang-ten-so-do", "trời mưa quá, mai vậy", {}),
    ],
)
def test_each_clause_answers_the_question_it_is_about(procedure: str, text: str, told: dict[str, str]) -> None:
    """A clause is a phrase of an answer or says a question again; one that asks or tells neither is no answer."""
    assert case_breath.told(text, shipped().procedures[procedure]) == told


def test_the_question_asked_takes_the_clause_that_answers_nothing_else() -> None:
    """A bare "không" beside another answer is for what was just asked."""
    procedure = shipped().procedures["sang-ten-so-do"]
    asked = next(case for case in procedure.cases if case.id == "the-chap")
    assert case_breath.told("không ạ, chuyển cả thửa", procedure, asked) == {"the-chap": "khong", "pham-vi": "ca-thua"}
