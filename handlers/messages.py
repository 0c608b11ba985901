"""The one vocabulary of the conversation: what comes in, what is remembered, what is decided. All frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

MediaKind = Literal["photo", "voice", "video", "sticker", "file", "location", "contact", "other", "withheld"]
ChatKind = Literal["private", "group"]
DecisionKind = Literal["answer", "choose", "refer", "chat", "handoff"]
PendingKind = Literal["choose", "of_what", "confirm_handoff", "second_need", "browse", "after_answer", "case"]


@dataclass(frozen=True, slots=True)
class Media:
    """Something other than text; `ref` is the channel's own handle to fetch or copy it, None if it cannot be had.

    withheld: the platform told of a message and kept all of it from us.
    """

    kind: MediaKind
    ref: str | None = None
    name: str | None = None
    mime: str | None = None
    size: int | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message from a person, the same whatever channel it came by; `at` is aware UTC, ids are text.

    `ticket` is the code that an officer's screen named itself; `forwarded` words are somebody else's, never a command.
    `addressed`: in a group, the bot was spoken to by its name, which is no longer in the text.
    `corrects`: the line of the ticket that an officer's screen writes anew.
    """

    channel: str
    account: str
    event_id: str
    chat_id: str
    user_id: str
    user_name: str
    text: str
    at: datetime
    chat_kind: ChatKind = "private"
    message_id: str | None = None
    media: tuple[Media, ...] = ()
    album: str | None = None
    button: str | None = None
    callback_id: str | None = None
    reply_to: str | None = None
    thread: str | None = None
    edited: bool = False
    forwarded: bool = False
    ticket: str | None = None
    addressed: bool = False
    corrects: int | None = None


@dataclass(frozen=True, slots=True)
class ChatMoved:
    """A group got a new id (a Telegram group became a supergroup)."""

    channel: str
    account: str
    event_id: str
    old_chat_id: str
    new_chat_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReachChanged:
    """A resident blocked the bot or let it in again."""

    channel: str
    account: str
    event_id: str
    chat_id: str
    reachable: bool
    at: datetime


Event = Incoming | ChatMoved | ReachChanged


@dataclass(frozen=True, slots=True)
class Choice:
    """A button, and the numbered line where there are no buttons; `id` is at most 64 bytes of UTF-8."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link under a reply."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Say:
    """One reply to a person: plain text, choices in order (numbered from 1 everywhere), links."""

    text: str
    choices: tuple[Choice, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Guess:
    """What the bot thought a question was, for the ticket's card."""

    id: str
    name: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Pending:
    """The question that the bot has asked and waits on: its kind, the choices as numbered, the words that led to it.

    `aspect` is what those words asked about; `wanted` says that the resident asked for an officer of their own accord.
    """

    kind: PendingKind
    choices: tuple[Choice, ...]
    question: str
    asked_at: datetime
    guesses: tuple[Guess, ...] = ()
    media: tuple[Media, ...] = ()
    aspect: str | None = None
    wanted: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """The last question as it was understood, so that an edit of it is answered anew only if that matters."""

    message_id: str | None
    decision: DecisionKind
    entry: str | None
    aspect: str | None


@dataclass(frozen=True, slots=True)
class Topic:
    """What the conversation is about right now, so that "còn phí?" can be understood.

    `said`: what the resident's questions told of their own case, as pairs of case and option.
    """

    procedure_id: str
    aspect: str | None
    at: datetime
    said: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class OwnCase:
    """The papers for one's own case, being sorted out: `answers` are pairs of case and option in the order given.

    The first `said` of them were in the resident's question and were never asked.
    """

    procedure_id: str
    answers: tuple[tuple[str, str], ...]
    said: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Conversation:
    """What the bot remembers of one chat between two messages; `back`: the list of the last choice taken.

    `album`: that of the last message, if it was a picture of one; `receipt`: the code of the last answer that has one.
    `topics`: the last few, in the order in which they came up, the present one among them; `later`: the offer to answer
    a second need, not taken up so far.
    """

    greeted: bool = False
    pending: Pending | None = None
    topic: Topic | None = None
    misses: int = 0
    told_ticket_at: datetime | None = None
    asked: Asked | None = None
    back: Pending | None = None
    warned_at: datetime | None = None
    english: bool = False
    case: OwnCase | None = None
    rated: tuple[str, ...] = ()
    album: str | None = None
    topics: tuple[Topic, ...] = ()
    later: Pending | None = None
    receipt: str = ""


