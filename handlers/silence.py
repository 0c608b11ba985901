"""Messages that hold nothing to answer."""

from __future__ import annotations

from handlers.messages import Decision, Outcome
from handlers.turn import Turn


def route(turn: Turn) -> Decision | None:
    """No words, no media, no button: nothing happens and nothing is forgotten."""
    incoming = turn.incoming
    if turn.text or incoming.media or incoming.button:
        return None
    return Decision(turn.conversation, (), Outcome("chat"))
