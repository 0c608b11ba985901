"""What the confidence is fitted to: the basis of a decision on a question, and whether the first was right."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from zlib import crc32

from rapidfuzz import fuzz, process

from knowledge.decision import Basis, Calibration
from knowledge.entry import Entry, Kind
from knowledge.matcher import Matcher
from knowledge.syllables import fold
from tests.bench.questions import Question

FOLDS = 10
FRAMES = ("{}", "{} cần giấy tờ gì", "{} hết bao nhiêu tiền", "làm {} ở đâu")
LIKE = 90
"""How alike, in per cent, a phrase must be to a question to count as written after it."""
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


def of_left_out(entries: Sequence[Entry]) -> Iterator[Sample]:
    """One sample per question of the knowledge base, read by a matcher that does not know it."""
    for part in range(FOLDS):
        kept = [replace(entry, questions=tuple(_without(entry.questions, part))) for entry in entries]
        matcher = Matcher(kept, calibration=SETTLING)
        for entry in entries:
            for text in entry.questions[part::FOLDS]:
                expect = (entry.id,) if entry.kind == "procedure" else ()
                asked = Question(text, expect, frozenset({entry.id}), "", entry.kind)
                yield _sample(matcher, asked, _fold(replace(asked, expect=(entry.id,))))


def of_questions(entries: Sequence[Entry], questions: Sequence[Question]) -> Iterator[Sample]:
    """One sample per question, read by a matcher without the phrases that are like it or others of a tenth of them.

    Many phrases of the knowledge base were written after such a question; with them it would be no exam at all.
    """
    for part in range(FOLDS):
        asked = [q for q in questions if crc32(q.text.encode()) % FOLDS == part]
        matcher = Matcher(list(_unlike(entries, [q.text for q in asked])), calibration=SETTLING)
        yield from (_sample(matcher, question, _fold(question)) for question in asked)


def of_names(entries: Sequence[Entry]) -> Iterator[Sample]:
    """One sample per name of a procedure, plain or with a question around it, without accents."""
    matcher = Matcher(entries, calibration=SETTLING)
    for entry in entries:
        names = (entry.short, *entry.aliases) if entry.kind == "procedure" else ()
        for at, name in enumerate(names):
            text = fold(FRAMES[at % len(FRAMES)].format(name).lower())
            asked = Question(text, (entry.id,), frozenset(), "", "")
            yield _sample(matcher, asked, _fold(asked))


def _unlike(entries: Sequence[Entry], texts: Sequence[str]) -> Iterator[Entry]:
    """The entries without the phrases that say nearly the same as one of the texts."""
    said = [_plain(text) for text in texts]

    def kept(phrases: Sequence[str]) -> tuple[str, ...]:
        alike = process.cdist([_plain(phrase) for phrase in phrases], said, scorer=fuzz.ratio, score_cutoff=LIKE)
        return tuple(phrase for phrase, near in zip(phrases, alike, strict=True) if not near.any())

    for entry in entries:
        yield replace(entry, aliases=kept(entry.aliases), questions=kept(entry.questions), english=kept(entry.english))


def _plain(text: str) -> str:
    """The words of a text without marks, in an order that does not matter."""
    return " ".join(sorted(fold(unicodedata.normalize("NFC", text).lower()).split()))


def _fold(question: Question) -> int:
    """Questions about one procedure share a fold, so that no fold has seen another's."""
    key = question.expect[0] if question.in_scope else question.text
    return crc32(key.encode()) % FOLDS


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
