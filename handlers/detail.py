"""A question about a detail ("hợp đồng thuê có phải công chứng không"): the record's own lines, and no judgement."""

from __future__ import annotations

import re

from handlers import answer, asking, buttons, duty, mourning, parts, question, texts
from handlers.messages import Choice, Decision, Outcome, Say
from handlers.numbered import inline
from handlers.record_search import ENOUGH, Found, records
from handlers.turn import Turn
from handlers.words import asks, plain
from knowledge.decision import Verdict
from knowledge.model import Procedure

SURE = 0.7
"""Share of a question that a line must have where the matcher understands another need."""
DOUBTFUL = 0.75
"""How sure another need must be to count."""
NEVER = 2.0
"""More than any line can have."""
_TOLD_WHOLE = frozenset({"fee", "time", "online", "result", "law", "validity", "steps"})
"""Parts that are told as a whole when they are asked for."""
ALL_PAPERS = re.compile(r"\b(?:giay(?: to)?|ho so|thu tuc)(?: \w+)? (?:gi|nao|j)\b|\bcan (?:nhung )?gi\b")
"""Asks for all the papers, and no detail."""
RULE = re.compile(
    r"\b(?:phai|can|bat buoc|duoc|dc)\b.*\b(?:khong|ko|k|hong|hok|chua|a)\b|\bbi (?:muon|tre|cham|phat)\b"
    r"|\b(?:thi|la) (?:sao|the nao|ntn|bao gio|khi nao|luc nao|ai)\b|\b(?:lam|phai lam|can lam) (?:gi|sao|the nao)\b"
)
"""Asks what holds: whether something must be, need be or may be, or what if it is so."""
WANTS = re.compile(r"\b(?:muon|dinh|dang can|can (?:lam|xin|doi|cap|dang ky)|xin (?:lam|cap))\b")
"""Tells a need of its own."""


def sure(turn: Turn) -> Decision | None:
    """What the record talked of says on just that, where one line has two things of the question or more."""
    return of(turn, turn.desk.kb.procedures[turn.topic.procedure_id], things=2) if turn.topic else None


def route(turn: Turn) -> Decision | None:
    """The same where one thing is enough, since the words ask for no part of it."""
    return of(turn, turn.desk.kb.procedures[turn.topic.procedure_id]) if turn.topic else None


def of(turn: Turn, procedure: Procedure, *, things: int = 1) -> Decision | None:
    """What this record says on the detail that is asked about, unless the words rather name another need.

    A line must say so many `things` of the question.
    """
    if turn.english or not _is_detail(turn, turn.text):
        return None
    found = records(turn.desk.kb).about(procedure, turn.desk.matcher.explain(turn.text).message)
    if not found or found[0].things < things or (found[0].line.part == "who" and duty.asked(turn.text)):
        return None
    if found[0].share < _needed(turn, procedure, turn.read(turn.text), found[0]):
        return None
    return quoted(turn, procedure, found)


def _is_detail(turn: Turn, text: str) -> bool:
    """Whether something is asked, but no part that is told as a whole, and not for all the papers."""
    words = plain(text)
    if len(text) > asking.LONGEST or not (asks(words) or RULE.search(words)) or ALL_PAPERS.search(words):
        return False
    return _TOLD_WHOLE.isdisjoint(asking.parts(turn, text)) and parts.only_part(turn) != "where"


def _needed(turn: Turn, procedure: Procedure, verdict: Verdict, found: Found) -> float:
    """How much of the question a line must have, by what else the words may mean; a paper named is of the record."""
    same = verdict.entry is not None and verdict.entry.id == procedure.id
    lost = verdict.decision in ("choose", "handoff") or verdict.confidence < DOUBTFUL
    if not same and not lost and WANTS.search(plain(turn.text)):
        return NEVER
    return ENOUGH if same or lost or found.named else SURE


def quoted(turn: Turn, procedure: Procedure, found: list[Found], *, part: str | None = None) -> Decision:
    """The lines under a lead that says whose words they are, with an officer one tap away."""
    part = part or found[0].line.part
    choices = (
        *(buttons.aspect(name, procedure.id, texts.ASPECTS[name]) for name in dict.fromkeys((part, "documents"))),
        Choice(buttons.OFFICER, texts.OFFICER),
    )
    lines = [f"• {one.line.text[:1].upper()}{one.line.text[1:].rstrip('.')}." for one in found]
    sure = all(procedure.is_certain(one.line.fact) for one in found)
    body = [
        "\n".join([texts.RECORD_SAYS.format(name=procedure.short), *lines]),
        texts.RECORD_OFFICER if sure else texts.CONFIRMS_THIS,
        *answer.source_lines(procedure),
        inline(choices),
    ]
    said = mourning.with_condolence(turn, procedure.id, Say("\n\n".join(body), choices))
    return turn.decide(
        Outcome("answer", (procedure.id,), part, 1.0, "", procedure.id),
        said,
        pending=turn.ask("after_answer", choices, turn.text),
        topic=question.topic(turn, procedure.id, part, turn.text),
    )
