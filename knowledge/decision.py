"""From scores to a verdict: answer, ask back, refer, chat, or hand off to an officer."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from knowledge.entry import Entry, Kind
from knowledge.words import Aspect, Language

Decision = Literal["answer", "choose", "refer", "chat", "handoff"]

MAX_CHOICES = 3
WORTH_OFFERING = 5.0
"""How far behind the first, in log odds, a candidate may be and still be offered as a choice."""


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

    `aspects` are all that is asked, in order, `aspect` the first. `second` is another need in the same message, to be
    offered. `mourning` says that the message tells of a death.
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
    aspects: tuple[Aspect, ...] = ()

    @property
    def choices(self) -> tuple[Candidate, ...]:
        """The candidates that are worth offering when the bot asks back: the first and those near it."""
        return tuple(c for c in self.candidates if self.candidates[0].score - c.score <= WORTH_OFFERING)


@dataclass(frozen=True, slots=True)
class Calibration:
    """The logistic map from what the decision rests on to confidence, and the cut-offs.

    `bias` to `exact` weigh what a `Basis` calls the same; beyond `widest_lead` and `most_said` more says no more.
    `near_from` is a score, from which the bot asks back however unsure it is; the other `…_from` are in confidence.
    Up to `few_said` a question is so short that it must name what it means. The margins say, in score, how close
    behind the first a sibling, another meaning, or in a damaged text what is said better forbids an answer.
    """

    bias: float = -4.278
    lead: float = 1.137
    said: float = 4.169
    unheard: float = -2.66
    exact: float = 0.871
    widest_lead: float = 6.0
    most_said: float = 12.0

    answer_from: float = 0.885
    choose_from: float = 0.4
    near_from: float = 10.0
    refer_from: float = 0.5
    general_from: float = 0.5
    chat_from: float = 0.6
    few_said: float = 2.0
    sibling_margin: float = 1.0
    repaired_margin: float = 3.5
    meaning_margin: float = 6.0


@dataclass(frozen=True, slots=True)
class Basis:
    """What a decision rests on.

    `score` is that of the first, `lead` its log odds against all others together, `said` the weight of all the words
    of the question, `heard` the share of the question that the first's phrases speak of (0 to 1), `named` whether most
    of the phrase that matched is in the question, `rival_near` whether a declared sibling, or what another meaning of a
    short form or the wish of a story would find, is close behind, `common` whether many entries say just as well all
    that is asked, `exact` how near the question comes to saying just that phrase (0 to 1), whatever asking words are
    around it.
    """

    score: float
    lead: float
    said: float
    heard: float
    named: bool
    rival_near: bool
    common: bool = False
    exact: float = 0.0

    @property
    def unheard(self) -> float:
        """The weight of what the first's phrases do not speak of: a story tells much that is not its own."""
        return self.said * max(0.0, 1 - self.heard)


def confidence(basis: Basis, calibration: Calibration) -> float:
    """The chance, between 0 and 1, that the first is right."""
    logit = (
        calibration.bias
        + calibration.lead * min(basis.lead, calibration.widest_lead)
        + calibration.said * math.log1p(min(basis.said, calibration.most_said))
        + calibration.unheard * math.log1p(basis.unheard)
        + calibration.exact * basis.exact
    )
    return 1 / (1 + math.exp(-logit))


def settled(basis: Basis, calibration: Calibration) -> bool:
    """Whether all but the confidence allows an answer: a short question names it, and it alone; no rival is near."""
    return (basis.named or basis.said > calibration.few_said) and not (basis.rival_near or basis.common)


def decide(kind: Kind, basis: Basis, calibration: Calibration) -> Decision:
    """What to do when the first is of this kind."""
    sure = confidence(basis, calibration)
    if kind == "procedure":
        clear = sure >= calibration.answer_from and settled(basis, calibration)
        return "answer" if clear else _ask_or_hand_off(sure, basis, calibration)
    if kind == "chat":
        return "chat" if sure >= calibration.chat_from else _ask_or_hand_off(sure, basis, calibration)
    enough = calibration.refer_from if kind == "referral" else calibration.general_from
    return "refer" if sure >= enough else _ask_or_hand_off(sure, basis, calibration)


def _ask_or_hand_off(sure: float, basis: Basis, calibration: Calibration) -> Decision:
    """Ask where one is likely, or where many are near because little was said."""
    near = sure >= calibration.choose_from or basis.score >= calibration.near_from or basis.common
    return "choose" if near else "handoff"
