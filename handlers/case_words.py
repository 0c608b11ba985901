"""The questions and answers about one's own case in the language of the conversation."""

from __future__ import annotations

from handlers import case_tree, documents
from handlers.case_tree import Answers
from knowledge.model import Case, CaseOption, Document, Procedure

_MEAN_NOTHING_ALONE = ("Chưa có", "Đã có", "Không có", "Không còn")


def in_english(procedure: Procedure) -> bool:
    """Whether a person wrote in English all that may be asked about one's own case, and told at its end."""
    cases = case_tree.cases(procedure)
    options = [option for case in cases for option in case.options]
    return (
        all(case.english for case in cases)
        and all(option.english and (option.english_note or not option.note) for option in options)
        and all(
            paper.english and (paper.english_when or not _depends(procedure, paper)) for paper in procedure.documents
        )
    )


def question(case: Case, *, english: bool) -> str:
    """What is asked."""
    return (case.english if english else None) or case.question


def label(option: CaseOption, *, english: bool) -> str:
    """What may be answered."""
    return (option.english if english else None) or option.label


def note(option: CaseOption, *, english: bool) -> str:
    """What follows from an answer besides the papers."""
    return (option.english_note if english else option.note) or ""


def answers(procedure: Procedure, given: Answers, *, english: bool) -> str:
    """The answers in the words of their options; a plain yes or no with its question."""
    return "; ".join(
        _answer(case, option, english=english)
        for case in case_tree.cases(procedure)
        for option in case.options
        if given.get(case.id) == option.id
    )


def _answer(case: Case, option: CaseOption, *, english: bool) -> str:
    told = label(option, english=english)
    alone = len(told.split()) == 1 or told in _MEAN_NOTHING_ALONE
    return f"{question(case, english=english)} {told}" if alone else told


def _depends(procedure: Procedure, paper: Document) -> bool:
    """Whether its condition must be told, since no answer decides on it."""
    return not paper.when_case and documents.is_conditional(procedure, paper)
