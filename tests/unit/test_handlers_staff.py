"""What officers write: an answer only when they mean one, never silence when they may believe it was one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import pytest

from handlers import StaffRole, decide_staff, texts
from handlers.messages import (
    Claim,
    Close,
    Guess,
    Ignore,
    ListTickets,
    Media,
    Note,
    Reopen,
    ReplyToResident,
    SendProcedure,
    StaffDecision,
    TicketState,
    TicketView,
)
from tests.unit.handlers_world import NOW, desk, incoming, verdict

TICKET = TicketView("K7Q2", "open", "hỏi", NOW, "web", (Guess("khai-sinh", "Đăng ký khai sinh", 0.8),))
ROLES: tuple[StaffRole | None, ...] = (*get_args(StaffRole), None)


def officer(
    text: str = "",
    *,
    ticket: TicketView | None = TICKET,
    role: StaffRole | None = "card",
    in_topic: bool = False,
    **more: Any,
) -> StaffDecision:
    where = desk(
        verdicts={
            "khai sinh": verdict("answer", "khai-sinh"),
            "cấp lại": verdict("choose", "cap-lai-can-cuoc", "cap-lai-so-do-bi-mat"),
        }
    )
    message = incoming(text, chat_kind="group", user_id="o1", user_name="Lan", **more)
    return decide_staff(message, where, now=NOW, ticket=ticket, role=role, in_topic=in_topic)


def said(decision: StaffDecision) -> str:
    return "\n".join(say.text for say in decision.say)


@pytest.mark.parametrize("role", ["card", "resident", "reply"])
@pytest.mark.parametrize("in_topic", [True, False])
def test_a_reply_to_the_ticket_is_an_answer(role: StaffRole, in_topic: bool) -> None:
    """To its card, to the resident's words, to an answer that was sent."""
    assert officer("Dạ được", role=role, in_topic=in_topic, reply_to="5").act == ReplyToResident("Dạ được")


def test_plain_words_in_the_topic_are_an_answer() -> None:
    """Nobody has to reply to anything there."""
    assert officer("Dạ được", role=None, in_topic=True).act == ReplyToResident("Dạ được")


def test_words_on_the_tickets_own_screen_are_an_answer() -> None:
    """The web room names the ticket itself."""
    where = desk()
    message = incoming("Dạ được", chat_kind="group", ticket="K7Q2")
    decision = decide_staff(message, where, now=NOW, ticket=TICKET, role=None, in_topic=False)
    assert decision.act == ReplyToResident("Dạ được")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("in_topic", [True, False])
@pytest.mark.parametrize("reply_to", ["5", None])
def test_two_slashes_never_reach_a_resident(role: StaffRole | None, in_topic: bool, reply_to: str | None) -> None:
    """Wherever they are written."""
    assert officer("// hỏi anh Nam", role=role, in_topic=in_topic, reply_to=reply_to).act == Note("hỏi anh Nam")


@pytest.mark.parametrize(("role", "in_topic"), [("note", True), ("note", False), (None, True)])
def test_a_reply_to_a_colleague_is_a_note(role: StaffRole | None, in_topic: bool) -> None:
    """To a note, or in the topic to another officer's words."""
    assert officer("chuẩn", role=role, in_topic=in_topic, reply_to="8").act == Note("chuẩn")


def test_an_answer_that_lost_its_way_is_never_silent() -> None:
    """A reply to another message of the bot, or words with a code but no reply."""
    for lost in (officer("Dạ được", role="bot", reply_to="5"), officer("#K7Q2 Dạ được", role=None)):
        assert isinstance(lost.act, Ignore)
        assert "#K7Q2" in said(lost)
    unknown = officer("#ABCD Dạ được", ticket=None, role=None)
    assert "#ABCD" in said(unknown)
    assert said(officer("Dạ được", ticket=None, role="bot")) == texts.NO_TICKET


def test_talk_among_officers_is_let_be() -> None:
    """No ticket, no reply, no code: nothing is done and nothing is said."""
    assert officer("trưa nay ăn gì", ticket=None, role=None) == StaffDecision(Ignore())


def test_media_alone_is_an_answer_too() -> None:
    """A picture of the form, for example."""
    picture = (Media("photo", "ref"),)
    assert officer("", media=picture).act == ReplyToResident("", picture)


