"""The fee that was told, once more for another way of filing or under another condition of the tariff."""

from __future__ import annotations

import re

from handlers import fees, question, told_counts
from handlers.messages import Decision
from handlers.turn import Turn
from handlers.words import plain
from knowledge.fees import in_force, is_said

LONGEST = 10
"""More words than this tell a story."""
_OTHER_WAY = re.compile(
    r"(?:(?:the|vay|con|neu|ma|thi|and|what about|if) )*(?:(?:nop|lam|dang ky) )?(?:(?:o|bang|qua|tren|hinh thuc) )?"
    r"(?:online|onl|truc tuyen|mang|qua mang|vneid|truc tiep|tai quay|quay|buu dien|buu chinh)"
    r"(?: (?:thi|sao|the nao|bao nhieu|a|ah|nhi|ha|em|vay|bn|nhieu))*"
)
"""Only another way of filing is said: "thế nộp online thì sao"."""


def route(turn: Turn) -> Decision | None:
    """The fee of the procedure under discussion, where the message names nothing but what the fee goes by."""
    topic, words = turn.topic, plain(turn.text)
    after_answer = turn.pending is None or turn.pending.kind == "after_answer"
    if topic is None or topic.aspect != "fee" or not after_answer or len(words.split()) > LONGEST:
        return None
    procedure = turn.desk.kb.procedures[topic.procedure_id]
    if _OTHER_WAY.fullmatch(words):
        told = told_counts.before(turn)
        if not told and not fees.goes_by_the_way(procedure, turn.today):
            return None
        also = ("online",) if "online" in fees.channels(words) else ()
        return question.about(turn, topic.procedure_id, "fee", words=f"{turn.text} {told}".strip(), also=also)
    if not _names_a_condition(turn):
        return None
    return question.about(turn, topic.procedure_id, "fee", words=f"{turn.text} {told_counts.before(turn)}".strip())


def _names_a_condition(turn: Turn) -> bool:
    """Whether a line of the tariff under discussion is for just what is said: land alone, an enterprise."""
    if turn.topic is None:
        return False
    rules = turn.desk.kb.procedures[turn.topic.procedure_id].fee_rules
    return any(
        is_said(rule.condition, turn.text) or fees.is_for(rule, turn.text)
        for rule in rules
        if in_force(rule, turn.today) and rule.condition
    )
