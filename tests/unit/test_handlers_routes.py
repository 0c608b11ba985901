"""Whatever comes, one decision follows, and it can be shown, stored and answered."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from functools import cache
from time import process_time
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers import ROUTES, Desk, buttons, decide, decide_staff
from handlers.messages import Choice, Conversation, Guess, Media, Pending, Say, TicketView, Topic
from handlers.state import conversation_from_json, conversation_to_json
from handlers.turn import Turn
from knowledge import entries
from knowledge.decision import Verdict
from knowledge.explanation import Explanation
from knowledge.matcher import Matcher
from knowledge.words import Aspect
from tests.unit.handlers_world import NOW, incoming, shipped

SAID = st.sampled_from(
    [
        *("1", "2.", "số 3 ạ", "cái cuối", "có", "không", "thôi", "gửi", "hủy", "/huy", "/start", "/help", "/can-bo"),
        *("menu", "gặp cán bộ", "đăng ký kết hôn cần gì", "thế còn phí", "còn tạm trú", "không, ý tôi là khai tử"),
        *("hỏi bot khai sinh", "cảm ơn", "tôi không hiểu", "bố tôi mất", "xyz qwe", "031090123456", "how to marry", ""),
    ]
)
CHOICES = st.lists(
    st.sampled_from(
        [
            Choice("p:khai-sinh", "Đăng ký khai sinh"),
            Choice("a:fee:khai-sinh", "Phí, lệ phí"),
            Choice("e:ho-chieu", "Hộ chiếu"),
            Choice("f:dat-dai:0", "Đất đai"),
            Choice("m:1", "Xem tiếp"),
            Choice(buttons.OTHER, "Việc khác"),
            Choice(buttons.SEND, "Gửi cán bộ"),
            Choice(buttons.OFFICER, "Gặp cán bộ"),
            Choice("p:da-xoa", "Thủ tục đã xóa"),
        ]
    ),
    max_size=4,
    unique=True,
).map(tuple)
PENDING = st.builds(
    Pending,
    kind=st.sampled_from(["choose", "confirm_handoff", "second_need", "browse", "after_answer"]),
    choices=CHOICES,
    question=st.sampled_from(["", "hỏi gì đó"]),
    asked_at=st.just(NOW),
    wanted=st.booleans(),
)
MEMORIES = st.builds(
    Conversation,
    greeted=st.booleans(),
    pending=st.none() | PENDING,
    topic=st.none()
    | st.builds(Topic, st.sampled_from(["khai-sinh", "da-xoa"]), st.sampled_from([None, "fee"]), st.just(NOW)),
    misses=st.integers(0, 3),
)
TICKETS = st.none() | st.builds(
    TicketView,
    st.just("K7Q2"),
    st.sampled_from(["open", "claimed", "answered", "closed"]),
    st.just("hỏi"),
    st.just(NOW),
    st.just("web"),
    st.just((Guess("khai-sinh", "Khai sinh", 0.9),)),
)
MEDIA = st.lists(
    st.builds(Media, st.sampled_from(["photo", "voice", "video", "sticker", "file", "location", "contact", "other"])),
    max_size=2,
).map(tuple)
BUTTONS = st.none() | CHOICES.map(lambda choices: choices[0].id if choices else "nonsense:x:y:z") | st.text(max_size=20)


UNHURRIED = settings(deadline=None)
"""The first example loads the knowledge base."""


@cache
def desk() -> Desk:
    return Desk(shipped(), Matcher(entries(shipped())))


def shown_well(say: Say) -> bool:
    numbered = all(f"{at}. " in say.text for at, _ in enumerate(say.choices, start=1))
    return bool(say.text.strip()) and numbered and all(len(choice.id.encode()) <= 64 for choice in say.choices)


@UNHURRIED
@given(
    SAID | st.text(max_size=60), MEMORIES, TICKETS, MEDIA, BUTTONS, st.booleans(), st.sampled_from(["private", "group"])
)
def test_every_message_in_every_state_is_decided(
    text: str,
    memory: Conversation,
    ticket: TicketView | None,
    media: tuple[Media, ...],
    button: str | None,
    edited: bool,
    chat_kind: str,
) -> None:
    """Nothing is raised; what is said has its numbers; what is remembered can be stored."""
    message = incoming(text, media=media, button=button or None, edited=edited, chat_kind=chat_kind)
    decision = decide(message, memory, desk(), now=NOW, ticket=ticket, spare_code="M3RT")
    assert all(map(shown_well, decision.say))
    stored = json.loads(json.dumps(conversation_to_json(decision.conversation)))
    assert conversation_from_json(stored) == decision.conversation


@UNHURRIED
@given(SAID)
def test_a_resident_is_always_answered(text: str) -> None:
    """In private, without a ticket, there is always a reply."""
    decision = decide(incoming(text), Conversation(), desk(), now=NOW, ticket=None, spare_code="M3RT")
    assert decision.say


@UNHURRIED
@given(
    st.text(max_size=60) | SAID,
    TICKETS,
    MEDIA,
    BUTTONS,
    st.sampled_from(["card", "resident", "reply", "note", "bot", None]),
    st.booleans(),
)
def test_every_message_of_an_officer_is_decided(
    text: str, ticket: TicketView | None, media: tuple[Media, ...], button: str | None, role: str | None, in_topic: bool
) -> None:
    """Nothing is raised whatever the room holds."""
    message = incoming(text, media=media, button=button or None, chat_kind="group")
    decision = decide_staff(message, desk(), now=NOW, ticket=ticket, role=role, in_topic=in_topic)  # type: ignore[arg-type] # drawn from StaffRole
    assert all(say.text.strip() for say in decision.say)


@pytest.mark.parametrize(
    "text",
    [
        "😀" * 4096,
        "a" * 4000,
        "\u0301" * 100_000,
        "\u202eabc",
        "a b " * 30_000,
        "1" * 50_000,
        "((" * 5000,
        "bo me " * 5000,
        "a " * 2048,
        "a," * 2048,
        "1." * 2000,
        "tôi có đất rồi, " * 250,
    ],
)
def test_hostile_texts_are_read_quickly(text: str) -> None:
    """However long, the answer comes at once and fits a message."""
    memory = Conversation(greeted=True, topic=Topic("khai-sinh", None, NOW))
    here = desk()
    began = process_time()
    decision = decide(incoming(text), memory, here, now=NOW, ticket=None, spare_code="M3RT")
    assert process_time() - began < 0.25
    assert all(len(say.text) <= 3900 for say in decision.say)


def test_the_last_route_always_decides() -> None:
    """So that no message can fall through."""
    turn = Turn(incoming("bất kỳ"), Conversation(), desk(), NOW, None, "M3RT")
    assert ROUTES[-1](turn) is not None


def test_the_same_words_are_read_once() -> None:
    """However many routes look at them: reading is what a decision costs most."""
    seen: Counter[str] = Counter()

    class Counting:
        def read(self, text: str) -> Verdict:
            seen[text] += 1
            return desk().matcher.read(text)

        def aspects(self, text: str) -> tuple[Aspect, ...]:
            return desk().matcher.aspects(text)

        def explain(self, text: str) -> Explanation:
            return desk().matcher.explain(text)

    where = replace(desk(), matcher=cast(Matcher, Counting()))
    for text in ("làm khai sinh cho con hết bao nhiêu tiền", "how much is a birth certificate", "con mèo kêu đêm"):
        decide(incoming(text), Conversation(), where, now=NOW, ticket=None, spare_code="M3RT")
    assert len(seen) >= 3
    assert set(seen.values()) == {1}
