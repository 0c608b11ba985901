"""Whether the condition beside a paper only says again what the resident has answered, or narrows it further."""

from __future__ import annotations

import re
from collections.abc import Mapping

from handlers import documents
from knowledge.folding import comparable
from knowledge.model import Case, CaseOption, Document, Procedure

SAYS_AGAIN = 0.6
"""How much of the condition must stand in the question and the answer, or of the answer in the condition."""
PLAIN_YES = 0.5
"""The same where the answer is a bare yes or no, so that only the question has words."""
FEW_WORDS = 3
"""An answer of fewer words is found in too many conditions."""
BY_OTHERS = re.compile(r"\b(?:tra cuu|khai thac|du lieu|tai khoan)\b")
"""What the office finds out, not the resident."""
ON_BEHALF = re.compile(r"\b(?:nguoi khac di (?:lam )?thay|uy quyen cho nguoi khac)\b")

_LITTLE_WORDS = """
    khi neu la chi cua va hoac cho thi mot cac nhung duoc co voi theo o tai do bi da dang de cung lam
"""
_LITTLE = frozenset(_LITTLE_WORDS.split())
_DELEGATES = frozenset({"uy-quyen", "ca-nhan-uy-quyen"})


def narrows(procedure: Procedure, paper: Document, answers: Mapping[str, str]) -> bool:
    """Whether a paper that the answers call for hangs on something else besides."""
    if not paper.when or not paper.when_case or documents.is_remark(paper.when):
        return False
    clause = comparable(documents.condition(paper.when))
    taken = _taken(procedure, paper, answers)
    if ON_BEHALF.search(clause) and any(option.id in _DELEGATES for _, option in taken):
        return False
    needed = PLAIN_YES if all(len(option.label.split()) == 1 for _, option in taken) else SAYS_AGAIN
    if _covered(clause.split(" ke ca ")[0], taken) > needed:
        return False
    return bool(BY_OTHERS.search(clause)) or not any(_named(option, clause) for _, option in taken)


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


def _named(option: CaseOption, clause: str) -> bool:
    """Whether the clause names the answer, among others perhaps."""
    words, said = _words(option.label), set(_words(clause))
    return len(words) >= FEW_WORDS and sum(word in said for word in words) / len(words) >= SAYS_AGAIN


def _words(text: str) -> list[str]:
    return [word for word in comparable(text).split() if word not in _LITTLE]
