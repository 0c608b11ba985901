""" "Ghi chú đó cần giấy tờ nào", "hợp đồng đó chứng thực ở đâu": a paper of the topic that has its own procedure."""

from __future__ import annotations

import re

from handlers import asking, question
from handlers.messages import Decision
from handlers.turn import Turn
from handlers.words import plain, tail
from knowledge.model import Procedure

LONGEST = 18
"""More words than this tell a story."""
LIKELY = 0.4
"""How sure it must be which procedure gives the paper."""
_AGAIN = re.compile(r"\b(?:lai|mat|rach|hong)\b")
"""That it was given once."""
MOST = 0.75
"""How much of its name a record must have."""

_THAT = r"(?:(?<!so )(?<!bia )do|ay|nay|kia)"
_POINTED = re.compile(rf"\b{_THAT}\b")
_GETS = re.compile(
    r"\b(?:xin|lay|lam|chung thuc|cong chung|cap)(?: lai)?(?: (?:duoc|luon|no))* (?:o|tai|cho|noi|ben|ngoai) \w+"
    r"|\b(?:can|gom|mang)(?: nhung)? (?:giay(?: to)?|ho so)? ?(?:gi|nao|j)\b"
    r"|\b(?:xin|lam) (?:the nao|kieu gi|sao|ntn)\b"
)
"""How or where it is to be got."""
_BARE = re.compile(
    r"^(?:(?:da|the|vay|con|ma|a|roi|thi|cai|to|ban|giay)(?= ) )+"
    rf"|\b(?:{_THAT}|luon|nhe|nhi|a|lai|bi mat|xin|lam|lay)\b"
    r"|\bcua (?:toi|em|minh|chau|vo|chong|bo|me)(?: (?:toi|em|minh))?\b"
    r"|\b(?:o|tai|ben|ngoai) (?:phuong|xa|day|do|kia|dau)\b.*$"
)
"""Words around its name."""


def route(turn: Turn) -> Decision | None:
    """The answer about the procedure that gives a paper which the record of the topic names."""
    words = plain(turn.text)
    if turn.topic is None or turn.english or len(words.split()) > LONGEST or not _GETS.search(words):
        return None
    here = turn.desk.kb.procedures[turn.topic.procedure_id]
    named = " ".join(_BARE.sub(" ", plain(asking.need(turn, turn.text))).split())
    if len(named.split()) < (2 if _POINTED.search(words) else 3):
        return None
    given = _giver(turn, here, tail(turn.text, named) if named in words else named)
    asked = asking.told_aspect(None, asking.parts(turn, turn.text))
    return question.about(turn, given.id, asked, words=f"{turn.text} ({given.short})") if given else None


def _giver(turn: Turn, here: Procedure, named: str) -> Procedure | None:
    """The likeliest procedure of this name whose own name the papers of the record speak of."""
    known = turn.desk.kb.procedures
    verdict = turn.read(named)
    near = [known[one.entry.id] for one in verdict.candidates if one.entry.id in known]
    words = set(plain(named).split())
    if not near or here in near[:1] or verdict.confidence < LIKELY or words <= set(plain(here.short).split()):
        return None
    paper = _speaks_of(here, words)
    if not paper:
        return None
    first = [one for one in near if _AGAIN.search(plain(turn.text)) or not _AGAIN.search(plain(one.short))]
    if first == near and verdict.decision == "answer":
        return near[0]
    return max(first, key=lambda one: len(set(plain(one.short).split()) & paper), default=None)


def _speaks_of(here: Procedure, named: set[str]) -> set[str]:
    """The words of the paper of the record that is called so, or that its condition calls so."""
    told = (set(plain(f"{paper.name} {paper.when or ''}").split()) for paper in here.documents)
    notes = (set(plain(note).split()) for note in here.notes)
    return next((words for words in (*told, *notes) if len(named & words) >= MOST * len(named)), set())
