"""The general answers while a ward has not filled in all of its facts."""

from __future__ import annotations

import re

import pytest

from tests.unit.handlers_world import desk, entry, say, shipped, verdict, words

GENERAL = sorted(shipped().general)
VIETNAMESE = re.compile(r"[ăâđêôơưàáạảãèéẹẻẽìíịỉĩòóọỏõùúụủũỳýỵỷỹ]")


@pytest.mark.parametrize("entry_id", GENERAL)
def test_a_general_answer_never_shows_an_empty_place(entry_id: str) -> None:
    """Whatever is not filled in takes its sentence along, no brace is left."""
    told = words(say("hỏi", desk(verdicts={"hỏi": verdict("refer", entry=entry(entry_id))})))
    assert told
    assert not re.search(r"[{}\[\]]", told)


def test_an_english_answer_goes_without_the_number_that_is_not_known() -> None:
    """What can be said without the telephone is said, in English."""
    asked = "are you closed on public holidays"
    told = words(say(asked, desk(verdicts={asked: verdict("refer", entry=entry("nghi-le"), language="en")})))
    assert "We are closed on Vietnamese public holidays." in told
    assert "call" not in told
    assert not VIETNAMESE.search(told.lower())
