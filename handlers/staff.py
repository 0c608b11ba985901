"""What an officer's message in the staff room means: an answer, a note, a command, or talk among officers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from handlers import answer, buttons, texts
from handlers.desk import Desk
from handlers.messages import (
    Choice,
    Claim,
    Close,
    Ignore,
    Incoming,
    ListTickets,
    Note,
    Reopen,
    ReplyToResident,
    Say,
    SendProcedure,
    ShowReceipt,
    StaffDecision,
    TicketView,
)
from handlers.numbered import listed
from handlers.ticket import Refusal, TicketEvent, advance
from handlers.words import ticket_code

StaffRole = Literal["card", "resident", "reply", "note", "bot"]
"""What the message that an officer replies to is: the ticket's card, the resident's words, an officer's answer that
was sent, a note, or another message of the bot."""

NOTE_MARK = "//"
_COMMAND = re.compile(r"^/([\w-]+?)(?:@\w+)?(?:\s+(.*))?$", re.DOTALL)
_CODE = re.compile(r"#[A-Za-z0-9]{4}\b\s*")


@dataclass(frozen=True, slots=True)
class Desktop:
    """An officer's message with the ticket it was found to concern."""

    incoming: Incoming
    desk: Desk
    now: datetime
    ticket: TicketView | None
    role: StaffRole | None
    in_topic: bool

    @property
    def text(self) -> str:
        """The words of the message."""
        return self.incoming.text.strip()


def decide_staff(
    incoming: Incoming,
    desk: Desk,
    *,
    now: datetime,
    ticket: TicketView | None,
    role: StaffRole | None,
    in_topic: bool,
) -> StaffDecision:
    """What follows from a message in the staff room; `role` is what it replies to, `ticket` is already resolved.

    Never silent where an officer may believe that a resident was answered; never an answer that they did not mean.
    """
    here = Desktop(incoming, desk, now, ticket, role, in_topic)
    if incoming.button:
        return _button(here, incoming.button)
    if here.text.startswith("/") and not here.text.startswith(NOTE_MARK):
        return _command(here)
    return _words(here)


# Words


def _words(here: Desktop) -> StaffDecision:
    if not here.text and not here.incoming.media:
        return _nothing()
    if here.ticket is None:
        return _without_ticket(here)
    if here.incoming.forwarded:
        return _nothing(texts.FORWARDED)
    if _is_note(here):
        return _note(here)
    if not _is_answer(here):
        return _nothing(texts.NOT_SENT.format(code=here.ticket.code))
    return _reply(here, here.ticket)


def _without_ticket(here: Desktop) -> StaffDecision:
    """Talk among officers is let be; an answer that has lost its way is told so."""
    code = ticket_code(here.text)
    if code:
        return _nothing(texts.UNKNOWN_TICKET.format(code=code))
    return _nothing(texts.NO_TICKET) if here.role is not None else _nothing()


def _is_note(here: Desktop) -> bool:
    """`//`, a reply to a note, or in a topic a reply to a colleague's words."""
    to_colleague = here.role is None and here.incoming.reply_to is not None
    return here.text.startswith(NOTE_MARK) or here.role == "note" or (to_colleague and here.in_topic)


def _is_answer(here: Desktop) -> bool:
    """A reply to the card, the resident or an answer; plain words in the ticket's own topic or screen."""
    own_screen = here.in_topic or here.incoming.ticket is not None
    return here.role in ("card", "resident", "reply") or (here.role is None and own_screen)


def _note(here: Desktop) -> StaffDecision:
    said = here.text.removeprefix(NOTE_MARK).strip()
    warn = (Say(texts.EDIT_NOT_TAKEN_BACK),) if here.incoming.edited and here.text.startswith(NOTE_MARK) else ()
    return StaffDecision(Note(said), warn, texts.NOTED)


def _reply(here: Desktop, ticket: TicketView) -> StaffDecision:
    """An answer to the resident, unless the ticket is closed; a colleague who holds the ticket is named.

    An answer that stands can be put right even then.
    """
    act = ReplyToResident(here.text, here.incoming.media, here.incoming.edited)
    if act.corrects:
        return StaffDecision(act, (), texts.CORRECTED_ACK)
    refused = advance(ticket.state, "reply")
    if isinstance(refused, Refusal):
        choices = (buttons.staff(ticket.code, "reopen", texts.REOPEN),)
        return StaffDecision(Ignore(), (Say(refused.reason, choices),), refused.reason)
    held = ticket.state == "claimed" and ticket.claimed_by not in (None, here.incoming.user_id)
    told = texts.SENT_THOUGH_CLAIMED.format(code=ticket.code, name=ticket.claimed_name or texts.SOMEBODY)
    return StaffDecision(act, (Say(told),) if held else (), texts.SENT_ACK)


# Commands and buttons


def _command(here: Desktop) -> StaffDecision:
    match = _COMMAND.match(here.text)
    name = match[1].lower() if match else ""
    words = _CODE.sub("", match[2] or "").strip() if match else ""
    if here.incoming.forwarded or here.incoming.edited:
        return _nothing(texts.FORWARDED) if here.incoming.forwarded else _nothing()
    if name in ROOM:
        return ROOM[name](here)
    if name not in COMMANDS:
        return _nothing(texts.UNKNOWN_COMMAND.format(name=name))
    if here.ticket is None:
        code = ticket_code(here.text)
        return _nothing(texts.UNKNOWN_TICKET.format(code=code) if code else texts.NO_TICKET)
    return COMMANDS[name](here, here.ticket, words)


