"""The same procedure said in a few plain lines, for somebody who did not understand."""

from __future__ import annotations

import re

from handlers import answer, buttons, case_said, cases, documents, fees, handoff, texts
from handlers.messages import Choice, Decision, Guess, Outcome, Say
from handlers.numbered import listed
from handlers.turn import Turn
from handlers.words import plain
from knowledge.model import Procedure

LONGEST = 8
"""A longer message says what it is that is not clear."""
_PUZZLED = re.compile(
    r"\b(?:khong|ko|k|chua|chang|hong|kg) (?:hieu|ro|hinh dung)\b|\bkho hieu\b|\bnghia la (?:sao|gi|j)\b|\broi qua\b"
    r"|\b(?:noi|giai thich) (?:lai|ro|don gian|de hieu|ngan gon)\b"
    r"|\b(?:tom tat|noi gon)\b|\b(?:don ?t|do not) understand\b"
)
_REMARK = re.compile(r"\s*\([^()]*\)|\s*[–;].*$")
_FEW = 4


def route(turn: Turn) -> Decision | None:
    """ "Tôi không hiểu": once more in plain words, and to an officer if that does not help either.

    Who only does not know ("không rõ") is asked about their own case before that.
    """
    return told(turn) if _PUZZLED.search(plain(turn.text)) and len(turn.text.split()) <= LONGEST else None


def told(turn: Turn) -> Decision | None:
    """What was said, in plain words, whatever words ask for them."""
    if turn.pending is not None and any(buttons.read(choice.id).kind == "c" for choice in turn.pending.choices):
        return None
    if turn.topic is None:
        return _what_is_it(turn)
    procedure = turn.desk.kb.procedures[turn.topic.procedure_id]
    asked = turn.pending.question if turn.pending and turn.pending.question else procedure.short
    unsure = case_said.says_unknown(turn.text) and answer.has_cases(procedure.id, turn.desk, now=turn.now)
    if unsure and turn.conversation.misses and turn.conversation.case is None:
        return cases.start(turn, procedure.id)
    if turn.conversation.misses or turn.english:
        return handoff.offer(turn, asked, (Guess(procedure.id, procedure.short, 1.0),), outcome=_about(procedure))
    choices = (buttons.aspect("steps", procedure.id, texts.ASPECTS["steps"]), Choice(buttons.OFFICER, texts.OFFICER))
    told = "\n".join([texts.PLAINLY.format(name=procedure.short), *lines(turn, procedure)])
    say = Say(f"{told}\n\n{texts.PLAINLY_NEXT}\n{listed(choices)}", choices)
    outcome = Outcome("choose", (procedure.id,))
    return turn.decide(outcome, say, pending=turn.ask("after_answer", choices, asked), misses=1)


def _about(procedure: Procedure) -> Outcome:
    return Outcome("handoff", (procedure.id,))


def _what_is_it(turn: Turn) -> Decision | None:
    """Nothing was explained yet: the bot's own question again, else how to ask."""
    pending = turn.pending
    if pending and pending.kind in ("choose", "browse"):
        say = Say(f"{turn.words(texts.CHOOSE_PLAINLY)}\n{listed(pending.choices)}", pending.choices)
        return turn.decide(Outcome("choose"), say, pending=pending)
    choices = (Choice(buttons.OFFICER, turn.words(texts.OFFICER)),)
    say = Say(f"{turn.words(texts.ASK_PLAINLY)}\n{listed(choices)}", choices)
    return turn.decide(Outcome("choose"), say, pending=turn.ask("after_answer", choices, ""))


def lines(turn: Turn, procedure: Procedure) -> list[str]:
    """What to bring, where, how much, how long: a line each, in force; the papers marked if they are not certain."""
    expired = procedure.valid_until is not None and procedure.valid_until < turn.today
    if procedure.is_repealed(turn.today) or expired or procedure.confidence == "memory":
        return []
    papers = [_bare(line[2:]) for line in documents.to_bring(procedure, short=True)]
    fee = fees.short(procedure, turn.today) if procedure.is_certain("fee") else []
    place = procedure.how.in_person if procedure.is_certain("how.in_person") else None
    time = procedure.time_limit if procedure.is_certain("time_limit") else None
    told = {
        texts.PLAIN_BRING + ("" if procedure.is_certain("documents") else f" ({texts.HINT})"): "; ".join(papers[:_FEW]),
        texts.WHERE: _bare(place or "").replace(" cấp xã", " xã, phường"),
        texts.FEE: "; ".join(fee),
        texts.TIME: time or "",
    }
    return [f"• {what}: {words}" for what, words in told.items() if words]


def _bare(text: str) -> str:
    """Without remarks."""
    return _REMARK.sub("", text).strip()
