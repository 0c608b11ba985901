"""Which questions about the resident's own situation decide on the papers of a procedure, and what the answers mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from handlers import case_condition, documents, texts
from knowledge.folding import comparable
from knowledge.model import Case, CaseOption, Document, Procedure

Answers = Mapping[str, str]
"""The option taken for each case, in the order asked; UNKNOWN where the resident does not know."""
Standing = Literal["bring", "maybe", "if", "not"]
"""To bring; depends on what the resident does not know; the office tells whether; not in this case."""

UNKNOWN = "khong-ro"
YES, NO = "co", "khong"

_REPRESENTED = re.compile(r"^(?:lam thong )?qua nguoi dai dien\b")
_OTHER_CODE = re.compile(r"\bmã (\d\.\d{6})\b")


def cases(procedure: Procedure) -> tuple[Case, ...]:
    """The cases that the entry names, then those that the conditions of its other papers imply."""
    implied = {case.id: case for paper in procedure.documents if (case := _implied(procedure, paper))}
    return (*procedure.cases, *implied.values())


def case_of(procedure: Procedure, case_id: str) -> Case | None:
    """A case by its id; None if the procedure has none such."""
    return next((case for case in cases(procedure) if case.id == case_id), None)


def needs(procedure: Procedure, paper: Document) -> Mapping[str, tuple[str, ...]]:
    """The answers that call for a paper, by case; empty when no question decides on it."""
    if paper.when_case:
        return paper.when_case
    implied = _implied(procedure, paper)
    return {implied.id: (implied.options[-1].id,)} if implied else {}


def next_case(procedure: Procedure, answers: Answers) -> Case | None:
    """The first case not answered yet whose answer can still change what is to be done; None when all is said.

    A case that may belong to another procedure comes before all others.
    """
    open_papers = [paper for paper in procedure.documents if not _contradicts(needs(procedure, paper), answers)]
    asked_by_papers = {case for paper in open_papers for case in needs(procedure, paper)}
    undecided = [
        case
        for case in cases(procedure)
        if case.id not in answers and (case.id in asked_by_papers or any(map(_matters, case.options)))
    ]
    elsewhere = (case for case in undecided if any(map(other_code, case.options)))
    return next(elsewhere, undecided[0] if undecided else None)


def standing(procedure: Procedure, paper: Document, answers: Answers) -> Standing:
    """What the answers say about a paper."""
    called_for = needs(procedure, paper)
    if _contradicts(called_for, answers):
        return "not"
    if any(answers.get(case, UNKNOWN) == UNKNOWN for case in called_for):
        return "maybe"
    return "if" if paper.office_decides else "bring"


def known(procedure: Procedure, answers: Answers) -> dict[str, str]:
    """The answers that the procedure still knows, in their order."""
    options = {case.id: {UNKNOWN, *(option.id for option in case.options)} for case in cases(procedure)}
    return {case: option for case, option in answers.items() if option in options.get(case, ())}


def other_code(option: CaseOption) -> str | None:
    """The code of the other procedure that an answer leads to ("làm theo mã …")."""
    found = _OTHER_CODE.search(option.label)
    return found[1] if found else None


def notes(procedure: Procedure, answers: Answers) -> list[CaseOption]:
    """The answers given from which something follows besides the papers."""
    given = (option for case in cases(procedure) for option in case.options if answers.get(case.id) == option.id)
    return [option for option in given if option.note]


def _matters(option: CaseOption) -> bool:
    """Whether something follows from an answer, whatever the papers."""
    return bool(option.note or other_code(option))


def _contradicts(called_for: Mapping[str, tuple[str, ...]], answers: Answers) -> bool:
    return any(answers.get(case, UNKNOWN) not in (UNKNOWN, *options) for case, options in called_for.items())


def _implied(procedure: Procedure, paper: Document) -> Case | None:
    """The case that the condition of a paper amounts to, where the resident can answer it."""
    unasked = paper.when is None or paper.when_case or paper.office_decides
    if unasked or not documents.is_conditional(procedure, paper):
        return None
    when = comparable(paper.when or "")
    if case_condition.ON_BEHALF.search(when):
        return _choice("di-thay", texts.CASE_WHO_GOES, texts.CASE_GOES_SELF, texts.CASE_GOES_OTHER)
    if _REPRESENTED.match(when):
        return _choice("dai-dien", texts.CASE_WHO_FILES, texts.CASE_FILES_SELF, texts.CASE_FILES_OTHER)
    condition = documents.condition(paper.when or "")
    question = texts.CASE_IS_IT_SO.format(condition=condition)
    asked = _choice(f"neu-{comparable(condition).replace(' ', '-')[:40]}", question, texts.CASE_NO, texts.CASE_YES)
    known = paper.english and paper.english_when
    english = texts.EN_CASE_IS_IT_SO.format(paper=paper.english, condition=paper.english_when) if known else None
    return replace(asked, english=english)


def _choice(case_id: str, question: str, ordinary: str, special: str) -> Case:
    """A case of two answers, the ordinary one first."""
    options = (
        CaseOption(option, label, english=texts.ENGLISH[label]) for option, label in ((NO, ordinary), (YES, special))
    )
    return Case(case_id, question, tuple(options), texts.ENGLISH.get(question))
