"""Whatever is said in whatever order: always a reply, never an answer about something that nobody named."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers import Desk, buttons, decide
from handlers.messages import Conversation, Decision, OpenTicket, TicketView
from handlers.state import conversation_from_json, conversation_to_json
from knowledge import default_faq, entries, load
from knowledge.matcher import Matcher
from tests.unit.handlers_world import NOW, incoming

NEEDS = """đăng ký khai sinh cần gì|dang ky tam tru can gi|thế còn kết hôn?|không, ý tôi là khai tử|xin cấp lại giấy
    |sao y mất bao nhiêu tiền|certified copy of my passport|bố tôi vừa mất|làm khai sinh và đăng ký thường trú"""
LITTLE = """thế còn phí?|mấy ngày có?|lam onl dc k|o dau|ai di thay dc|tôi không hiểu|quay lại|đồng ý|không|có
    |cái thứ hai|1|2|9|99|ok|cảm ơn|danh mục|hủy|how much is it|yes|còn giấy tờ?|căn cứ pháp luật|làm thế nào|k|?"""
NOISE = (
    "haha|giá vàng hôm nay|trời mưa không|||😀|asdf qwer|cccd 031090123456|mật khẩu là Hoa12345|/abc|{x}|ạ" + "a" * 300
)


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("|")]


SAID = st.lists(st.sampled_from(lines(NEEDS) + lines(LITTLE) * 2 + lines(NOISE)), min_size=1, max_size=14)


@cache
def desk() -> Desk:
    kb = load(default_faq())
    return Desk(kb, Matcher(entries(kb)))


@cache
def named_by(text: str) -> frozenset[str]:
    """Every procedure that the words, or the end of them, may stand for."""
    words = text.split()
    ends = [" ".join(words[at:]) for at in range(len(words))] + text.split("và")
    return frozenset(near.entry.id for end in ends for near in desk().matcher.read(end).candidates)


def offered(decision: Decision) -> set[str]:
    """The procedures behind the choices of a reply."""
    presses = [buttons.read(choice.id) for say in decision.say for choice in say.choices]
    return {press.what if press.kind == "p" else press.which for press in presses}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SAID, st.lists(st.sampled_from([1, 45, 1500]), min_size=14, max_size=14))
def test_any_talk_goes_on(said: list[str], minutes: list[int]) -> None:
    """Minutes or a day between the messages; memory survives a restart after each."""
    memory, now, known = Conversation(), NOW, set[str]()
    ticket: TicketView | None = None
    for text, pause in zip(said, minutes, strict=False):
        now += timedelta(minutes=pause)
        decision = decide(incoming(text), memory, desk(), now=now, ticket=ticket, spare_code="K7Q2")
        known |= named_by(text)
        if decision.outcome.decision == "answer":
            assert set(decision.outcome.procedures[:1]) <= known, (said, text, decision.outcome)
        assert decision.say or decision.ticket or ticket, (said, text)
        assert all(say.text.strip() for say in decision.say)
        assert "031090123456" not in str(decision)
        assert "Hoa12345" not in str(decision)
        known |= offered(decision)
        memory = conversation_from_json(conversation_to_json(decision.conversation))
        assert memory == decision.conversation
        if isinstance(decision.ticket, OpenTicket):
            ticket = TicketView("K7Q2", "open", decision.ticket.question, now, "web")
        elif decision.ticket and type(decision.ticket).__name__ == "WithdrawTicket":
            ticket = None
