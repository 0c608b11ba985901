"""A part asked while the bot still waits to hear which procedure is meant: told of the likeliest, the others beside."""

from __future__ import annotations

from dataclasses import replace

from handlers import asking, both_needs, buttons, question, texts
from handlers.messages import Decision, Outcome, Pending, Say
from handlers.numbered import listed
from handlers.turn import Turn

LIKELY = 0.5
"""How sure the first of the choices must be to be told before it was chosen."""


def part(turn: Turn, pending: Pending, aspect: str) -> Decision:
    """The short part of the likeliest choice, with the question once more; else only the question, of which it is."""
    first = _likeliest(turn, pending)
    if first is None or aspect not in both_needs.SHORT:
        return _asked(turn, pending, aspect)
    told = question.about(turn, first, aspect, words=pending.question or turn.text)
    say = told.say[0]
    body = f"{both_needs.alone(turn, say)}\n\n{turn.words(texts.OR_OF_ANOTHER)}\n{listed(pending.choices)}"
    both = replace(say, text=body, choices=pending.choices)
    memory = replace(told.conversation, pending=replace(pending, aspect=aspect, asked_at=turn.now))
    return replace(told, say=(both, *told.say[1:]), conversation=memory)


def waiting(turn: Turn) -> Pending | None:
    """The question which procedure is meant, while it waits for an answer."""
    pending = turn.pending
    if pending is None or pending.kind != "choose" or not pending.choices:
        return None
    return pending if buttons.read(pending.choices[0].id).kind == "p" else None


def asked(turn: Turn) -> str | None:
    """The part that words ask for which name no need, while a choice waits and nothing else was talked of since."""
    if waiting(turn) is None or turn.read(turn.text).decision != "handoff":
        return None
    return next(iter(asking.parts(turn, turn.text)), None)


def _likeliest(turn: Turn, pending: Pending) -> str | None:
    """The topic if it is one of the choices, else the procedure that comes first, if it is likely enough."""
    here = turn.topic.procedure_id if turn.topic else None
    if any(buttons.read(choice.id)[:2] == ("p", here) for choice in pending.choices):
        return here
    guess, choice = next(iter(pending.guesses), None), next(iter(pending.choices), None)
    if guess is None or choice is None or guess.confidence < LIKELY or guess.id not in turn.desk.kb.procedures:
        return None
    return guess.id if buttons.read(choice.id)[:2] == ("p", guess.id) else None


def _asked(turn: Turn, pending: Pending, aspect: str) -> Decision:
    lead = turn.words(texts.ASK_OF_WHICH).format(aspect=turn.words(texts.ASPECTS[aspect]).lower())
    say = Say(f"{lead}\n{listed(pending.choices)}", pending.choices)
    procedures = tuple(guess.id for guess in pending.guesses)
    return turn.decide(Outcome("choose", procedures, aspect), say, pending=replace(pending, aspect=aspect))
