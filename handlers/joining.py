"""While a ticket is open everything joins it, and the bot keeps out of the officer's way."""

from __future__ import annotations

from datetime import timedelta

from handlers import asking, buttons, privacy, texts
from handlers.messages import Choice, Decision, JoinTicket, Outcome, Pending, Say, TicketView
from handlers.numbered import listed
from handlers.turn import Turn
from handlers.words import asks, number, says_no, says_yes, thanks
from knowledge.entry import Entry
from knowledge.model import Procedure

QUIET = timedelta(minutes=30)
"""How long the bot does not say again that a message was passed on."""
BRIEF = 6
"""A part named in no more words than this is asked of what is talked of."""


def route(turn: Turn) -> Decision | None:
    """Pass the message on to the officers; numbers and buttons that answer the bot's own question do not join."""
    ticket = turn.ticket
    if ticket is None or ticket.state == "closed" or turn.incoming.button:
        return None
    if turn.pending and _answers(turn.text, turn.pending):
        return None
    if thanks(turn.text):
        return _join(turn, Say(turn.words(texts.TICKET_THANKS)), waits=False)
    if ticket.state == "answered" or (ticket.state == "open" and asks(turn.text)):
        return _answer_meanwhile(turn) or _acknowledge(turn, ticket)
    return _acknowledge(turn, ticket)


def _answers(text: str, pending: Pending) -> bool:
    """Whether the words answer what the bot asked: a number, or yes and no to "shall I answer meanwhile?"."""
    offered = any(choice.id == buttons.WAIT for choice in pending.choices)
    return number(text) is not None or (offered and (says_yes(text) or says_no(text)))


def correct(turn: Turn) -> Decision:
    """An edited message: the officers see the new words, the resident need not be told."""
    return _join(turn, corrects=True)


def _acknowledge(turn: Turn, ticket: TicketView) -> Decision:
    """Once, and not again for a while."""
    told = turn.conversation.told_ticket_at
    if told is not None and turn.now - told < QUIET:
        return _join(turn)
    return _join(turn, Say(turn.words(texts.JOINED).format(code=ticket.code)), told_ticket_at=turn.now)


def _answer_meanwhile(turn: Turn) -> Decision | None:
    """No officer is at it, and the question is one that the bot knows: it may answer if that is wanted."""
    meant = _meant(turn) if turn.text else None
    if meant is None:
        return None
    procedure, aspect = meant
    choices = (buttons.procedure(procedure.id, texts.YES_PLEASE), Choice(buttons.WAIT, texts.WAIT_FOR_OFFICER))
    say = Say(f"{texts.ANSWER_MEANWHILE.format(name=procedure.short)}\n{listed(choices)}", choices)
    pending = turn.ask("choose", choices, turn.text, aspect=aspect)
    return _join(turn, say, pending=pending, told_ticket_at=turn.now)


def _meant(turn: Turn) -> tuple[Entry | Procedure, str | None] | None:
    """The procedure that a message is clearly about, or the one talked of, and the part asked for."""
    verdict = asking.clearer(turn, turn.read(turn.text))
    if verdict.decision == "answer" and verdict.entry:
        return verdict.entry, verdict.aspect
    parts = asking.parts(turn, turn.text)
    brief = len(turn.text.split()) <= BRIEF and verdict.decision not in ("refer", "chat")
    return (turn.desk.kb.procedures[turn.topic.procedure_id], parts[0]) if turn.topic and parts and brief else None


def _join(turn: Turn, *say: Say, corrects: bool = False, waits: bool = True, **memory: object) -> Decision:
    act = JoinTicket(privacy.mask(turn.incoming.text.strip()), turn.incoming.media, corrects, waits)
    return turn.decide(Outcome("handoff"), *say, ticket=act, **memory)
