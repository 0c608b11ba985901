"""The further pictures of an album: they belong to the first one, to which the bot has replied already."""

from __future__ import annotations

from handlers.messages import Decision, Outcome
from handlers.turn import Turn


def goes_on(turn: Turn) -> bool:
    """Whether this is one more picture of the album that the resident is sending."""
    album = turn.incoming.album
    return album is not None and album == turn.conversation.album


def route(turn: Turn) -> Decision | None:
    """Nothing is said again; a question that waits to be sent takes the picture in, an officer who has the talk too."""
    if not goes_on(turn) or turn.text or turn.incoming.edited:
        return None
    waits = turn.pending is not None and turn.pending.kind == "confirm_handoff"
    if waits or turn.ticket is not None:
        return None
    before = turn.conversation
    return turn.decide(Outcome("chat"), pending=before.pending, misses=before.misses, back=before.back)
