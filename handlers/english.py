"""A question in English: the answer that a person wrote, or the Vietnamese one under an English line."""

from __future__ import annotations

from dataclasses import replace

from handlers import buttons, texts
from handlers.messages import Choice, Say
from handlers.numbered import listed
from handlers.turn import Turn


def answer(turn: Turn, procedure_id: str, vietnamese: Say) -> Say:
    """The reply to a question in English about a procedure."""
    procedure = turn.desk.kb.procedures[procedure_id]
    told = procedure.english.answer
    certain = procedure.status == "current" and (procedure.valid_until is None or turn.today <= procedure.valid_until)
    if told and certain:
        choices = (Choice(buttons.OFFICER, texts.EN_OFFICER),)
        return Say(f"{told}\n\n{listed(choices)}", choices, vietnamese.links)
    name = f"{procedure.english.name}. " if procedure.english.name else ""
    return replace(vietnamese, text=f"{name}{texts.EN_DETAILS}\n\n{vietnamese.text}")


def first_notice(turn: Turn) -> str:
    """The line that the first message gets, in the language of the message."""
    if turn.text and turn.read(turn.text).language == "en" and not turn.text.startswith("/"):
        return texts.FIRST_NOTICE_EN.format(days=turn.desk.keep_days)
    service = texts.SERVICE.format(ward=turn.ward.name or texts.NAMELESS_WARD)
    return texts.FIRST_NOTICE.format(service=service, days=turn.desk.keep_days)
