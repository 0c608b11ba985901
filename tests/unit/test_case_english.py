"""One's own case in English: all or nothing, and nothing that the record does not say."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from handlers import case_list, case_tree, case_words, texts
from knowledge.model import Procedure
from tests.unit.handlers_world import NOW, desk, shipped

SPOKEN = sorted(p.id for p in shipped().procedures.values() if p.cases and case_words.in_english(p))


def test_every_procedure_with_an_english_answer_asks_in_english() -> None:
    """Whoever reads the answer in English can go on in English."""
    written = {p.id for p in shipped().procedures.values() if p.cases and p.english.answer}
    assert written <= set(SPOKEN)
    assert len(SPOKEN) >= 20


@pytest.mark.parametrize("procedure_id", SPOKEN)
def test_the_list_is_english_throughout(procedure_id: str) -> None:
    """With every first answer, and with nothing known: no Vietnamese letter above the links."""
    procedure: Procedure = shipped().procedures[procedure_id]
    firsts = {case.id: case.options[0].id for case in case_tree.cases(procedure)}
    for answers in (firsts, dict.fromkeys(firsts, case_tree.UNKNOWN)):
        told = case_list.checklist(procedure, answers, desk(), now=NOW, english=True).text
        assert not re.search(r"[ăâđêôơưàáạảãèéẹẻẽìíịỉĩòóọỏõùúụủũỳýỵỷỹ]", told.lower())


@pytest.mark.parametrize("procedure_id", SPOKEN)
def test_the_list_names_what_need_not_be_brought(procedure_id: str) -> None:
    """As the Vietnamese list does, but for papers that the case does without anyway."""
    procedure = shipped().procedures[procedure_id]
    unknown = {case.id: case_tree.UNKNOWN for case in case_tree.cases(procedure)}
    told = case_list.checklist(procedure, unknown, desk(), now=NOW, english=True).text
    assert all(item.english and f"• {item.english}" in told for item in procedure.not_needed)
    assert (texts.ENGLISH[texts.DO_NOT_BRING] in told) == bool(procedure.not_needed)


@pytest.mark.parametrize("procedure_id", SPOKEN)
def test_numbers_in_english_stand_in_the_record(procedure_id: str) -> None:
    """Amounts, deadlines and ages are those of the Vietnamese words beside them."""
    procedure = shipped().procedures[procedure_id]
    record = repr([(p.name, p.form, p.when, p.count) for p in procedure.documents]) + repr(
        [(case.question, [(o.label, o.note) for o in case.options]) for case in procedure.cases]
    )
    english = " ".join(
        filter(
            None,
            [
                *(text for p in procedure.documents for text in (p.english, p.english_when)),
                *(text for case in procedure.cases for o in case.options for text in (o.english, o.english_note)),
            ],
        )
    )
    known = set(re.findall(r"\d+", record)) | {"01"}  # CT01 is the form of the residence papers
    assert set(re.findall(r"\d+", english)) <= known


def test_the_list_says_until_when_its_fee_stands() -> None:
    """As the answer does: a fee with a last day, and a record that ends soon."""
    known = shipped().procedures
    until = date(2027, 6, 30)
    ends = next(known[one] for one in SPOKEN if any(rule.amount for rule in known[one].fee_rules))
    dated = replace(
        ends,
        valid_until=date(2026, 12, 1),
        fee_rules=tuple(replace(rule, valid_until=until) for rule in ends.fee_rules),
    )
    told = case_list.checklist(dated, {}, desk(dated), now=NOW, english=True).text
    assert texts.ENGLISH[texts.ENDS_SOON].format(day="1/12/2026") in told
    assert texts.EN_FEE_UNTIL.format(day="30/6/2027") in told
