"""A choice taken, by button or by number: what its id asks for."""

from __future__ import annotations

from handlers import answer, back, browse, buttons, cases, handoff, question, texts, useful
from handlers.messages import Decision, Outcome, Say
from handlers.turn import Turn


def route(turn: Turn) -> Decision | None:
    """A button of any age; one that means nothing any more leads to the list of fields."""
    if not turn.incoming.button:
        return None
    taken = act(turn, turn.incoming.button)
    return back.remembered(turn, taken) if taken else browse.fields(turn, 0)


def act(turn: Turn, choice_id: str) -> Decision | None:
    """What a choice does; None for one that is none of ours or no longer there."""
    match buttons.read(choice_id):
        case ("p", what, _) if answer.is_known(what, turn.desk):
            return question.about(turn, what, _asked_aspect(turn, choice_id), words=_words(turn, what))
        case ("a", what, which) if answer.is_known(which, turn.desk) and what in texts.ASPECTS:
            return question.about(turn, which, what, words=_words(turn, which))
        case ("e", what, _) if what in turn.desk.kb.referrals or what in turn.desk.kb.general:
            return question.refer(turn, what)
        case ("f", what, which):
            return browse.procedures(turn, what, _page(which))
        case ("m", what, _):
            return browse.fields(turn, _page(what))
        case ("c" | "k", _, _):
            return cases.act(turn, choice_id)
        case ("n", _, _):
            return _none_of_these(turn)
        case ("h", what, _):
            return _hand_off(turn, what)
        case ("u", what, which):
            return useful.act(turn, what, which)
        case ("w", _, _):
            return turn.decide(Outcome("chat"), Say(turn.words(texts.WILL_WAIT)))
    return None


def _asked_aspect(turn: Turn, choice_id: str) -> str | None:
    """The part that was asked when the bot had to ask back which procedure."""
    pending = turn.pending
    offered = pending is not None and any(choice.id == choice_id for choice in pending.choices)
    return pending.aspect if pending and offered else None


def _words(turn: Turn, procedure_id: str) -> str:
    """The resident's own words that led to this choice; the procedure's name if there were none."""
    own = turn.pending.question if turn.pending else ""
    return own or turn.desk.kb.procedures[procedure_id].short


def _none_of_these(turn: Turn) -> Decision:
    pending = turn.pending
    if pending is None or not pending.question:
        return handoff.wanted(turn)
    return handoff.offer(turn, pending.question, pending.guesses, lead=texts.NONE_OF_THESE, beside=pending.media)


def _hand_off(turn: Turn, what: str) -> Decision:
    pending = turn.pending
    waiting = pending if pending and pending.kind == "confirm_handoff" else None
    if what == "send":
        return (
            handoff.open_ticket(turn, waiting)
            if waiting
            else turn.decide(handoff.TO_OFFICER, Say(turn.words(texts.NOTHING_TO_SEND)))
        )
    return handoff.drop(turn) if what == "drop" else handoff.wanted(turn)


def _page(number: str) -> int:
    return int(number) if number.isdecimal() and len(number) < 4 else 0
