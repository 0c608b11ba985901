"""One's own case: for every procedure, every way through the questions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import Desk, answer, buttons, case_link, case_list, case_said, case_tree, texts
from handlers.messages import Conversation, Decision
from handlers.state import conversation_from_json, conversation_to_json
from knowledge.model import Procedure
from tests.unit.handlers_world import NOW, desk, say, shipped, words

CURRENT = sorted(p.id for p in shipped().procedures.values() if p.status == "current")
NAMED = sorted(p.id for p in shipped().procedures.values() if p.cases)
ASKED = [p for p in CURRENT if case_tree.next_case(shipped().procedures[p], {})]
ONLY_THE_OFFICE = ("tra cứu", "khai thác", "dữ liệu", "pháp luật yêu cầu", "tuyển theo tuyến")
"""What conditions speak of that no resident can answer: what databases hold, what a law or a school asks for."""


@cache
def world() -> Desk:
    return desk()


def subject(procedure_id: str) -> Procedure:
    return shipped().procedures[procedure_id]


def paths(procedure: Procedure, answers: dict[str, str] | None = None) -> Iterator[dict[str, str]]:
    """Every way through the questions, "không rõ" included."""
    known = answers or {}
    asked = case_tree.next_case(procedure, known)
    if asked is None:
        yield known
        return
    for option in (*(option.id for option in asked.options), case_tree.UNKNOWN):
        yield from paths(procedure, {**known, asked.id: option})


def answered(procedure: Procedure) -> list[dict[str, str]]:
    """The ways of those who know every answer."""
    return [path for path in paths(procedure) if case_tree.UNKNOWN not in path.values()]


def begin(procedure_id: str) -> Decision:
    pressed = say("", world(), button=f"k:start:{procedure_id}")
    assert pressed.conversation.case is not None
    return pressed


def press(button: str, memory: Conversation) -> Decision:
    restarted = conversation_from_json(conversation_to_json(memory))
    assert restarted == memory
    return say("", world(), restarted, button=button)


@pytest.mark.parametrize("procedure_id", CURRENT)
def test_every_path_ends_and_shows_no_paper_that_it_rules_out(procedure_id: str) -> None:
    """No more questions than cases; each paper stands in one place, and is left out only because of an answer."""
    procedure = subject(procedure_id)
    for path in paths(procedure):
        assert len(path) <= len(case_tree.cases(procedure))
        found = case_list.papers(procedure, path)
        assert sorted(at for numbers in found.values() for at in numbers) == list(range(len(procedure.documents)))
        for at, paper in enumerate(procedure.documents):
            called_for = case_tree.needs(procedure, paper)
            against = [path.get(c, case_tree.UNKNOWN) not in (case_tree.UNKNOWN, *o) for c, o in called_for.items()]
            assert (at in found["not"]) == any(against)


@pytest.mark.parametrize("procedure_id", CURRENT)
def test_the_papers_of_all_who_answer_everything_are_exactly_the_records(procedure_id: str) -> None:
    """Each paper is to be brought on some path without "không rõ", but those that only the office can call for."""
    procedure = subject(procedure_id)
    brought = {at for path in answered(procedure) for at in case_list.papers(procedure, path)["bring"]}
    office = {at for at, paper in enumerate(procedure.documents) if paper.office_decides}
    assert brought == set(range(len(procedure.documents))) - office


@pytest.mark.parametrize("procedure_id", CURRENT)
def test_whoever_answers_everything_is_left_no_doubt(procedure_id: str) -> None:
    """Nothing "depends": only what the office finds out stays open, and it is said to be that."""
    procedure = subject(procedure_id)
    for path in answered(procedure):
        found = case_list.papers(procedure, path)
        assert not found["maybe"]
        assert all(procedure.documents[at].office_decides for at in found["if"])
        told = case_list.checklist(procedure, path, world(), now=NOW).text
        assert texts.CASE_DEPENDS not in told
        assert (texts.CASE_OFFICE_TELLS in told) == bool(found["if"])


def test_only_what_no_resident_can_know_is_left_to_the_office() -> None:
    """Each such condition speaks of databases, of a law or of a school, and in words that can be told."""
    conditions = {d.when for p in shipped().procedures.values() for d in p.documents if d.office_decides}
    for condition in conditions:
        assert condition
        assert any(sign in condition.lower() for sign in ONLY_THE_OFFICE), condition


SPARED = [p for p in ASKED if subject(p).not_needed]


@pytest.mark.parametrize("procedure_id", SPARED)
def test_ones_own_checklist_says_what_need_not_be_brought(procedure_id: str) -> None:
    """Every paper of the record that must not be asked for, by which rule, unless this case does without it anyway."""
    procedure = subject(procedure_id)
    for path in answered(procedure)[:20]:
        told = case_list.checklist(procedure, path, world(), now=NOW).text
        missing = [one.what for one in procedure.not_needed if one.what not in told]
        ruled_out = case_list.papers(procedure, path)["not"]
        assert not missing or ruled_out
        assert len(missing) <= len(ruled_out)
        if len(missing) < len(procedure.not_needed):
            assert "KHÔNG cần mang" in told


def test_nothing_is_said_of_a_paper_that_the_case_does_without() -> None:
    """Who finds a child has no hospital's paper, neither on paper nor in a database."""
    told = case_list.checklist(subject("khai-sinh"), {"tre": "bo-roi"}, world(), now=NOW).text
    assert "Bản giấy Giấy chứng sinh" not in told
    assert "KHÔNG cần mang" in told


