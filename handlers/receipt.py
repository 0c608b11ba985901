"""A code under every answer about a procedure, by which it can be looked up later what was said and on which facts."""

from __future__ import annotations

from dataclasses import replace

from handlers import buttons, case_link, privacy, texts
from handlers.desk import Desk
from handlers.messages import Decision, Receipt, Say
from handlers.numbered import inline
from handlers.turn import Turn


def given(turn: Turn, decision: Decision, code: str) -> Decision:
    """The decision with a receipt under `code`, if it answers about a procedure; without a code there is none."""
    entry = decision.outcome.entry
    if not code or decision.outcome.decision != "answer" or entry not in turn.desk.kb.procedures or not decision.say:
        return decision
    first, *rest = decision.say
    receipt = Receipt(
        code=code,
        procedure_id=str(entry),
        version=turn.desk.kb.version,
        aspect=decision.outcome.aspect,
        case=_case(decision, first),
        question=_question(turn, decision),
    )
    line = turn.words(texts.RECEIPT).format(code=code)
    return replace(decision, receipt=receipt, say=(_marked(first, line, english=turn.english), *rest))


def of_guide(procedure_id: str, guide: Say, desk: Desk, *, code: str, question: str) -> tuple[Say, Receipt]:
    """The checklist that an officer sends, with its receipt; `question` is the ticket's, masked already."""
    receipt = Receipt(code, procedure_id, desk.kb.version, None, "", question)
    return _marked(guide, texts.RECEIPT.format(code=code)), receipt


def _question(turn: Turn, decision: Decision) -> str:
    """The words that led to the answer, masked."""
    pending = decision.conversation.pending
    return privacy.mask(pending.question if pending and pending.question else turn.text)


def _case(decision: Decision, said: Say) -> str:
    """The answers about one's own case, if the checklist is the one for them."""
    own = decision.conversation.case
    personal = any(choice.id == buttons.CASE_BACK for choice in said.choices)
    return case_link.encode(dict(own.answers)) if own and personal else ""


def _marked(say: Say, line: str, *, english: bool = False) -> Say:
    """With the line under the source, above what is offered beside the answer."""
    offered = f"\n\n{inline(say.choices, english=english)}"
    if say.choices and say.text.endswith(offered):
        return replace(say, text=f"{say.text.removesuffix(offered)}\n{line}{offered}")
    return replace(say, text=f"{say.text}\n\n{line}")
