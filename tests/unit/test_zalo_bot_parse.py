"""Raw events of the Zalo Bot Platform, read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.channels.zalo_bot.parse import Reader
from bot.channels.zalo_bot.updates import event_id, event_of, lane
from handlers.messages import Incoming, Media

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
LAN = "1234567890abcdef1234"
GROUP = "abcdef1234567890abcd"
READER = Reader("42", lambda: NOW, own_id="b0b0b0b0b0b0b0b0b0b0", names=("Bot Phường An Phong", "bot.AnPhong"))


def event(kind: str = "text", **message: Any) -> dict[str, Any]:
    said = {
        "message_id": "m1",
        "date": 1_790_000_000_000,
        "from": {"id": LAN, "display_name": " Nguyễn  Thị Lan ", "is_bot": False},
        "chat": {"id": LAN, "chat_type": "PRIVATE"},
        **({"text": "xin chào"} if kind == "text" else {}),
    }
    return {"event_name": f"message.{kind}.received", "message": said | message}


def in_group(text: str) -> dict[str, Any]:
    return event(text=text, chat={"id": GROUP, "chat_type": "GROUP"})


def read(raw: dict[str, Any], reader: Reader = READER) -> Incoming:
    incoming = reader.read("e1", raw)
    assert incoming is not None
    return incoming


@pytest.mark.parametrize("raw", [event(), {"ok": True, "result": event()}], ids=["bare", "wrapped"])
def test_a_text(raw: dict[str, Any]) -> None:
    """Wrapped in an envelope or not."""
    assert read(raw) == Incoming(
        "zalo_bot", "42", "e1", LAN, LAN, "Nguyễn Thị Lan", "xin chào",
        datetime(2026, 9, 21, 14, 13, 20, tzinfo=UTC), message_id="m1",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "fields", "media"),
    [
        ("image", {"photo_url": "https://a.zdn.vn/1"}, Media("photo", "https://a.zdn.vn/1", mime="image/jpeg")),
        ("image", {"photo": "https://a.zdn.vn/1"}, Media("photo", "https://a.zdn.vn/1", mime="image/jpeg")),
        ("sticker", {"sticker": "1", "url": "https://a.zdn.vn/s"}, Media("sticker", "https://a.zdn.vn/s")),
        ("voice", {"voice_url": "https://a.zdn.vn/v"}, Media("voice", "https://a.zdn.vn/v", mime="audio/aac")),
        ("unsupported", {}, Media("withheld")),
        ("hologram", {}, Media("withheld")),
    ],
)
def test_media(kind: str, fields: dict[str, Any], media: Media) -> None:
    """By the field that comes or by the one of the manual; what is withheld or unheard of is never dropped."""
    assert read(event(kind, **fields)).media == (media,)


def test_a_caption_is_the_text() -> None:
    """Of a picture."""
    assert read(event("image", photo_url="https://a.zdn.vn/1", caption="đơn của tôi")).text == "đơn của tôi"


@pytest.mark.parametrize(
    "said",
    [
        "@Bot Phường An Phong #K7Q2 dạ",
        "@bot phường an phong  #K7Q2 dạ",
        "@bot.AnPhong #K7Q2 dạ",
        "#K7Q2 dạ @Bot Phường An Phong",
    ],
)
def test_our_name_is_not_part_of_what_is_said(said: str) -> None:
    """In a group the bot hears only what is meant for it."""
    incoming = read(in_group(said))
    assert (incoming.text, incoming.addressed, incoming.chat_kind) == ("#K7Q2 dạ", True, "group")


def test_names_of_others_stay() -> None:
    """Only our own is taken off; while it is unknown nothing is."""
    assert read(in_group("@Lan ơi")).text == "@Lan ơi"
    said = "@Bot Phường An Phong #K7Q2 dạ"
    assert read(in_group(said), replace(READER, names=())).text == said


@pytest.mark.parametrize(
    "raw",
    [
        event(**{"from": {"id": "x" * 20, "is_bot": True}}),
        event(**{"from": {"id": READER.own_id}}),
        event("unsupported", chat={"id": GROUP, "chat_type": "GROUP"}),
        {"event_name": "bot.blocked", "message": {}},
        event(text="  "),
    ],
    ids=["a bot", "ourselves", "withheld in a group", "another event", "nothing"],
)
def test_what_means_nothing(raw: dict[str, Any]) -> None:
    """None, and no error."""
    assert READER.read("e1", raw) is None


@pytest.mark.parametrize(
    "raw",
    [{}, {"event_name": 5}, {"event_name": "message.text.received"}, event(**{"from": 5}), event(chat=[1])],
    ids=str,
)
def test_nonsense_is_named_so(raw: dict[str, Any]) -> None:
    """ValueError, for the inbox to keep it aside."""
    with pytest.raises(ValueError, match=r"\w"):
        READER.read("e1", raw)


@pytest.mark.parametrize("date", [None, "x", 1e30, float("nan"), [], True])
def test_an_impossible_time_costs_no_message(date: Any) -> None:
    """It is now, then; or whatever it says if it says something."""
    assert read(event(date=date)).text == "xin chào"


def test_fields_may_be_missing() -> None:
    """All but the event's name and somebody to answer."""
    bare = read({"event_name": "message.text.received", "message": {"from": {"id": LAN, "name": "Lan"}, "text": "a"}})
    assert (bare.chat_id, bare.chat_kind, bare.user_name, bare.at) == (LAN, "private", "Lan", NOW)


def test_events_are_told_apart() -> None:
    """By the message's id; by all that they say where there is none; a lane for each chat."""
    assert event_id(event()) == "m1"
    nameless = {"event_name": "message.unsupported.received"}
    assert event_id(nameless) == event_id(dict(nameless)) != event_id({**nameless, "message": {"date": 1}})
    assert lane("42", in_group("a")) == f"zalo_bot:42:{GROUP}"
    assert lane("42", nameless) == "zalo_bot:42:-"
    assert event_of([1]) is event_of({"result": {"event_name": None}}) is None
