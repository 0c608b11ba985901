"""A list of choices answered in words: "cái thứ hai cần gì", or more about oneself ("vợ chồng tôi có đăng ký")."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers import buttons, case_said, handoff, parts, question, texts
from handlers.messages import Choice, Decision, Outcome, Pending, Say, Topic
from handlers.numbered import listed
from handlers.turn import Turn
from handlers.words import LAST, asks, counts_papers, number, plain
from knowledge.entry import Entry

_PLACE = re.compile(
    r"^(?:da )?(?:(?:the|vay|con|cho|hoi|toi|em|minh|chon|lay|oi) )*"
    r"(?P<place>(?:cai|viec|muc|cau|thu tuc|y|dong|cach|loai|mon|truong hop)(?: thu| so)? \w+(?: tien)?"
    r"|(?:thu|so|the|number|option) \w+(?: one)?|\d)(?: (?:thi|ay|do|kia|nay|one))* (?P<rest>.+)$"
)
"""A choice by its place in the list, and words behind it."""
_HOW_ABOUT = re.compile(r"^(?:sao|the nao|nhu nao|ntn|di|nha|nhe)(?: (?:a|ah|em|vay|nhi|ha|di))*$")
"""Words behind it that ask for nothing in particular."""
FEW_WORDS = 8
"""More words than this are a question of their own."""


def with_part(turn: Turn) -> Decision | None:
    """A choice taken by its place and asked about in the same breath ("số 1 phí bao nhiêu")."""
    pending = turn.pending
    match = _PLACE.match(plain(turn.text)) if pending and pending.choices else None
    if pending is None or match is None or number(turn.text) is not None or counts_papers(turn.text):
        return None
    taken = _at(number(match["place"]), pending)
    procedure = _procedure(taken) if taken else None
    part = parts.only_part(turn.with_text(match["rest"]))
    if procedure is None or procedure not in turn.desk.kb.procedures:
        return None
    if part is None and not _HOW_ABOUT.match(match["rest"]):
        return None
    words = pending.question or turn.desk.kb.procedures[procedure].short
    return question.about(turn, procedure, part or pending.aspect, words=words)


def unclear(turn: Turn) -> Decision | None:
    """A few words that name no need while the list waits: read beside the question, else the list is shown once more.

    After that an officer is offered both.
    """
    pending = turn.pending
    if pending is None or pending.kind != "choose" or not pending.question or turn.incoming.button:
        return None
    known = turn.read(turn.text).decision
    if asks(turn.text) or len(turn.text.split()) > FEW_WORDS or known not in ("handoff", "choose"):
        return None
    if told := _of_their_case(turn, pending):
        return told
    meant = _told_apart(turn, pending)
    if meant:
        return question.about(turn, meant.id, pending.aspect, words=f"{pending.question} {turn.text}")
    if known == "choose":
        return None
    if turn.conversation.misses:
        return handoff.offer(turn, f"{pending.question}\n{turn.text}", pending.guesses, beside=pending.media)
    say = Say(f"{turn.words(texts.CHOOSE_AGAIN)}\n{listed(pending.choices)}", pending.choices)
    procedures = tuple(guess.id for guess in pending.guesses)
    asked = replace(pending, asked_at=turn.now)
    return turn.decide(Outcome("choose", procedures, pending.aspect), say, pending=asked, misses=1)


def _of_their_case(turn: Turn, pending: Pending) -> Decision | None:
    """The likeliest of the choices about which these words tell the most of their own case, as if it had been asked."""
    offered = filter(None, map(_procedure, pending.choices))
    known = turn.desk.kb.procedures
    told = {one: case_said.stated_only(turn.text, known[one]) for one in offered if one in known}
    best = max(told, key=lambda one: len(told[one]), default=None)
    if best is None or not told[best]:
        return None
    said = {**case_said.known(pending.question, known[best]), **told[best]}
    now_about = Topic(best, pending.aspect, turn.now, tuple(said.items()))
    knowing = replace(turn, conversation=replace(turn.conversation, topic=now_about))
    return question.about(knowing, best, pending.aspect, words=pending.question)


def _at(place: int | None, pending: Pending) -> Choice | None:
    """The choice at this place of the list, the last one for LAST."""
    if place == LAST:
        return pending.choices[-1]
    return pending.choices[place - 1] if place and 0 < place <= len(pending.choices) else None


def _procedure(choice: Choice) -> str | None:
    """The procedure that a choice stands for."""
    match buttons.read(choice.id):
        case ("p", what, _):
            return what
    return None


def _told_apart(turn: Turn, pending: Pending) -> Entry | None:
    """The only one of the choices that the question means together with these words."""
    read = turn.read(f"{pending.question} {turn.text}")
    offered = {_procedure(choice) for choice in pending.choices}
    return read.entry if read.decision == "answer" and read.entry and read.entry.id in offered else None
