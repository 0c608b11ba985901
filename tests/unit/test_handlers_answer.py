"""Answers about procedures: what is told, how long it is, and what must never be told as certain or valid."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from handlers import answer, documents, fees, texts
from handlers.messages import Conversation, Say, TicketView
from knowledge.model import Confirmation, Document, Doubt, FeeRule, Procedure, Repeal
from tests.unit.handlers_world import NOW, desk, procedure, say, shipped

ASPECTS = (*texts.ASPECTS,)
EVERY = sorted(shipped().procedures)


def tell(subject: Procedure, aspect: str | None = None) -> Say:
    return answer.answer(subject.id, aspect, desk(subject), now=NOW)


@pytest.mark.parametrize("procedure_id", EVERY)
def test_every_checklist_is_comfortable_and_says_where_it_is_from(procedure_id: str) -> None:
    """No wall of text; plain name on top, source at the foot, an officer one tap away."""
    subject = procedure(procedure_id)
    said = tell(subject)
    assert len(said.text) <= 1600
    if subject.status == "current":
        assert said.text.startswith(subject.short.upper())
        assert texts.SOURCE.split("{")[0] in said.text
    assert said.choices[-1].label == texts.OFFICER


@pytest.mark.parametrize("procedure_id", EVERY)
@pytest.mark.parametrize("aspect", ASPECTS)
def test_every_part_of_every_procedure_can_be_told(procedure_id: str, aspect: str) -> None:
    """Known or not, there are words for it, with numbered choices, no gap left unfilled, no full stop after dots."""
    said = tell(procedure(procedure_id), aspect)
    assert said.text.strip()
    assert "…." not in said.text
    assert len(said.text) <= 3900
    assert not {"None", "{", "}", "[điền"} & set(said.text.split())
    for at, choice in enumerate(said.choices, start=1):
        assert f"{at}. {choice.label}" in said.text
        assert len(choice.id.encode()) <= 64


@pytest.mark.parametrize("procedure_id", EVERY)
def test_the_full_list_of_papers_leaves_none_out(procedure_id: str) -> None:
    """One tap shows every paper of the record, whatever the case."""
    subject = procedure(procedure_id)
    if subject.status == "current":
        told = tell(subject, "papers").text.lower()
        assert all(paper.name.lower() in told for paper in subject.documents)


@pytest.mark.parametrize("procedure_id", EVERY)
def test_what_is_unverified_is_marked(procedure_id: str) -> None:
    """A doubtful fee or time stands in the checklist only with the mark, and one line says what the mark means."""
    subject = procedure(procedure_id)
    if subject.status == "repealed" or subject.confidence == "memory":
        return
    text = tell(subject).text
    for part, head in (("fee", texts.FEE), ("time_limit", texts.TIME)):
        if not subject.is_certain(part):
            assert f"{head} ({texts.HINT}):" in text or f"{head}:" not in text
    assert text.count(texts.CONFIRMS) == (f"({texts.HINT})" in text)


def test_a_whole_entry_from_memory_says_so_once() -> None:
    """One line for all of it, not one for each fact."""
    text = tell(procedure(confidence="memory")).text
    assert text.count(texts.ALL_CONFIRMS) == 1
    assert texts.HINT + ")" not in text


def test_a_doubtful_part_that_is_asked_is_not_told_as_certain() -> None:
    """The fact is told with the word that an officer confirms it."""
    doubtful = procedure(doubtful=(Doubt(("time_limit",), "hai nguồn khác nhau"),))
    assert texts.CONFIRMS_THIS in tell(doubtful, "time").text
    assert texts.CONFIRMS_THIS not in tell(procedure(), "time").text


def test_an_unknown_fact_is_called_unknown() -> None:
    """No guess: an officer is offered."""
    said = tell(procedure(time_limit=None), "time")
    assert "chưa có thông tin" in said.text
    assert said.choices[-1].label == texts.OFFICER


def test_who_is_left_out_unless_asked_when_unverified() -> None:
    """The checklist does not offer what is not certain."""
    unsure = procedure(unverified=("who",))
    assert texts.ASPECTS["who"] not in [choice.label for choice in tell(unsure).choices]
    assert texts.CONFIRMS_THIS in tell(unsure, "who").text


def test_an_expired_entry_is_not_told_as_valid() -> None:
    """Neither papers nor fee of a law that has ended."""
    yesterday = date(2026, 11, 22)
    text = tell(procedure(valid_until=yesterday)).text
    assert "22/11/2026" in text
    assert "Giấy chứng sinh" not in text
    assert "Giấy chứng sinh" in tell(procedure(valid_until=yesterday + timedelta(days=1))).text


def test_a_law_that_has_not_begun_says_from_when() -> None:
    """The day stands before the facts."""
    assert "1/12/2026" in tell(procedure(valid_from=date(2026, 12, 1))).text


def test_a_repealed_procedure_leads_to_what_replaced_it() -> None:
    """Its old papers are not told."""
    gone = procedure(
        status="repealed", replaced_by=("ket-hon",), repealed=Repeal(on=date(2026, 1, 13), note="Hỏi quầy chứng thực.")
    )
    said = tell(gone)
    assert "bãi bỏ từ ngày 13/1/2026" in said.text
    assert "Giấy chứng sinh" not in said.text
    assert [choice.id for choice in said.choices] == ["p:ket-hon", "h:officer"]


def test_a_repeal_ahead_is_told_from_its_day_on() -> None:
    """The day before it is in force, with a word of warning; on the day what replaced it is offered instead."""
    ends = procedure(status="repealed", replaced_by=("ket-hon",), repealed=Repeal(on=date(2026, 11, 24)))
    before = tell(ends)
    assert "Giấy chứng sinh" in before.text
    assert "sẽ bãi bỏ từ ngày 24/11/2026" in before.text
    assert "p:ket-hon" not in [choice.id for choice in before.choices]
    far = tell(procedure(status="repealed", replaced_by=("ket-hon",), repealed=Repeal(on=date(2027, 6, 1))))
    assert "bãi bỏ" not in far.text
    after = tell(procedure(status="repealed", replaced_by=("ket-hon",), repealed=Repeal(on=date(2026, 11, 23))))
    assert "đã bãi bỏ từ ngày 23/11/2026" in after.text
    assert "Giấy chứng sinh" not in after.text
    assert [choice.id for choice in after.choices] == ["p:ket-hon", "h:officer"]


def test_fee_rules_out_of_force_are_not_told() -> None:
    """The text of the fee is dropped when any of its rules does not hold on the day."""
    rules = (
        FeeRule("thẻ", ("in_person",), "TT 1", amount=25000, valid_until=date(2026, 12, 31)),
        FeeRule("thẻ", ("in_person",), "TT 1", amount=50000, valid_from=date(2027, 1, 1)),
    )
    card = procedure(fee="25.000 đồng đến hết 2026, sau đó 50.000 đồng", fee_rules=rules)
    assert fees.lines(card, date(2026, 12, 31)) == ["Nộp trực tiếp: 25.000 đồng/thẻ (áp dụng đến hết 31/12/2026)"]
    assert fees.lines(card, date(2027, 1, 1)) == ["Nộp trực tiếp: 50.000 đồng/thẻ"]
    assert fees.lines(replace(card, fee_rules=rules[:1]), date(2027, 1, 1)) == []


def test_a_fee_with_no_rule_in_force_is_not_told() -> None:
    """An old amount is not repeated."""
    ended = (FeeRule("lần", ("in_person",), "NQ 1", amount=8000, valid_until=date(2020, 1, 1)),)
    old = procedure(fee="8.000 đồng", fee_rules=ended)
    assert "8.000" not in tell(old).text
    assert "8.000" not in tell(old, "fee").text


def test_papers_of_special_cases_stand_apart() -> None:
    """The ordinary case's papers first; the first option of a case is the ordinary one."""
    lists = documents.to_bring(procedure(), short=True), documents.in_some_cases(procedure(), short=True)
    assert any("Giấy chứng sinh" in line for line in lists[0])
    assert not any("bỏ rơi" in line for line in lists[0])
    assert any(line.startswith("• Trẻ bị bỏ rơi: biên bản") for line in lists[1])


