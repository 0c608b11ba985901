"""Where a paper of the record is issued ("giấy chứng sinh lấy ở đâu"): not where to file, and officers know it."""

from __future__ import annotations

import re

from handlers import asking, documents, handoff, paper_to_get, texts
from handlers.messages import Decision, Guess, Outcome
from handlers.one_paper import called_so, short_name
from handlers.turn import Turn
from handlers.words import plain
from knowledge.model import Document, Procedure

_FROM_WHERE = re.compile(
    r"^(?:da )?(?:(?:the|vay|con|cho hoi|cai|to|em hoi) )*(?P<paper>(?:\w+ ){2,8}?)"
    r"(?:(?:(?<!so )do|ay|nay|bi mat|mat|thi|la|phai|di) )*"
    r"(?:(?:lay|xin|mua|kiem|lam)(?: lai)? (?:o )?(?:dau|cho nao|noi nao)"
    r"|(?:do )?(?:ai|noi nao|cho nao|dau|co quan nao) cap)"
    r"(?: (?:a|ah|vay|nhi|ha|em|the|z|ad|duoc))*$"
)


def route(turn: Turn) -> Decision | None:
    """The question for an officer, if the procedure talked of needs that paper and it is no form to fill in."""
    match = _FROM_WHERE.match(plain(turn.text)) if turn.topic and len(turn.text) <= asking.LONGEST else None
    if turn.topic is None or match is None:
        return None
    procedure = turn.desk.kb.procedures[turn.topic.procedure_id]
    paper = _paper(procedure, short_name(match["paper"]))
    verdict = turn.read(turn.text)
    other = verdict.entry if verdict.decision in ("answer", "refer") else None
    if paper is None or (other and other.id != procedure.id):
        return None
    if given := paper_to_get.route(turn):
        return given
    outcome = Outcome("handoff", (procedure.id,), None)
    lead = texts.PAPER_FROM.format(paper=paper.name.partition(",")[0])
    guesses = (Guess(procedure.id, procedure.short, 1.0),)
    return handoff.offer(turn, f"{turn.text} ({procedure.short})", guesses, outcome=outcome, lead=lead)


def _paper(procedure: Procedure, name: str) -> Document | None:
    """The paper of this name that somebody else issues."""
    issued = (paper for paper in procedure.documents if not documents.is_filled_in(paper.name))
    return next((paper for paper in issued if name and called_so(name, paper.name)), None)
