"""Loads a knowledge base that can be trusted, or none."""

from __future__ import annotations

from pathlib import Path

from knowledge.check import errors, in_order
from knowledge.draft import PACKAGE, read
from knowledge.errors import FaqError
from knowledge.model import KnowledgeBase


def load(path: Path) -> KnowledgeBase:
    """The knowledge base at `path`; raises FaqError with every error there is."""
    draft = read(path)
    faults = [problem for problem in errors(draft) if problem.severity == "error"]
    if faults:
        raise FaqError(in_order(draft, faults), draft.files)
    return draft.knowledge_base()


def default_faq() -> Path:
    """The faq.yaml that ships: inside the installed package, else beside it in the checkout."""
    inside = PACKAGE / "faq.yaml"
    return inside if inside.is_file() else PACKAGE.parent / "faq.yaml"
