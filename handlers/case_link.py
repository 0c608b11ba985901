"""The answers about one's own case as text for a link: ids of cases and options, nothing about the person."""

from __future__ import annotations

from collections.abc import Mapping

from handlers import case_tree
from knowledge.model import Procedure

LONGEST = 1000
"""More letters than this are no link of ours."""


def encode(answers: Mapping[str, str]) -> str:
    """ "case.option,case.option"; what the resident does not know is left out."""
    return ",".join(f"{case}.{option}" for case, option in answers.items() if option != case_tree.UNKNOWN)


def decode(text: str, procedure: Procedure) -> Mapping[str, str]:
    """The answers in a text; whatever the procedure does not know is passed over, nothing is raised."""
    pairs = (part.split(".", 1) for part in text[:LONGEST].split(",") if "." in part)
    return case_tree.known(procedure, dict(pairs))


def path(procedure: Procedure, answers: Mapping[str, str]) -> str:
    """The page of the checklist for these answers."""
    code = encode(answers)
    return f"/p/{procedure.id}?c={code}" if code else f"/p/{procedure.id}"
