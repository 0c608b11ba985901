"""Whether a message only tells, without asking for anything, and whether it tells of another need than the topic."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers import asking, case_breath, case_said
from handlers.turn import Turn
from handlers.words import is_bare_number, is_cross, plain, says_no, says_yes, thanks, wants_person
from knowledge.model import Procedure

MOST = 0.5
"""How much of what is told the record must speak of."""
SURE = 0.75
"""How sure it must be that another procedure is meant, where the record of the topic speaks of nothing of the kind."""
CERTAIN = 0.97
"""How sure it must be that a wish is for another procedure, whatever the record of the topic speaks of."""

_I = r"(?:toi|em|e|minh|chau|con|bac|co|chu|anh|chi)"
_REQUESTS = re.compile(
    rf"\bcho (?:{_I} )?(?:xin|hoi|biet|xem|gap)\b|\bhoi (?:xem|them|lai|ve|luon)\b"
    r"|\bxin (?:hoi|tu van|danh sach|mau|link|so dien thoai|dia chi|huong dan)\b"
    rf"|\b(?:gui|nhan) (?:lai )?(?:cho )?{_I} "
    r"|\b(?:huong dan|tu van|liet ke|giai thich|tom tat|tom lai|nhac lai|noi lai|noi ro|chi (?:giup|dum|cho|gium))\b"
)
"""Asks to be told something, in the form of a wish."""
_ASKS_WITHIN = re.compile(
    r"\b(?:duoc|dc|co|phai|can|dung) (?:khong|ko|k|hay (?:khong|ko|phai|la))\b|\b(?:cho|voi|cua|la) ai(?: a| vay)?$"
    r"|\bmay (?:thang|nam|ngay|tuan|ban|tien|lan|nguoi)\b(?! (?:nay|roi|truoc|qua|lien))"
)
"""Asks, and goes on."""
_TAG = re.compile(
    r"(?<!\bthi)(?<!\bla)(?<!\bdeu)(?<!\bchac)(?<!\bcung)(?<!\btoi)(?<!\bem)"
    r"(?<!\bminh)(?<!\bchau)(?<!\bda)(?<!\bchu)"
    r" (?:khong|ko|k|kg|kh|hong|hok|hk|hem)(?: (?:a|ah|vay|nhi|em|chau|ha|the|z|ban|oi|ta|ad|chi|anh|bac|co))*$"
)
"""Behind what is told, makes a question of it: "mất xu nào k", "bấm điện thoại nộp đc hông"."""
_AND_WHAT_OF = re.compile(r"^(?:(?:da|a|u|uh|ok) )*(?:the|vay) con\b")
"""Goes on to something else: "thế còn …" asks, whatever follows."""
_WISHES = re.compile(
    r"\b(?:muon|can(?! cuoc)|dinh|tinh|xin|dang ky|thu tuc|giay to (?:gi|nao)|(?:lam|doi|cap|xin) (?:lai )?"
    r"(?:giay|the|so|ho so|can cuoc|cccd|bang|khai|ho chieu))\b"
)
"""Wants something to be done."""


def only_tells(turn: Turn) -> bool:
    """Whether the message tells something and asks for nothing: no question, no request, no yes or no, no remark."""
    text, incoming = turn.text, turn.incoming
    if not text or incoming.button or incoming.edited or is_bare_number(text) or says_yes(text) or says_no(text):
        return False
    if thanks(text) or wants_person(text) or is_cross(text) or case_said.says_unknown(text):
        return False
    words = plain(text)
    asks_for = (_REQUESTS, _ASKS_WITHIN, _AND_WHAT_OF, _TAG)
    return case_breath.only_tells(text) and not any(pattern.search(words) for pattern in asks_for)


def ends_asking(text: str) -> bool:
    """Whether what looks told is a question by the word at its end."""
    return bool(_TAG.search(plain(text)))


def is_of_another(turn: Turn, procedure: Procedure) -> bool:
    """Whether the words are surely about something else than the procedure talked of.

    They call it by its name, or are understood as it, and not by what the record speaks of, too.
    """
    if _calls_another(turn, procedure):
        return True
    verdict = turn.read(turn.text)
    first = verdict.entry or next((candidate.entry for candidate in verdict.candidates), None)
    if first is None or first.id == procedure.id or verdict.decision == "handoff":
        return False
    wishes = bool(_WISHES.search(plain(turn.text)))
    if verdict.decision == "choose" and verdict.confidence < SURE and not wishes:
        return False
    near = [candidate.entry.id for candidate in verdict.candidates]
    if wishes and verdict.decision == "answer" and verdict.confidence >= CERTAIN and procedure.id not in near:
        return True
    heard = set(plain(verdict.matched).split()) & case_said.telling(turn.text)
    return not heard <= record_words(procedure)


def names_another(turn: Turn, procedure: Procedure) -> bool:
    """Whether the words call another procedure by its name, or are surely understood as one and wish for something."""
    other = turn.read(turn.text).decision == "answer" and is_of_another(turn, procedure)
    return _calls_another(turn, procedure) or (other and bool(_WISHES.search(plain(turn.text))))


def wishes(turn: Turn) -> bool:
    """Whether the message wants something to be done, or a clause of it surely names what."""
    clauses = case_breath.clauses(turn.text)
    return bool(_WISHES.search(plain(turn.text))) or any(turn.read(one).decision == "answer" for one in clauses)


def is_spoken_of(text: str, procedure: Procedure) -> bool:
    """Whether the record speaks of most of what the words tell."""
    words = case_said.telling(text)
    return bool(words) and len(words & record_words(procedure)) >= MOST * len(words)


def record_words(procedure: Procedure) -> frozenset[str]:
    """The words of a record: its names, papers, questions about one's own case, notes."""
    return frozenset(word for text in _texts(procedure) if text for word in plain(text).split())


def _texts(procedure: Procedure) -> Iterator[str | None]:
    yield from (procedure.name, procedure.short, *procedure.aliases, procedure.who, *procedure.notes, *procedure.steps)
    yield procedure.english.answer
    for paper in procedure.documents:
        yield from (paper.name, paper.when)
    for case in procedure.cases:
        yield case.question
        for option in case.options:
            yield from (option.label, option.note, *option.said)


def _calls_another(turn: Turn, procedure: Procedure) -> bool:
    """Whether a clause is nothing but the name of another procedure."""
    for clause in case_breath.clauses(turn.text):
        near = (candidate.entry.id for candidate in turn.read(clause).candidates)
        if any(one != procedure.id and asking.is_called(turn, one, clause) for one in near):
            return True
    return False