@pytest.mark.parametrize("procedure_id", CURRENT)
def test_no_question_is_asked_that_changes_nothing(procedure_id: str) -> None:
    """Each question decides on a paper that is still open, has something else to tell, or leads elsewhere."""
    procedure = subject(procedure_id)
    for path in paths(procedure):
        answers: dict[str, str] = {}
        for case_id, option in path.items():
            case = case_tree.case_of(procedure, case_id)
            assert case is not None
            lists = {standings(procedure, {**answers, case_id: o.id}) for o in case.options}
            told = any(option.note or case_tree.other_code(option) for option in case.options)
            assert len(lists) > 1 or told, case_id
            answers[case_id] = option


def standings(procedure: Procedure, answers: dict[str, str]) -> tuple[str, ...]:
    return tuple(case_tree.standing(procedure, paper, answers) for paper in procedure.documents)


@pytest.mark.parametrize("procedure_id", ASKED)
def test_the_conversation_walks_to_the_end_and_back_to_the_same_questions(procedure_id: str) -> None:
    """Every last option in turn, then "không rõ" in turn: each ends with papers, and each step back asks the same."""
    for which in (-1, 0, None):
        decision = begin(procedure_id)
        asked = [decision]
        while decision.outcome.decision == "choose":
            options = [c.id for c in decision.say[0].choices if c.id.startswith("c:")]
            taken = options[-1] if which is None else options[:-1][which]
            decision = press(taken, decision.conversation)
            asked.append(decision)
        assert len(asked) - 1 <= len(case_tree.cases(subject(procedure_id)))
        assert decision.outcome.decision == "answer"
        if decision.conversation.case is None:
            continue  # this case belongs to another procedure
        for before in reversed(asked[:-1]):
            decision = press(buttons.CASE_BACK, decision.conversation)
            assert decision.say[0].choices == before.say[0].choices
            assert decision.conversation.case == before.conversation.case


@pytest.mark.parametrize("procedure_id", ASKED)
def test_every_question_can_be_shown_and_offers_the_ways_out(procedure_id: str) -> None:
    """Ids fit a button; "Không rõ", "Quay lại" and "Làm lại từ đầu" stand on every question."""
    decision = begin(procedure_id)
    while decision.outcome.decision == "choose":
        choices = decision.say[0].choices
        assert all(len(choice.id.encode()) <= 64 for choice in choices)
        assert [c.label for c in choices[-3:]] == [texts.CASE_UNKNOWN, texts.CASE_BACK, texts.CASE_RESTART]
        assert len({choice.label for choice in choices}) == len(choices)
        decision = press(choices[-3].id, decision.conversation)
    assert len(words(decision)) <= 3900


