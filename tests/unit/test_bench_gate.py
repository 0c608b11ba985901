"""How well questions are read never gets worse unnoticed, and never depends on chance."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench import gate, questions
from tests.bench.measure import Exam, take

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.timeout(400)
"""The exam is taken once, 25,000 readings and 3,000 replies: minutes where two runs share a slow machine."""
HELD = json.loads(gate.GATE.read_text("utf-8"))


@pytest.fixture(scope="module")
def exam() -> Exam:
    return take(questions.load(questions.TUNING))


def test_the_gate_was_written_for_these_questions(exam: Exam) -> None:
    """Whoever changes the questions writes the gate anew (make gate) in the same commit."""
    assert gate.sizes(exam) == HELD["questions"]


def test_no_figure_is_worse_than_the_gate(exam: Exam) -> None:
    """No figure of the exam falls below gate.json by more than the stated tolerance."""
    worse = gate.worse(gate.counts(exam), HELD["counts"])
    assert not worse, "\n".join(worse)


@pytest.mark.parametrize(
    ("name", "change", "closed"),
    [
        ("right: first", -gate.RIGHT, False),
        ("right: first", -gate.RIGHT - 1, True),
        ("right: first", +50, False),
        ("wrong: out of scope answered", gate.WRONG, False),
        ("wrong: out of scope answered", gate.WRONG + 1, True),
        ("never: birth and death confused", 1, True),
    ],
)
def test_the_gate_closes_past_its_tolerance(name: str, change: int, closed: bool) -> None:
    """A loss within the tolerance passes, one question more does not, a gain always does."""
    now = {**HELD["counts"], name: HELD["counts"][name] + change}
    assert bool(gate.worse(now, HELD["counts"])) is closed


def test_raising_the_gate_never_lowers_it() -> None:
    """Better figures are taken over, worse ones are not, and new ones are held as they are."""
    held = {"right: first": 90, "wrong: vague answered": 3, "error: calibration": 20}
    now = {"right: first": 80, "wrong: vague answered": 1, "error: calibration": 25, "right: new": 7}
    assert gate.raised(now, held) == {
        "right: first": 90,
        "wrong: vague answered": 1,
        "error: calibration": 20,
        "right: new": 7,
    }


def test_the_ranking_is_the_same_under_any_hash_seed() -> None:
    """Two processes with different PYTHONHASHSEED rank every question alike, to the last bit of every score."""
    runs = [_start(seed) for seed in ("1", "2")]
    first, second = (run.communicate(timeout=60)[0] for run in runs)
    assert [run.returncode for run in runs] == [0, 0]
    assert first == second
    assert len(first.splitlines()) > 700


def _start(seed: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.bench.ranking"],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed},
        stdout=subprocess.PIPE,
    )
