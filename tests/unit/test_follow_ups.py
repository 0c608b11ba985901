"""Which part a follow-up asks about."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from knowledge import default_faq, load
from knowledge.follow_ups import FollowUps
from knowledge.lexicon_file import load_lexicon
from knowledge.model import FollowUp
from knowledge.text import Reader

READER = Reader(load_lexicon())
REMARKS = {"again", "plainly", "thanks", "aside", "complaint"}
SAID = (
    FollowUp("fee", ("tốn bao nhiêu tiền vậy", "có mất phí không"), ("is it free",), 1, "x"),
    FollowUp("time", ("bao lâu thì lấy được", "mấy hôm có kết quả"), (), 2, "x"),
)


@cache
def _shipped() -> tuple[FollowUp, ...]:
    return load(default_faq()).follow_ups


def test_a_phrase_that_stands_there_is_certain() -> None:
    """A follow-up that is in the file is read as that part for sure, with or without accents."""
    assert FollowUps(SAID, READER).read("CO MAT PHI KHONG?")[0] == ("fee", 1.0)


def test_words_tell_the_part() -> None:
    """A follow-up that is not in the file is told by the words it shares with those that are."""
    first, second = FollowUps(SAID, READER).read("thế tốn tiền không")
    assert first.part == "fee"
    assert 0.5 < first.confidence < 1
    assert second.confidence < first.confidence


@pytest.mark.parametrize("text", ["", "xyzzy", "🎉"])
def test_unknown_words_tell_nothing(text: str) -> None:
    """Words that no follow-up holds give no guess."""
    assert FollowUps(SAID, READER).read(text) == ()


def test_without_phrases_nothing_is_guessed() -> None:
    """A knowledge base without follow-ups never guesses a part."""
    assert FollowUps((), READER).read("bao nhiêu tiền") == ()


def test_what_is_told_as_sure_is_right() -> None:
    """Of the shipped follow-ups that were left out, those read with half a chance or more are mostly read right.

    Remarks that ask for no part are of too many kinds to be known by half of them; none may pass for a part.
    """
    kept = [replace(one, questions=one.questions[::2], english=one.english[::2]) for one in _shipped()]
    learnt = FollowUps(kept, READER)
    left_out = [(one.part, text) for one in _shipped() for text in (*one.questions[1::2], *one.english[1::2])]
    read = [(part, learnt.read(text)) for part, text in left_out]
    sure = [part == guesses[0].part for part, guesses in read if guesses and guesses[0].confidence >= 0.5]
    assert sum(sure) >= 0.8 * len(sure)
    asked = [guesses for part, guesses in read if part not in REMARKS]
    assert sum(bool(guesses) and guesses[0].confidence >= 0.5 for guesses in asked) >= 0.6 * len(asked)
    taken = [guesses for part, guesses in read if part in REMARKS and guesses and guesses[0].part not in REMARKS]
    assert sum(guesses[0].confidence >= 0.8 for guesses in taken) <= 0.02 * len(left_out)
