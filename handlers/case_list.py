"""The papers for one's own case: those to bring, then those that still depend on something."""

from __future__ import annotations

from datetime import datetime

from handlers import answer, buttons, case_condition, case_english, case_link, case_tree, case_words, documents, texts
from handlers.case_tree import Answers, Standing
from handlers.desk import Desk
from handlers.messages import Choice, Link, Say
from knowledge import dates
from knowledge.model import Procedure


def checklist(procedure: Procedure, answers: Answers, desk: Desk, *, now: datetime, english: bool = False) -> Say:
    """What this person brings, with fee, time and place; the link holds the answers and nothing else."""
    choices = tuple(
        Choice(button, texts.spoken(label, english=english))
        for button, label in (
            (buttons.CASE_BACK, texts.CASE_BACK),
            (buttons.CASE_RESTART, texts.CASE_RESTART),
            (buttons.OFFICER, texts.OFFICER),
        )
    )
    told = _paragraphs(procedure, answers, english=english)
    said = answer.personal(procedure.id, told, choices, desk, now=now)
    if english:
        said = case_english.personal(procedure, told, choices, said.links, dates.today(now))
    page = desk.page_of(procedure.id)
    if page is None:
        return said
    title = texts.spoken(texts.PAGE, english=english)
    own = Link(title, page.removesuffix(f"/p/{procedure.id}") + case_link.path(procedure, answers))
    return Say(said.text, said.choices, (own, *(link for link in said.links if link.url != page)))


def papers(procedure: Procedure, answers: Answers) -> dict[Standing, list[int]]:
    """The numbers of the record's papers by where they stand for these answers."""
    found: dict[Standing, list[int]] = {"bring": [], "maybe": [], "if": [], "not": []}
    for at, paper in enumerate(procedure.documents):
        found[case_tree.standing(procedure, paper, answers)].append(at)
    return found


def notes(procedure: Procedure, answers: Answers, *, english: bool = False) -> list[str]:
    """What follows from the answers besides the papers."""
    return [case_words.note(option, english=english) for option in case_tree.notes(procedure, answers)]


def _paragraphs(procedure: Procedure, answers: Answers, *, english: bool) -> list[str]:
    def said(sentence: str) -> str:
        return texts.spoken(sentence, english=english)

    found = papers(procedure, answers)
    bring, open_ones = found["bring"], sorted(found["maybe"] + found["if"])
    if english:
        lines, rest = case_english.papers(procedure, bring), case_english.papers(procedure, open_ones)
    else:
        lines = [documents.for_this_case(procedure, at, said=_said(procedure, at, answers)) for at in bring]
        rest = documents.under_conditions(procedure, open_ones)
    case = case_words.answers(procedure, answers, english=english)
    more = [f"• {note}" for note in notes(procedure, answers, english=english)]
    return [
        *([said(texts.CASE_YOURS).format(answers=case)] if case else []),
        *(["\n".join([said(texts.BRING), *lines])] if lines else []),
        *(["\n".join([said(texts.CASE_DEPENDS if lines else texts.ONLY_SOME_CASES), *rest])] if rest else []),
        *([] if lines or rest else [said(texts.CASE_NOTHING)]),
        *(["\n".join([said(texts.NOTES), *more])] if more else []),
    ]


def _said(procedure: Procedure, at: int, answers: Answers) -> str | None:
    """The condition of a paper, if the resident has confirmed all of it."""
    paper = procedure.documents[at]
    asked = case_tree.needs(procedure, paper)
    return case_condition.said_in_full(procedure, paper, answers) if asked else None
