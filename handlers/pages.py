"""Pages and copies to be certified ("5 trang 3 bản hết bao nhiêu"): the sum, whatever was said before."""

from __future__ import annotations

from handlers import question
from handlers.messages import Decision
from handlers.turn import Turn
from handlers.words import plain
from knowledge.fees import Quantities, by_page, counted, in_force, quantities, without_quantities

NAMED = 0.5
"""How sure it must be that the rest of the message names a procedure."""

_ASKING_WORDS = """
    het mat thu ton la thi bao nhieu nhiu bn tien phi le gia con the sao vay neu va a ah da em oi cho toi minh chi anh
    co hoi tinh giup voi nhe nha can lam x moi so o phuong s lay tam z nua them thoi
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
    if verdict.aspect not in (None, "fee") and not names_nothing and not (sum_asked and "fee" in verdict.aspects):
        return None
    sure = bool(verdict.candidates) and verdict.confidence >= NAMED and not names_nothing
    named = verdict.candidates[0].entry.id if sure else None
    if named and verdict.decision in ("answer", "choose"):
        return named if named in _by_page(turn) and sum_asked else None
    topic = turn.topic
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
    talked_of = turn.topic is not None and turn.topic.aspect == "fee"
    before = quantities(turn.pending.question) if turn.pending and talked_of else Quantities()
    if asked.copies is None and before.copies:
        return f"{turn.text} ({before.copies} bản)"
    return f"{turn.text} ({before.pages} trang)" if asked.pages is None and before.pages else turn.text
