"""The papers for one's own case: those to bring, then those that still depend on something."""

from __future__ import annotations

from datetime import datetime

from handlers import answer, buttons, case_condition, case_link, case_tree, documents, texts
from handlers.case_tree import Answers, Standing
from handlers.desk import Desk
from handlers.messages import Choice, Link, Say
from knowledge.model import Case, Procedure

_MEAN_NOTHING_ALONE = ("Chưa có", "Đã có", "Không có", "Không còn")


def checklist(procedure: Procedure, answers: Answers, desk: Desk, *, now: datetime) -> Say:
    """What this person brings, with fee, time and place; the link holds the answers and nothing else."""
    choices = (
        Choice(buttons.CASE_BACK, texts.CASE_BACK),
        Choice(buttons.CASE_RESTART, texts.CASE_RESTART),
        Choice(buttons.OFFICER, texts.OFFICER),
    )
    said = answer.personal(procedure.id, _paragraphs(procedure, answers), choices, desk, now=now)
    page = desk.page_of(procedure.id)
    if page is None:
        return said
    own = Link(texts.PAGE, page.removesuffix(f"/p/{procedure.id}") + case_link.path(procedure, answers))
    return Say(said.text, said.choices, (own, *(link for link in said.links if link.url != page)))


def papers(procedure: Procedure, answers: Answers) -> dict[Standing, list[int]]:
    """The numbers of the record's papers by where they stand for these answers."""
    found: dict[Standing, list[int]] = {"bring": [], "maybe": [], "if": [], "not": []}
    for at, paper in enumerate(procedure.documents):
        found[case_tree.standing(procedure, paper, answers)].append(at)
    return found


def labels(procedure: Procedure, answers: Answers) -> str:
    """The answers in the words of their options; a plain yes or no with its question."""
    taken = [
        _label(case, option.label)
        for case in case_tree.cases(procedure)
        for option in case.options
        if answers.get(case.id) == option.id
    ]
    return "; ".join(taken)


def _label(case: Case, label: str) -> str:
    alone = len(label.split()) == 1 or label in _MEAN_NOTHING_ALONE
    return f"{case.question} {label}" if alone else label


def _paragraphs(procedure: Procedure, answers: Answers) -> list[str]:
    found = papers(procedure, answers)
    case = labels(procedure, answers)
    yours = [texts.CASE_YOURS.format(answers=case)] if case else []
    lines = [documents.for_this_case(procedure, at, said=_said(procedure, at, answers)) for at in found["bring"]]
    rest = documents.under_conditions(procedure, sorted(found["maybe"] + found["if"]))
    told = [*yours, *(["\n".join([texts.BRING, *lines])] if lines else [])]
    if rest:
        heading = texts.CASE_DEPENDS if lines else texts.ONLY_SOME_CASES
        return [*told, "\n".join([heading, *rest])]
    return told if lines else [*told, texts.CASE_NOTHING]


def _said(procedure: Procedure, at: int, answers: Answers) -> str | None:
    """The condition of a paper, if the resident has confirmed all of it."""
    paper = procedure.documents[at]
    asked = case_tree.needs(procedure, paper)
    return case_condition.said_in_full(procedure, paper, answers) if asked else None
