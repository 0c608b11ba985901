"""Every event of the Official Account that means something, and the message it must become."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.zalo_oa import events
from bot.channels.zalo_oa.buttons import button, choice_of
from bot.channels.zalo_oa.parse import Reader
from handlers.messages import Choice, Incoming, Media, ReachChanged

OA, LAN, ROOM = "4318657068771012646", "2512523625412515", "f414c8f76fa586fbdfb4"
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
STAMP = str(int(AT.timestamp() * 1000))
READER = Reader(OA, lambda user_id: "Lan" if user_id == LAN else "")

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


def event(name: str, recipient: str = OA, **message: Any) -> dict[str, Any]:
    """A person's message."""
    return {
        "app_id": "1",
        "sender": {"id": LAN},
        "recipient": {"id": recipient},
        "event_name": name,
        "message": {"msg_id": "m1", **message},
        "timestamp": STAMP,
    }


def attached(kind: str, **payload: Any) -> dict[str, Any]:
    return {"attachments": [{"type": kind, "payload": payload}]}


def read(raw: dict[str, Any]) -> Incoming:
    found = READER.read("m1", raw)
    assert isinstance(found, Incoming)
    return found


def test_a_text_is_read_whole() -> None:
    """Who, where, when, what, and what it answers."""
    assert read(event("user_send_text", text="xin chào", quote_msg_id="q1")) == Incoming(
        channel="zalo_oa",
        account=OA,
        event_id="m1",
        chat_id=LAN,
        user_id=LAN,
        user_name="Lan",
        text="xin chào",
        at=AT,
        message_id="m1",
        reply_to="q1",
    )


def test_a_group_is_where_it_is_answered() -> None:
    """The group is the chat, the officer the person."""
    said = read(event("user_send_group_text", ROOM, text="Dạ được", quote_msg_id="q1"))
    assert (said.chat_kind, said.chat_id, said.user_id, said.reply_to) == ("group", ROOM, LAN, "q1")


FILE = "https://f20-zpc.zdn.vn/a"
PLACE = {"latitude": "20.83", "longitude": "106.64"}
ATTACHED: list[tuple[str, dict[str, Any] | None, Media]] = [
    ("image", {"url": FILE}, Media("photo", FILE, mime="image/jpeg")),
    ("group_image", {"url": FILE}, Media("photo", FILE, mime="image/jpeg")),
    ("gif", {"url": FILE}, Media("photo", FILE, mime="image/gif")),
    ("sticker", {"url": FILE}, Media("sticker", FILE)),
    ("audio", {"url": FILE}, Media("voice", FILE, mime="audio/mpeg")),
    ("video", {"url": FILE}, Media("video", FILE, mime="video/mp4")),
    ("file", {"url": FILE, "name": "don.pdf", "size": "2048"}, Media("file", FILE, name="don.pdf", size=2048)),
    ("location", {"coordinates": PLACE}, Media("location", latitude=20.83, longitude=106.64)),
    ("location", {"coordinates": {"latitude": "x"}}, Media("other")),
    ("business_card", {"description": "0901 234 567"}, Media("contact", name="0901 234 567")),
    ("image", None, Media("photo")),
    ("hologram", None, Media("other")),
]


@pytest.mark.parametrize(("kind", "payload", "media"), ATTACHED)
def test_what_is_attached_is_told_apart(kind: str, payload: dict[str, Any] | None, media: Media) -> None:
    """Each kind of attachment becomes its medium; what is missing or new is a medium that cannot be had."""
    more = attached(kind, **payload) if payload is not None else {}
    assert read(event(f"user_send_{kind}", **more)).media == (media,)


def test_a_link_is_its_words() -> None:
    """The card of a link has a title and an address; neither is lost."""
    raw = event("user_send_link", **attached("link", title="Cổng dịch vụ công", url="https://dichvucong.gov.vn"))
    assert read(raw).text == "Cổng dịch vụ công\nhttps://dichvucong.gov.vn"


def test_a_press_comes_back_as_its_choice() -> None:
    """The hidden payload is a button's, in private only; a person's own words never are."""
    payload = button(Choice("p:khai-sinh", "Khai sinh"))["payload"]
    pressed = read(event("user_send_text", text=payload))
    assert (pressed.button, pressed.text) == ("p:khai-sinh", "")
    assert read(event("user_send_group_text", ROOM, text=payload)).button is None
    for words in ("p:khai-sinh", "hoidap", "hoidap: em hỏi", f"{payload} ạ"):
        assert choice_of(words) is None


@pytest.mark.parametrize(("name", "reachable"), [("follow", True), ("unfollow", False)])
def test_following_changes_who_can_be_reached(name: str, reachable: bool) -> None:
    """These have no sender and no number; the same deed has the same id, another one another."""
    raw = {"oa_id": OA, "follower": {"id": LAN}, "event_name": name, "timestamp": STAMP}
    assert READER.read("e", raw) == ReachChanged("zalo_oa", OA, "e", LAN, reachable, AT)
    assert events.event_id(raw) == events.event_id(dict(reversed(raw.items())))
    assert events.event_id(raw) != events.event_id({**raw, "timestamp": "1"})
    assert events.lane(OA, raw) == f"zalo_oa:{OA}:{LAN}"


@pytest.mark.parametrize("stamp", [None, "", "hôm qua", "-1", "9" * 15, {}, True])
def test_a_time_that_is_none_is_nonsense(stamp: object) -> None:
    """An event that cannot be placed in time is not guessed at."""
    with pytest.raises(ValueError, match="without a time"):
        READER.read("m1", {**event("user_send_text", text="a"), "timestamp": stamp})


@given(
    st.sampled_from(["user_send_text", "user_send_image", "user_send_file", "user_send_location", "user_send_link",
                     "user_send_business_card", "user_send_group_text", "follow", "unfollow", "x"]),
    st.dictionaries(st.sampled_from(["sender", "recipient", "message", "follower", "oa_id", "timestamp"]), JSON),
    st.dictionaries(st.sampled_from(["text", "msg_id", "quote_msg_id", "attachments"]), JSON),
    JSON,
)  # fmt: skip
def test_no_event_breaks_the_reader(name: str, top: dict[str, Any], message: dict[str, Any], payload: Any) -> None:
    """Whatever stands in it: an event, nothing, or ValueError; its lane and its id are texts of a good length."""
    kept = {"attachments": [{"payload": payload}], **message}
    raw = {**event("user_send_text"), "message": {"msg_id": "m1", **kept}, **top, "event_name": name}
    assert len(events.event_id(raw)) <= 64
    assert events.lane(OA, raw).startswith("zalo_oa:")
    events.matters(raw, OA)
    try:
        READER.read("m1", raw)
    except ValueError:
        return
