"""What residents said is kept apart from the facts, and the matcher learns from it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import knowledge

GOOD = (Path(__file__).parents[1] / "fixtures" / "faq" / "good.yaml").read_text("utf-8")
TODAY = date(2026, 11, 22)
HEARD = """
heard:
  - id: khai-sinh
    questions:
      - vợ em đẻ hôm qua thì làm giấy gì
    english:
      - our baby was born yesterday
"""


def written(folder: Path, heard: str) -> Path:
    """A good faq.yaml that includes a file of residents' sentences."""
    (folder / "heard.yaml").write_text(heard.lstrip(), "utf-8")
    (folder / "faq.yaml").write_text(f"{GOOD}\ninclude:\n  - heard.yaml\n", "utf-8")
    return folder / "faq.yaml"


def test_what_was_heard_joins_the_words_of_its_entry(tmp_path: Path) -> None:
    """The entry is found by it; the procedure itself stays as it is written."""
    kb = knowledge.load(written(tmp_path, HEARD))
    birth = next(entry for entry in knowledge.entries(kb) if entry.id == "khai-sinh")
    assert "vợ em đẻ hôm qua thì làm giấy gì" in birth.questions
    assert "our baby was born yesterday" in birth.english
    assert "vợ em đẻ hôm qua thì làm giấy gì" not in kb.procedures["khai-sinh"].questions


def test_heard_of_an_entry_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """It names the line and the id that was probably meant."""
    [error] = knowledge.check(written(tmp_path, HEARD.replace("khai-sinh", "khai-sih")), today=TODAY).errors
    assert (error.file, error.line) == ("heard.yaml", 2)
    assert error.advice == "có phải ý anh/chị là “khai-sinh”?"


def test_a_sentence_heard_for_two_entries_is_questioned(tmp_path: Path) -> None:
    """It would pull both ways; the later place is named."""
    twice = HEARD + "  - id: trich-luc\n    questions:\n      - Vo em de hom qua thi lam giay gi\n"
    [warning] = knowledge.check(written(tmp_path, twice), today=TODAY).warnings
    assert (warning.file, warning.line) == ("heard.yaml", 9)
    assert "khai-sinh" in warning.message
