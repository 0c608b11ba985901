"""A message in a staff room: whose ticket it is about, what was decided, and what that changes for everyone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot import by_code, cards, rooms, tickets
from bot.answer_receipts import told
from bot.db import answer_receipts, conversations
from bot.db import tickets as ticket_rows
from bot.db.insert import insert_into
from bot.db.models import ConversationRow, LinkRow, MessageRow, TicketNoteRow, TicketRow
from bot.replies import acknowledge, bot_says, officer_corrects, officer_says, source_of
from bot.shell import Shell
from bot.staff import Officer, require_staff
from bot.ticket_view import view
from handlers import decide_staff, receipt, texts
from handlers.addressing import LETTERS
from handlers.answer import checklist, is_known, remember
from handlers.desk import Desk
from handlers.messages import (
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
    StaffAct,
    StaffDecision,
    TicketView,
)
from handlers.state import conversation_from_json, conversation_to_json

_CODE = re.compile(rf"#([{LETTERS}]{{4}})\b", re.IGNORECASE)
_BUTTON = re.compile(r"t:([^:]{1,8}):")


@dataclass(frozen=True, slots=True)
class Found:
    """What an officer's message is about: the link it hangs on, the ticket, and whether it stands in its topic."""

    link: LinkRow | None
    ticket_id: int | None
    in_topic: bool


@dataclass(frozen=True, slots=True)
class Scene:
    """One officer's message with everything that it may change, all of it locked."""

    session: AsyncSession
    shell: Shell
    incoming: Incoming
    officer: Officer
    now: datetime
    ticket: TicketRow | None
    conversation: ConversationRow | None
    link: LinkRow | None


async def take(session: AsyncSession, incoming: Incoming, shell: Shell) -> None:
    """One turn of the staff room."""
    now = shell.now()
    officer = await require_staff(session, incoming)
    if officer is None:
        shell.metrics.refused.labels(incoming.channel).inc()
        return
    if by_code.is_addressed(incoming):
        addressed = await by_code.addressed(session, incoming)
        if isinstance(addressed, Say):
            await rooms.say(session, officer.room, addressed, now)
            return
        incoming = addressed
    found = await _find(session, incoming, officer)
    if incoming.edited and found.link is None and incoming.corrects is None:
        return
    conversation, ticket = await _lock(session, found.ticket_id)
    decision = decide_staff(
        incoming,
        shell.desk(),
        now=now,
        ticket=_seen(ticket, conversation, incoming, officer) if ticket and conversation else None,
        role=found.link.kind if found.link else None,  # type: ignore[arg-type]  # LINK_KINDS are the roles
        in_topic=found.in_topic,
    )
    scene = Scene(session, shell, incoming, officer, now, ticket, conversation, found.link)
    act = _allowed(incoming, found, decision.act)
    refusal = await _act(scene, act)
    await _answer(scene, decision, refusal)


async def apologise(session: AsyncSession, incoming: Incoming, shell: Shell) -> None:
    """An officer's message that nothing could be made of must not vanish either."""
    officer = await require_staff(session, incoming)
    if officer is not None:
        await rooms.say(session, officer.room, Say(texts.OFFICER_FAULT), shell.now(), reply_to=incoming.message_id)


async def _find(session: AsyncSession, incoming: Incoming, officer: Officer) -> Found:
    """By what the screen or button names, else the message replied to, else the topic, else a code in the words."""
    hangs_on = incoming.message_id if incoming.edited else incoming.reply_to
    link = await _link(session, incoming, hangs_on)
    in_topic = await _by_thread(session, incoming, officer)
    named = incoming.ticket or _match(_BUTTON, incoming.button)
    if named:
        return Found(link, await ticket_rows.id_by_code(session, named.upper()), in_topic is not None)
    ticket_id = (link.ticket_id if link else None) or in_topic
    if ticket_id is None and (code := _match(_CODE, incoming.text)):
        ticket_id = await ticket_rows.id_by_code(session, code.upper())
    return Found(link, ticket_id, in_topic is not None)


async def _link(session: AsyncSession, incoming: Incoming, message_id: str | None) -> LinkRow | None:
    if message_id is None:
        return None
    return await ticket_rows.link_to(session, incoming.channel, incoming.account, incoming.chat_id, message_id)


async def _by_thread(session: AsyncSession, incoming: Incoming, officer: Officer) -> int | None:
    if incoming.thread is None:
        return None
    return await ticket_rows.id_by_thread(session, officer.room.id, incoming.thread)


def _match(pattern: re.Pattern[str], text: str | None) -> str | None:
    found = pattern.search(text or "")
    return found[1] if found else None


async def _lock(session: AsyncSession, ticket_id: int | None) -> tuple[ConversationRow | None, TicketRow | None]:
    if ticket_id is None:
        return None, None
    conversation = await conversations.lock(session, await ticket_rows.conversation_of(session, ticket_id))
    return conversation, await ticket_rows.lock(session, ticket_id)


