"""Twins: procedures so easily confused that a phrase of the one must never be answered with the other."""

from __future__ import annotations

import re
from typing import NamedTuple

from knowledge.decision import Verdict
from knowledge.model import KnowledgeBase

_BIRTH = re.compile(r"đăng ký (?:lại )?khai sinh", re.IGNORECASE)
_DEATH = re.compile(r"\A(?!.*khai sinh).*(?:khai tử|mai táng|từ trần|qua đời)", re.IGNORECASE | re.DOTALL)
"""In official names: what the engine takes for a birth or a death is not what it is judged by."""


class Pair(NamedTuple):
    """Two declared siblings by their ids, and the question that tells them apart."""

    one: str
    other: str
    question: str


class Twins:
    """All twins of a knowledge base: its declared siblings, and every birth with every death."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self.pairs = _pairs(kb)
        self._siblings = frozenset(frozenset((pair.one, pair.other)) for pair in self.pairs)
        self._births = _named(kb, _BIRTH)
        self._deaths = _named(kb, _DEATH)

    def crossing(self, asked: str, verdict: Verdict) -> str | None:
        """The id that crosses when a phrase of the procedure `asked` gets this verdict; None if all is well.

        A sibling crosses when it is the answer. A death crosses for a birth, and a birth for a death, as soon as it
        comes first, even where the bot only asks.
        """
        first = verdict.candidates[0].entry.id if verdict.candidates else None
        if first is not None and self.opposed(asked, first):
            return first
        answered = verdict.entry.id if verdict.decision == "answer" and verdict.entry else None
        return answered if frozenset((asked, answered)) in self._siblings else None

    def twins_of(self, procedure: str) -> frozenset[str]:
        """The ids of all that may be taken for it."""
        declared = (pair for pair in self._siblings if procedure in pair)
        opposite = self._deaths if procedure in self._births else self._births if procedure in self._deaths else ()
        return frozenset().union(*declared, opposite) - {procedure}

    def opposed(self, one: str, other: str) -> bool:
        """Whether one is about a birth, and the other about a death."""
        return (one in self._births and other in self._deaths) or (one in self._deaths and other in self._births)


def _pairs(kb: KnowledgeBase) -> tuple[Pair, ...]:
    """Every two siblings once, with the question of whoever names the other first."""
    found: dict[frozenset[str], Pair] = {}
    for procedure in kb.procedures.values():
        for sibling in procedure.siblings:
            pair = Pair(procedure.id, sibling.id, sibling.question)
            found.setdefault(frozenset(pair[:2]), pair)
    return tuple(found.values())


def _named(kb: KnowledgeBase, event: re.Pattern[str]) -> frozenset[str]:
    return frozenset(id_ for id_, procedure in kb.procedures.items() if event.search(procedure.name))
