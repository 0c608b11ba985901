"""Reads every question once and counts what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from handlers import Desk
from knowledge import KnowledgeBase, default_faq, entries, load
from knowledge.decision import Verdict
from knowledge.matcher import Matcher
from tests.bench import replies
from tests.bench.noise import NOISES, damaged
from tests.bench.questions import NEAR, Question, of_birth, of_death
from tests.bench.replies import Reply

BINS = 10
Pairs = Sequence[tuple[float, bool]]
T = TypeVar("T")


@dataclass(frozen=True)
class Reading:
    """A question and the verdict on it."""

    question: Question
    verdict: Verdict

    @cached_property
    def ranking(self) -> tuple[str, ...]:
        """The ids of the nearest procedures, best first."""
        return tuple(candidate.entry.id for candidate in self.verdict.candidates)

    @property
    def first(self) -> bool:
        """Whether the first procedure is right."""
        return bool(self.ranking) and self.ranking[0] in self.question.right

    @property
    def in_three(self) -> bool:
        """Whether one of the first three is right."""
        return not self.question.right.isdisjoint(self.ranking)

    @property
    def at_once(self) -> bool:
        """Whether it was answered with a right procedure, without asking back."""
        return self._answered_with(right=True)

    @property
    def wrong(self) -> bool:
        """Whether it was answered with a procedure that is not right."""
        return self._answered_with(right=False)

    def _answered_with(self, *, right: bool) -> bool:
        entry = self.verdict.entry
        answered = self.verdict.decision == "answer" and entry is not None
        return answered and entry is not None and (entry.id in self.question.right) is right

    @property
    def both(self) -> bool:
        """Whether every need of a question with several was seen."""
        second = self.verdict.second
        seen = {*self.ranking, second.id if second else ""}
        return seen.issuperset(self.question.expect)

    @property
    def twins_confused(self) -> bool:
        """Whether a birth came first for a death, or the reverse."""
        if not (self.ranking and self.question.in_scope):
            return False
        expected, first = self.question.expect[0], self.ranking[0]
        return (of_death(expected) and of_birth(first)) or (of_birth(expected) and of_death(first))

    @property
    def chatted_on_a_death(self) -> bool:
        """Whether somebody who tells of a death got small talk."""
        return any(map(of_death, self.question.expect)) and self.verdict.decision == "chat"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of how many."""

    hits: int
    of: int

    @property
    def share(self) -> float:
        """Per cent; 0 of nothing is 0."""
        return 100 * self.hits / self.of if self.of else 0.0


