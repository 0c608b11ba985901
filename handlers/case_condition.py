"""What the condition beside a paper says: what the resident has answered already, or that somebody else goes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from handlers import documents
from knowledge.folding import comparable
from knowledge.model import Case, CaseOption, Document, Procedure

ON_BEHALF = re.compile(r"\b(?:nguoi khac di (?:lam )?thay|uy quyen cho nguoi khac)\b")

_LITTLE_WORDS = """
    khi neu la chi cua va hoac cho thi mot cac nhung duoc co voi theo o tai do bi da dang de cung lam
"""
_LITTLE = frozenset(_LITTLE_WORDS.split())
_DELEGATES = frozenset({"uy-quyen", "ca-nhan-uy-quyen"})


def said_in_full(procedure: Procedure, paper: Document, answers: Mapping[str, str]) -> str | None:
    """The condition, if the answers say all of it, so that it need not stand beside the paper; else None."""
    if not paper.when or any(len(options) > 1 for options in paper.when_case.values()):
        return None
    condition = documents.condition(paper.when)
    taken = _taken(procedure, paper, answers)
    return condition if not taken or _covered(comparable(condition), taken) == 1 else None


def is_for_others(paper: Document) -> bool:
    """Whether a paper is needed only where somebody goes for the person concerned."""
    asked = any(_DELEGATES.intersection(options) for options in paper.when_case.values())
    return asked or bool(ON_BEHALF.search(comparable(paper.when or "")))


def _taken(procedure: Procedure, paper: Document, answers: Mapping[str, str]) -> list[tuple[Case, CaseOption]]:
    """The answers that call for the paper."""
    return [
        (case, option)
        for case in procedure.cases
        if case.id in paper.when_case
        for option in case.options
        if option.id == answers.get(case.id)
    ]


def _covered(clause: str, taken: list[tuple[Case, CaseOption]]) -> float:
    """How much of the clause stands in the questions and answers."""
    heard = {word for case, option in taken for word in _words(f"{case.question} {option.label}")}
    words = _words(clause)
    return sum(word in heard for word in words) / max(1, len(words))


def _words(text: str) -> list[str]:
    return [word for word in comparable(text).split() if word not in _LITTLE]
