"""Fits the confidence to the questions and chooses the cut-off of answers with a stated error bound (`make calibrate`).

The map is a logistic function of what knowledge/decision.py goes by. Every figure comes from cross-validation: a
question is read without the phrases that say nearly the same, for many of them were written after it, and its
confidence is that of a map fitted to the questions about other procedures. The bound is the one-sided Clopper-Pearson
bound at 95 %: were the true share of wrong answers higher, so few would be seen in one of twenty exams or fewer. It
holds for questions like these, which the authors of matcher and phrases have seen; fresh ones may be harder.

Run it anew, and copy map and cut-off into knowledge/decision.py, when phrases, questions or weights have changed:
the artefact is that of the last run, to the byte (`make calibrate CHECK=--check` tells whether it still is). In
between, tests/unit/test_bench_calibrate.py holds that the cut-off in use keeps what is promised on today's data, and
that today's map would say nearly the same.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge import default_faq, entries, load
from knowledge.decision import Calibration, confidence, settled
from knowledge.entry import Entry
from tests.bench import questions
from tests.bench.measure import calibration_error
from tests.bench.samples import FOLDS, Sample, of_left_out, of_names, of_questions

ARTEFACT = Path(__file__).with_name("calibration.json")

CONFIDENCE = 0.95
PROMISED = 0.01
"""The share of in-scope questions that may be answered wrong, at most, with this confidence."""
BOUND = 0.005
"""The share from which a cut-off is chosen: so much below the promise that it outlives more phrases and questions."""
PRIOR = replace(Calibration(), lead=1.0, said=1.0, unheard=-1.0, exact=1.0)
RIDGE = 1.0
"""How strongly the coefficients are held to the prior; keeps a fit to few mistakes from running away."""
STEPS = 40
SMALLEST_STEP = 1e-9
"""Below it a step of the fit is no longer halved."""
CUTS = tuple(thousandth / 1000 for thousandth in range(500, 1000, 5))
SHOWN = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.92, 0.94, 0.95, 0.96, 0.97, 0.98, 0.99)

Floats = NDArray[np.float64]
Scored = Sequence[tuple[float, Sample]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What answering from one cut-off upwards does, in numbers of questions."""

    cut: float
    right: int
    wrong: int
    outside: int
    vague: int
    in_scope: int

    @property
    def bound(self) -> float:
        """The share of wrong answers that is not exceeded, with 95 % confidence."""
        return upper_bound(self.wrong, self.in_scope)


class Found(NamedTuple):
    """What today's questions give: each with its cross-validated confidence, the map fitted to all, and the cut-off."""

    held_out: Scored
    fitted: Calibration
    chosen: Outcome | None


def main() -> None:
    """Fit, choose, print, and write the artefact; with `--check` say instead whether it would be the same."""
    options = _options()
    known = entries(load(default_faq()))
    found = find(known, options.bound)
    stress = [(confidence(sample.basis, found.fitted), sample) for sample in of_left_out(known)]
    sys.stdout.writelines(f"{line}\n" for line in _told(found, stress, options.bound))
    record = json.dumps(_record(found, options.bound), indent=1) + "\n"
    if not options.check:
        ARTEFACT.write_text(record, "utf-8")
    elif record != ARTEFACT.read_text("utf-8"):
        sys.exit(f"{ARTEFACT.name} is of other data: run make calibrate, and copy the map into knowledge/decision.py")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--bound", type=float, default=BOUND, help="the share of wrong answers to stay under")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if the artefact would change")
    return parser.parse_args()


def find(known: Sequence[Entry], bound: float = BOUND) -> Found:
    """The map and the cut-off that today's questions give for these entries."""
    pool = [one for file in questions.POOL for one in questions.load(file)]
    asked, names = list(of_questions(known, pool)), list(of_names(known))
    held_out = cross_validated(asked, names)
    fitted = fit([sample for sample in (*asked, *names) if sample.right is not None])
    return Found(held_out, fitted, choose(held_out, bound))


