""" "Mấy ngày có?": a part is asked and nothing else; of the topic, or else the bot asks of what."""

from __future__ import annotations

from handlers import of_which, parts, question, texts, which_part
from handlers.messages import Decision, Outcome, Say
from handlers.turn import Turn

_OF_A_PROCEDURE = frozenset({"fee", "time", "documents", "result", "law", "validity"})
"""Parts that mean nothing without a procedure, whatever else the words come near to."""


def route(turn: Turn) -> Decision | None:
    """The part of the topic; with nothing to refer to, the bot asks of what."""
    aspect = parts.only_part(turn) or parts.closing(turn) or (parts.of_it(turn) if turn.topic else of_which.asked(turn))
    if aspect is None:
        return None
    waiting = of_which.waiting(turn)
    if waiting and (turn.topic is None or turn.topic.at <= waiting.asked_at):
        return of_which.part(turn, waiting, aspect)
    if turn.topic:
        name = turn.desk.kb.procedures[turn.topic.procedure_id].short
        part = which_part.rather(turn, aspect)
        return question.about(turn, turn.topic.procedure_id, part, words=f"{turn.text} ({name})")
    if aspect not in _OF_A_PROCEDURE and turn.read(turn.text).decision in ("answer", "refer"):
        return None
    pending = turn.ask("of_what", (), turn.text, aspect=aspect)
    return turn.decide(Outcome("choose", aspect=aspect), Say(turn.words(texts.ASK_ABOUT_WHAT)), pending=pending)
