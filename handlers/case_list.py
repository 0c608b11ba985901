"""The papers for one's own case: those to bring, those that may be needed too, and those that need not be brought."""

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
    papers_told = _papers_told(procedure, answers, english=english)
    notes_told = _notes_told(procedure, answers, english=english)
    ruled_out = papers(procedure, answers)["not"]
    for short in (False, True):
        spared = (
            _block(texts.DO_NOT_BRING, case_english.not_needed(procedure, ruled_out), english=True)
            if english
            else answer.not_needed(procedure, short=short, ruled_out=ruled_out)
        )
        told = [*papers_told, *spared, *notes_told]
        said = answer.personal(procedure.id, told, choices, desk, now=now)
        if len(said.text) <= answer.COMFORTABLE:
            break
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


def _papers_told(procedure: Procedure, answers: Answers, *, english: bool) -> list[str]:
    """The case in words, what to bring, what depends on what is not known, and what only the office can tell."""
    found = papers(procedure, answers)
    if english:
        bring, maybe, office = (case_english.papers(procedure, found[at]) for at in ("bring", "maybe", "if"))
    else:
        bring = [documents.for_this_case(procedure, at, said=_said(procedure, at, answers)) for at in found["bring"]]
        maybe, office = (documents.under_conditions(procedure, found[at]) for at in ("maybe", "if"))
    case = case_words.answers(procedure, answers, english=english)
    yours = texts.spoken(texts.CASE_YOURS, english=english).format(answers=case)
    return [
        *([yours] if case else []),
        *_block(texts.BRING, bring, english=english),
        *_block(texts.CASE_DEPENDS if bring else texts.ONLY_SOME_CASES, maybe, english=english),
        *_block(texts.CASE_OFFICE_TELLS, office, english=english),
        *([] if bring or maybe or office else [texts.spoken(texts.CASE_NOTHING, english=english)]),
    ]


def _notes_told(procedure: Procedure, answers: Answers, *, english: bool) -> list[str]:
    lines = [f"• {note}" for note in notes(procedure, answers, english=english)]
    return _block(texts.NOTES, lines, english=english)


def _block(heading: str, lines: list[str], *, english: bool) -> list[str]:
    return ["\n".join([texts.spoken(heading, english=english), *lines])] if lines else []


def _said(procedure: Procedure, at: int, answers: Answers) -> str | None:
    """The condition of a paper, if the resident has confirmed all of it."""
    paper = procedure.documents[at]
    asked = case_tree.needs(procedure, paper)
    return case_condition.said_in_full(procedure, paper, answers) if asked else None
