"""A ticket's row as the pure layer sees it."""

from __future__ import annotations

from bot.db.models import ConversationRow, TicketRow
from handlers.messages import Guess, TicketView


def view(ticket: TicketRow, conversation: ConversationRow) -> TicketView:
    """What a decision may know of the ticket."""
    return TicketView(
        code=ticket.code,
        state=ticket.state,  # type: ignore[arg-type]  # only bot.tickets writes it, from the table of transitions
        question=ticket.question,
        opened_at=ticket.opened_at,
        channel=conversation.channel,
        guesses=tuple(Guess(**guess) for guess in ticket.guesses),
        claimed_by=ticket.claimed_by,
        claimed_name=ticket.claimed_name,
    )
