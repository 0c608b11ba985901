""" "Thế nếu mất hẳn thì sao", "xong rồi muốn vay tiếp thì mấy ngày": a sibling of the procedure under discussion."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers import asking, buttons, circumstance, question, siblings, texts, what_about
from handlers.messages import Choice, Decision, Outcome, Say
from handlers.numbered import listed
from handlers.turn import Turn
from handlers.words import plain, tail
from knowledge.entry import Entry

LONG_NAME = 90
"""A name of more letters is told by its short form."""
LONGEST = 18
"""More words than this tell a story."""

_END = r"(?: (?:a|ah|nhi|ha|em|vay|ad|day|bay gio|the|hen|nua|duoc))*$"
_LIKE_THAT = r" (?:thi )?(?:co |cung )(?:the|vay|nhu the|nhu vay|nhu nay)(?: (?:a|ha|phai khong|khong|ko|k|luon))*"
_SUPPOSED = re.compile(
    r"^(?:(?:da|a|oi|the|vay|con|ma|nhung|roi) )*(?:neu|lo|nho|gia su|truong hop|chang may|khong may)\b"
    rf"|\bthi (?:phai |can |nen )?(?:sao|the nao|nhu the nao|nhu nao|ntn|tinh sao|lam (?:sao|the nao|gi)){_END}"
    rf"|\bthi (?:phai |can )?(?:lam |xin |nop )?(?:thu tuc|giay|giay to) (?:gi|nao){_END}"
    rf"|{_LIKE_THAT}$"
)
"""Asks about another case, or which procedure one takes."""
_ASKS_SOMEBODY = re.compile(r"^(?:(?:da|the|vay|con|neu|em|toi|minh) )*nho .*\b(?:ho|thay|giup|dum|gium)\b")
"""Has somebody else do it, and supposes nothing: without marks "nhờ" is "nhỡ"."""
_NEXT = re.compile(
    r"^(?:(?:da|a|oi) )*(?:the|vay|con|xong|roi|sau do|sau nay|mai sau|sau)\b.* thi\b"
    r"|^(?:(?:da|a|oi|the|bao|lam|nop|khai) )*(?:xong|roi|sau do)\b.* (?:duoc|dc|dk) (?:khong|ko|k|kg|chu|a)$"
)
"""Leads to another case, whose part is asked."""
_CUES = re.compile(
    r"^(?:(?:bao|lam|nop|khai) (?=xong|roi))?(?:(?:da|a|oi|the|vay|con|ma|nhung|roi|xong|sau do|sau nay|mai sau"
    r"|neu|lo|nho|gia su|truong hop|chang may|khong may|nhu|thi|la) )+"
)
"""Words that lead to the circumstance."""
_THEN = re.compile(r"^(?:\w+ ){1,3}?xong(?: (?:roi|thi|em|toi|minh|het|xuoi))* (?P<next>(?:muon|dinh|can|xin|lam) .+)$")
"""What is to be done once that is done."""
_WHO = re.compile(r"^(?:(?:la|nguoi|co|bi|em|toi|minh|vo|chong|con) )+")
_ALIKE = re.compile(rf"{_LIKE_THAT}$")
_THERE = re.compile(
    r"(?: (?:luon|ngay))? (?:o|tai|ra) (?:phuong|xa|cong an|day|tren do)(?: (?:minh|nay|em|toi|luon|nha|a))*$"
)
"""Where it is asked to be done."""
_WHAT_THEN = re.compile(r"^(?P<told>.+) thi\b")
"""The circumstance, and what is asked of it."""


def route(turn: Turn) -> Decision | None:
    """What the knowledge base has for just that circumstance, of the topic or an earlier one, where it is sure.

    A case of the topic itself is its own affair.
    """
    words = _circumstance(turn) if circumstance.of_case(turn) is None else ""
    found = siblings.meant(turn, words) if words else None
    if found and what_about.named(turn) not in (None, found.entry.id):
        return None
    if found and found.sure:
        return _told(turn, found.entry, words)
    return _of_an_earlier_one(turn, words) if words and found is None else None


def _of_an_earlier_one(turn: Turn, words: str) -> Decision | None:
    """The same for what was talked of before, where the words alone are read so, too: "thế đóng quán hẳn thì sao"."""
    here = turn.topic.procedure_id if turn.topic else None
    if _is_general(turn, words):
        return None
    for topic in reversed([one for one in turn.conversation.topics if one.procedure_id != here]):
        if topic.procedure_id not in turn.desk.kb.procedures:
            continue
        back = replace(turn, conversation=replace(turn.conversation, topic=replace(topic, at=turn.now), pending=None))
        found = siblings.meant(back, words)
        if found and found.sure and found.entry in [one.entry for one in turn.read(words).candidates]:
            return _told(turn, found.entry, words)
    return None


def _is_general(turn: Turn, words: str) -> bool:
    """Whether the words stand in the names of several fields, and may be of any topic: "nước ngoài"."""
    said = _WHO.sub("", plain(words))
    fields = {one.field for one in turn.desk.kb.procedures.values() if f" {said} " in f" {plain(one.short)} "}
    return len(fields) > 1


def next_need(turn: Turn) -> Decision | None:
    """What is to be done after the topic, where it is told as that: "chuyển xong muốn xây nhà thì xin gì"."""
    match = _THEN.match(plain(turn.text)) if turn.topic else None
    if turn.topic is None or match is None or len(turn.text.split()) > LONGEST:
        return None
    rest = tail(turn.text, match["next"])
    verdict = asking.clearer(turn.with_text(rest), turn.read(rest))
    if verdict.decision != "answer" or verdict.entry is None or verdict.entry.id == turn.topic.procedure_id:
        return None
    return question.reply(turn.with_text(rest), verdict)


def offered(turn: Turn) -> Decision | None:
    """The siblings that may be meant, beside the procedure under discussion."""
    words = _circumstance(turn)
    found = siblings.possible(turn, words) if words else ()
    if turn.topic is None or not found:
        return None
    known = turn.desk.kb.procedures
    near = [known[one] for one in (*found, turn.topic.procedure_id)]
    choices = (
        *(buttons.procedure(one.id, one.short) for one in near),
        Choice(buttons.OTHER, turn.words(texts.OTHER)),
    )
    say = Say(f"{turn.words(texts.CHOOSE)}\n{listed(choices)}\n\n{turn.words(texts.PICK)}", choices)
    pending = turn.ask("choose", choices, words, guesses=question.guesses(turn.read(words)), aspect=_part(turn))
    return turn.decide(Outcome("choose", tuple(one.id for one in near)), say, pending=pending)


def _circumstance(turn: Turn) -> str:
    """The words that tell the circumstance, nothing where the message asks about none."""
    words = plain(turn.text)
    supposed = (_SUPPOSED.search(words) or _NEXT.search(words)) and not _ASKS_SOMEBODY.match(words)
    if turn.topic is None or len(words.split()) > LONGEST or not supposed:
        return ""
    then = _WHAT_THEN.match(words)
    told = tail(turn.text, then["told"]) if then else asking.need(turn, turn.text)
    told = told if then else _ALIKE.sub("", plain(told))
    left = _THERE.sub("", _CUES.sub("", plain(told)))
    return tail(told, left) if left else ""


def _told(turn: Turn, entry: Entry, words: str) -> Decision:
    """The answer about it, which says what it is called."""
    if entry.kind != "procedure":
        return question.refer(turn.with_text(words), entry.id)
    decision = question.about(turn.with_text(words), entry.id, _part(turn), words=words)
    procedure = turn.desk.kb.procedures[entry.id]
    name = procedure.name if len(procedure.name) <= LONG_NAME else procedure.short
    first, *rest = decision.say
    if plain(name) in plain(first.text):
        return decision
    lead = texts.CASE_OTHER_PROCEDURE.format(name=name)
    return replace(decision, say=(replace(first, text=f"{lead}\n\n{first.text}"), *rest))


def _part(turn: Turn) -> str | None:
    """The part that is asked, else the one asked so far."""
    asked = asking.told_aspect(turn.read(turn.text).aspect, asking.parts(turn, turn.text))
    return asked or (turn.topic.aspect if turn.topic else None)