def _seen(ticket: TicketRow, conversation: ConversationRow, incoming: Incoming, officer: Officer) -> TicketView:
    """The ticket as decisions see it, where an officer is known by the id of the message."""
    seen = view(ticket, conversation)
    return replace(seen, claimed_by=incoming.user_id) if seen.claimed_by == officer.id else seen


def _allowed(incoming: Incoming, found: Found, act: StaffAct) -> StaffAct:
    """Forwarded words are somebody else's; an edited note stays a note."""
    if incoming.forwarded and not isinstance(act, Note):
        return Ignore()
    if incoming.edited and found.link is not None and found.link.kind == "note":
        return Note(incoming.text)
    return act


async def _act(scene: Scene, act: StaffAct) -> str | None:
    """Do it; the reason if it could not be done."""
    match act:
        case ReplyToResident(corrects=True):
            return await _correct(scene, act)
        case ReplyToResident():
            return await _reply(scene, act)
        case SendProcedure(procedure_id):
            return await _send_procedure(scene, procedure_id)
        case Note(text):
            await _note(scene, text)
        case Claim() | Close() | Reopen():
            return await _move(scene, act)
        case ListTickets():
            await _list(scene)
        case ShowReceipt(code):
            await _show_receipt(scene, code)
        case Ignore():
            pass
    return None


async def _answer(scene: Scene, decision: StaffDecision, refusal: str | None) -> None:
    """What the officer hears back, on the button and in the room."""
    toast = refusal or decision.ack or ""
    await acknowledge(scene.session, scene.incoming, toast, scene.now)
    for words in _heard_back(scene, (Say(refusal),) if refusal else decision.say, toast):
        await rooms.say(
            scene.session,
            scene.officer.room,
            words,
            scene.now,
            ticket=scene.ticket,
            reply_to=scene.incoming.message_id,
            thread=scene.incoming.thread,
        )


def _heard_back(scene: Scene, say: Sequence[Say], toast: str) -> Sequence[Say]:
    """The words for the room: none that the button tells, and what was done where no card can change to show it."""
    if scene.incoming.callback_id:
        return [words for words in say if words.text != toast]
    told = not toast or any(words.text == toast for words in say)
    if told or scene.ticket is None or scene.shell.can_edit(scene.incoming.channel):
        return say
    return [Say(texts.DONE_BY_CODE.format(code=scene.ticket.code, done=toast)), *say]


async def _reply(scene: Scene, act: ReplyToResident) -> str | None:
    if scene.ticket is None or scene.conversation is None:
        return texts.NO_TICKET
    refusal = await tickets.move(scene.session, scene.ticket, "reply", scene.now, scene.officer)
    if refusal is not None:
        return refusal.reason
    message = await officer_says(
        scene.session,
        scene.conversation,
        scene.ticket,
        Say(act.text),
        scene.now,
        signature=scene.shell.signature(scene.officer.name),
        media=act.media,
        source=source_of(scene.incoming),
    )
    await _after_answer(scene, scene.ticket, message, act)
    return None


async def _after_answer(scene: Scene, ticket: TicketRow, message: MessageRow, act: ReplyToResident) -> None:
    """The officer's own message leads to the ticket, other rooms read it, every card shows it."""
    await _own_link(scene, "reply", message)
    await rooms.line(
        scene.session,
        ticket,
        "answer",
        cards.answer_line(ticket, scene.officer.name, act.text),
        scene.now,
        message=message,
        media=act.media,
        source=source_of(scene.incoming),
        but=scene.officer.room,
    )
    await rooms.show(scene.session, ticket, scene.now)
    scene.shell.metrics.tickets.labels("answered").inc()


async def _correct(scene: Scene, act: ReplyToResident) -> str | None:
    """The officer edited an answer: change it where it stands, or send the correction after it."""
    number = scene.incoming.corrects or (scene.link.message_pk if scene.link else None)
    message = await scene.session.get(MessageRow, number) if number else None
    if message is None or scene.ticket is None or scene.conversation is None or not _is_answer(message, scene.ticket):
        return texts.NOTHING_TO_CORRECT if scene.incoming.corrects else None
    in_place = scene.shell.can_edit(scene.conversation.channel)
    if in_place and message.text == act.text:
        return None
    _jot(scene, "corrected", message.text)
    if in_place:
        await officer_corrects(scene.session, scene.conversation, message, act.text, scene.now)
    else:
        corrected = Say(texts.ANSWER_CORRECTED.format(text=act.text))
        await officer_says(
            scene.session, scene.conversation, scene.ticket, corrected, scene.now, signature=message.author_name
        )
    await rooms.line(
        scene.session,
        scene.ticket,
        "answer",
        cards.answer_line(scene.ticket, scene.officer.name, act.text, corrects=True),
        scene.now,
        message=message,
        but=scene.officer.room,
    )
    await rooms.show(scene.session, scene.ticket, scene.now)
    return None


def _is_answer(message: MessageRow, ticket: TicketRow) -> bool:
    return message.author == "staff" and message.ticket_id == ticket.id


