"""The list of what officers should read next: most asked first, with every open point."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import knowledge
from knowledge.model import Confirmation, Doubt, KnowledgeBase, Procedure

GOOD = Path(__file__).parents[1] / "fixtures" / "faq" / "good.yaml"
TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return knowledge.load(GOOD)


@pytest.fixture
def settled(kb: KnowledgeBase) -> Procedure:
    """A procedure with nothing open."""
    confirmed = Confirmation("Nguyễn Văn Thử", date(2026, 11, 1))
    return replace(kb.procedures["khai-sinh"], confirmed=confirmed, unverified=(), doubtful=())


def todo_of(kb: KnowledgeBase, procedure: Procedure, today: date = TODAY) -> list[str]:
    alone = replace(kb, procedures={procedure.id: procedure}, referrals={})
    return [reason.kind for entry in knowledge.todo(alone, today=today, asked={}) for reason in entry.reasons]


def test_nothing_open_is_not_on_the_list(kb: KnowledgeBase, settled: Procedure) -> None:
    """A sourced entry, confirmed lately, without doubts and valid for long, needs nobody."""
    assert todo_of(kb, settled) == []


@pytest.mark.parametrize(
    ("change", "kinds"),
    [
        ({"confirmed": Confirmation()}, ["unconfirmed"]),
        ({"confirmed": Confirmation("A", date(2026, 5, 26))}, []),
        ({"confirmed": Confirmation("A", date(2026, 5, 25))}, ["stale"]),
        ({"confirmed": Confirmation("A", date(2026, 11, 1)), "valid_from": date(2026, 11, 2)}, ["stale"]),
        ({"confirmed": Confirmation("A", date(2026, 11, 1)), "valid_from": date(2027, 1, 1)}, []),
        ({"unverified": ("fee",)}, ["unverified"]),
        ({"confidence": "memory", "unverified": ("fee",)}, ["unverified"]),
        ({"doubtful": (Doubt(("fee",), "?"),)}, ["doubtful"]),
        ({"valid_until": date(2027, 1, 22)}, []),
        ({"valid_until": date(2027, 1, 21)}, ["expiring"]),
        ({"valid_until": TODAY}, ["expiring"]),
        ({"valid_until": date(2026, 11, 21)}, ["expired"]),
    ],
)
def test_each_open_point_is_a_reason(
    kb: KnowledgeBase, settled: Procedure, change: dict[str, object], kinds: list[str]
) -> None:
    """One change to a settled entry gives one reason, and the limits fall on the right day."""
    assert todo_of(kb, replace(settled, **change)) == kinds


def test_a_fee_that_ends_counts_only_without_successor(kb: KnowledgeBase, settled: Procedure) -> None:
    """A tariff that runs out is told, unless the next one is already written."""
    ending = replace(settled.fee_rules[0], valid_until=date(2026, 12, 31))
    following = replace(settled.fee_rules[0], valid_from=date(2027, 1, 1))
    assert todo_of(kb, replace(settled, fee_rules=(ending,))) == ["expiring"]
    assert todo_of(kb, replace(settled, fee_rules=(ending, following))) == []


def test_the_most_asked_comes_first_then_the_most_popular(kb: KnowledgeBase) -> None:
    """Counts of real questions outweigh the editor's guess; without counts the guess decides."""
    order = [entry.id for entry in knowledge.todo(kb, today=TODAY, asked={})]
    assert order == ["khai-sinh", "trich-luc", "ho-chieu"]
    asked = {"ho-chieu": 2, "trich-luc": 7}
    order = [entry.id for entry in knowledge.todo(kb, today=TODAY, asked=asked)]
    assert order == ["trich-luc", "ho-chieu", "khai-sinh"]


def test_a_line_tells_an_officer_where_and_what(kb: KnowledgeBase) -> None:
    """The paper meant by "documents[1]" is called by its name."""
    [birth] = [entry for entry in knowledge.todo(kb, today=TODAY, asked={"khai-sinh": 4}) if entry.id == "khai-sinh"]
    assert str(birth) == (
        "good.yaml:30: Khai sinh (được hỏi 4 lần) → "
        "chưa đối chiếu nguồn: ai làm được, giấy “Giấy ủy quyền”; lệ phí còn khác nhau: hai nguồn ghi khác nhau"
    )
