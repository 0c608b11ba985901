"""The exam's tables as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tests.bench.figures import Figure, figures
from tests.bench.measure import Exam, Reading, tally

_GROUP = f"{'':34}{'n':>5}{'first':>8}{'three':>8}{'at once':>9}{'wrong':>7}"
_MOST_CONFUSED = 25


def totals(exam: Exam) -> Iterator[str]:
    """The table of all figures against floor and goal."""
    yield f"{'':46}{'':>9}{'value':>8}{'floor':>7}{'goal':>7}"
    for figure in figures(exam):
        yield _figure(figure)


def _figure(figure: Figure) -> str:
    count = f"{figure.tally.hits}/{figure.tally.of}" if figure.tally else ""
    bounds = "".join(f"{'' if bound is None else f'{bound:g}':>7}" for bound in (figure.floor, figure.goal))
    return f"{figure.name:46}{count:>9}{figure.value:8.{figure.digits}f}{bounds}  {figure.mark}".rstrip()


def groups(title: str, parts: Mapping[str, Sequence[Reading]]) -> Iterator[str]:
    """The main figures for every group, in per cent."""
    yield f"{title:34}{_GROUP[34:]}"
    for name, readings in parts.items():
        shares = (
            tally(readings, lambda r: r.first).share,
            tally(readings, lambda r: r.in_three).share,
            tally(readings, lambda r: r.at_once).share,
        )
        wrong = sum(reading.wrong for reading in readings)
        yield f"{name:34}{len(readings):5}{shares[0]:8.1f}{shares[1]:8.1f}{shares[2]:9.1f}{wrong:7}"


def confusions(exam: Exam) -> Iterator[str]:
    """Which procedure came first instead of which, the frequent ones first."""
    found = exam.confusions()
    yield f"Confused pairs (expected ← first): {len(found)} pairs, {found.total()} questions"
    for (expected, first), count in found.most_common(_MOST_CONFUSED):
        yield f"{count:4}  {expected} ← {first}"


def misses(exam: Exam) -> Iterator[str]:
    """Every question that went wrong, the gravest kind first."""
    kinds = {
        "Answered wrong": [r for r in exam.in_scope if r.wrong],
        "Out of scope, answered": [r for r in exam.outside if r.verdict.decision == "answer"],
        "Vague, not asked back": [r for r in exam.vague if r.verdict.decision not in ("choose", "handoff")],
        "Sent elsewhere though in scope": [r for r in exam.in_scope if r.verdict.decision in ("refer", "chat")],
        "Not in the first three": [r for r in exam.in_scope if not r.in_three],
        "Not first": [r for r in exam.in_scope if r.in_three and not r.first],
    }
    for title, readings in kinds.items():
        yield f"{title}: {len(readings)}"
        for reading in readings:
            yield from _miss(reading)


def _miss(reading: Reading) -> Iterator[str]:
    question, verdict = reading.question, reading.verdict
    yield f"  “{question.text}” [{question.style}]"
    wanted = ", ".join(question.expect) or question.kind
    entry = f" {verdict.entry.id}" if verdict.entry else ""
    near = ", ".join(f"{c.entry.id} {c.score:.2f}" for c in verdict.candidates)
    yield f"      {wanted} ← {verdict.decision}{entry} {verdict.confidence:.2f}; {near}; “{verdict.matched}”"
