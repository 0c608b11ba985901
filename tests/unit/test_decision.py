"""Decision: how sure is sure enough, and for what."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.decision import WORTH_OFFERING, Basis, Calibration, Candidate, Verdict, confidence, decide
from knowledge.entry import Entry

CALIBRATION = Calibration()
SURE = Basis(score=20.0, lead=5.0, said=5.0, heard=0.0, named=True, rival_near=False)
UNSURE = Basis(score=8.0, lead=0.8, said=2.5, heard=0.49, named=True, rival_near=False)
LOST = Basis(score=3.0, lead=-2.0, said=1.0, heard=0.0, named=False, rival_near=False)


def test_sure_procedure_is_answered() -> None:
    """A clear need is answered at once."""
    assert decide("procedure", SURE, CALIBRATION) == "answer"


@pytest.mark.parametrize("doubt", [{"named": False}, {"rival_near": True}, {"common": True}])
def test_doubt_about_a_twin_asks_back(doubt: dict[str, bool]) -> None:
    """However far ahead, a rival close behind, a word of many, or a phrase mostly unsaid makes the bot ask."""
    short = replace(SURE, said=CALIBRATION.few_said)
    sure = replace(CALIBRATION, answer_from=0.5)
    assert decide("procedure", short, sure) == "answer"
    assert decide("procedure", replace(short, **doubt), sure) == "choose"


def test_a_long_question_may_leave_the_main_word_out() -> None:
    """Who says enough else is answered though most of the phrase is not among it."""
    assert decide("procedure", replace(SURE, named=False), CALIBRATION) == "answer"


@pytest.mark.parametrize("kind", ["procedure", "referral", "general", "chat"])
def test_unsure_asks_and_lost_hands_off(kind: str) -> None:
    """Between the cut-offs the bot asks; below them an officer is called, whatever came first."""
    assert decide(kind, UNSURE, CALIBRATION) == "choose"  # type: ignore[arg-type]  # each parameter is a Kind
    assert decide(kind, LOST, CALIBRATION) == "handoff"  # type: ignore[arg-type]  # each parameter is a Kind


def test_many_near_ones_are_asked_about() -> None:
    """Where little was said and much fits it, the bot asks though no single one is likely."""
    assert decide("procedure", replace(LOST, score=CALIBRATION.near_from), CALIBRATION) == "choose"


@pytest.mark.parametrize(("kind", "decision"), [("referral", "refer"), ("general", "refer"), ("chat", "chat")])
def test_other_kinds_have_their_own_decision(kind: str, decision: str) -> None:
    """Referrals and general questions refer; small talk chats."""
    assert decide(kind, SURE, CALIBRATION) == decision  # type: ignore[arg-type]  # each parameter is a Kind


def test_just_a_phrase_is_surer_than_a_phrase_and_more() -> None:
    """A question that says just what the entry is called is surer than one that says more."""
    assert confidence(replace(UNSURE, exact=1.0), CALIBRATION) > confidence(UNSURE, CALIBRATION)


@given(st.floats(-8, 8), st.floats(0.001, 50), st.floats(0, 1))
def test_confidence_is_a_probability_and_grows_with_the_lead(lead: float, said: float, heard: float) -> None:
    """More lead, more words or more of it heard before never make the bot less sure."""
    here = confidence(Basis(9.0, lead, said, heard, named=True, rival_near=False), CALIBRATION)
    more = confidence(Basis(9.0, lead + 1, said + 1, heard + 0.1, named=True, rival_near=False), CALIBRATION)
    assert 0 <= here <= more <= 1


def test_only_what_is_near_the_first_is_offered() -> None:
    """A candidate far behind the first stays known but is no choice; without candidates there is none."""
    entry = Entry("x", "procedure", "x", "x", (), (), (), frozenset(), 3)
    found = tuple(Candidate(entry, score, 0.5, "x") for score in (10.0, 10.0 - WORTH_OFFERING, 1.0))
    asked = Verdict("choose", found, None, None, 0.5, None, "vi", "x")
    assert asked.choices == found[:2]
    assert replace(asked, candidates=()).choices == ()