def fit(samples: Sequence[Sample], start: Calibration | None = None) -> Calibration:
    """The coefficients that make the confidence of these samples likeliest, by Newton's method."""
    start = start or PRIOR
    inputs = np.array([_inputs(sample, start) for sample in samples])
    right = np.array([bool(sample.right) for sample in samples], float)
    held = np.array([start.bias, start.lead, start.said, start.unheard, start.exact])
    ridge = RIDGE * np.diag([0.0, 1.0, 1.0, 1.0, 1.0])
    weights = held.copy()

    def unlikely(tried: Floats) -> float:
        wrong_way = np.where(right > 0, -1.0, 1.0) * (inputs @ tried)
        return float(np.logaddexp(0, wrong_way).sum() + (tried - held) @ ridge @ (tried - held) / 2)

    for _ in range(STEPS):
        sure = 1 / (1 + np.exp(-inputs @ weights))
        slope = inputs.T @ (right - sure) - ridge @ (weights - held)
        curve = (inputs * (sure * (1 - sure))[:, None]).T @ inputs + ridge
        step = np.linalg.solve(curve, slope)
        while unlikely(weights + step) > unlikely(weights) and np.abs(step).max() > SMALLEST_STEP:
            step = step / 2  # a whole step may overshoot where the map in use is far from these samples
        weights = weights + step
    bias, lead, said, unheard, exact = (round(float(weight), 3) for weight in weights)
    return replace(start, bias=bias, lead=lead, said=said, unheard=unheard, exact=exact)


def _inputs(sample: Sample, calibration: Calibration) -> tuple[float, float, float, float, float]:
    """What the logistic function weighs, as `knowledge.decision.confidence` does."""
    basis = sample.basis
    said = math.log1p(min(basis.said, calibration.most_said))
    return 1.0, min(basis.lead, calibration.widest_lead), said, math.log1p(basis.unheard), basis.exact


def cross_validated(samples: Sequence[Sample], also: Sequence[Sample] = ()) -> Scored:
    """Each sample with the confidence of a map that was fitted to the other folds, of these and those `also`."""
    known = [sample for sample in (*samples, *also) if sample.right is not None]
    maps = [fit([sample for sample in known if sample.fold != fold]) for fold in range(FOLDS)]
    return [(confidence(sample.basis, maps[sample.fold]), sample) for sample in samples]


def outcome(scored: Scored, cut: float) -> Outcome:
    """What answering from this confidence upwards does."""
    answered = [sample for sure, sample in scored if sure >= cut and answerable(sample)]
    return Outcome(
        cut=cut,
        right=sum(sample.in_scope and bool(sample.right) for sample in answered),
        wrong=sum(sample.in_scope and not sample.right for sample in answered),
        outside=sum(not (sample.in_scope or sample.vague) for sample in answered),
        vague=sum(sample.vague for sample in answered),
        in_scope=sum(sample.in_scope for _, sample in scored),
    )


def answerable(sample: Sample) -> bool:
    """Whether all but the confidence allows an answer with a procedure."""
    return sample.kind == "procedure" and settled(sample.basis, Calibration())


def choose(scored: Scored, bound: float) -> Outcome | None:
    """The lowest cut-off from which upwards the bound holds; None if none does."""
    return next((found for cut in CUTS if (found := outcome(scored, cut)).bound <= bound), None)


def upper_bound(wrong: int, of: int, sure: float = CONFIDENCE) -> float:
    """The Clopper-Pearson bound: the largest share under which `wrong` or fewer are not too rare to believe."""
    if wrong >= of:
        return 1.0
    low, high = wrong / of, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if _at_most(wrong, of, middle) > 1 - sure:
            low = middle
        else:
            high = middle
    return high


