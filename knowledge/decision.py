"""From scores to a verdict: answer, ask back, refer, chat, or hand off to an officer."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from knowledge.entry import Entry, Kind
from knowledge.words import Aspect, Language

Decision = Literal["answer", "choose", "refer", "chat", "handoff"]

MAX_CHOICES = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that may be meant: its score, the chance that it is right, and the phrase that matched."""

    entry: Entry
    score: float
    confidence: float
    matched: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do with a message; `candidates` are the nearest procedures whatever the decision.

    `second` is another need in the same message, to be offered. `mourning` says that the message tells of a death.
    """

    decision: Decision
    candidates: tuple[Candidate, ...]
    entry: Entry | None
    aspect: Aspect | None
    confidence: float
    second: Entry | None
    language: Language
    matched: str
    mourning: bool = False


@dataclass(frozen=True, slots=True)
class Calibration:
    """The logistic map from what the decision rests on to confidence, and the cut-offs in confidence."""

    bias: float = -2.98
    score: float = 1.05
    margin: float = 2.18
    said: float = 1.5
    widest_margin: float = 1.0
    enough_said: float = 5.0

    answer_from: float = 0.9
    choose_from: float = 0.4
    refer_from: float = 0.9
    general_from: float = 0.8
    chat_from: float = 0.7
    sibling_margin: float = 0.15
    meaning_margin: float = 1.0


@dataclass(frozen=True, slots=True)
class Basis:
    """What a decision rests on.

    `margin` is the first's lead in score, `said` the weight of all the words of the question, `head_said` whether
    the most telling syllable of the phrase that matched is in the question, `rival_near` whether a declared sibling,
    or what another meaning of a short form would find, is close behind.
    """

    score: float
    margin: float
    said: float
    head_said: bool
    rival_near: bool


def confidence(basis: Basis, calibration: Calibration) -> float:
    """The chance, between 0 and 1, that the first is right."""
    logit = (
        calibration.bias
        + calibration.score * basis.score
        + calibration.margin * min(basis.margin, calibration.widest_margin)
        + calibration.said * math.log(min(basis.said, calibration.enough_said))
    )
    return 1 / (1 + math.exp(-logit))


def decide(kind: Kind, basis: Basis, calibration: Calibration) -> Decision:
    """What to do when the first is of this kind."""
    sure = confidence(basis, calibration)
    if kind == "procedure":
        settled = sure >= calibration.answer_from and basis.head_said and not basis.rival_near
        return "answer" if settled else _ask_or_hand_off(sure, calibration)
    if kind == "chat":
        return "chat" if sure >= calibration.chat_from else _ask_or_hand_off(sure, calibration)
    enough = calibration.refer_from if kind == "referral" else calibration.general_from
    return "refer" if sure >= enough else _ask_or_hand_off(sure, calibration)


def _ask_or_hand_off(sure: float, calibration: Calibration) -> Decision:
    return "choose" if sure >= calibration.choose_from else "handoff"
