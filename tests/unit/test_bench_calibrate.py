"""The confidence map can be found again in data made with it, and the error bound is the textbook's."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import pytest

from knowledge import default_faq, entries, load
from knowledge.decision import Basis, Calibration, confidence
from tests.bench.calibrate import (
    ARTEFACT,
    PROMISED,
    Found,
    choose,
    cross_validated,
    error,
    find,
    fit,
    outcome,
    upper_bound,
)
from tests.bench.samples import FOLDS, Sample

TRUE = replace(Calibration(), bias=-2.0, lead=1.0, said=1.0, unheard=-0.5)


def made_up(count: int, seed: int = 0) -> list[Sample]:
    rng = random.Random(seed)
    found = []
    for number in range(count):
        basis = Basis(9.0, rng.uniform(-1, 5), rng.uniform(0.5, 8), rng.uniform(0, 1), named=True, rival_near=False)
        right = rng.random() < confidence(basis, TRUE)
        found.append(Sample(basis, "procedure", right, in_scope=True, vague=False, fold=number % FOLDS))
    return found


def test_a_map_is_found_again_in_what_was_made_with_it() -> None:
    """Enough samples of a known map give its coefficients back, from another start."""
    found = fit(made_up(20_000), Calibration())
    for name in ("bias", "lead", "said", "unheard"):
        assert getattr(found, name) == pytest.approx(getattr(TRUE, name), rel=0.15), name


def test_a_fitted_map_is_honest_on_folds_that_it_has_not_seen() -> None:
    """Cross-validated confidence of made-up samples has little calibration error."""
    assert error(cross_validated(made_up(3000)), lambda sample: sample.in_scope) < 0.03


@pytest.mark.parametrize(
    ("wrong", "of", "bound"), [(0, 300, 0.00994), (0, 59, 0.0495), (1, 473, 0.00999), (6, 619, 0.0190), (10, 10, 1.0)]
)
def test_the_bound_is_that_of_clopper_and_pearson(wrong: int, of: int, bound: float) -> None:
    """Known values: the rule of three without mistakes, the tables with some."""
    assert upper_bound(wrong, of) == pytest.approx(bound, rel=0.02)


def test_the_lowest_cut_that_holds_is_chosen() -> None:
    """Below the chosen cut-off the bound does not hold, at it it does; where none can, none is chosen."""
    scored = [(confidence(sample.basis, TRUE), sample) for sample in made_up(3000)]
    chosen = choose(scored, 0.01)
    assert chosen is not None
    assert chosen.bound <= 0.01 < outcome(scored, chosen.cut - 0.02).bound
    assert choose(scored[:100], 0.001) is None


@pytest.mark.parametrize(("change"), [{"named": False}, {"rival_near": True}])
def test_what_may_not_be_answered_is_not_counted_as_answered(change: dict[str, bool]) -> None:
    """Without most of the phrase, or with a rival near, no confidence makes an answer."""
    (sample,) = made_up(1)
    sure = replace(sample, basis=replace(sample.basis, said=1.0, **change), right=False)
    assert outcome([(0.999, sure)], 0.5).wrong == 0
    assert outcome([(0.999, replace(sample, right=False))], 0.5).wrong == 1


@pytest.fixture(scope="module")
def today() -> Found:
    return find(entries(load(default_faq())))


@pytest.mark.timeout(400)
def test_the_cut_off_in_use_keeps_its_promise_on_todays_questions(today: Found) -> None:
    """Whatever phrases came since `make calibrate`: wrong answers stay under 1 % with 95 % confidence."""
    assert outcome(today.held_out, Calibration().answer_from).bound <= PROMISED


@pytest.mark.timeout(400)
def test_a_map_of_today_would_say_nearly_the_same(today: Found) -> None:
    """The confidence in use differs by one point on average, at most, from that of a map fitted to today's data."""
    used = Calibration()
    apart = [confidence(one.basis, today.fitted) - confidence(one.basis, used) for _, one in today.held_out]
    assert sum(map(abs, apart)) / len(apart) <= 0.01


def test_the_bot_decides_by_the_artefact() -> None:
    """The confidence map and the cut-off in use are those that `make calibrate` wrote down with their numbers."""
    record = json.loads(ARTEFACT.read_text("utf-8"))
    used = Calibration()
    assert record["map"] == {name: getattr(used, name) for name in record["map"]}
    assert record["answer_from"] == used.answer_from
    assert record["cross_validated"]["at_the_cut"]["bound"] <= record["bound"]["share"]
