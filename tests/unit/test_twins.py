"""A phrase of a procedure, however it is typed, is never answered with a twin of that procedure."""

from __future__ import annotations

import random
from functools import cache

import pytest

from knowledge import KnowledgeBase, default_faq, load
from knowledge.decision import Candidate, Decision, Verdict
from knowledge.entry import Entry
from tests.bench.confusable import Twins
from tests.bench.twins import MUTATIONS, mutants, mutated, run

SAMPLE = 12_000
"""Mutants read by the test; which ones changes with every change of the content."""

DECLARED = (
    {"khai-sinh", "dang-ky-lai-khai-sinh"},
    {"khai-sinh", "khai-tu"},
    {"khai-tu", "dang-ky-lai-khai-tu"},
    {"cap-can-cuoc-tu-14-tuoi", "cap-lai-can-cuoc"},
    {"cap-can-cuoc-tu-14-tuoi", "cap-doi-can-cuoc"},
    {"cap-lai-can-cuoc", "cap-doi-can-cuoc"},
    {"cap-so-do-lan-dau", "cap-lai-so-do-bi-mat"},
    {"cap-so-do-lan-dau", "cap-doi-so-do"},
    {"cap-lai-so-do-bi-mat", "cap-doi-so-do"},
    {"dang-ky-tam-tru", "thong-bao-luu-tru"},
    {"tach-thua-hop-thua", "tach-ho"},
)


@cache
def kb() -> KnowledgeBase:
    return load(default_faq())


def verdict(decision: Decision, *found: str) -> Verdict:
    """A verdict with these procedures, best first."""
    several = [Entry(id_, "procedure", id_, id_, (), (), (), frozenset(), 3) for id_ in found]
    candidates = tuple(Candidate(entry, 1.0, 0.9, "") for entry in several)
    entry = several[0] if decision == "answer" else None
    return Verdict(decision, candidates, entry, None, 0.9, None, "vi", "")


@pytest.mark.parametrize("pair", DECLARED, ids=lambda pair: " ".join(sorted(pair)))
def test_the_well_known_twins_are_declared(pair: set[str]) -> None:
    """Each stands in the knowledge base with a question."""
    [question] = [p.question for p in Twins(kb()).pairs if {p.one, p.other} == pair]
    assert question.endswith("?")


def test_every_pair_is_told_apart_by_one_question() -> None:
    """Both sides ask the same, and the question names two ways."""
    for procedure in kb().procedures.values():
        for sibling in procedure.siblings:
            assert " hay " in sibling.question, sibling
            back = [s.question for s in kb().procedures[sibling.id].siblings if s.id == procedure.id]
            assert back == [sibling.question], (procedure.id, sibling.id)


@pytest.mark.parametrize(
    ("asked", "got", "twin"),
    [
        ("khai-sinh", verdict("answer", "dang-ky-lai-khai-sinh"), "dang-ky-lai-khai-sinh"),
        ("khai-sinh", verdict("choose", "dang-ky-lai-khai-sinh", "khai-sinh"), None),
        ("khai-sinh", verdict("answer", "khai-sinh"), None),
        ("khai-sinh", verdict("answer", "tach-ho"), None),
        ("dang-ky-lai-khai-sinh", verdict("choose", "khai-tu-luu-dong"), "khai-tu-luu-dong"),
        ("lien-thong-khai-tu", verdict("choose", "khai-sinh", "khai-tu"), "khai-sinh"),
        ("khai-sinh", verdict("choose", "trich-luc-ho-tich", "khai-tu"), None),
        ("khai-sinh", verdict("handoff"), None),
    ],
)
def test_what_crossing_is(asked: str, got: Verdict, twin: str | None) -> None:
    """A sibling crosses as an answer; between births and deaths the first place alone is too much."""
    assert Twins(kb()).crossing(asked, got) == twin


def test_copies_and_foreign_records_are_of_both_events() -> None:
    """They may be offered for a birth and for a death."""
    twins = Twins(kb())
    for both in ("trich-luc-ho-tich", "ghi-chu-viec-ho-tich-khac"):
        assert not twins.opposed("khai-sinh", both)
        assert not twins.opposed("khai-tu", both)


@pytest.mark.parametrize("mutation", MUTATIONS[1:])
def test_mutations_damage_most_phrases_alike_on_every_run(mutation: str) -> None:
    """Each is deterministic and changes something."""
    phrase = "cấp lại thẻ căn cước bị mất ở đâu thì được không hả em, hoà giải"
    assert mutated(phrase, mutation) == mutated(phrase, mutation) != phrase


def test_no_phrase_of_a_sample_crosses() -> None:
    """Accents, typos, word order and slang do not lead from a procedure to its twin."""
    twins = Twins(kb())
    chosen = random.Random(kb().version).sample(mutants(kb(), twins), SAMPLE)
    found = run(chosen, kb(), twins)
    assert sum(found.counts.values()) == SAMPLE
    assert [str(crossing) for crossing in found.crossed] == []
