"""A short part asked of the two procedures that were talked of last: "hai cái hết bao nhiêu tiền"."""

from __future__ import annotations

import re

from handlers import asking, both_needs, question
from handlers.messages import Decision, Topic
from handlers.turn import WAITED, Turn
from handlers.words import plain

LONGEST = 12
"""More words than this are a story."""
_BOTH = re.compile(
    r"^(?:(?:da|the|vay|thi|a|roi|tong|tong cong|tinh|lam|cho|em|toi|minh) )*"
    r"(?:ca )?(?:hai|2) (?:cai|viec|thu tuc|thu|mon)(?: (?:do|nay|ay|tren))*(?= )"
)


def told(turn: Turn) -> Decision | None:
    """Both answers in one reply, where both were talked of and the words name nothing else."""
    if turn.english or turn.incoming.button or len(turn.text.split()) > LONGEST or not _BOTH.match(plain(turn.text)):
        return None
    part = next((one for one in asking.parts(turn, turn.text) if one in both_needs.SHORT), None)
    last = _last_two(turn)
    if part is None or len(last) < both_needs.TWO:
        return None
    first, second = (question.about(turn, one.procedure_id, part, words=_name(turn, one)) for one in last)
    return both_needs.joined(turn, first, second, _name(turn, last[1]))


def _last_two(turn: Turn) -> list[Topic]:
    known = turn.desk.kb.procedures
    topics = [one for one in turn.conversation.topics if turn.now - one.at <= WAITED and one.procedure_id in known]
    return sorted(topics, key=lambda one: one.at)[-both_needs.TWO :]


def _name(turn: Turn, topic: Topic) -> str:
    return turn.desk.kb.procedures[topic.procedure_id].short
