"""Handing a question to the officers: shown first, confirmed or added to, then sent under a ticket code."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from handlers import album, buttons, mourning, parts, privacy, telling, texts
from handlers.messages import (
    Choice,
    Decision,
    Guess,
    Media,
    OpenTicket,
    Outcome,
    Pending,
    Say,
)
from handlers.numbered import listed
from handlers.turn import Turn
from handlers.words import (
    asks,
    is_bare_number,
    is_cross,
    matter_for_person,
    number,
    plain,
    says_no,
    says_yes,
    thanks,
    wants_person,
)
from knowledge import dates

CONFIRM = (Choice(buttons.SEND, texts.SEND), Choice(buttons.DROP, texts.DROP))
CONFIRM_EN = (Choice(buttons.SEND, texts.EN_SEND), Choice(buttons.DROP, texts.EN_DROP))
TO_OFFICER = Outcome("handoff")
LONGEST = 3000
A_FEW = 2
"""No more words than this say nothing that an officer could answer, unless they ask."""
LIKELY = 0.5
"""How sure it must be what added words are about, to be shown to the officers first."""


def offer(
    turn: Turn,
    question: str,
    guesses: tuple[Guess, ...] = (),
    *,
    outcome: Outcome = TO_OFFICER,
    lead: str | None = None,
    beside: tuple[Media, ...] = (),
) -> Decision:
    """Offer to send a question that the bot could not answer, with the pictures that came `beside` it before.

    It joins the draft that was shown and not sent.
    """
    draft = turn.pending
    if draft and draft.kind == "confirm_handoff" and draft.question and not turn.incoming.button:
        return replace(add(turn, draft), outcome=outcome)
    unknown = texts.MISSED_AGAIN if turn.conversation.misses else texts.DO_NOT_KNOW
    first = lead or (texts.SORRY_TO_OFFICER if is_cross(turn.text) else unknown)
    pending = _confirmation(turn, question, guesses, (*beside, *turn.incoming.media), wanted=False)
    say = _shown(turn, pending, turn.words(first))
    return turn.decide(
        outcome,
        mourning.with_condolence(turn, None, say),
        pending=pending,
        misses=turn.conversation.misses + 1,
    )


def wanted(turn: Turn, question: str | None = None) -> Decision:
    """The resident asks for an officer: about `question`, else about what was asked last, else about what comes now."""
    before = turn.pending
    if before and before.kind == "confirm_handoff" and (before.question or before.media):
        return open_ticket(turn, before, sorry=is_cross(turn.text))
    own = question if question is not None else matter_for_person(turn.text)
    about = own or (before.question if before else "")
    guesses = _guesses(turn, about)
    lead = turn.words(texts.SORRY_TO_OFFICER if is_cross(turn.text) else texts.TO_OFFICER)
    beside = before.media if before and not own else ()
    pending = _confirmation(turn, about, guesses, (*beside, *turn.incoming.media), wanted=True)
    say = _shown(turn, pending, lead) if about else Say(f"{lead} {turn.words(texts.WHAT_QUESTION)}")
    return turn.decide(TO_OFFICER, say, pending=pending)


def route(turn: Turn) -> Decision | None:
    """The answer to "shall I send this?": yes, no, or more to add; a clear new question goes on its own way."""
    pending = turn.pending
    if pending is None or pending.kind != "confirm_handoff" or turn.incoming.button:
        return None
    if turn.incoming.media and not turn.text:
        return add(turn, pending)
    given = number(turn.text)
    if wants_person(turn.text):
        return wanted(turn)
    if given == 1 or says_yes(turn.text):
        sure = given == 1 or "gui" in plain(turn.text).split()
        return open_ticket(turn, pending) if sure or not _says_little(pending) else _more_first(turn, pending)
    if given == 2 or says_no(turn.text):
        return drop(turn)
    if is_bare_number(turn.text):
        return turn.decide(TO_OFFICER, _shown(turn, pending, turn.words(texts.NO_SUCH_NUMBER)), pending=pending)
    if thanks(turn.text) or _goes_its_own_way(turn, pending):
        return None
    return add(turn, pending)


def _goes_its_own_way(turn: Turn, pending: Pending) -> bool:
    """Whether the message is no part of the draft: a clear question, or a part of what is talked of.

    After the bot's own offer anything but further telling: what cannot be answered joins the draft then (`offer`).
    """
    verdict, part = turn.read(turn.text), parts.only_part(turn) if turn.topic else None
    if pending.wanted:
        return bool(pending.question) and asks(turn.text) and (verdict.decision == "answer" or part is not None)
    if part is not None:
        return True
    if telling.only_tells(turn):
        return verdict.decision not in ("handoff", "choose") or verdict.confidence >= telling.SURE
    return verdict.decision != "handoff" or turn.topic is not None


def _says_little(pending: Pending) -> bool:
    """Whether the bot offered to send what no officer could answer: a word or two, or a bad word, and no question."""
    if pending.wanted or pending.media or asks(pending.question):
        return False
    return len(pending.question.split()) <= A_FEW or is_cross(pending.question)


def _more_first(turn: Turn, pending: Pending) -> Decision:
    """Ask what is meant before an officer is called for nothing but an "ok"; by its number it is sent as it is."""
    say = Say(f"{turn.words(texts.SAY_MORE)}\n{listed(_confirm(turn))}", _confirm(turn))
    return turn.decide(TO_OFFICER, say, pending=replace(pending, asked_at=turn.now))


def with_draft(turn: Turn, decision: Decision) -> Decision:
    """The decision with the draft after it that waits to be sent, where a question came between and was answered.

    The question joins the draft: who asked for an officer may want it from them.
    """
    draft = turn.pending
    if draft is None or draft.kind != "confirm_handoff" or not draft.wanted or not draft.question:
        return decision
    if turn.incoming.button or decision.ticket or decision.outcome.decision != "answer":
        return decision
    question = privacy.mask(f"{draft.question}\n{turn.text}")[:LONGEST]
    joined = replace(draft, question=question, asked_at=turn.now, guesses=_guesses_of_both(turn, draft, question))
    shown = _shown(turn, joined, turn.words(texts.DRAFT_WAITS))
    memory = replace(decision.conversation, pending=joined)
    return replace(decision, conversation=memory, say=(*decision.say, shown))


def add(turn: Turn, pending: Pending) -> Decision:
    """Take the message into the question and show it again."""
    question = "\n".join(filter(None, (pending.question, turn.text)))
    merged = _confirmation(
        turn,
        question,
        _guesses_of_both(turn, pending, question),
        (*pending.media, *turn.incoming.media),
        wanted=pending.wanted,
    )
    if album.goes_on(turn):
        return turn.decide(TO_OFFICER, pending=merged)
    return turn.decide(
        TO_OFFICER,
        _shown(turn, merged, turn.words(texts.ADDED if pending.question or pending.media else texts.NOTED_DOWN)),
        pending=merged,
        misses=turn.conversation.misses,
    )


def open_ticket(turn: Turn, pending: Pending, *, sorry: bool = False) -> Decision:
    """Send it, and say what happens next and when."""
    if not pending.question and not pending.media:
        return turn.decide(TO_OFFICER, Say(turn.words(texts.WHAT_QUESTION)), pending=replace(pending, wanted=True))
    question = pending.question or texts.WITH_MEDIA.format(media=media_names(pending.media))
    sent = texts.EN_SENT if turn.english else f"{texts.SENT} {next_step(turn)}\n\n{texts.SENT_MORE}"
    sent = f"{turn.words(texts.SORRY)}\n\n{sent}" if sorry else sent
    act = OpenTicket(turn.spare_code, question, pending.guesses, pending.media)
    procedures = tuple(guess.id for guess in pending.guesses)
    return turn.decide(
        Outcome("handoff", procedures), Say(sent.format(code=turn.spare_code)), ticket=act, told_ticket_at=None
    )


def drop(turn: Turn) -> Decision:
    """Do not send it."""
    return turn.decide(Outcome("chat"), Say(turn.words(texts.DROPPED)))


def next_step(turn: Turn) -> str:
    """When an officer will answer, and the number for what cannot wait, as far as the ward has filled them in."""
    urgent = f" {texts.URGENT.format(hotline=turn.ward.hotline)}" if turn.ward.hotline else ""
    return _when(turn) + urgent


def _when(turn: Turn) -> str:
    """Without clock times while the ward's hours are not known."""
    opened = dates.is_open(turn.ward, turn.now)
    opening = dates.next_opening(turn.ward, turn.now)
    if opened is None or (not opened and opening is None):
        return texts.SENT_NEXT
    return texts.SENT_OPEN if opened or opening is None else texts.SENT_CLOSED.format(when=texts.moment(opening))


