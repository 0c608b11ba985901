"""Commands with a slash, and the same by words."""

from __future__ import annotations

import re
from collections.abc import Callable

from handlers import back, browse, handoff, question, texts
from handlers.english import first_notice
from handlers.messages import Decision, Outcome, Say, WithdrawTicket
from handlers.turn import Turn
from handlers.words import is_cross, plain, wants_person

_COMMAND = re.compile(r"^/([\w-]+?)(?:@\w+)?(?:\s+(.*))?$", re.DOTALL)
_ASK_BOT = re.compile(r"^\s*(?:/hoi|h[oỏ]i bot|h[oỏ]i m[aá]y|bot [oơ]i)\b[\s:,.]*", re.IGNORECASE)

BY_WORDS = {
    **dict.fromkeys(("tro giup", "huong dan su dung", "help", "giup do", "cach dung"), "help"),
    **dict.fromkeys(("huy", "huy bo", "huy di", "cancel", "bo qua di"), "huy"),
    **dict.fromkeys(("menu", "danh muc", "danh sach thu tuc", "cac thu tuc", "linh vuc", "xem linh vuc"), "menu"),
    **dict.fromkeys(("bat dau", "bat dau lai", "start"), "start"),
    **dict.fromkeys(
        (
            *("rieng tu", "quyen rieng tu", "bao mat", "privacy", "tin nhan co bao mat khong", "co luu tin nhan khong"),
            *("ai doc duoc tin nhan", "ai doc duoc tin nhan nay", "ai doc duoc tin nhan cua toi", "who can read this"),
        ),
        "rieng-tu",
    ),
    **dict.fromkeys(("quay lai", "tro lai", "tro ve", "back", "go back", "lui lai"), "quay-lai"),
}


def route(turn: Turn) -> Decision | None:
    """A command, or words that mean one."""
    if turn.incoming.button:
        return None
    asked = _ASK_BOT.match(turn.text)
    if asked:
        return _ask_bot(turn, turn.text[asked.end() :].strip())
    match = _COMMAND.match(turn.text)
    name = match[1].lower().replace("_", "-") if match else BY_WORDS.get(plain(turn.text), "")
    command = COMMANDS.get(name)
    if command:
        return command(turn, (match[2] or "").strip() if match else "")
    return turn.decide(Outcome("chat"), Say(texts.NO_SUCH_COMMAND), pending=turn.pending) if match else None


def person(turn: Turn) -> Decision | None:
    """Words that ask for an officer."""
    if turn.incoming.button or not wants_person(turn.text):
        return None
    return handoff.wanted(turn) if _nothing_else(turn) else None


def _nothing_else(turn: Turn) -> bool:
    """Whether the message names no need beside the officer."""
    return is_cross(turn.text) or turn.read(turn.text).decision != "answer"


def start(turn: Turn, _: str) -> Decision:
    """What the bot is for, and the fields."""
    return browse.fields(turn, 0, lead=texts.START.format(notice=first_notice(turn)))


def _help(turn: Turn, _: str) -> Decision:
    return turn.decide(Outcome("chat"), Say(turn.words(texts.HELP)))


def _privacy(turn: Turn, _: str) -> Decision:
    """What is kept, and who else sees what is said on this channel."""
    platform = turn.words(texts.SEEN_BY.get(turn.incoming.channel, texts.SEEN_BY["web"]))
    said = turn.words(texts.PRIVACY).format(days=turn.desk.keep_days, platform=platform)
    return turn.decide(Outcome("chat"), Say(said), pending=turn.pending)


def _menu(turn: Turn, _: str) -> Decision:
    return browse.fields(turn, 0)


def _back(turn: Turn, _: str) -> Decision:
    return back.step(turn)


def _officer(turn: Turn, words: str) -> Decision:
    if turn.ticket and turn.ticket.state != "closed":
        return turn.decide(Outcome("handoff"), Say(turn.words(texts.TICKET_WAITS).format(code=turn.ticket.code)))
    return handoff.wanted(turn, words or None)


def _cancel(turn: Turn, _: str) -> Decision:
    """Withdraw the ticket, or else drop what the bot was asking."""
    if turn.ticket and turn.ticket.state != "closed":
        said = Say(turn.words(texts.WITHDRAWN).format(code=turn.ticket.code))
        return turn.decide(Outcome("handoff"), said, ticket=WithdrawTicket(), told_ticket_at=None)
    dropped = texts.CANCELLED if turn.pending else texts.NOTHING_TO_CANCEL
    return turn.decide(Outcome("chat"), Say(turn.words(dropped)), topic=None)


def _ask_bot(turn: Turn, words: str) -> Decision:
    """Ask the bot although an officer has the conversation."""
    if not words:
        return turn.decide(Outcome("chat"), Say(texts.ASK_BOT_WHAT))
    return question.route(turn.with_text(words))


COMMANDS: dict[str, Callable[[Turn, str], Decision]] = {
    "start": start,
    "help": _help,
    "tro-giup": _help,
    "rieng-tu": _privacy,
    "riengtu": _privacy,
    "privacy": _privacy,
    "huy": _cancel,
    "can-bo": _officer,
    "canbo": _officer,
    "hoi": _ask_bot,
    "menu": _menu,
    "danh-muc": _menu,
    "quay-lai": _back,
}
