"""Raw updates as Telegram sends them, one a file, each with the event it must become."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.parse import Reader
from bot.channels.telegram.updates import ALLOWED, lane, update_id
from handlers.messages import Event, Incoming

PAYLOADS = Path(__file__).parents[1] / "payloads" / "telegram"
CASES = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(PAYLOADS.glob("*.json"))}
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
READER = Reader("8100000001", lambda: NOW, username="hoidap_bot")

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


def told(event: Event | None) -> dict[str, Any] | None:
    """The event as the payload files write it: its class and every field that says something."""
    if event is None:
        return None
    silent = (None, (), False)
    fields = {name: value for name, value in asdict(event).items() if name == "reachable" or value not in silent}
    fields["at"] = event.at.isoformat()
    if "media" in fields:
        fields["media"] = [
            {name: value for name, value in item.items() if value is not None} for item in fields["media"]
        ]
    return {"is": type(event).__name__, **fields}


@pytest.mark.parametrize("name", CASES)
def test_an_update_becomes_its_event(name: str) -> None:
    """What the payload file claims is what is read."""
    case = CASES[name]
    event_id = str(case["update"]["update_id"])
    if case["event"] == "ValueError":
        with pytest.raises(ValueError, match="not a Telegram update"):
            READER.read(event_id, case["update"])
        return
    expected = case["event"] and {"channel": "telegram", "account": "8100000001", "event_id": event_id, **case["event"]}
    assert told(READER.read(event_id, case["update"])) == expected


def test_every_kind_that_we_ask_for_has_payloads() -> None:
    """No kind of update is asked for without an example of it."""
    assert {kind for case in CASES.values() for kind in case["update"]} >= set(ALLOWED)


def test_a_command_for_any_name_is_taken_while_our_own_is_unknown() -> None:
    """Before the first getMe a command is not lost for want of knowing our name."""
    update = CASES["command-of-another-bot"]["update"]
    event = Reader("8100000001", lambda: NOW).read("1", update)
    assert isinstance(event, Incoming)
    assert event.text == "/nhan K7Q2"


def test_what_went_wrong_is_told_without_the_words() -> None:
    """The complaint about a message that cannot be read names the fields and quotes nothing."""
    update = {"message": {"message_id": "bí mật", "date": 1, "text": "số của tôi 0912", "chat": {"id": "riêng tư"}}}
    with pytest.raises(ValueError, match=r"message_id$") as caught:
        READER.read("1", update)
    assert not [word for word in ("bí mật", "0912", "riêng tư") if word in str(caught.value)]
    assert caught.value.__suppress_context__


@given(st.sampled_from(ALLOWED), JSON)
def test_nonsense_is_an_event_or_nothing_or_a_value_error(kind: str, content: Any) -> None:
    """No JSON in place of a message raises anything but ValueError."""
    try:
        READER.read("1", {"update_id": 1, kind: content})
    except ValueError:
        return


@given(st.sampled_from(sorted(CASES)), st.data())
def test_one_wrong_field_raises_value_error_at_most(name: str, data: st.DataObject) -> None:
    """A true update with one field of its content replaced by anything is read, ignored or refused, never a crash."""
    update = json.loads(json.dumps(CASES[name]["update"]))
    kind = next(key for key in update if key != "update_id")
    content = update[kind]
    if not isinstance(content, dict):
        return
    place = data.draw(st.sampled_from(sorted(content)))
    if isinstance(content[place], dict) and content[place] and data.draw(st.booleans()):
        content, place = content[place], data.draw(st.sampled_from(sorted(content[place])))
    content[place] = data.draw(JSON)
    try:
        READER.read("1", update)
    except ValueError:
        return
    finally:
        assert lane("1", update).startswith("telegram:1:")


@pytest.mark.parametrize("update", [[], None, "1", {}, {"update_id": "1"}, {"update_id": True}, {"update_id": -1}])
def test_what_has_no_proper_id_is_no_update(update: object) -> None:
    """Only an object with a whole, non-negative number as its id is taken."""
    assert update_id(update) is None


def test_an_id_too_large_for_any_table_is_no_update() -> None:
    """Ids end at 63 bits."""
    assert update_id({"update_id": 10**40}) is None
    assert update_id({"update_id": 2**63 - 1}) == 2**63 - 1


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("text", "telegram:1:7654321001"),
        ("reply", "telegram:1:-1002345678901"),
        ("button", "telegram:1:7654321001"),
        ("button-inline", "telegram:1:7654321001"),
        ("blocked", "telegram:1:7654321001"),
        ("unknown-kind", "telegram:1:-"),
    ],
)
def test_each_chat_has_its_lane(name: str, expected: str) -> None:
    """Updates of one chat share a lane, whatever their kind."""
    assert lane("1", CASES[name]["update"]) == expected
