"""The papers once a question told something of one's own case: what it rules out is gone, what it calls for is there.

Whatever was not told stays as in the ordinary case.
"""

from __future__ import annotations

from handlers import case_tree, documents
from handlers.case_tree import Answers
from knowledge.model import Document, Procedure


def papers(procedure: Procedure, told: Answers) -> tuple[list[int], list[int]]:
    """The numbers of the papers to bring, and of those that still depend on something."""
    left = [at for at, paper in enumerate(procedure.documents) if not _ruled_out(procedure, paper, told)]
    bring = [at for at in left if _to_bring(procedure, procedure.documents[at], told)]
    return bring, [at for at in left if at not in bring]


def matters(procedure: Procedure, told: Answers) -> bool:
    """Whether what was told changes anything."""
    ordinary, changed = papers(procedure, {}), papers(procedure, told)
    return ordinary != changed or bool(case_tree.notes(procedure, told))


def _ruled_out(procedure: Procedure, paper: Document, told: Answers) -> bool:
    return case_tree.standing(procedure, paper, told) == "not"


def _to_bring(procedure: Procedure, paper: Document, told: Answers) -> bool:
    """Whether it is ordinary, or all that calls for it was told."""
    called_for = case_tree.needs(procedure, paper)
    if called_for and set(called_for) <= set(told):
        return not paper.office_decides
    return not documents.is_conditional(procedure, paper)