def test_kind_and_number_are_plain_words() -> None:
    """Two copies are two copies; a form to fill in needs no word about its kind."""
    papers = (
        Document("Hợp đồng", "certified_copy", 2),
        Document("Tờ khai", "original", 1, when="Nếu có"),
        Document("Ảnh (3x4)", "original", 1),
    )
    lines = documents.to_bring(procedure(documents=papers), short=True)
    assert lines == ["• Hợp đồng (2 bản; bản sao chứng thực)", "• Tờ khai (nếu có)", "• Ảnh (3x4) – bản chính"]


def test_a_confirmed_entry_names_the_officer() -> None:
    """Who stands by it, and since when."""
    assert "Lan xác nhận ngày 2/11/2026" in tell(procedure(confirmed=Confirmation("Lan", date(2026, 11, 2)))).text


def test_a_guide_sent_by_an_officer_can_be_asked_about() -> None:
    """Its numbers mean its parts, and a ticket that is open does not swallow them."""
    where, ticket = desk(), TicketView("K7Q2", "answered", "hỏi", NOW, "web")
    guide = answer.checklist("khai-sinh", where, now=NOW)
    memory = answer.remember(Conversation(greeted=True), "khai-sinh", guide, now=NOW)
    picked = say("1", where, memory, ticket=ticket)
    assert picked.ticket is None
    assert picked.outcome.procedures == ("khai-sinh",)
