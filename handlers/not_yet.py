""" "Em chưa ghi chú ly hôn, thế cưới luôn được không": what the record says of something not yet done."""

from __future__ import annotations

import re

from handlers import asking, detail
from handlers.messages import Decision
from handlers.turn import Turn
from handlers.words import plain, tail

LONGEST = 20
"""More words than this tell a story."""
_NOT_YET = re.compile(
    r"\bchua (?:(?:co|lam|xin|dang ky|di|kip|he|nop) )*(?P<what>\w+(?: \w+){0,5}?)(?: (?:gi|ca|het|dau|nao|bao gio))*"
    r"(?: (?:the|thi|vay|ma|gio|nhung))*(?: (?:co|em|toi|minh|chau))*(?: \w+){1,4}? (?:luon|ngay|truoc|thang)"
    r"(?: (?:co))? ?(?:duoc|dc|dk)(?: (?:khong|ko|k|kg|hong|hok|chua|chu|a|ha|vay|nhi))*$"
)
"""What is not done yet, and whether something may be done at once."""


def route(turn: Turn) -> Decision | None:
    """What the record of the topic says of just that."""
    match = _NOT_YET.search(plain(turn.text)) if len(turn.text.split()) <= LONGEST else None
    if turn.topic is None or turn.english or match is None:
        return None
    procedure = turn.desk.kb.procedures[turn.topic.procedure_id]
    what = tail(turn.text, match["what"])
    if asking.is_called(turn, procedure.id, what):
        return None
    return detail.of(turn.with_text(f"chưa {what} thì có phải {what} trước không"), procedure)
