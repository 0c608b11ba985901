"""The exam counts what it says it counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from handlers.messages import Outcome
from knowledge.decision import Candidate, Decision, Verdict
from knowledge.entry import Entry
from tests.bench.measure import Reading, Tally, calibration_error, tally
from tests.bench.questions import FINAL, NEAR, TUNING, Question, load
from tests.bench.replies import Reply


def question(*expect: str, accept: tuple[str, ...] = (), text: str = "câu hỏi", kind: str = "") -> Question:
    return Question(text, expect, frozenset(accept), "diacritics", kind)


def reading(asked: Question, *ranking: str, decision: Decision = "choose", second: str = "") -> Reading:
    found = [Entry(name, "procedure", name, name, (), (), (), frozenset(), 3) for name in ranking]
    other = Entry(second, "procedure", second, second, (), (), (), frozenset(), 3) if second else None
    candidates = tuple(Candidate(entry, 1.0, 0.9, entry.name) for entry in found)
    entry = found[0] if decision == "answer" else None
    return Reading(asked, Verdict(decision, candidates, entry, None, 0.9, other, "vi", ""))


def test_first_means_the_first_procedure_is_expected_or_accepted() -> None:
    """`expect` and `accept` are equally right; being second is not being first."""
    asked = question("a", accept=("b",))
    assert [reading(asked, *found).first for found in (("a",), ("b", "a"), ("c", "a"), ())] == [
        True,
        True,
        False,
        False,
    ]
    assert [reading(asked, *found).in_three for found in (("c", "a"), ("c", "d"))] == [True, False]


def test_of_two_needs_either_may_be_first_and_both_must_be_seen() -> None:
    """The second need counts where it is offered or among the candidates."""
    asked = question("a", "b")
    assert reading(asked, "b", "c").first
    assert not reading(asked, "b", "c").both
    assert reading(asked, "b", "c", "a").both
    assert reading(asked, "b", "c", second="a").both


def test_only_an_answer_can_be_wrong_or_right_at_once() -> None:
    """Asking back is neither, whatever stands first."""
    asked = question("a")
    assert (reading(asked, "a", decision="answer").at_once, reading(asked, "a", decision="answer").wrong) == (
        True,
        False,
    )
    assert (reading(asked, "b", decision="answer").at_once, reading(asked, "b", decision="answer").wrong) == (
        False,
        True,
    )
    assert (reading(asked, "a").at_once, reading(asked, "b").wrong) == (False, False)


@pytest.mark.parametrize(
    ("expected", "first", "confused"),
    [
        ("khai-tu", "dang-ky-lai-khai-sinh", True),
        ("lien-thong-khai-sinh", "khai-tu-luu-dong", True),
        ("khai-tu", "dang-ky-lai-khai-tu", False),
        ("khai-tu", "ket-hon", False),
    ],
)
def test_birth_for_death_is_a_confusion_of_twins(expected: str, first: str, confused: bool) -> None:
    """Only crossing from one family to the other counts."""
    assert reading(question(expected), first).twins_confused is confused


def test_small_talk_on_a_death_is_noticed() -> None:
    """A chat verdict on a question about a death counts, on another question it does not."""
    assert reading(question("khai-tu"), "khai-tu", decision="chat").chatted_on_a_death
    assert not reading(question("ket-hon"), "ket-hon", decision="chat").chatted_on_a_death


def test_calibration_error_of_the_honest_is_nothing_and_of_the_boastful_is_the_boast() -> None:
    """Right as often as stated gives 0; certain and always wrong gives 1."""
    assert calibration_error([(0.75, True)] * 3 + [(0.75, False)]) == pytest.approx(0)
    assert calibration_error([(1.0, False)] * 5) == pytest.approx(1)
    assert calibration_error([(0.9, True), (0.1, True)]) == pytest.approx(0.5)
    assert calibration_error([]) == 0


def test_a_tally_is_a_share() -> None:
    """Hits of all in per cent, and nothing of nothing is nothing."""
    asked = question("a")
    assert tally([reading(asked, "a"), reading(asked, "b")], lambda r: r.first) == Tally(1, 2)
    assert (Tally(1, 2).share, Tally(0, 0).share) == (50, 0)


@pytest.mark.parametrize("path", [path for path in (TUNING, FINAL) if path.exists()], ids=lambda path: path.stem)
def test_the_questions_are_whole(path: Path) -> None:
    """No text stands twice, and whatever is out of scope says of what kind it is."""
    found = load(path)
    texts, distinct = len(found), len({q.text for q in found})  # only numbers: a failure must not print the final texts
    assert distinct == texts
    assert all(q.kind for q in found if not q.in_scope)
    assert NEAR & {q.kind for q in found}


def test_a_reply_counts_as_what_the_resident_reads() -> None:
    """A reply is judged by the procedure it told; asking back is neither right nor wrong."""
    told = {name: Reply(question("a"), Outcome("answer", (name, "a"))) for name in ("a", "b")}
    asked_back = Reply(question("a"), Outcome("choose", ("b", "a")))
    assert [(one.at_once, one.wrong) for one in (told["a"], told["b"], asked_back)] == [
        (True, False),
        (False, True),
        (False, False),
    ]
    assert asked_back.in_three
    assert not asked_back.first
