"""The further pictures of an album: they belong to the first one, to which the bot has replied already."""

from __future__ import annotations

from dataclasses import replace

from handlers.messages import Decision, Outcome
from handlers.turn import Turn


def goes_on(turn: Turn) -> bool:
    """Whether this is one more picture of the album that the resident is sending."""
    album = turn.incoming.album
    return album is not None and album == turn.conversation.album


def route(turn: Turn) -> Decision | None:
    """Nothing is said again; an officer who has the talk gets the picture, else it stays beside the words."""
    if not goes_on(turn) or turn.text or turn.incoming.edited:
        return None
    waits = turn.pending is not None and turn.pending.kind == "confirm_handoff"
    if waits or turn.ticket is not None:
        return None
    before = turn.conversation
    pending = turn.pending and replace(turn.pending, media=(*turn.pending.media, *turn.incoming.media))
    return turn.decide(Outcome("chat"), pending=pending, misses=before.misses, back=before.back)
