"""Messages that hold nothing to read."""

from __future__ import annotations

from handlers import texts
from handlers.messages import Decision, Outcome, Say
from handlers.turn import Turn


def route(turn: Turn) -> Decision | None:
    """No words, no media, no button: a kind word in a conversation of two, and nothing is forgotten."""
    incoming = turn.incoming
    if turn.text or incoming.media or incoming.button:
        return None
    alone = incoming.chat_kind == "private" and not incoming.edited and turn.ticket is None
    say = (Say(turn.words(texts.EMPTY)),) if alone else ()
    return Decision(turn.conversation, say, Outcome("chat"))
