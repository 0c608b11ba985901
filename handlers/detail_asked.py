"""A question of a kind that lines of the record answer: how many copies, signed beforehand, who goes, by when."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers import asking, deadlines, detail, detail_search, question, two_needs, unknown_detail, validity, what_about
from handlers.case_condition import is_for_others
from handlers.detail_kinds import AT_MOST, Kind
from handlers.messages import Decision
from handlers.record_search import records
from handlers.record_words import LITTLE
from handlers.turn import Turn
from handlers.words import plain
from knowledge.decision import Verdict
from knowledge.model import Procedure
from knowledge.words import Message

NEAR = 0.5
"""How near the words must come to a procedure that they begin with a name of."""
_QUESTION = re.compile(
    rf"{detail.RULE.pattern}|\b(?:may|bao nhieu|bn|bao lau|ai|nao|hay|gi|sao)\b|\bco (?:can|phai|duoc)\b"
    r"|\b(?:khong|ko|k|chua|a|ha|chu|nhi)$"
)
"""Asks for a detail, and does not just tell one."""
_MONEY = re.compile(
    r"\b(?:phi|bao nhieu dong|gia (?:bao|the))\b|\b(?:bao nhieu|may|mat|ton|het|phai (?:nop|dong)) tien\b"
    r"|\btien (?:bao|nong|gi|khong|ko|k)\b|\b(?:dong|nop|het|mat|ton) (?:bao nhieu|may)\b(?! (?:lan|ban|bo|ngay|thang))"
)
"""Asks what it costs, whatever else it tells."""
_NOT_OF_TIME = frozenset({"who", "where", "form"})
"""Parts that are not asked about where a message asks how long it takes, and tells who goes or how in passing."""
_NOT_OF_PLACE = frozenset({"who", "time", "validity"})
"""The same, where it asks for the place or the way."""
_OF_ANY_PAPER = re.compile(
    r"^(?:(?:da|the|vay|con|cac|may|giay|to|ho so|ban|sao|photo|pho to|don|do|nay) )*"
    r"(?:co )?(?:phai|can|bat buoc)(?: di| mang)? (?:cong chung|chung thuc)(?: gi)?"
    r"(?: (?:khong|ko|k|hong|a|ah|vay|nhi|ad|em))*$"
)
"""Asks of no paper by its name whether it must be certified: no need of its own while something is talked of."""
_HOW_LONG = frozenset({"valid", AT_MOST})
_PLACES = frozenset({"where", "online"})


def route(turn: Turn) -> Decision | None:
    """What the record says, of the procedure talked of or of the one that the message surely names."""
    if turn.english or len(turn.text) > asking.LONGEST or not _QUESTION.search(plain(turn.text)):
        return None
    message = turn.desk.matcher.explain(turn.text).message
    kind = detail_search.asked(message)
    if kind is None or _MONEY.search(plain(turn.text)):
        return None
    procedure = _of_which(turn, message)
    told = detail_search.answer(records(turn.desk.kb), procedure, message) if procedure else None
    if procedure and told is None:
        return _not_told(turn, procedure, kind)
    return _told(turn, procedure, told) if procedure and told else None


def _not_told(turn: Turn, procedure: Procedure, kind: Kind) -> Decision | None:
    """How long it is good for, if that is told; that the record says nothing, where no other answer can be right."""
    if kind.name in _HOW_LONG and validity.told(procedure):
        return question.about(turn, procedure.id, "validity")
    unknown = kind.name == AT_MOST or (turn.topic is not None and _OF_ANY_PAPER.search(plain(turn.text)))
    return unknown_detail.of(turn, procedure) if unknown else None


def _told(turn: Turn, procedure: Procedure, told: detail_search.Answer) -> Decision | None:
    """The lines, unless more is asked than that: how long it takes, or all the papers of somebody who goes instead."""
    kind, found = told
    parts = asking.parts(turn, turn.text)
    if kind.part in _NOT_OF_PLACE and not _PLACES.isdisjoint(parts):
        return None
    if kind.part in _NOT_OF_TIME and "time" in parts:
        both = kind.part == "where" and turn.topic is not None
        return question.about(turn, procedure.id, "time", also=("where",)) if both else None
    all_papers = detail.ALL_PAPERS.search(plain(turn.text)) is not None
    if kind.part == "who" and all_papers and any(map(is_for_others, procedure.documents)):
        return None
    terms = " ".join(deadlines.told(procedure)).lower()
    if kind.part == "time" and all(one.line.text.lower() in terms for one in found):
        return _by_when(turn, procedure)
    return detail.quoted(turn, procedure, found, part=kind.part)


def _by_when(turn: Turn, procedure: Procedure) -> Decision:
    """By when it must be done, and how long it takes then."""
    decision = question.about(turn, procedure.id, "deadline")
    return replace(decision, outcome=replace(decision.outcome, aspect="time"))


def _of_which(turn: Turn, message: Message) -> Procedure | None:
    """The procedure that is talked of, unless the words surely name another one, whose detail it is then."""
    known = turn.desk.kb.procedures
    verdict = asking.clearer(turn, turn.read(turn.text))
    named = known.get(verdict.entry.id) if verdict.decision == "answer" and verdict.entry else None
    likely = asking.likely(turn, asking.need(turn, turn.text)) or _named_first(turn, verdict)
    other = named or known.get(likely or "")
    if what_about.named(turn):
        return None
    if turn.topic is None:
        return None if other is None or two_needs.found(turn, verdict) else other
    here = known[turn.topic.procedure_id]
    if other is None or other == here or _OF_ANY_PAPER.search(plain(turn.text)):
        return here
    told = detail_search.answer(records(turn.desk.kb), here, message)
    sure = told is not None and told[1][0].share >= detail.SURE
    return here if sure or ((told or not named) and not _is_named(turn, other, here)) else named


def _named_first(turn: Turn, verdict: Verdict) -> str | None:
    """The procedure that the words come nearest to, if they begin with a name of it."""
    first = verdict.candidates[0].entry.id if verdict.candidates else ""
    heads = [" ".join(plain(turn.text).split()[:count]) for count in range(2, asking.MOST_WORDS)]
    return first if verdict.confidence >= NEAR and any(asking.is_called(turn, first, head) for head in heads) else None


def _is_named(turn: Turn, other: Procedure, here: Procedure) -> bool:
    """Whether a need of its own is told, or the words have a name of another procedure than what we talk of."""
    words = plain(turn.text)
    own = LITTLE.union(*(plain(name).split() for name in (here.short, here.name)))
    names = [name for name in map(plain, (other.short, *other.aliases)) if not own.issuperset(name.split())]
    return bool(detail.WANTS.search(words)) or any(f" {name} " in f" {words} " for name in names)