@dataclass(frozen=True)
class Exam:
    """All readings of a set of questions, of its accented ones under each kind of damage, and the bot's replies."""

    readings: Sequence[Reading]
    damaged: Mapping[str, Sequence[Reading]]
    popularity: Mapping[str, int]
    fields: Mapping[str, str]
    replies: Sequence[Reply] = ()

    @cached_property
    def in_scope(self) -> list[Reading]:
        """What a procedure answers."""
        return [reading for reading in self.readings if reading.question.in_scope]

    @cached_property
    def vague(self) -> list[Reading]:
        """What can only be asked back."""
        return [reading for reading in self.readings if reading.question.vague]

    @cached_property
    def outside(self) -> list[Reading]:
        """What no procedure answers."""
        return [r for r in self.readings if not (r.question.in_scope or r.question.vague)]

    @cached_property
    def near(self) -> list[Reading]:
        """What no procedure answers, though a ward hears it."""
        return [reading for reading in self.outside if reading.question.kind in NEAR]

    @cached_property
    def far(self) -> list[Reading]:
        """What has nothing to do with a ward."""
        return [reading for reading in self.outside if reading.question.kind not in NEAR]

    @cached_property
    def replies_in_scope(self) -> list[Reply]:
        """What the bot said to what a procedure answers."""
        return [reply for reply in self.replies if reply.question.in_scope]

    @cached_property
    def replies_outside(self) -> list[Reply]:
        """What the bot said to what no procedure answers."""
        return [reply for reply in self.replies if not (reply.question.in_scope or reply.question.vague)]

    @cached_property
    def replies_to_vague(self) -> list[Reply]:
        """What the bot said to what can only be asked back."""
        return [reply for reply in self.replies if reply.question.vague]

    @cached_property
    def accented(self) -> list[Reading]:
        """The in-scope questions with marks, before damage."""
        return [reading for reading in self.in_scope if reading.question.accented]

    def weighted(self, right: Callable[[Reading], bool]) -> float:
        """Per cent of the in-scope questions, each as heavy as its procedure is popular."""
        weights = [(self.popularity[r.question.expect[0]], right(r)) for r in self.in_scope]
        return 100 * sum(w for w, hit in weights if hit) / max(1, sum(w for w, _ in weights))

    def by(self, group: Callable[[Question], str]) -> dict[str, list[Reading]]:
        """The in-scope readings in groups, the largest first."""
        found: dict[str, list[Reading]] = {}
        for reading in self.in_scope:
            found.setdefault(group(reading.question), []).append(reading)
        return dict(sorted(found.items(), key=lambda item: -len(item[1])))

    def field_of(self, question: Question) -> str:
        """The field of the procedure that is expected (first)."""
        return self.fields[question.expect[0]]

    def confusions(self) -> Counter[tuple[str, str]]:
        """How often one procedure came first where another was expected."""
        missed = [reading for reading in self.in_scope if not reading.first]
        return Counter((r.question.expect[0], r.ranking[0] if r.ranking else "—") for r in missed)

    def confidence(self) -> Pairs:
        """For each in-scope question: the stated confidence, and whether the first was right."""
        return [(reading.verdict.confidence, reading.first) for reading in self.in_scope]

    def confidence_everywhere(self) -> Pairs:
        """For each question of any kind: the confidence in the first procedure, and whether it was right."""
        return [(r.verdict.candidates[0].confidence if r.ranking else 0.0, r.first) for r in self.readings]


def take(questions: Iterable[Question], *, noises: Iterable[str] = NOISES, kb: KnowledgeBase | None = None) -> Exam:
    """The exam on the knowledge base that ships, unless another is given."""
    known = kb or load(default_faq())
    matcher = Matcher(entries(known), known.lexicon, follow_ups=known.follow_ups)
    asked = list(questions)
    readings = [read(matcher, question) for question in asked]
    accented = [r.question for r in readings if r.question.in_scope and r.question.accented]
    spoilt = {noise: [read(matcher, _damaged(question, noise)) for question in accented] for noise in noises}
    return Exam(
        readings,
        spoilt,
        {name: procedure.popularity for name, procedure in known.procedures.items()},
        {name: procedure.field for name, procedure in known.procedures.items()},
        replies.take(asked, Desk(known, matcher)),
    )


def read(matcher: Matcher, question: Question) -> Reading:
    """One question read."""
    return Reading(question, matcher.read(question.text))


def _damaged(question: Question, noise: str) -> Question:
    return replace(question, text=damaged(question.text, noise))


def tally(readings: Sequence[T], hit: Callable[[T], bool]) -> Tally:
    """How many readings or replies are hits."""
    return Tally(sum(map(hit, readings)), len(readings))


def decided(*decisions: str) -> Callable[[Reading], bool]:
    """Whether a reading ended in one of these decisions."""
    return lambda reading: reading.verdict.decision in decisions


def calibration_error(pairs: Pairs, bins: int = BINS) -> float:
    """The expected calibration error, 0 to 1, over bins of equal width."""
    boxes: dict[int, list[tuple[float, bool]]] = {}
    for sure, right in pairs:
        boxes.setdefault(min(int(sure * bins), bins - 1), []).append((sure, right))
    gaps = (abs(sum(sure for sure, _ in box) - sum(right for _, right in box)) for box in boxes.values())
    return sum(gaps) / max(1, len(pairs))
