"""How many, of a procedure whose fee was told: "5 bản thì sao", "35 người", "how much for two people"."""

from __future__ import annotations

import re

from handlers import asking, both_talked_of, question, told_counts
from handlers.messages import Decision
from handlers.turn import Turn
from handlers.words import plain
from knowledge.fees import counted, in_force

LONGEST = 12
"""More words than this are a story."""

_LITTLE_WORDS = """
    het mat thu ton la thi bao nhieu nhiu nhieu bn tien phi le gia con the sao s vay neu va a ah da em e oi cho toi minh
    chi anh co hoi tinh giup voi nhe nha can lam lay xin them nua chi thoi moi lan ca bo bac chu thua xien dong may tong
    cong nhu nao ntn tnao vay z ha nhi ma khai cung nop cap doi dang ky trich luc khi co them lop cty cong ty chung toi
    and for what about how much if i we need same price the is it
"""
_LITTLE = frozenset(_LITTLE_WORDS.split())
"""Words beside the count that name no need of their own."""
_MORE = re.compile(r"\b(?:them|nua|more)\b")
"""What is counted comes on top of what was counted before."""


def route(turn: Turn) -> Decision | None:
    """The fee of the procedure under discussion for as many, where nothing but a count is said; of both after two."""
    if both := both_talked_of.told(turn):
        return both
    topic = turn.topic
    if topic is None or turn.incoming.button or len(turn.text.split()) > LONGEST or not _only_counts(turn.text):
        return None
    if topic.aspect != "fee" and "fee" not in asking.parts(turn, turn.text) and not _counts_units(turn):
        return None
    return question.about(turn, topic.procedure_id, "fee", words=_words(turn))


def _only_counts(text: str) -> bool:
    """Whether a message is a count and little words."""
    rest, found = told_counts.COUNT.subn(" ", plain(text))
    return bool(found) and _LITTLE.issuperset(rest.split())


def _counts_units(turn: Turn) -> bool:
    """Whether the tariff under discussion counts what the message counts."""
    rules = turn.desk.kb.procedures[turn.topic.procedure_id].fee_rules if turn.topic else ()
    return any(in_force(rule, turn.today) and counted(rule, turn.text) for rule in rules)


def _words(turn: Turn) -> str:
    """The message, with the condition of the tariff and what was counted before, where it counts some more."""
    rules = turn.desk.kb.procedures[turn.topic.procedure_id].fee_rules if turn.topic else ()
    before = plain(turn.pending.question) if turn.pending else ""
    told = [rule.condition for rule in rules if rule.condition and plain(rule.condition) in before]
    words = _with_more(turn, before) if _MORE.search(plain(turn.text)) else turn.text
    return f"{words} ({told[0]})" if told else words


def _with_more(turn: Turn, before: str) -> str:
    """The message with all that was counted, where the same is counted again."""
    rules = turn.desk.kb.procedures[turn.topic.procedure_id].fee_rules if turn.topic else ()
    both = ((counted(rule, before), counted(rule, turn.text)) for rule in rules if in_force(rule, turn.today))
    first, more = next(((first, more) for first, more in both if first and more), (0, 0))
    return re.sub(rf"\b{more}\b", str(first + more), plain(turn.text), count=1) if first else turn.text
