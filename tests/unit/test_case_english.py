"""One's own case in English: all or nothing, and nothing that the record does not say."""

from __future__ import annotations

import re

import pytest

from handlers import case_list, case_tree, case_words
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
