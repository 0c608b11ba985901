"""The life of a ticket."""

from __future__ import annotations

from typing import get_args

import pytest

from handlers.messages import TicketState
from handlers.ticket import REFUSALS, TRANSITIONS, Refusal, TicketEvent, advance

STATES: tuple[TicketState, ...] = get_args(TicketState)
EVENTS: tuple[TicketEvent, ...] = get_args(TicketEvent)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("event", EVENTS)
def test_every_event_in_every_state_is_decided(state: TicketState, event: TicketEvent) -> None:
    """It leads to a state, or is refused with a reason in words."""
    after = advance(state, event)
    assert after.reason if isinstance(after, Refusal) else after in STATES


def test_nothing_is_both_allowed_and_refused() -> None:
    """The two tables do not overlap."""
    assert not TRANSITIONS.keys() & REFUSALS.keys()


def test_a_closed_ticket_only_reopens() -> None:
    """No answer reaches a resident from a closed ticket."""
    assert {event for event in EVENTS if advance("closed", event) in STATES} == {"reopen"}


def test_only_one_officer_claims() -> None:
    """A claimed ticket cannot be claimed again, but anyone may answer it."""
    assert isinstance(advance("claimed", "claim"), Refusal)
    assert advance("claimed", "reply") == "answered"


def test_a_resident_who_writes_again_waits_again() -> None:
    """An answered ticket is open again when the resident asks on."""
    assert advance("answered", "write") == "open"


def test_only_what_was_answered_expires() -> None:
    """A question that waits for officers is never closed by time."""
    assert [state for state in STATES if advance(state, "expire") == "closed"] == ["answered"]