def media_names(media: tuple[Media, ...]) -> str:
    """What was attached: "2 ảnh, 1 tệp"."""
    counted = Counter(texts.MEDIA_NAMES[item.kind] for item in media)
    return ", ".join(f"{count} {name}" for name, count in counted.items())


def _confirmation(
    turn: Turn, question: str, guesses: tuple[Guess, ...], media: tuple[Media, ...], *, wanted: bool
) -> Pending:
    return turn.ask("confirm_handoff", CONFIRM, question[:LONGEST], guesses=guesses, media=media, wanted=wanted)


def _confirm(turn: Turn) -> tuple[Choice, ...]:
    return CONFIRM_EN if turn.english else CONFIRM


def _shown(turn: Turn, pending: Pending, lead: str) -> Say:
    """The question as the officers will get it, and the choice to send it."""
    choices = _confirm(turn)
    show = turn.words(texts.SHOW_QUESTION)
    attached = texts.WITH_MEDIA.format(media=media_names(pending.media)) if pending.media else ""
    question = show.format(question=pending.question) if pending.question else ""
    shown = "\n".join(filter(None, (question, attached)))
    text = "\n\n".join(filter(None, (lead, shown, listed(choices), turn.words(texts.ADD_OR_SEND))))
    return Say(text, choices)


def _guesses_of_both(turn: Turn, pending: Pending, question: str) -> tuple[Guess, ...]:
    """What the added words are about, if that is likely, before what the question was about until now."""
    added = _guesses(turn, turn.text)
    if not added or added[0].confidence < LIKELY:
        return pending.guesses or _guesses(turn, question)
    new = [added[0], *pending.guesses]
    return tuple({guess.id: guess for guess in reversed(new)}[name] for name in dict.fromkeys(g.id for g in new))


def _guesses(turn: Turn, question: str) -> tuple[Guess, ...]:
    if not question:
        return ()
    read = turn.read(question)
    return tuple(Guess(c.entry.id, c.entry.short, round(c.confidence, 3)) for c in read.candidates)
