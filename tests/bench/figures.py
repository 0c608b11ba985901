"""The figures of the exam in the order of the table, with the floor and the goal of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.bench.measure import Exam, Reading, Tally, calibration_error, decided, tally
from tests.bench.replies import Reply

TYPOS_25 = "typos 25 %"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: per cent (or points, or an error), what it must reach, and whether more is better."""

    name: str
    value: float
    floor: float | None = None
    goal: float | None = None
    rising: bool = True
    tally: Tally | None = None
    digits: int = 1

    @property
    def mark(self) -> str:
        """GOAL, floor or MISS; nothing where nothing is demanded."""
        if self.floor is None or self.goal is None:
            return ""
        return "GOAL" if self._reaches(self.goal) else "floor" if self._reaches(self.floor) else "MISS"

    def _reaches(self, bound: float) -> bool:
        return self.value >= bound if self.rising else self.value <= bound


def figures(exam: Exam) -> list[Figure]:
    """Every figure of the table."""
    return [
        *_ranking(exam),
        *_decisions(exam),
        *_outside(exam),
        *_safety(exam),
        *_drops(exam),
        *_calibration(exam),
        *_replies(exam),
    ]


def _share(
    name: str, counted: Tally, floor: float | None = None, goal: float | None = None, *, up: bool = True
) -> Figure:
    return Figure(name, counted.share, floor, goal, up, counted)


def _ranking(exam: Exam) -> Iterator[Figure]:
    several = [reading for reading in exam.in_scope if len(reading.question.expect) > 1]
    yield _share("first, in scope", tally(exam.in_scope, lambda r: r.first), 88, 95)
    yield _share("in the first three", tally(exam.in_scope, lambda r: r.in_three), 95, 99)
    yield Figure("first, weighted by popularity", exam.weighted(lambda r: r.first), 88, 95)
    yield Figure("in the first three, weighted", exam.weighted(lambda r: r.in_three), 95, 99)
    yield _share("both needs seen, of questions with two", tally(several, lambda r: r.both))


def _decisions(exam: Exam) -> Iterator[Figure]:
    yield _share("confidently answered wrong, in scope", tally(exam.in_scope, lambda r: r.wrong), 2, 1, up=False)
    yield _share("answered right at once", tally(exam.in_scope, lambda r: r.at_once), 78, 88)
    yield Figure("answered right at once, weighted", exam.weighted(lambda r: r.at_once), 78, 88)
    yield _share("asked back, the right one among the choices", tally(exam.in_scope, _chosen_well))
    yield _share("asked back, the right one not among them", tally(exam.in_scope, _chosen_badly))
    yield _share("sent elsewhere though in scope", tally(exam.in_scope, decided("refer", "chat")))
    yield _share("handed off", tally(exam.in_scope, decided("handoff")))


def _chosen_well(reading: Reading) -> bool:
    return reading.verdict.decision == "choose" and reading.in_three


def _chosen_badly(reading: Reading) -> bool:
    return reading.verdict.decision == "choose" and not reading.in_three


def _outside(exam: Exam) -> Iterator[Figure]:
    answered = decided("answer")
    yield _share("out of scope answered as a procedure", tally(exam.outside, answered), 4, 1, up=False)
    yield _share("  near (other level, office, complaints)", tally(exam.near, answered))
    yield _share("  far (food, sports, shopping, small talk)", tally(exam.far, answered))
    yield _share("  out of scope told where to go, or chatted", tally(exam.outside, decided("refer", "chat")))
    yield _share("vague asked back, not guessed", tally(exam.vague, decided("choose", "handoff")), 80, 95)
    yield _share("  vague answered as a procedure", tally(exam.vague, answered))


def _safety(exam: Exam) -> Iterator[Figure]:
    spoilt = [reading for readings in exam.damaged.values() for reading in readings]
    yield _zero("birth and death confused", tally(exam.in_scope, lambda r: r.twins_confused))
    yield _zero("  the same under all damage", tally(spoilt, lambda r: r.twins_confused))
    yield _zero("small talk on a death", tally(exam.in_scope, lambda r: r.chatted_on_a_death))


def _zero(name: str, counted: Tally) -> Figure:
    return Figure(name, counted.hits, 0, 0, rising=False, tally=counted, digits=0)


def _drops(exam: Exam) -> Iterator[Figure]:
    before = tally(exam.accented, lambda r: r.first)
    for noise, readings in exam.damaged.items():
        after = tally(readings, lambda r: r.first)
        floor, goal = (4, 3) if noise == TYPOS_25 else (1.5, 0.5)
        yield Figure(f"drop of first: {noise}", before.share - after.share, floor, goal, rising=False, tally=after)


def _calibration(exam: Exam) -> Iterator[Figure]:
    error = calibration_error(exam.confidence())
    yield Figure("calibration error of confidence (ECE)", error, 0.06, 0.03, rising=False, digits=3)
    everywhere = calibration_error(exam.confidence_everywhere())
    yield Figure("  the same, first procedure of every question", everywhere, digits=3)


def _replies(exam: Exam) -> Iterator[Figure]:
    inside, outside = exam.replies_in_scope, exam.replies_outside
    yield _share("the bot's reply: first", tally(inside, lambda r: r.first), 88, 95)
    yield _share("  in the first three", tally(inside, lambda r: r.in_three), 95, 99)
    yield _share("  confidently wrong", tally(inside, lambda r: r.wrong), 2, 1, up=False)
    yield _share("  answered right at once", tally(inside, lambda r: r.at_once), 78, 88)
    yield _share("  out of scope answered", tally(outside, lambda r: r.answered), 4, 1, up=False)
    yield _share("  vague asked back", tally(exam.replies_to_vague, _asks_back), 80, 95)


def _asks_back(reply: Reply) -> bool:
    return reply.outcome.decision in ("choose", "handoff")
