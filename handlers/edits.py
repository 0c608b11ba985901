"""A message that the resident edited after the bot had read it."""

from __future__ import annotations

from handlers import joining, question
from handlers.messages import Decision, Outcome
from handlers.turn import Turn


def route(turn: Turn) -> Decision | None:
    """A correction for the open ticket; else a new answer, if it was the last question and now means another thing."""
    if not turn.incoming.edited:
        return None
    if turn.ticket and turn.ticket.state != "closed":
        return joining.correct(turn)
    before = turn.conversation.asked
    after = question.asked(turn, turn.read(turn.text))
    if before and before.message_id == turn.incoming.message_id and before != after:
        return None
    return Decision(turn.conversation, (), Outcome("chat"))