@pytest.mark.parametrize("text", ["Dạ được", "/nhan", "/dong", "/gui khai sinh"])
def test_forwarded_words_are_nobody_s_command(text: str) -> None:
    """They may have been written by a resident."""
    assert isinstance(officer(text, forwarded=True).act, Ignore)


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("/nhan", Claim()),
        ("/nhan@phuong_bot", Claim()),
        ("/dong", Close()),
        ("/ds", ListTickets()),
        ("/gui 1", SendProcedure("khai-sinh")),
        ("/gui khai-sinh", SendProcedure("khai-sinh")),
        ("/gui khai sinh", SendProcedure("khai-sinh")),
        ("/gui #K7Q2 khai sinh", SendProcedure("khai-sinh")),
    ],
)
def test_commands(text: str, act: object) -> None:
    """By name, with the bot's name behind it, with arguments."""
    assert officer(text).act == act


@pytest.mark.parametrize("text", ["/gui", "/gui 9", "/gui 0", "/gui qwerty", "/abc", "/molai"])
def test_a_command_that_cannot_be_done_says_why(text: str) -> None:
    """Nothing happens, the room is told."""
    decision = officer(text)
    assert isinstance(decision.act, Ignore)
    assert said(decision)


def test_several_procedures_are_asked_with_buttons() -> None:
    """The press sends the one that is meant."""
    asked = officer("/gui cấp lại")
    assert isinstance(asked.act, Ignore)
    pressed = officer("", role="bot", button=asked.say[0].choices[1].id)
    assert pressed.act == SendProcedure("cap-lai-so-do-bi-mat")


@pytest.mark.parametrize(
    ("button", "state", "act"),
    [
        ("t:K7Q2:claim", "open", Claim()),
        ("t:K7Q2:close", "answered", Close()),
        ("t:K7Q2:reopen", "closed", Reopen()),
        ("t:K7Q2:send:0", "open", SendProcedure("khai-sinh")),
        ("t:K7Q2:send:7", "open", Ignore()),
        ("t:K7Q2:send:x", "open", Ignore()),
        ("t:K7Q2:close", "closed", Ignore()),
        ("t:K7Q2:send:0", "closed", Ignore()),
        ("p:khai-sinh", "open", Ignore()),
        ("nonsense", "open", Ignore()),
    ],
)
def test_buttons_of_the_card(button: str, state: TicketState, act: object) -> None:
    """Each does its work in its state, and nothing otherwise."""
    assert officer("", ticket=replace(TICKET, state=state), button=button).act == act


@pytest.mark.parametrize("text", ["Dạ được", "/gui 1"])
def test_a_closed_ticket_sends_nothing_and_says_what_to_do(text: str) -> None:
    """The way back is in the refusal."""
    refused = officer(text, ticket=replace(TICKET, state="closed"))
    assert isinstance(refused.act, Ignore)
    assert "Mở lại" in said(refused)


def test_two_officers_at_once() -> None:
    """The second to claim is told who has it; an answer by another goes out and says so."""
    held = replace(TICKET, state="claimed", claimed_by="o2", claimed_name="Hùng")
    assert "Hùng" in said(officer("/nhan", ticket=held))
    answered = officer("Dạ được", ticket=held)
    assert answered.act == ReplyToResident("Dạ được")
    assert "Hùng" in said(answered)
    assert not officer("Dạ được", ticket=replace(held, claimed_by="o1")).say


def test_an_edited_answer_corrects_and_cannot_be_taken_back() -> None:
    """The resident gets the new words; turned into a note, the officer is told that it was sent."""
    assert officer("Dạ sửa", edited=True).act == ReplyToResident("Dạ sửa", (), corrects=True)
    assert texts.EDIT_NOT_TAKEN_BACK in said(officer("// thôi", edited=True))
    assert isinstance(officer("/dong", edited=True).act, Ignore)


@pytest.mark.parametrize("command", ["/nhan", "/dong", "/molai", "/gui 1"])
def test_a_command_without_a_ticket_asks_for_one(command: str) -> None:
    """With the code of a ticket that is not there, it names the code."""
    assert said(officer(command, ticket=None, role=None)) == texts.NO_TICKET
    assert "#ABCD" in said(officer(f"{command} #ABCD", ticket=None, role=None))
