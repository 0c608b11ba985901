"""The figures of the tuning questions that nobody may fall below; `make gate` writes them anew."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.bench import questions
from tests.bench.measure import Exam, calibration_error, decided, take, tally

GATE = Path(__file__).with_name("gate.json")

WRONG = 1
"""By how many questions a count of something wrong may rise before the gate closes."""
RIGHT = 3
"""By how many questions a count of something right may fall."""
NEVER = 0
"""For what must not get worse by a single question."""

Counts = Mapping[str, int]


def counts(exam: Exam) -> Counts:
    """The figures as numbers of questions; `error` figures are in thousandths."""
    answered, asked = decided("answer"), decided("choose", "handoff")
    return {
        "right: first": tally(exam.in_scope, lambda r: r.first).hits,
        "right: in the first three": tally(exam.in_scope, lambda r: r.in_three).hits,
        "right: answered at once": tally(exam.in_scope, lambda r: r.at_once).hits,
        "right: vague asked back": tally(exam.vague, asked).hits,
        **{f"right: first, {noise}": tally(found, lambda r: r.first).hits for noise, found in exam.damaged.items()},
        "wrong: answered with another procedure": tally(exam.in_scope, lambda r: r.wrong).hits,
        "wrong: out of scope answered": tally(exam.outside, answered).hits,
        "wrong: vague answered": tally(exam.vague, answered).hits,
        "wrong: sent elsewhere though in scope": tally(exam.in_scope, decided("refer", "chat")).hits,
        "never: birth and death confused": tally(exam.in_scope, lambda r: r.twins_confused).hits,
        "never: small talk on a death": tally(exam.in_scope, lambda r: r.chatted_on_a_death).hits,
        "right: replied at once": tally(exam.replies_in_scope, lambda r: r.at_once).hits,
        "wrong: replied with another procedure": tally(exam.replies_in_scope, lambda r: r.wrong).hits,
        "error: calibration": round(1000 * calibration_error(exam.confidence())),
    }


def sizes(exam: Exam) -> Counts:
    """How many questions there are of each kind: a gate holds for the questions that it was written for."""
    return {
        "in scope": len(exam.in_scope),
        "out of scope": len(exam.outside),
        "vague": len(exam.vague),
        "with accents": len(exam.accented),
    }


def worse(now: Counts, gate: Counts) -> list[str]:
    """What got worse by more than its tolerance, in words."""
    return [
        f"{name}: {now[name]}, the gate says {held} (tolerance {_tolerance(name)})"
        for name, held in gate.items()
        if _loss(name, now[name], held) > _tolerance(name)
    ]


def _loss(name: str, now: int, held: int) -> int:
    return held - now if name.startswith("right") else now - held


def _tolerance(name: str) -> int:
    return {"right": RIGHT, "wrong": WRONG, "never": NEVER, "error": 10}[name.partition(":")[0]]


def raised(now: Counts, held: Counts) -> Counts:
    """For each figure the better of what is now and what was held."""
    return {name: _better(name, count, held.get(name, count)) for name, count in now.items()}


def _better(name: str, now: int, held: int) -> int:
    return held if _loss(name, now, held) > 0 else now


def main() -> None:
    """Raise the gate to today's figures; only `--lower` lets it sink, and new questions start it anew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lower", action="store_true", help="write worse figures too; say why in the commit")
    lower = parser.parse_args().lower
    exam = take(questions.load(questions.TUNING))
    before = json.loads(GATE.read_text("utf-8"))
    now, of = counts(exam), sizes(exam)
    held = before["counts"] if of == before["questions"] else {}
    gate = now if lower else raised(now, held)
    GATE.write_text(json.dumps({"questions": of, "counts": gate}, indent=1) + "\n", "utf-8")
    for name, count in now.items():
        sys.stdout.write(f"{name:48}{count:6}{_change(count, held.get(name), gate[name])}\n")


def _change(now: int, held: int | None, gate: int) -> str:
    if now == held:
        return ""
    if gate == now:
        return f"  (was {held})"
    return f"  (worse; the gate stays at {gate}, make gate LOWER=--lower lets it sink)"


if __name__ == "__main__":
    main()