@pytest.mark.parametrize("procedure_id", ASKED)
def test_the_choice_stands_first_under_the_checklist(procedure_id: str) -> None:
    """Whoever reads the checklist finds their own case one tap away."""
    first = answer.checklist(procedure_id, world(), now=NOW).choices[0]
    assert (first.id, first.label) == (f"k:start:{procedure_id}", texts.MY_CASE)


def test_procedures_without_anything_to_ask_do_not_offer_it() -> None:
    """No question, no offer; a repealed procedure offers none either."""
    for procedure in shipped().procedures.values():
        if procedure.id not in ASKED:
            labels = [choice.label for choice in answer.checklist(procedure.id, world(), now=NOW).choices]
            assert texts.MY_CASE not in labels


NOTHING_DEPENDS = {
    "tro-cap-huu-tri-xa-hoi": "một tờ đề nghị cho mọi tuổi, không phí, một nơi nộp: tuổi chỉ quyết định có được hưởng",
}
"""Entries with cases whose answers change nothing that is brought, paid or done, and why."""


def test_all_entries_with_cases_ask_but_those_where_nothing_depends_on_them() -> None:
    """The cases of the record lead to questions wherever an answer changes papers, fee, place or what comes next."""
    assert len(NAMED) >= 70
    assert set(NAMED) - set(ASKED) == set(NOTHING_DEPENDS)
    for procedure_id in NOTHING_DEPENDS:
        procedure = subject(procedure_id)
        assert not any(paper.when_case for paper in procedure.documents)
        assert not procedure.fee_rules
        assert len(procedure.documents) == 1


def test_what_follows_from_an_answer_besides_papers_is_told() -> None:
    """A foreign paper must be legalized first; the other answers do not say so, nor does "không rõ"."""
    procedure = subject("chung-thuc-ban-sao")
    for option in (*(option.id for option in procedure.cases[0].options), case_tree.UNKNOWN):
        told = case_list.checklist(procedure, {"ban-chinh": option}, world(), now=NOW).text
        assert ("phải được hợp pháp hóa lãnh sự trước" in told) == (option == "nuoc-ngoai-khac")


@pytest.mark.parametrize("procedure_id", ASKED)
def test_the_link_holds_the_answers_and_nothing_else(procedure_id: str) -> None:
    """What is encoded is decoded; a case that is not known is as good as one not named."""
    procedure = subject(procedure_id)
    for path in islice(paths(procedure), 200):
        decoded = case_link.decode(case_link.encode(path), procedure)
        assert decoded == {case: option for case, option in path.items() if option != case_tree.UNKNOWN}
        assert case_list.papers(procedure, decoded) == case_list.papers(procedure, path)
        assert case_link.path(procedure, path).isascii()


@given(st.text(max_size=200))
def test_any_text_in_a_link_is_harmless(text: str) -> None:
    """Only cases and options of the procedure come out."""
    procedure = subject("khai-sinh")
    decoded = case_link.decode(text, procedure)
    assert case_tree.known(procedure, dict(decoded)) == decoded


