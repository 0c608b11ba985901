"""The page of a procedure holds all of the record, and nothing that may not be told."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from handlers import documents, places
from handlers.answer import answer
from handlers.sheet import Sheet, sheet
from knowledge import load
from knowledge.folding import comparable
from knowledge.model import KnowledgeBase, Procedure, Repeal
from tests.fakes.ward import shipped_desk

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
WARD = Path(__file__).parents[1] / "fixtures" / "ward.yaml"
PLACES = load(WARD).ward.places


def _of(procedure_id: str, **changed: object) -> Sheet:
    """The sheet of a shipped procedure, with parts of its record changed."""
    desk = shipped_desk()
    record: Procedure = replace(desk.kb.procedures[procedure_id], **changed)  # type: ignore[arg-type]  # any part
    kb: KnowledgeBase = replace(desk.kb, procedures={**desk.kb.procedures, procedure_id: record})
    return sheet(procedure_id, replace(desk, kb=kb), now=NOW)


@pytest.mark.parametrize("procedure_id", sorted(shipped_desk().kb.procedures))
def test_every_paper_of_the_record_stands_on_the_page_once(procedure_id: str) -> None:
    """No paper is lost between the ordinary case and the special ones, none stands twice."""
    record = shipped_desk().kb.procedures[procedure_id]
    told = sheet(procedure_id, shipped_desk(), now=NOW)
    shown = [name for name, _ in told.papers] + [name for _, papers in told.cases for name, _ in papers]
    assert sorted(shown) == (sorted(paper.name for paper in record.documents) if told.valid else [])


@pytest.mark.parametrize("procedure_id", sorted(i for i, one in shipped_desk().kb.procedures.items() if one.cases))
def test_one_s_own_case_shows_only_papers_of_that_case(procedure_id: str) -> None:
    """For every answer: what contradicts it is gone, all the rest is there once, and the case stands in words."""
    record = shipped_desk().kb.procedures[procedure_id]
    for case in record.cases:
        for option in case.options:
            told = sheet(procedure_id, shipped_desk(), now=NOW, answers={case.id: option.id})
            shown = [name for name, _ in told.papers]
            shown += [name for _, papers in (*told.cases, *told.office) for name, _ in papers]
            fitting = [one.name for one in record.documents if option.id in one.when_case.get(case.id, (option.id,))]
            assert sorted(shown) == (sorted(fitting) if told.valid else [])
            assert (option.label in told.case) == told.valid


def test_a_paper_that_may_have_to_be_brought_never_stands_bare_among_those_that_need_not() -> None:
    """Where the resident brings it after all once the data is missing, page, checklist and list say on what condition.

    The birth slip, which is brought on paper, is not needed only once it was sent electronically.
    """
    shaky = [
        (record, at)
        for record in shipped_desk().kb.procedures.values()
        for at, one in enumerate(record.not_needed)
        if re.search("nộp|xuất trình|mang", one.fallback or "")
    ]
    assert len(shaky) > 100
    for record, at in shaky:
        told = sheet(record.id, shipped_desk(), now=NOW)
        assert not told.valid or told.not_needed[at].on
        assert documents.not_to_bring(record, short=True)[at] != f"• {record.not_needed[at].what}"
    slip = next(one for one in sheet("khai-sinh", shipped_desk(), now=NOW).not_needed if "chứng sinh" in one.what)
    assert slip.on.startswith("khi đã có bản điện tử")


@pytest.mark.parametrize(
    ("public_url", "page"),
    [("", None), ("/", "/p/khai-sinh"), ("https://hoi.example.vn/", "https://hoi.example.vn/p/khai-sinh")],
)
def test_an_answer_links_to_the_page_where_there_is_one(public_url: str, page: str | None) -> None:
    """No address, no link; on our own site a relative one; elsewhere the public one, first of all links."""
    for aspect in (None, "fee", "online"):
        said = answer("khai-sinh", aspect, replace(shipped_desk(), public_url=public_url), now=NOW)
        pages = [link.url for link in said.links if "/p/" in link.url]
        assert pages == ([page] if page else [])
        assert not page or said.links[0].url == page


def test_a_repealed_procedure_says_so_and_nothing_else() -> None:
    """No papers, no fee: only that it is gone, and what to do instead."""
    told = sheet("khai-nhan-di-san", shipped_desk(), now=NOW)
    assert "bãi bỏ" in told.warning[0]
    assert [one for one, _ in told.instead] == ["phan-chia-di-san"]
    assert (told.valid, told.papers, told.cases, told.fee.lines, told.steps.lines) == (False, (), (), (), ())


def test_a_repeal_ahead_leaves_the_page_as_it_is() -> None:
    """Until its day the papers stand there, under a line that says when it ends."""
    ahead = _of("khai-sinh", status="repealed", repealed=Repeal(on=date(2026, 11, 24)))
    assert ahead.papers
    assert ahead.valid
    assert "24/11/2026" in ahead.warning[0]
    assert not _of("khai-sinh", status="repealed", repealed=Repeal(on=date(2026, 11, 23))).papers


def test_what_has_expired_is_not_told_as_valid() -> None:
    """The last day still counts, the day after does not."""
    assert _of("khai-sinh", valid_until=date(2026, 11, 23)).papers
    expired = _of("khai-sinh", valid_until=date(2026, 11, 22))
    assert "22/11/2026" in expired.warning[0]
    assert not expired.papers


def test_what_is_not_in_force_yet_says_from_when() -> None:
    """The papers are shown under a warning."""
    told = _of("khai-sinh", valid_from=date(2027, 1, 1))
    assert "1/1/2027" in told.warning[0]
    assert told.papers


def test_only_the_uncertain_part_is_marked() -> None:
    """A fee that nobody has verified is marked, the time beside it is not; the foot then explains the mark."""
    told = _of("khai-sinh", unverified=("fee",))
    assert not told.fee.certain
    assert told.time.certain
    assert told.shaky
    assert not _of("khai-sinh").shaky


def test_a_condition_is_short_and_its_explanation_stands_below() -> None:
    """The condition of a special case ends where the explanation begins."""
    conditions = dict(on for on, _ in _of("khai-sinh").cases)
    assert conditions["Cha, mẹ ủy quyền cho người khác đi thay"].startswith("Phải chứng thực")


def test_the_page_names_the_same_counter_as_the_answer() -> None:
    """A dossier that goes elsewhere (the police, the tax office) is not sent to the ward's own counter."""
    shipped = shipped_desk()
    filled = replace(shipped, kb=replace(shipped.kb, ward=load(WARD).ward))
    named = 0
    for procedure in shipped.kb.procedures.values():
        own = places.address(filled.kb.ward, procedure.field, procedure.how.in_person or "")
        told = sheet(procedure.id, filled, now=NOW)
        centre = [line for line in told.where.lines if any(p.address and p.address in line for p in PLACES)]
        assert centre == ([own] if own and told.valid else [])
        named += bool(centre)
    assert 0 < named < len(shipped.kb.procedures)


