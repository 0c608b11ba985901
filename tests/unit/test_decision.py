"""Decision: how sure is sure enough, and for what."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.decision import Basis, Calibration, confidence, decide

CALIBRATION = Calibration()
SURE = Basis(score=5.0, margin=1.0, said=5.0, head_said=True, rival_near=False)
UNSURE = Basis(score=1.5, margin=0.1, said=3.0, head_said=True, rival_near=False)
LOST = Basis(score=0.3, margin=0.0, said=1.0, head_said=False, rival_near=False)


def test_sure_procedure_is_answered() -> None:
    """A clear need is answered at once."""
    assert decide("procedure", SURE, CALIBRATION) == "answer"


@pytest.mark.parametrize("doubt", [{"head_said": False}, {"rival_near": True}])
def test_doubt_about_a_twin_asks_back(doubt: dict[str, bool]) -> None:
    """However high the score, a rival close behind or an unsaid main word makes the bot ask."""
    assert decide("procedure", replace(SURE, **doubt), CALIBRATION) == "choose"


@pytest.mark.parametrize("kind", ["procedure", "referral", "general", "chat"])
def test_unsure_asks_and_lost_hands_off(kind: str) -> None:
    """Between the cut-offs the bot asks; below them an officer is called, whatever came first."""
    assert decide(kind, UNSURE, CALIBRATION) == "choose"  # type: ignore[arg-type]  # each parameter is a Kind
    assert decide(kind, LOST, CALIBRATION) == "handoff"  # type: ignore[arg-type]  # each parameter is a Kind


@pytest.mark.parametrize(("kind", "decision"), [("referral", "refer"), ("general", "refer"), ("chat", "chat")])
def test_other_kinds_have_their_own_decision(kind: str, decision: str) -> None:
    """Referrals and general questions refer; small talk chats."""
    assert decide(kind, SURE, CALIBRATION) == decision  # type: ignore[arg-type]  # each parameter is a Kind


@given(st.floats(0, 8), st.floats(0, 8), st.floats(0.001, 50))
def test_confidence_is_a_probability_and_grows_with_the_score(score: float, margin: float, said: float) -> None:
    """More score, more lead or more words never make the bot less sure."""
    here = confidence(Basis(score, margin, said, head_said=True, rival_near=False), CALIBRATION)
    more = confidence(Basis(score + 1, margin + 1, said + 1, head_said=True, rival_near=False), CALIBRATION)
    assert 0 <= here <= more <= 1