def _at_most(wrong: int, of: int, share: float) -> float:
    """The chance of `wrong` or fewer among `of` when each has this share."""
    if share >= 1:
        return 0.0
    logs = (
        math.lgamma(of + 1)
        - math.lgamma(k + 1)
        - math.lgamma(of - k + 1)
        + (k * math.log(share) if k else 0.0)
        + (of - k) * math.log1p(-share)
        for k in range(wrong + 1)
    )
    return sum(map(math.exp, logs))


def error(scored: Scored, among: Callable[[Sample], bool]) -> float:
    """The calibration error over the samples whose first is known to be right or wrong."""
    return calibration_error([(sure, bool(s.right)) for sure, s in scored if s.right is not None and among(s)])


def _in_scope(sample: Sample) -> bool:
    return sample.in_scope


def _any(_: Sample) -> bool:
    return True


def _told(found: Found, stress: Scored, bound: float) -> Iterator[str]:
    held_out, fitted, chosen = found
    now = Calibration()
    as_it_is = [(confidence(sample.basis, now), sample) for _, sample in held_out]
    yield f"The map as it is: {_map(now)}, answers from {now.answer_from}"
    yield f"The map fitted:   {_map(fitted)}"
    yield "Calibration error (ECE, 10 bins): in scope / every question"
    yield f"  as it is          {error(as_it_is, _in_scope):.3f} / {error(as_it_is, _any):.3f}"
    yield f"  cross-validated   {error(held_out, _in_scope):.3f} / {error(held_out, _any):.3f}"
    yield ""
    yield from _table("As it is (not cross-validated)", as_it_is)
    yield ""
    yield from _table("Cross-validated", held_out)
    yield ""
    if chosen:
        yield f"Answers from {chosen.cut} keep wrong ones under {bound:.1%} of in-scope, {CONFIDENCE:.0%} sure:"
        yield f"  {chosen.wrong} of {chosen.in_scope} wrong (bound {chosen.bound:.2%}), {_share(chosen)} right at once."
    else:
        yield f"No cut-off keeps wrong answers under {bound:.1%} with {CONFIDENCE:.0%} confidence."
    yield ""
    yield from _table("Stress: every question of the knowledge base, left out of it when it was asked", stress)


def _map(calibration: Calibration) -> str:
    return (
        f"bias {calibration.bias}, lead {calibration.lead} (up to {calibration.widest_lead}), "
        f"said {calibration.said} (log, up to {calibration.most_said}), unheard {calibration.unheard}, "
        f"exact {calibration.exact}"
    )


def _table(title: str, scored: Scored) -> Iterator[str]:
    yield title
    yield f"{'from':>6}{'right %':>9}{'wrong':>7}{'wrong %':>9}{'bound %':>9}{'outside':>9}{'vague':>7}"
    for cut in SHOWN:
        found = outcome(scored, cut)
        wrong = 100 * found.wrong / found.in_scope
        yield (
            f"{cut:6}{_share(found):>9}{found.wrong:7}{wrong:9.2f}{100 * found.bound:9.2f}"
            f"{found.outside:9}{found.vague:7}"
        )


def _share(found: Outcome) -> str:
    return f"{100 * found.right / found.in_scope:.1f}"


def _record(found: Found, bound: float) -> dict[str, object]:
    """The artefact: the map, the cut-off, and the numbers that speak for them."""
    held_out, fitted, chosen = found
    names = ("bias", "lead", "said", "unheard", "exact", "widest_lead", "most_said")
    return {
        "map": {name: getattr(fitted, name) for name in names},
        "answer_from": chosen.cut if chosen else None,
        "bound": {"share": bound, "confidence": CONFIDENCE, "method": "Clopper-Pearson, one-sided"},
        "cross_validated": {
            "folds": FOLDS,
            "ece_in_scope": round(error(held_out, _in_scope), 4),
            "ece_every_question": round(error(held_out, _any), 4),
            "at_the_cut": {**asdict(chosen), "bound": round(chosen.bound, 5)} if chosen else None,
        },
    }


if __name__ == "__main__":
    main()