def test_what_follows_from_one_s_own_answers_stands_by_itself() -> None:
    """Notes of the chosen answers are apart from the general ones, on every procedure that has such notes."""
    found = 0
    for record in shipped_desk().kb.procedures.values():
        for case in record.cases:
            for option in case.options:
                told = sheet(record.id, shipped_desk(), now=NOW, answers={case.id: option.id})
                if told.valid:
                    assert told.own_notes == ((option.note,) if option.note else ())
                    found += bool(option.note)
    assert found > 5


@pytest.mark.parametrize("procedure_id", sorted(shipped_desk().kb.procedures))
def test_no_paper_is_to_bring_and_not_to_bring_without_a_condition(procedure_id: str) -> None:
    """What stands under both headings says in the second one when it may stay at home."""
    told = sheet(procedure_id, shipped_desk(), now=NOW)
    brought = {comparable(name) for name, _ in told.papers}
    exempt = {
        re.sub(r"^(ban (giay|chinh|sao|goc|photo) |hoac )+", "", comparable(one.what)): one for one in told.not_needed
    }
    assert all(one.on for what, one in exempt.items() if what in brought)


def test_the_forms_are_those_of_one_s_own_case() -> None:
    """A form that the answers rule out is not offered for download; all others lead to where they are to be had."""
    everyone = {one.paper for one in sheet("khai-sinh", shipped_desk(), now=NOW).forms}
    online = {one.paper for one in sheet("khai-sinh", shipped_desk(), now=NOW, answers={"kenh": "truc-tuyen"}).forms}
    assert "Tờ khai đăng ký khai sinh" in everyone - online