async def _send_procedure(scene: Scene, procedure_id: str) -> str | None:
    if scene.ticket is None or scene.conversation is None:
        return texts.NO_TICKET
    desk = scene.shell.desk_on(scene.conversation.channel)
    if not is_known(procedure_id, desk):
        return texts.SEND_NOT_FOUND.format(words=procedure_id)
    refusal = await tickets.move(scene.session, scene.ticket, "reply", scene.now, scene.officer)
    if refusal is not None:
        return refusal.reason
    guide = await _with_receipt(scene, procedure_id, desk, scene.ticket.question)
    name = desk.kb.procedures[procedure_id].short
    await officer_says(
        scene.session,
        scene.conversation,
        scene.ticket,
        guide,
        scene.now,
        signature=scene.shell.signature(scene.officer.name),
    )
    memory = remember(conversation_from_json(scene.conversation.state), procedure_id, guide, now=scene.now)
    scene.conversation.state = conversation_to_json(memory)
    _jot(scene, "sent", name)
    sent = cards.answer_line(scene.ticket, scene.officer.name, texts.SENT_PROCEDURE.format(name=name))
    await rooms.line(scene.session, scene.ticket, "answer", sent, scene.now, but=scene.officer.room)
    await rooms.show(scene.session, scene.ticket, scene.now)
    scene.shell.metrics.tickets.labels("answered").inc()
    return None


async def _with_receipt(scene: Scene, procedure_id: str, desk: Desk, question: str) -> Say:
    """The checklist under a code by which it can be looked up, like any other answer."""
    code = await answer_receipts.spare_code(scene.session, scene.shell.chance)
    plain = checklist(procedure_id, desk, now=scene.now)
    guide, kept = receipt.of_guide(procedure_id, plain, desk, code=code, question=question)
    await answer_receipts.keep(scene.session, kept, [guide], scene.now)
    return guide


async def _note(scene: Scene, text: str) -> None:
    """Words among officers: kept with the ticket, seen in every room, never by the resident."""
    if scene.ticket is None:
        return
    _jot(scene, "note", text)
    await _own_link(scene, "note", None)
    line = cards.note_line(scene.ticket, scene.officer.name, text)
    await rooms.line(scene.session, scene.ticket, "note", line, scene.now, but=scene.officer.room)


def _jot(scene: Scene, kind: str, text: str) -> None:
    if scene.ticket is not None:
        scene.session.add(
            TicketNoteRow(
                ticket_id=scene.ticket.id, kind=kind, author_name=scene.officer.name[:128], text=text, at=scene.now
            )
        )


async def _move(scene: Scene, act: Claim | Close | Reopen) -> str | None:
    if scene.ticket is None or scene.conversation is None:
        return texts.NO_TICKET
    match act:
        case Claim():
            refusal = await tickets.move(scene.session, scene.ticket, "claim", scene.now, scene.officer)
        case Close():
            refusal = await tickets.move(scene.session, scene.ticket, "close", scene.now, scene.officer)
        case Reopen():
            refusal = await tickets.move(scene.session, scene.ticket, "reopen", scene.now, scene.officer)
    if refusal is not None:
        return refusal.reason
    await rooms.show(scene.session, scene.ticket, scene.now)
    if not isinstance(act, Claim):
        await rooms.topics(scene.session, scene.ticket, closed=isinstance(act, Close), now=scene.now)
    if isinstance(act, Close):
        farewell = Say(texts.TICKET_CLOSED.format(code=scene.ticket.code))
        await bot_says(scene.session, scene.conversation, farewell, scene.now, scene.ticket)
    scene.shell.metrics.tickets.labels(type(act).__name__.lower()).inc()
    return None


async def _list(scene: Scene) -> None:
    say = await cards.waiting_list(scene.session, scene.shell.desk(), scene.now)
    await rooms.say(scene.session, scene.officer.room, say, scene.now, thread=scene.incoming.thread)


async def _show_receipt(scene: Scene, code: str) -> None:
    row = await answer_receipts.find(scene.session, code)
    words = told(row, scene.shell.desk()) if row else texts.RECEIPT_UNKNOWN.format(code=code[:32])
    await rooms.say(scene.session, scene.officer.room, Say(words), scene.now, thread=scene.incoming.thread)


async def _own_link(scene: Scene, kind: str, message: MessageRow | None) -> None:
    """Remember what the officer's own message was, so that replies to it and edits of it are understood."""
    incoming, ticket = scene.incoming, scene.ticket
    if incoming.message_id is None or incoming.callback_id or ticket is None:
        return
    link = {
        "channel": incoming.channel,
        "account": incoming.account,
        "chat_id": incoming.chat_id,
        "message_id": incoming.message_id,
        "ticket_id": ticket.id,
        "kind": kind,
        "message_pk": message.id if message else None,
    }
    await scene.session.execute(insert_into(scene.session, LinkRow).values(**link).on_conflict_do_nothing())