def _button(here: Desktop, button: str) -> StaffDecision:
    """A press on the card: `t:<CODE>:<what>`."""
    kind, code, what = buttons.read(button)
    if kind != "t" or here.ticket is None:
        return _nothing(texts.UNKNOWN_TICKET.format(code=code) if code else texts.NO_TICKET)
    name, _, which = what.partition(":")
    if name == "send":
        return _send_guess(here.ticket, which)
    if name == "guide":
        return _send(here, here.ticket, which)
    press = BUTTONS.get(name)
    return press(here, here.ticket, "") if press else _nothing()


def _claim(here: Desktop, ticket: TicketView, _: str) -> StaffDecision:
    if ticket.state == "claimed":
        own = ticket.claimed_by == here.incoming.user_id
        return _nothing(texts.CLAIMED_BY_YOU.format(code=ticket.code) if own else claimed_by(ticket))
    return _move(ticket, "claim", StaffDecision(Claim(), (), texts.CLAIMED_ACK))


def claimed_by(ticket: TicketView) -> str:
    """What the officer is told who came second."""
    return texts.CLAIMED_BY.format(code=ticket.code, name=ticket.claimed_name or texts.SOMEBODY)


def _close(_: Desktop, ticket: TicketView, __: str) -> StaffDecision:
    return _move(ticket, "close", StaffDecision(Close(), (), texts.CLOSED_ACK))


def _reopen(_: Desktop, ticket: TicketView, __: str) -> StaffDecision:
    return _move(ticket, "reopen", StaffDecision(Reopen(), (), texts.REOPENED_ACK))


def _move(ticket: TicketView, event: TicketEvent, done: StaffDecision) -> StaffDecision:
    after = advance(ticket.state, event)
    return _nothing(after.reason) if isinstance(after, Refusal) else done


def _guide(here: Desktop, ticket: TicketView, words: str) -> StaffDecision:
    """`/gui khai sinh`, `/gui khai-sinh`, or `/gui 1` for the first guess on the card."""
    if not words:
        return _nothing(texts.SEND_WHAT)
    if words.isdecimal():
        return _send_guess(ticket, str(int(words) - 1))
    if answer.is_known(words, here.desk):
        return _send(here, ticket, words)
    verdict = here.desk.matcher.read(words)
    if verdict.decision == "answer" and verdict.entry:
        return _send(here, ticket, verdict.entry.id)
    found = verdict.candidates if verdict.decision == "choose" else ()
    if not found:
        return _nothing(texts.SEND_NOT_FOUND.format(words=words))
    choices = tuple(buttons.staff(ticket.code, f"guide:{c.entry.id}", c.entry.short) for c in found)
    return _ask(texts.SEND_WHICH.format(code=ticket.code), choices)


def _send_guess(ticket: TicketView, at: str) -> StaffDecision:
    if not at.isdecimal() or int(at) >= len(ticket.guesses):
        return _nothing(texts.SEND_WHAT)
    guess = ticket.guesses[int(at)]
    return _move(ticket, "reply", _sent(guess.id, guess.name))


def _send(here: Desktop, ticket: TicketView, procedure_id: str) -> StaffDecision:
    if not answer.is_known(procedure_id, here.desk):
        return _nothing(texts.SEND_NOT_FOUND.format(words=procedure_id))
    return _move(ticket, "reply", _sent(procedure_id, here.desk.kb.procedures[procedure_id].short))


def _sent(procedure_id: str, name: str) -> StaffDecision:
    return StaffDecision(SendProcedure(procedure_id), (), texts.SENT_PROCEDURE.format(name=name))


def _list(_: Desktop) -> StaffDecision:
    return StaffDecision(ListTickets())


def _receipt(here: Desktop) -> StaffDecision:
    """`/ma K7Q2MX`: what the bot said under this code."""
    code = here.text.partition(" ")[2].strip("# ").upper()
    return StaffDecision(ShowReceipt(code)) if code else _nothing(texts.RECEIPT_WHAT)


def _help(_: Desktop) -> StaffDecision:
    return _nothing(texts.STAFF_HELP)


def _id(here: Desktop) -> StaffDecision:
    """`/id`: what this room is called in the settings."""
    return _nothing(texts.GROUP_ID.format(room=f"{here.incoming.channel}:{here.incoming.chat_id}"))


def _ask(lead: str, choices: tuple[Choice, ...]) -> StaffDecision:
    return StaffDecision(Ignore(), (Say(f"{lead}\n{listed(choices)}", choices),))


def _nothing(told: str | None = None) -> StaffDecision:
    """Nothing is done; the room is told why, if there is a why."""
    return StaffDecision(Ignore(), (Say(told),) if told else (), told)


ROOM: dict[str, Callable[[Desktop], StaffDecision]] = {
    "ds": _list,
    "ma": _receipt,
    "id": _id,
    "help": _help,
    "start": _help,
}
"""Commands that need no ticket."""
COMMANDS: dict[str, Callable[[Desktop, TicketView, str], StaffDecision]] = {
    "nhan": _claim,
    "dong": _close,
    "molai": _reopen,
    "gui": _guide,
}
BUTTONS = {"claim": _claim, "close": _close, "reopen": _reopen}
