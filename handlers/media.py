"""Photos, voice, stickers, files and places sent without words, while no ticket is open."""

from __future__ import annotations

from handlers import buttons, handoff, places, texts
from handlers.messages import Choice, Decision, Outcome, Say
from handlers.numbered import listed
from handlers.turn import Turn


def route(turn: Turn) -> Decision | None:
    """A fitting reply to each kind; what an officer could look at is kept to be sent."""
    if not turn.incoming.media or turn.text:
        return None
    kind = turn.incoming.media[0].kind
    if kind == "sticker":
        return turn.decide(Outcome("chat"), Say(texts.STICKER), pending=turn.pending)
    if kind == "location":
        return _location(turn)
    return _keep(turn, texts.MEDIA[kind])


def _keep(turn: Turn, seen: str) -> Decision:
    pending = turn.ask("confirm_handoff", handoff.CONFIRM, "", media=turn.incoming.media)
    say = Say(f"{seen} {texts.MEDIA_NEXT}\n{listed(handoff.CONFIRM)}", handoff.CONFIRM)
    return turn.decide(Outcome("handoff"), say, pending=pending)


def _location(turn: Turn) -> Decision:
    known = places.addresses(turn.ward)
    if known:
        return turn.decide(
            Outcome("refer", aspect="where"), Say("\n".join([texts.LOCATION, *known])), pending=turn.pending
        )
    choices = (Choice(buttons.OFFICER, texts.OFFICER),)
    say = Say(f"{texts.LOCATION_UNKNOWN}\n{listed(choices)}", choices)
    return turn.decide(Outcome("handoff"), say, pending=turn.ask("after_answer", choices, ""))
