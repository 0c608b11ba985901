"""How many, of a procedure whose fee was told: "5 bản thì sao", "35 người", "how much for two people"."""

from __future__ import annotations

import re

from handlers import asking, question
from handlers.messages import Decision
from handlers.turn import Turn
from handlers.words import plain
from knowledge.fees import counted, in_force

LONGEST = 12
"""More words than this are a story."""

_NUMBER = (
    r"(?:\d{1,4}|(?:mot|hai|ba|bon|nam|sau|bay|tam|chin) (?:muoi|chuc)(?: \w+)?|muoi \w+|muoi|chuc"
    r"|mot|hai|ba|bon|nam|sau|bay|tam|chin|one|two|three|four|five|six|seven|eight|nine|ten|twenty)"
)
_NOUN = (
    r"(?:nguoi|ng|nhan khau|khau|cong nhan|lao dong|nhan vien|dua|anh em|the|cai|chiec|diem|cua hang|ban(?: sao)?|bo"
    r"|to|trang|giay|thua|chu ky|hop dong|van ban|di chuc|truong hop|xe|sinh vien|hoc sinh|khach"
    r"|copies|copy|pages?|people|persons?|cards?|sheets?|papers)"
)
_LITTLE_WORDS = """
    het mat thu ton la thi bao nhieu nhiu nhieu bn tien phi le gia con the sao s vay neu va a ah da em e oi cho toi minh
    chi anh co hoi tinh giup voi nhe nha can lam lay xin them nua chi thoi moi lan ca bo bac chu thua xien dong may tong
    cong nhu nao ntn tnao vay z ha nhi ma khai cung nop cap doi dang ky khi co them lop cty cong ty chung em toi
    and for what about how much if i we need same price the is it
"""
_LITTLE = frozenset(_LITTLE_WORDS.split())
"""Words beside the count that name no need of their own."""
_OTHER_WAY = re.compile(
    r"(?:(?:the|vay|con|neu|ma|thi) )*(?:(?:nop|lam|dang ky) )?(?:(?:o|bang|qua|hinh thuc) )?"
    r"(?:online|onl|truc tuyen|mang|qua mang|vneid|truc tiep|tai quay|buu dien|buu chinh)"
    r"(?: (?:thi|sao|the nao|bao nhieu|a|ah|nhi|ha|em|vay))*$"
)
"""Only another way of filing is said: "thế nộp online thì sao"."""
_COUNT = re.compile(rf"(?<![\w.,/]){_NUMBER} {_NOUN}\b")


def route(turn: Turn) -> Decision | None:
    """The fee of the procedure under discussion for as many, where nothing but a count is said."""
    topic = turn.topic
    if topic and topic.aspect == "fee" and _OTHER_WAY.match(plain(turn.text)) and (told := _told_before(turn)):
        return question.about(turn, topic.procedure_id, "fee", words=f"{_words(turn)} {told}")
    if topic is None or turn.incoming.button or len(turn.text.split()) > LONGEST or not _only_counts(turn.text):
        return None
    if topic.aspect != "fee" and "fee" not in asking.parts(turn, turn.text) and not _counts_units(turn):
        return None
    return question.about(turn, topic.procedure_id, "fee", words=_words(turn))


def _told_before(turn: Turn) -> str:
    """The counts that the question before told."""
    before = plain(turn.pending.question) if turn.pending else ""
    return " ".join(found[0] for found in _COUNT.finditer(before))


def _only_counts(text: str) -> bool:
    """Whether a message is a count and little words."""
    rest, found = _COUNT.subn(" ", plain(text))
    return bool(found) and _LITTLE.issuperset(rest.split())


def _counts_units(turn: Turn) -> bool:
    """Whether the tariff under discussion counts what the message counts."""
    rules = turn.desk.kb.procedures[turn.topic.procedure_id].fee_rules if turn.topic else ()
    return any(in_force(rule, turn.today) and counted(rule, turn.text) for rule in rules)


def _words(turn: Turn) -> str:
    """The message, with the condition of the tariff that the question before told."""
    rules = turn.desk.kb.procedures[turn.topic.procedure_id].fee_rules if turn.topic else ()
    before = plain(turn.pending.question) if turn.pending else ""
    told = [rule.condition for rule in rules if rule.condition and plain(rule.condition) in before]
    return f"{turn.text} ({told[0]})" if told else turn.text
