"""The conversations in tests/dialogues, as an officer wrote them, held with the knowledge base that ships.

A file is a list of dialogues. A dialogue has a name (`ten`), a local time (`luc`), a ward (`phuong`: dien-du has its
hours and addresses filled in, chua-dien has placeholders) and turns (`hoi_thoai`). A turn is one of

    dan, dan_gui, dan_bam, dan_sua   the resident writes, sends a photo…, presses a button, edits the last message
    can_bo, can_bo_bam               an officer writes in the staff room (`vao`: what it replies to), or presses
    cho                              minutes, hours or days go by

and what must follow: `quyet_dinh thu_tuc phan phieu bot_noi bot_khong_noi bot_im lua_chon` for the resident,
`dan_nhan dan_khong_nhan phong_noi phong_im ghi_chu phieu` for the officer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

import handlers
from handlers import Desk, StaffRole, answer, buttons
from handlers.messages import (
    Claim,
    Close,
    Conversation,
    Decision,
    Incoming,
    JoinTicket,
    Media,
    Note,
    OpenTicket,
    Reopen,
    ReplyToResident,
    Say,
    SendProcedure,
    StaffDecision,
    TicketView,
    WithdrawTicket,
)
from handlers.state import conversation_from_json, conversation_to_json
from handlers.ticket import TicketEvent, advance
from knowledge import default_faq, entries, load
from knowledge.dates import LOCAL
from knowledge.matcher import Matcher

DIALOGUES = Path(__file__).parents[1] / "dialogues"
WARD = Path(__file__).parents[1] / "fixtures" / "ward.yaml"
SPARE_CODES = ("K7Q2", "M3RT", "P9XW", "D4HV")

SENT = {"anh": "photo", "ghi-am": "voice", "video": "video", "nhan-dan": "sticker", "tep": "file", "vi-tri": "location"}
ROLES = {"the": "card", "nguoi-dan": "resident", "tra-loi": "reply", "ghi-chu": "note", "bot": "bot"}
PRESSES = {"nhan": "claim", "dong": "close", "mo-lai": "reopen"}
STATES = {"dang-cho": "open", "dang-nhan": "claimed", "da-tra-loi": "answered", "da-dong": "closed", "khong": None}
UNITS = {"phút": "minutes", "giờ": "hours", "ngày": "days"}
RESIDENT = {"quyet_dinh", "thu_tuc", "phan", "phieu", "bot_noi", "bot_khong_noi", "bot_im", "lua_chon"}
OFFICER = {"vao", "chu_de", "ten", "ma", "phieu", "dan_nhan", "dan_khong_nhan", "phong_noi", "phong_im", "ghi_chu"}
KEYS = {
    "dan": RESIDENT | {"nhom", "kem"},
    "dan_gui": RESIDENT,
    "dan_bam": RESIDENT,
    "dan_sua": RESIDENT,
    "can_bo": OFFICER,
    "can_bo_bam": OFFICER,
    "cho": set(),
}


@cache
def desk(ward: str) -> Desk:
    """The shipped knowledge base, with the ward's facts as they ship or as a ward fills them in."""
    kb = load(default_faq())
    if ward == "chua-dien":
        return Desk(kb, matcher())
    assert ward == "dien-du", f"phuong: {ward}?"
    return Desk(replace(kb, ward=load(WARD).ward), matcher())


@cache
def matcher() -> Matcher:
    kb = load(default_faq())
    return Matcher(entries(kb), kb.lexicon, follow_ups=kb.follow_ups)


