"""The life of a ticket: its states, what may happen in each, and why something may not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from handlers import texts
from handlers.messages import TicketState

TicketEvent = Literal["claim", "reply", "write", "close", "reopen", "withdraw", "expire"]
"""claim, reply, close, reopen: an officer; write, withdraw: the resident; expire: answered and quiet for long."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an event changes nothing, in words for the officer who tried."""

    reason: str


TRANSITIONS: dict[tuple[TicketState, TicketEvent], TicketState] = {
    ("open", "claim"): "claimed",
    ("open", "reply"): "answered",
    ("open", "write"): "open",
    ("open", "close"): "closed",
    ("open", "withdraw"): "closed",
    ("claimed", "reply"): "answered",
    ("claimed", "write"): "claimed",
    ("claimed", "close"): "closed",
    ("claimed", "withdraw"): "closed",
    ("answered", "claim"): "claimed",
    ("answered", "reply"): "answered",
    ("answered", "write"): "open",
    ("answered", "close"): "closed",
    ("answered", "withdraw"): "closed",
    ("answered", "expire"): "closed",
    ("closed", "reopen"): "open",
}

REFUSALS: dict[tuple[TicketState, TicketEvent], str] = {
    ("open", "reopen"): texts.STILL_OPEN,
    ("claimed", "claim"): texts.ALREADY_CLAIMED,
    ("claimed", "reopen"): texts.STILL_OPEN,
    ("answered", "reopen"): texts.STILL_OPEN,
    ("closed", "claim"): texts.CLOSED_CLAIM,
    ("closed", "reply"): texts.CLOSED_REPLY,
    ("closed", "close"): texts.ALREADY_CLOSED,
}


def advance(state: TicketState, event: TicketEvent) -> TicketState | Refusal:
    """The state after an event, or why it stays as it is."""
    if (state, event) in TRANSITIONS:
        return TRANSITIONS[state, event]
    return Refusal(REFUSALS.get((state, event), texts.NOTHING_TO_DO))
