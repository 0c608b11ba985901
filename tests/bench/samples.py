"""What the confidence is fitted to: the basis of a decision on a question, and whether the first was right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from zlib import crc32

from knowledge.decision import Basis, Calibration
from knowledge.entry import Entry, Kind
from knowledge.matcher import Matcher
from tests.bench.questions import Question

FOLDS = 10
SETTLING = replace(Calibration(), refer_from=0.0, general_from=0.0, chat_from=0.0)
"""Cut-offs that let anything but a procedure settle a question, so that the verdict names what came first."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One reading: what it rests on, the kind of the first, whether the first was right, and the fold it is in.

    `right` is None where nobody said which referral would be right.
    """

    basis: Basis
    kind: Kind | None
    right: bool | None
    in_scope: bool
    vague: bool
    fold: int


def of_questions(entries: Sequence[Entry], questions: Sequence[Question]) -> Iterator[Sample]:
    """One sample per question; those about one procedure share a fold, so that no fold has seen another's."""
    matcher = Matcher(entries, calibration=SETTLING)
    for question in questions:
        key = question.expect[0] if question.in_scope else question.text
        yield _sample(matcher, question, crc32(key.encode()) % FOLDS)


def of_left_out(entries: Sequence[Entry]) -> Iterator[Sample]:
    """One sample per question of the knowledge base, read by a matcher that does not know it."""
    for fold in range(FOLDS):
        kept = [replace(entry, questions=tuple(_without(entry.questions, fold))) for entry in entries]
        matcher = Matcher(kept, calibration=SETTLING)
        for entry in entries:
            for text in entry.questions[fold::FOLDS]:
                expect = (entry.id,) if entry.kind == "procedure" else ()
                asked = Question(text, expect, frozenset({entry.id}), "", entry.kind)
                yield _sample(matcher, asked, crc32(entry.id.encode()) % FOLDS)


def _without(questions: Sequence[str], fold: int) -> Iterator[str]:
    return (text for at, text in enumerate(questions) if at % FOLDS != fold)


def _sample(matcher: Matcher, question: Question, fold: int) -> Sample:
    explained = matcher.explain(question.text)
    verdict = explained.verdict
    # A first that is no procedure always settles the matter here, so the entry that settles it is the first.
    first = verdict.entry or (verdict.candidates[0].entry if verdict.candidates else None)
    right = first is not None and first.id in question.right
    unknown = not question.right and first is not None and first.kind != "procedure"
    return Sample(
        explained.basis,
        first.kind if first else None,
        None if unknown else right,
        question.in_scope,
        question.vague,
        fold,
    )
