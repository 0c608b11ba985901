"""Chấm bot bằng câu hỏi của chính phường: mỗi câu kèm thủ tục đúng. Có câu bị trả lời sai thì mã thoát 1.

Tệp là danh sách YAML, mỗi mục gồm `cau:` và `thu_tuc:` (id hoặc tên ngắn của thủ tục; “không” nếu ngoài phạm vi).
"""

from __future__ import annotations

import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Literal

from bot.cli.desk import moment, open_desk
from bot.cli.question_file import ExamQuestion, read_questions
from bot.cli.session import Session, greeted
from bot.settings import Settings
from handlers import Desk
from handlers.messages import Outcome
from knowledge import KnowledgeBase
from knowledge.folding import comparable

Result = Literal["right", "asked", "astray", "elsewhere", "handoff", "wrong", "declined", "intruded"]

IN_SCOPE: dict[Result, str] = {
    "right": "trả lời đúng ngay",
    "asked": "hỏi lại, có thủ tục đúng trong các lựa chọn",
    "astray": "hỏi lại, không có thủ tục đúng",
    "elsewhere": "đáp sang việc khác (nơi khác, câu chung, xã giao)",
    "handoff": "chuyển cán bộ",
    "wrong": "trả lời sai thủ tục",
}
OUT_OF_SCOPE: dict[Result, str] = {
    "declined": "không trả lời bằng thủ tục nào",
    "intruded": "trả lời bằng một thủ tục",
}
_FINE: frozenset[Result] = frozenset({"right", "asked", "declined"})
_BAD: frozenset[Result] = frozenset({"wrong", "intruded"})


def execute(options: Namespace, settings: Settings) -> int:
    """Ask every question of the file in a new conversation, and tell what came of it."""
    desk, now = open_desk(settings), moment(options.as_of)
    kb = desk.kb
    judged = [_judged(question, desk, now) for question in read_questions(options.file, _names(kb))]
    misses = (_miss(options.file.name, *each, kb) for each in judged if each[2] not in _FINE)
    sys.stdout.writelines(f"{line}\n" for line in chain(chain.from_iterable(misses), _summary(judged)))
    return 1 if any(result in _BAD for *_, result in judged) else 0


def _names(kb: KnowledgeBase) -> Mapping[str, str]:
    """What officers call every entry, by its id."""
    return {
        **{talk: talk for talk in kb.small_talk},
        **{general.id: general.name for general in kb.general.values()},
        **{referral.id: referral.name for referral in kb.referrals.values()},
        **{procedure.id: procedure.short for procedure in kb.procedures.values()},
    }


def _judged(question: ExamQuestion, desk: Desk, now: datetime) -> tuple[ExamQuestion, Outcome, Result]:
    outcome = Session("eval", greeted()).say(question.text, desk, now).outcome
    return question, outcome, judge(question, outcome)


def judge(question: ExamQuestion, outcome: Outcome) -> Result:
    """What an outcome is worth for a question."""
    if not question.expect:
        return "intruded" if outcome.decision == "answer" else "declined"
    if outcome.entry in question.right:
        return "right"
    match outcome.decision:
        case "answer":
            return "wrong"
        case "choose":
            return "astray" if question.right.isdisjoint(outcome.procedures) else "asked"
        case "handoff":
            return "handoff"
    return "elsewhere"


def _miss(file: str, question: ExamQuestion, outcome: Outcome, result: Result, kb: KnowledgeBase) -> Iterator[str]:
    """Where the question stands, what the bot did, what it should have done, and how to mend it."""
    said = {**IN_SCOPE, **OUT_OF_SCOPE}[result]
    yield f"{file}:{question.line}: “{question.text}”"
    heard = f" vì thấy giống “{outcome.matched}”" if outcome.matched and result != "handoff" else ""
    yield f"    bot {said}{_named(outcome.entry, kb)}{heard}"
    if question.expect:
        yield f"    đúng ra là{_named(question.expect[0], kb)}"
    yield f"    → {_advice(question, outcome, result, kb)}"


def _named(entry: str | None, kb: KnowledgeBase) -> str:
    """An entry by its plain name and its id, with a colon before."""
    if entry is None:
        return ""
    procedure, other = kb.procedures.get(entry), kb.referrals.get(entry) or kb.general.get(entry)
    name = procedure.short if procedure else other.name if other else entry
    return f": {name} ({entry})"


def _advice(question: ExamQuestion, outcome: Outcome, result: Result, kb: KnowledgeBase) -> str:
    """What an officer can do about a miss."""
    if result == "intruded":
        return (
            f"nếu đúng là ngoài phạm vi: thêm câu này vào questions: của một mục trong referrals:, "
            f"và xem lại câu mẫu “{outcome.matched}” có quá rộng không"
        )
    expected = question.expect[0]
    if outcome.entry and comparable(outcome.matched) == comparable(question.text):
        return (
            f"“{outcome.matched}” đang là cách gọi của {outcome.entry}{_place(outcome.entry, kb)}: chuyển sang "
            f"{expected}{_place(expected, kb)} nếu đúng hơn, còn không thì sửa “thu_tuc:” của câu này"
        )
    place = f"thêm cách hỏi này vào questions: hoặc aliases: của {expected}{_place(expected, kb)}"
    if result == "wrong" and _strangers(expected, outcome.entry, kb):
        return f"{place}; hai thủ tục dễ nhầm thì khai báo siblings: để bot hỏi lại thay vì đoán"
    return place


def _place(entry: str, kb: KnowledgeBase) -> str:
    item = kb.procedures.get(entry) or kb.referrals.get(entry) or kb.general.get(entry) or kb.small_talk.get(entry)
    return f" ({item.file}:{item.line})" if item else ""


def _strangers(first: str, second: str | None, kb: KnowledgeBase) -> bool:
    """Whether two procedures are not declared as easily confused."""
    one, other = kb.procedures.get(first), kb.procedures.get(second or "")
    if one is None or other is None:
        return False
    return second not in {s.id for s in one.siblings} and first not in {s.id for s in other.siblings}


def _summary(judged: Sequence[tuple[ExamQuestion, Outcome, Result]]) -> Iterator[str]:
    counted = Counter(result for *_, result in judged)
    for title, results in (("Trong phạm vi", IN_SCOPE), ("Ngoài phạm vi", OUT_OF_SCOPE)):
        total = sum(counted[result] for result in results)
        if total:
            yield f"{title}: {total} câu"
            yield from (
                f"  {counted[result]:5} ({counted[result] / total:4.0%})  {said}" for result, said in results.items()
            )
