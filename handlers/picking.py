"""The answer to the bot's own question: a number, yes or no, words of a choice; and those when nothing was asked."""

from __future__ import annotations

import re

from handlers import back, press, texts
from handlers.messages import Choice, Decision, Outcome, Pending, Say
from handlers.numbered import listed
from handlers.turn import Turn
from handlers.words import LAST, asks, is_bare_number, number, picked, plain, says_no, says_yes

_SECOND = re.compile(
    r"\b(?:cai|viec|mon|vu|thu tuc|y|cau|phan) (?:thu (?:hai|2)|so (?:hai|2)|sau|kia|con lai)\b"
    r"|\b(?:noi|tra loi|lam) (?:not|tiep)\b|\btiep di\b|\bthe second\b"
)
"""Asks for the second need of a message, once the first was answered."""


def route(turn: Turn) -> Decision | None:
    """The answer to the bot's own question."""
    pending = turn.pending
    if pending is None or not turn.text:
        return None
    choice = pending.choices[0] if _is_the_second(turn.text, pending) else _choice(turn.text, pending)
    if choice:
        taken = press.act(turn, choice.id)
        return back.remembered(turn, taken) if taken else None
    if is_bare_number(turn.text) and pending.choices:
        say = Say(f"{turn.words(texts.NO_SUCH_NUMBER)}\n{listed(pending.choices)}", pending.choices)
        return turn.decide(Outcome("choose"), say, pending=pending)
    if says_no(turn.text) and pending.kind != "case":
        return _refused(turn, pending)
    if says_yes(turn.text) and pending.kind == "choose":
        say = Say(f"{turn.words(texts.PICK)}\n{listed(pending.choices)}", pending.choices)
        return turn.decide(Outcome("choose"), say, pending=pending)
    return None


def stray_number(turn: Turn) -> Decision | None:
    """A number when nothing was asked."""
    if not is_bare_number(turn.text):
        return None
    return turn.decide(Outcome("choose"), Say(turn.words(texts.NUMBER_OF_WHAT)))


def yes_or_no(turn: Turn) -> Decision | None:
    """A yes or no to nothing that was asked."""
    if says_yes(turn.text) or says_no(turn.text):
        return turn.decide(Outcome("chat"), Say(turn.words(texts.ALL_RIGHT)), pending=turn.pending)
    return None


def _is_the_second(text: str, pending: Pending) -> bool:
    """Whether the second need of a message is asked for, after the first was answered."""
    return pending.kind == "second_need" and bool(_SECOND.search(plain(text))) and not asks(text)


def _choice(text: str, pending: Pending) -> Choice | None:
    """The choice that the words take: by number, by yes where one is offered, by words of its label."""
    given = number(text)
    if given == LAST and pending.choices:
        return pending.choices[-1]
    if given and 0 < given <= len(pending.choices):
        return pending.choices[given - 1]
    if says_yes(text):
        return pending.choices[0] if pending.choices and _is_yes_or_no(pending) else None
    return picked(text, pending.choices) if pending.kind in ("choose", "browse") or len(text.split()) > 1 else None


def _is_yes_or_no(pending: Pending) -> bool:
    """Whether a bare yes takes the first choice: only that was asked about, or the other one only declines."""
    alone = len(pending.choices) == 1 and pending.kind != "after_answer"
    return alone or pending.kind == "second_need" or (pending.kind == "choose" and len(pending.choices) == 2)


def _refused(turn: Turn, pending: Pending) -> Decision | None:
    """ "Không" to what was offered."""
    if pending.kind == "choose" and pending.question:
        return press.act(turn, pending.choices[-1].id)
    return turn.decide(Outcome("chat"), Say(turn.words(texts.ALL_RIGHT)))
