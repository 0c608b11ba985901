"""A ticket as officers see it in the staff room: its card and buttons, its topic's title, the list of those waiting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers import buttons, texts
from handlers.messages import Choice, Guess, Say, TicketState, TicketView
from knowledge import dates

LONGEST_TITLE = 100
_LONGEST_LINE = 300
_LATEST = 12
_DEADLINES = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the conversation so far; `author` is resident, bot or staff, `media` names what was attached."""

    author: str
    text: str
    name: str = ""
    media: str = ""


@dataclass(frozen=True, slots=True)
class CardView:
    """All that a card shows; `talk` is the conversation so far, oldest first.

    `by_code`: for a room where an answer names its ticket, and where nothing can be pressed.
    """

    code: str
    state: TicketState
    question: str
    opened_at: datetime
    channel: str
    resident: str = ""
    guesses: tuple[Guess, ...] = ()
    claimed_name: str | None = None
    reachable: bool = True
    talk: tuple[Line, ...] = ()
    by_code: bool = False


def ticket_card(view: CardView) -> Say:
    """The card of a ticket with what an officer can do from it."""
    parts = [
        texts.CARD_TITLE.format(code=view.code, state=_state(view.state, view.claimed_name)),
        texts.CARD_FROM.format(
            name=view.resident or texts.CARD_NO_NAME,
            channel=texts.CHANNELS.get(view.channel, view.channel),
            at=texts.moment(dates.local(view.opened_at)),
        ),
        "",
        view.question,
        *_talk(view.talk),
        "",
        *_guesses(view.guesses),
        *([texts.CARD_UNREACHABLE] if not view.reachable else []),
        texts.CARD_HINT_BY_CODE.format(code=view.code) if view.by_code else texts.CARD_HINT,
    ]
    return Say("\n".join(parts), _choices(view))


def topic_title(code: str, question: str) -> str:
    """The title of a ticket's topic: its code and the beginning of the question, at most 100 letters."""
    title = f"#{code} {' '.join(question.split())}"
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rstrip() + "…"


def ticket_list(tickets: Sequence[TicketView], now: datetime) -> Say:
    """The open tickets, a line each, longest waiting first."""
    if not tickets:
        return Say(texts.NO_TICKETS)
    lines = [_list_line(ticket, now) for ticket in sorted(tickets, key=lambda t: t.since or t.opened_at)]
    return Say("\n".join([texts.TICKETS.format(count=len(lines)), *lines]))


@dataclass(frozen=True, slots=True)
class Deadline:
    """A ticket and until when its resident is to be answered."""

    code: str
    question: str
    due: datetime
    claimed_name: str | None = None


def deadlines(near: Sequence[Deadline], late: Sequence[Deadline]) -> Say | None:
    """What officers are told of tickets that are nearly due and overdue; None if there are none."""
    parts = [*_deadlines(texts.OVERDUE, late), *_deadlines(texts.NEARLY_DUE, near)]
    return Say("\n".join([*parts, texts.DUE_HINT])) if parts else None


def _deadlines(heading: str, some: Sequence[Deadline]) -> list[str]:
    lines = [
        texts.DUE_LINE.format(
            code=one.code,
            due=texts.moment(dates.local(one.due)),
            holder=texts.DUE_HELD.format(name=one.claimed_name) if one.claimed_name else texts.DUE_FREE,
            question=topic_title("", one.question)[2:],
        )
        for one in some[:_DEADLINES]
    ]
    more = [texts.DUE_MORE.format(count=len(some) - _DEADLINES)] if len(some) > _DEADLINES else []
    return [heading.format(count=len(some)), *lines, *more] if some else []


def transcript_line(line: Line) -> str:
    """One line of the conversation: who said what."""
    who = line.name if line.author == "staff" and line.name else texts.AUTHORS.get(line.author, line.author)
    said = " ".join(filter(None, (_clipped(line.text), f"[{line.media}]" if line.media else "")))
    return f"{who}: {said}"


def _state(state: TicketState, claimed_name: str | None) -> str:
    return texts.CARD_STATES[state].format(name=claimed_name or texts.SOMEBODY)


def _talk(lines: Sequence[Line]) -> list[str]:
    shown = [transcript_line(line) for line in lines[-_LATEST:]]
    return ["", texts.CARD_TALK, *shown] if shown else []


def _guesses(guesses: Sequence[Guess]) -> list[str]:
    if not guesses:
        return [texts.CARD_NO_GUESSES]
    lines = [f"{at}. {guess.name} ({guess.confidence:.0%})" for at, guess in enumerate(guesses, start=1)]
    return [texts.CARD_GUESSES, *lines]


def _choices(view: CardView) -> tuple[Choice, ...]:
    if view.by_code:
        return ()
    if view.state == "closed":
        return (buttons.staff(view.code, "reopen", texts.REOPEN),)
    claim = (buttons.staff(view.code, "claim", texts.CLAIM),) if view.state != "claimed" else ()
    guides = tuple(
        buttons.staff(view.code, f"send:{at}", texts.SEND_GUIDE.format(name=guess.name))
        for at, guess in enumerate(view.guesses)
    )
    return (*claim, *guides, buttons.staff(view.code, "close", texts.CLOSE))


def _list_line(ticket: TicketView, now: datetime) -> str:
    line = texts.TICKET_LINE.format(
        code=ticket.code,
        state=_state(ticket.state, ticket.claimed_name),
        waited=_waited(now - (ticket.since or ticket.opened_at)),
        question=topic_title("", ticket.question)[2:],
    )
    return f"{line}{texts.TICKET_OVERDUE}" if ticket.due and ticket.due <= now else line


def _waited(time: timedelta) -> str:
    minutes = int(time.total_seconds() // 60)
    if minutes < 60:
        return f"{minutes} phút"
    return f"{minutes // 60} giờ" if minutes < 48 * 60 else f"{minutes // (24 * 60)} ngày"


def _clipped(text: str) -> str:
    return text if len(text) <= _LONGEST_LINE else text[: _LONGEST_LINE - 1].rstrip() + "…"
