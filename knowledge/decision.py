"""From scores to a verdict: answer, ask back, refer, chat, or hand off to an officer."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from knowledge.aspects import Aspect
from knowledge.entry import Entry, Kind
from knowledge.text import Language

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
    """What to do with a message; `candidates` are the nearest procedures whatever the decision."""

    decision: Decision
    candidates: tuple[Candidate, ...]
    entry: Entry | None
    aspect: Aspect | None
    confidence: float
    second: Entry | None
    language: Language
    matched: str


@dataclass(frozen=True, slots=True)
class Calibration:
    """The map from score to confidence, and the cut-offs; fitted on data, see `Evidence` for the inputs."""

    score: float = 2.0
    margin: float = 2.0
    head: float = 0.8
    bias: float = -6.0
    widest_margin: float = 1.0
    answer_from: float = 0.8
    choose_from: float = 0.2
    refer_from: float = 0.8
    chat_from: float = 0.6
    sibling_margin: float = 0.15


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the decision rests on: the first's score, its lead, and whether its most telling word was said."""

    score: float
    margin: float
    head_said: bool


def confidence(evidence: Evidence, calibration: Calibration) -> float:
    """The chance, between 0 and 1, that the first is right."""
    logit = (
        calibration.bias
        + calibration.score * evidence.score
        + calibration.margin * min(evidence.margin, calibration.widest_margin)
        + calibration.head * evidence.head_said
    )
    return 1 / (1 + math.exp(-logit))


def decide(kind: Kind, sure: float, *, sibling_near: bool, head_said: bool, calibration: Calibration) -> Decision:
    """What to do when the first is of this kind and this sure."""
    if kind == "chat" and sure >= calibration.chat_from:
        return "chat"
    if kind in ("referral", "general") and sure >= calibration.refer_from:
        return "refer"
    clear = head_said and not sibling_near
    if kind == "procedure" and sure >= calibration.answer_from and clear:
        return "answer"
    return "choose" if sure >= calibration.choose_from else "handoff"