TicketState = Literal["open", "claimed", "answered", "closed"]


@dataclass(frozen=True, slots=True)
class TicketView:
    """What a decision may know of a ticket; `since` when the resident waits, until `due`, where that is asked for."""

    code: str
    state: TicketState
    question: str
    opened_at: datetime
    channel: str
    guesses: tuple[Guess, ...] = ()
    claimed_by: str | None = None
    claimed_name: str | None = None
    since: datetime | None = None
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """Hand the question to the officers under `code`."""

    code: str
    question: str
    guesses: tuple[Guess, ...]
    media: tuple[Media, ...] = ()


@dataclass(frozen=True, slots=True)
class JoinTicket:
    """Add this message to the open ticket; `corrects` when the resident edited an earlier message.

    `waits` is False for mere thanks: an answered ticket then stays answered.
    """

    text: str
    media: tuple[Media, ...] = ()
    corrects: bool = False
    waits: bool = True


@dataclass(frozen=True, slots=True)
class WithdrawTicket:
    """The resident no longer needs an officer."""


TicketAct = OpenTicket | JoinTicket | WithdrawTicket


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was understood, for the command line, the counters and the tests."""

    decision: DecisionKind
    procedures: tuple[str, ...] = ()
    aspect: str | None = None
    confidence: float = 0.0
    matched: str = ""
    entry: str | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """Under which code it can be looked up what was said about a procedure, to which question, on which facts."""

    code: str
    procedure_id: str
    version: str
    aspect: str | None
    case: str
    question: str


@dataclass(frozen=True, slots=True)
class Rating:
    """What the resident thinks of the answer with this code: "yes", "no", or what was wrong with it."""

    code: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Decision:
    """All that follows from one message of a resident: the new memory, the replies, what becomes of the ticket.

    `route` is that which decided, "pages.route".
    """

    conversation: Conversation
    say: tuple[Say, ...]
    outcome: Outcome
    ticket: TicketAct | None = None
    receipt: Receipt | None = None
    rating: Rating | None = None
    route: str = ""


@dataclass(frozen=True, slots=True)
class ReplyToResident:
    """An officer's answer, to be signed and sent."""

    text: str
    media: tuple[Media, ...] = ()
    corrects: bool = False


@dataclass(frozen=True, slots=True)
class SendProcedure:
    """ "This was procedure X": send the resident its checklist."""

    procedure_id: str


@dataclass(frozen=True, slots=True)
class Note:
    """Words among officers; they never reach the resident."""

    text: str


@dataclass(frozen=True, slots=True)
class Claim:
    """The officer takes the ticket."""


@dataclass(frozen=True, slots=True)
class Close:
    """The ticket is done."""


@dataclass(frozen=True, slots=True)
class Reopen:
    """The ticket goes on."""


@dataclass(frozen=True, slots=True)
class ListTickets:
    """The officer asks which tickets wait; the room is answered with `cards.ticket_list`."""


@dataclass(frozen=True, slots=True)
class ShowReceipt:
    """The officer asks what the bot said under a code."""

    code: str


@dataclass(frozen=True, slots=True)
class Ignore:
    """Officers talking among themselves: nothing is done and nothing is said."""


StaffAct = ReplyToResident | SendProcedure | Note | Claim | Close | Reopen | ListTickets | ShowReceipt | Ignore


@dataclass(frozen=True, slots=True)
class StaffDecision:
    """What follows from a message in the staff room: one act on the ticket, and words back into the room."""

    act: StaffAct
    say: tuple[Say, ...] = field(default=())
    ack: str | None = None
