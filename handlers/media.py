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
        return turn.decide(Outcome("chat"), Say(turn.words(texts.STICKER)), pending=turn.pending)
    if kind == "location":
        return _location(turn)
    if kind == "withheld":
        return _withheld(turn)
    return _keep(turn, turn.words(texts.MEDIA[kind]))


def _keep(turn: Turn, seen: str) -> Decision:
    choices = handoff.CONFIRM_EN if turn.english else handoff.CONFIRM
    pending = turn.ask("confirm_handoff", choices, "", media=turn.incoming.media)
    say = Say(f"{seen} {turn.words(texts.MEDIA_NEXT)}\n{listed(choices)}", choices)
    return turn.decide(Outcome("handoff"), say, pending=pending)


def _withheld(turn: Turn) -> Decision:
    """A person whose words never reach us: told how to reach a human, and from the second message on sought by one."""
    pending = turn.pending
    if pending is not None and pending.question == texts.WITHHELD_QUESTION:
        return handoff.open_ticket(turn, pending)
    known = places.addresses(turn.ward)
    call = [texts.WITHHELD_CALL.format(hotline=turn.ward.hotline)] if turn.ward.hotline else []
    visit = [texts.WITHHELD_VISIT, *known] if known else []
    lines = [texts.WITHHELD, *(call + visit or [texts.WITHHELD_NOBODY]), texts.WITHHELD_NEXT]
    waits = turn.ask("after_answer", (), texts.WITHHELD_QUESTION, media=())
    return turn.decide(Outcome("handoff"), Say("\n".join(lines)), pending=waits)


def _location(turn: Turn) -> Decision:
    known = places.addresses(turn.ward)
    if known:
        return turn.decide(
            Outcome("refer", aspect="where"), Say("\n".join([texts.LOCATION, *known])), pending=turn.pending
        )
    choices = (Choice(buttons.OFFICER, texts.OFFICER),)
    say = Say(f"{texts.LOCATION_UNKNOWN}\n{listed(choices)}", choices)
    return turn.decide(Outcome("handoff"), say, pending=turn.ask("after_answer", choices, ""))
