"""Loads a knowledge base that can be trusted, or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from knowledge.check import errors, in_order
from knowledge.draft import PACKAGE, Item, read
from knowledge.errors import FaqError
from knowledge.model import KnowledgeBase

Kind = TypeVar("Kind", bound=Item)


def load(path: Path) -> KnowledgeBase:
    """The knowledge base at `path`; raises FaqError with every error there is."""
    draft = read(path)
    faults = [problem for problem in errors(draft) if problem.severity == "error"]
    if faults or draft.ward is None:
        raise FaqError(in_order(draft, faults), draft.files)
    return KnowledgeBase(
        ward=draft.ward,
        procedures=_by_id(draft.procedures),
        referrals=_by_id(draft.referrals),
        general=_by_id(draft.general),
        small_talk=_by_id(draft.small_talk),
        version=draft.digest,
        files=tuple(draft.files),
        heard=tuple(draft.heard),
    )


def default_faq() -> Path:
    """The faq.yaml that ships: inside the installed package, else beside it in the checkout."""
    inside = PACKAGE / "faq.yaml"
    return inside if inside.is_file() else PACKAGE.parent / "faq.yaml"


def _by_id(items: Iterable[Kind]) -> Mapping[str, Kind]:
    return MappingProxyType({item.id: item for item in items})