@pytest.mark.parametrize(
    ("text", "procedure_id", "known"),
    [
        ("trẻ không có giấy chứng sinh", "khai-sinh", {"tre": "khong-chung-sinh"}),
        ("tre ko co giay chung sinh lam khai sinh can gi", "khai-sinh", {"tre": "khong-chung-sinh"}),
        ("cháu sinh ra không có bố trong giấy thì sao", "khai-sinh", {}),
        ("nộp online khai sinh cần giấy gì", "khai-sinh", {"kenh": "truc-tuyen"}),
        ("khai sinh làm online được không", "khai-sinh", {}),
        ("nộp trực tiếp hay trực tuyến", "khai-sinh", {}),
        ("em đi thay chị em khai tử cho bố", "khai-tu", {"nguoi-di": "uy-quyen"}),
        ("nhờ người đi làm giấy độc thân", "xac-nhan-tinh-trang-hon-nhan", {"nguoi-di": "uy-quyen"}),
        ("sang tên sổ đỏ thừa kế cần gì", "sang-ten-so-do", {"loai": "thua-ke"}),
        ("ba me mat muon sang ten dat cho con thi lam gi", "sang-ten-so-do", {"loai": "thua-ke"}),
        ("bố tôi vừa qua đời, sang tên sổ đỏ cho tôi", "sang-ten-so-do", {"loai": "thua-ke"}),
        ("mẹ mất sổ đỏ, sang tên cho con được không", "sang-ten-so-do", {}),
        ("không phải thừa kế", "sang-ten-so-do", {}),
        ("tặng cho hay thừa kế", "sang-ten-so-do", {}),
        ("làm đăng ký giám hộ nhờ con đi làm thay", "giam-ho", {"di-thay": "co"}),
        ("con em mới sinh", "khai-sinh", {}),
    ],
)
def test_what_the_question_says_is_known_only_where_it_is_clear(
    text: str, procedure_id: str, known: dict[str, str]
) -> None:
    """Clear and unique words count, a question or a denial does not."""
    assert case_said.known(text, subject(procedure_id)) == known


@pytest.mark.parametrize("text", ["không rõ", "em ko biết ạ", "khong ro", "chưa chắc", "dạ em không biết nữa"])
def test_not_knowing_is_an_answer(text: str) -> None:
    """ "Không rõ" in any words is never taken for "không"."""
    asked = case_tree.next_case(subject("dang-ky-lai-khai-sinh"), {})
    assert asked is not None
    assert case_said.reply(text, asked) == case_tree.UNKNOWN


@pytest.mark.parametrize(
    ("procedure_id", "paper"),
    [
        ("trinh-bao-mat-ho-chieu", "Đơn trình báo"),
        ("dinh-danh-dien-tu-muc-2", "Số thuê bao"),
        ("giam-ho-nuoc-ngoai", "Văn bản cử"),
    ],
)
def test_a_remark_on_who_signs_or_what_is_added_makes_no_case(procedure_id: str, paper: str) -> None:
    """A paper that everybody brings is on every list, whatever is answered."""
    procedure = subject(procedure_id)
    at = next(at for at, document in enumerate(procedure.documents) if document.name.startswith(paper))
    assert all(at in case_list.papers(procedure, path)["bring"] for path in paths(procedure))


def test_what_was_said_is_never_asked() -> None:
    """The first question is about something else, and what was noted is told."""
    topic = replace(begin("khai-sinh").conversation, case=None, pending=None)
    assert topic.topic is not None
    memory = replace(topic, topic=replace(topic.topic, said=(("tre", "khong-chung-sinh"),)))
    decision = say("", world(), memory, button="k:start:khai-sinh")
    assert "Không có giấy chứng sinh" in words(decision)
    assert decision.say[0].choices[0].id.startswith("c:nguoi-di:")


def test_a_button_of_an_earlier_question_changes_that_answer() -> None:
    """What came after it is asked again."""
    first = begin("khai-sinh")
    second = press("c:tre:thuong", first.conversation)
    third = press("c:nguoi-di:cha-me", second.conversation)
    changed = press("c:tre:bo-roi", third.conversation)
    assert changed.conversation.case is not None
    assert changed.conversation.case.answers == (("tre", "bo-roi"),)


def test_buttons_that_mean_nothing_any_more_lead_to_the_fields() -> None:
    """An unknown option, or no case under way, never fails."""
    for button in ("c:tre:thuong", "k:back", "k:go", "k:restart", "k:start:khong-co", "c:x:y"):
        assert say("", world(), button=button).outcome.decision == "choose"