def dialogues() -> list[Any]:
    return [
        pytest.param(dialogue, id=f"{path.stem}: {dialogue['ten']}")
        for path in sorted(DIALOGUES.glob("*.yaml"))
        for dialogue in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize("dialogue", dialogues())
def test_dialogue(dialogue: Mapping[str, Any]) -> None:
    """Every turn of the dialogue goes as it is written."""
    assert set(dialogue) <= {"ten", "luc", "phuong", "chao_roi", "hoi_thoai"}, "từ khóa lạ ở đầu hội thoại"
    talk = Talk(
        desk(dialogue.get("phuong", "chua-dien")),
        datetime.fromisoformat(dialogue.get("luc", "2026-11-23 09:10")).replace(tzinfo=LOCAL),
        Conversation(greeted=dialogue.get("chao_roi", True)),
    )
    for turn in dialogue["hoi_thoai"]:
        talk.turn(turn)


def test_there_are_dialogues_for_every_field() -> None:
    """At least 60 dialogues, and among them a procedure of every field."""
    shipped = desk("chua-dien").kb
    seen = {
        shipped.procedures[turn["thu_tuc"]].field
        for parameter in dialogues()
        for turn in parameter.values[0]["hoi_thoai"]
        if turn.get("thu_tuc") in shipped.procedures
    }
    assert len(dialogues()) >= 60
    assert set(shipped.fields) <= seen


@dataclass
class Talk:
    """A conversation under way: its memory, its ticket, what was said last."""

    desk: Desk
    now: datetime
    memory: Conversation
    ticket: TicketView | None = None
    number: int = 0
    opened: int = 0
    choices: dict[str, str] = field(default_factory=dict)

    def turn(self, turn: Mapping[str, Any]) -> None:
        kind = next(key for key in turn if key in KEYS)
        assert set(turn) - {kind} <= KEYS[kind], f"từ khóa lạ: {set(turn) - {kind} - KEYS[kind]}"
        self.now += timedelta(seconds=30)
        if kind == "cho":
            amount, unit = turn["cho"].split()
            self.now += timedelta(**{UNITS[unit]: int(amount)})
        elif kind.startswith("can_bo"):
            self._officer(kind, turn)
        else:
            self._resident(kind, turn)

    def _resident(self, kind: str, turn: Mapping[str, Any]) -> None:
        self.number += kind != "dan_sua"
        sent = turn["dan_gui"] if kind == "dan_gui" else turn.get("kem")
        media = (Media(SENT[sent], f"ref-{self.number}"),) if sent else ()  # type: ignore[arg-type] # checked by SENT
        button = self._button(turn["dan_bam"]) if kind == "dan_bam" else None
        incoming = Incoming(
            channel="web",
            account="web",
            event_id=f"e{self.number}",
            chat_id="c",
            user_id="u",
            user_name="Chị Lan",
            text="" if kind in ("dan_gui", "dan_bam") else turn[kind],
            at=self.now,
            chat_kind="group" if turn.get("nhom") else "private",
            message_id=str(self.number),
            media=media,
            button=button,
            edited=kind == "dan_sua",
        )
        open_ticket = self.ticket if self.ticket and self.ticket.state != "closed" else None
        decision = handlers.decide(
            incoming, self.memory, self.desk, now=self.now, ticket=open_ticket, spare_code=SPARE_CODES[self.opened]
        )
        self._check_resident(turn, decision)
        self._follow(decision)

    def _button(self, label: str) -> str:
        """The id behind a label that was offered before; an id is taken as it is."""
        return self.choices.get(label, label)

    def _follow(self, decision: Decision) -> None:
        remembered = conversation_from_json(conversation_to_json(decision.conversation))
        assert remembered == decision.conversation, "bộ nhớ không đi qua được JSON"
        self.memory = remembered
        self.choices.update({choice.label: choice.id for say in decision.say for choice in say.choices})
        match decision.ticket:
            case OpenTicket(code=code, question=question, guesses=guesses):
                self.ticket = TicketView(code, "open", question, self.now, "web", guesses)
                self.opened += 1
            case WithdrawTicket():
                self._move("withdraw")
            case JoinTicket(waits=True):
                self._move("write")

    def _check_resident(self, turn: Mapping[str, Any], decision: Decision) -> None:
        outcome = decision.outcome
        said = "\n".join(text_of(say) for say in decision.say)
        about = f"“{next(iter(turn.values()))}” → {outcome}\n{said}"
        for say in decision.say:
            assert_well_formed(say)
        if "quyet_dinh" in turn:
            assert outcome.decision == turn["quyet_dinh"], about
        if "thu_tuc" in turn:
            assert turn["thu_tuc"] in (outcome.procedures[:1] or (outcome.entry,)) + (outcome.entry,), about
        if "phan" in turn:
            assert outcome.aspect == turn["phan"], about
        if "phieu" in turn:
            acts = {"mo": OpenTicket, "them": JoinTicket, "rut": WithdrawTicket, "khong": type(None)}
            assert isinstance(decision.ticket, acts[turn["phieu"]]), about
        if turn.get("bot_im"):
            assert not decision.say, about
        elif decision.ticket is None and not turn.get("nhom") and "dan_sua" not in turn:
            assert decision.say, f"bot không nói gì: {about}"
        assert_said(said, turn.get("bot_noi", []), turn.get("bot_khong_noi", []))
        offered = [choice.label for say in decision.say for choice in say.choices]
        for label in turn.get("lua_chon", []):
            assert label in offered, f"không có lựa chọn “{label}”: {offered}"

    def _officer(self, kind: str, turn: Mapping[str, Any]) -> None:
        assert self.ticket or "ma" in turn or turn.get("vao") in (None, "khong"), "chưa có phiếu nào"
        wrong = "ma" in turn and (self.ticket is None or turn["ma"] != self.ticket.code)
        ticket = None if wrong or (turn.get("vao") == "khong" and "ma" not in turn) else self.ticket
        name = turn.get("ten", "Lan")
        role = ROLES.get(turn.get("vao", "the"))
        assert role is None or role in get_args(StaffRole)
        incoming = Incoming(
            channel="telegram",
            account="1",
            event_id=f"s{self.now.timestamp()}",
            chat_id="-100",
            user_id=f"officer-{name}",
            user_name=name,
            text=turn.get("can_bo", ""),
            at=self.now,
            chat_kind="group",
            button=self._press(turn["can_bo_bam"]) if kind == "can_bo_bam" else None,
            reply_to="7" if turn.get("vao") in (*ROLES, "dong-nghiep", None) and not turn.get("chu_de") else None,
        )
        if turn.get("vao") == "dong-nghiep":
            incoming = replace(incoming, reply_to="8")
        in_topic = bool(turn.get("chu_de"))
        if in_topic and "vao" not in turn:
            role = None
        decision = handlers.decide_staff(
            incoming,
            self.desk,
            now=self.now,
            ticket=ticket,
            role=role,  # type: ignore[arg-type] # checked above
            in_topic=in_topic,
        )
        self.choices.update({choice.label: choice.id for say in decision.say for choice in say.choices})
        sent = self._apply(decision, incoming)
        self._check_officer(turn, decision, sent)

    def _press(self, label: str) -> str:
        if label in self.choices:
            return self.choices[label]
        code = self.ticket.code if self.ticket else "XXXX"
        what, _, which = label.partition(" ")
        return f"t:{code}:send:{int(which) - 1}" if what == "gui" else f"t:{code}:{PRESSES[what]}"

    def _apply(self, decision: StaffDecision, incoming: Incoming) -> str | None:
        """What becomes of the ticket, and what the resident gets."""
        match decision.act:
            case ReplyToResident(text=text):
                self._move("reply")
                return text
            case SendProcedure(procedure_id=procedure_id):
                self._move("reply")
                return text_of(answer.checklist(procedure_id, self.desk, now=self.now))
            case Claim():
                self._move("claim")
                assert self.ticket
                self.ticket = replace(self.ticket, claimed_by=incoming.user_id, claimed_name=incoming.user_name)
            case Close():
                self._move("close")
            case Reopen():
                self._move("reopen")
        return None

    def _move(self, event: TicketEvent) -> None:
        assert self.ticket
        after = advance(self.ticket.state, event)
        assert isinstance(after, str), f"{event} khi phiếu {self.ticket.state}: {after}"
        self.ticket = replace(self.ticket, state=after)

    def _check_officer(self, turn: Mapping[str, Any], decision: StaffDecision, sent: str | None) -> None:
        room = "\n".join([*(text_of(say) for say in decision.say), decision.ack or ""])
        about = f"{turn} → {decision}"
        for say in decision.say:
            assert_well_formed(say)
        if "dan_nhan" in turn:
            assert sent is not None, about
            assert_said(sent, turn["dan_nhan"], [])
        if turn.get("dan_khong_nhan") or turn.get("ghi_chu"):
            assert sent is None, about
        if turn.get("ghi_chu"):
            assert isinstance(decision.act, Note), about
        if turn.get("phong_im"):
            assert not room.strip(), about
        assert_said(room, turn.get("phong_noi", []), [])
        if "phieu" in turn:
            assert (self.ticket.state if self.ticket else None) == STATES[turn["phieu"]], about


def text_of(say: Say) -> str:
    return "\n".join([say.text, *(f"{link.title}: {link.url}" for link in say.links)])


def assert_said(said: str, wanted: list[str], unwanted: list[str]) -> None:
    for words in wanted:
        assert words.lower() in said.lower(), f"thiếu “{words}”:\n{said}"
    for words in unwanted:
        assert words.lower() not in said.lower(), f"không được nói “{words}”:\n{said}"


def assert_well_formed(say: Say) -> None:
    """What holds for every reply: its numbers stand in the text, button ids fit, no brace is left, none is too long."""
    for at, choice in enumerate(say.choices, start=1):
        assert len(choice.id.encode()) <= 64, choice
        assert choice.id.startswith("t:") or f"{at}. " in say.text, f"thiếu số {at}:\n{say.text}"
        assert buttons.read(choice.id).kind, choice
    assert not re.search(r"\{\w*\}|\[điền|None", say.text), say.text
    assert len(say.text) <= 3900, len(say.text)
