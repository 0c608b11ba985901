"""Pages and copies to be certified ("5 trang 3 bản hết bao nhiêu"): the sum, whatever was said before."""

from __future__ import annotations

import re

from handlers import question
from handlers.messages import Decision
from handlers.turn import Turn
from handlers.words import plain
from knowledge.fees import Quantities, by_page, counted, in_force, papers, quantities, without_quantities

NAMED = 0.5
"""How sure it must be that the rest of the message names a procedure."""

_KEPT = re.compile(r"\b(?:luu|so goc|da (?:chung thuc|cong chung)|(?:xin|cap|lay) lai|lan truoc|hoi truoc|nam ngoai)\b")
"""Tells of a paper that the ward keeps; without such words the paper whose pages are counted is in hand."""
_MORE = re.compile(r"\b(?:them|nua)\b")
"""What is counted comes on top of what was counted before."""
_ASKING_WORDS = """
    het mat thu ton la thi bao nhieu nhiu bn tien phi le gia con the sao vay neu va a ah da em oi cho toi minh chi anh
    co hoi tinh giup voi nhe nha can lam x moi so o phuong s lay tam z nua them thoi
    how much many money for and cost price what about
"""
_ASKING = frozenset(_ASKING_WORDS.split())
"""Words beside quantities that name nothing."""


def route(turn: Turn) -> Decision | None:
    """A message that counts pages or copies of something whose fee goes by the page."""
    if not turn.text or turn.incoming.button:
        return None
    asked = quantities(turn.text)
    if asked.pages is None and asked.copies is None:
        return None
    procedure_id = _meant(turn, asked)
    if procedure_id is None:
        return None
    return question.about(turn, procedure_id, "fee", words=_words(turn, asked))


def _meant(turn: Turn, asked: Quantities) -> str | None:
    """The procedure whose pages are counted: the one named, else the one talked of, else the most asked one."""
    rest = without_quantities(turn.text)
    verdict = turn.read(rest)
    names_nothing = _ASKING.issuperset(plain(rest).split())
    sum_asked = asked.pages is not None or verdict.aspect == "fee"
    asks_for_more = verdict.aspect not in (None, "fee") and not (sum_asked and "fee" in verdict.aspects)
    if asks_for_more and not names_nothing and not (verdict.aspect == "documents" and len(papers(turn.text)) > 1):
        return None
    sure = bool(verdict.candidates) and verdict.confidence >= NAMED and not names_nothing
    named = verdict.candidates[0].entry.id if sure else None
    topic = turn.topic
    talked_of = topic is not None and topic.procedure_id in _by_page(turn)
    if named not in _by_page(turn) and asked.pages and asked.copies and (talked_of or "fee" in verdict.aspects):
        return topic.procedure_id if topic and talked_of else next(iter(_by_page(turn)), None)
    if named and verdict.decision in ("answer", "choose"):
        in_hand = named if _KEPT.search(plain(rest)) else next(iter(_by_page(turn)), None)
        return in_hand if named in _by_page(turn) and sum_asked else None
    if topic and names_nothing and _counts_units(turn, topic.procedure_id):
        return topic.procedure_id
    if topic and (sum_asked or topic.aspect == "fee" or names_nothing):
        return topic.procedure_id if topic.procedure_id in _by_page(turn) else None
    return next(iter(_by_page(turn)), None) if asked.pages and asked.copies else None


def _counts_units(turn: Turn, procedure_id: str) -> bool:
    """Whether the procedure's tariff counts what the message counts."""
    rules = turn.desk.kb.procedures[procedure_id].fee_rules
    return any(in_force(rule, turn.today) and counted(rule, turn.text) for rule in rules)


def _by_page(turn: Turn) -> list[str]:
    """The procedures with a fee by the page, the most asked first."""
    found = [p for p in turn.desk.kb.procedures.values() if not p.is_repealed(turn.today) and by_page(p, turn.today)]
    return [p.id for p in sorted(found, key=lambda p: -p.popularity)]


def _words(turn: Turn, asked: Quantities) -> str:
    """The message, with the quantity that it lacks from the question before."""
    question_before = turn.pending.question if turn.pending and turn.topic and turn.topic.aspect == "fee" else ""
    before = quantities(question_before)
    if before.copies and asked.copies and _MORE.search(plain(turn.text)):
        return _with_more(turn, asked, before, question_before)
    if asked.copies is None and before.copies:
        return f"{turn.text} ({before.copies} bản)"
    return f"{turn.text} ({before.pages} trang)" if asked.pages is None and before.pages else turn.text


def _with_more(turn: Turn, asked: Quantities, before: Quantities, question_before: str) -> str:
    """All the copies, where some more of the same paper are wanted; both papers, where it is another one."""
    if asked.pages is not None:
        return f"{question_before}, {turn.text}"
    return (
        f"{without_quantities(turn.text)} ({(before.copies or 0) + (asked.copies or 0)} bản, {before.pages or 1} trang)"
    )
