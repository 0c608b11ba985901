"""What of the law that the knowledge base holds changes soon, so that officers hear of it before residents do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.model import KnowledgeBase, Procedure

REPEAL = "bãi bỏ"
NOTICE = (30, 7)
"""How many days ahead a change is announced, the earliest first."""


@dataclass(frozen=True, slots=True)
class Change:
    """From the day `on`, `what` of a procedure changes; `known` when the new state is written already."""

    procedure: Procedure
    what: str
    on: date
    known: bool


def changes(kb: KnowledgeBase, today: date, *, within: int = NOTICE[0]) -> list[Change]:
    """Every change from today until `within` days ahead, the nearest first."""
    current = (procedure for procedure in kb.procedures.values() if not procedure.is_repealed(today))
    found = [change for procedure in current for change in of_procedure(procedure)]
    return sorted((c for c in found if today <= c.on <= today + timedelta(days=within)), key=lambda c: c.on)


def stage(change: Change, today: date) -> int:
    """Which of the announcements a change is due for: the number of days of `NOTICE`."""
    return min(days for days in NOTICE if change.on - today <= timedelta(days=days))


def of_procedure(procedure: Procedure) -> Iterator[Change]:
    """All changes that the dates of a procedure and of its tariff tell of, past and to come."""
    if procedure.valid_until:
        yield Change(procedure, "quy định", procedure.valid_until + timedelta(days=1), known=False)
    if procedure.repealed and procedure.repealed.on:
        yield Change(procedure, REPEAL, procedure.repealed.on, known=True)
    if procedure.valid_from:
        yield Change(procedure, "quy định", procedure.valid_from, known=True)
    starts = {rule.valid_from for rule in procedure.fee_rules if rule.valid_from}
    ends = {rule.valid_until + timedelta(days=1) for rule in procedure.fee_rules if rule.valid_until}
    for day in sorted(starts | ends):
        yield Change(procedure, "mức lệ phí", day, known=day in starts)
