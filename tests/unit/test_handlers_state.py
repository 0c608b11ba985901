"""What is remembered survives storage and upgrades."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from handlers.messages import Asked, Choice, Conversation, Guess, Media, Pending, Topic
from handlers.state import conversation_from_json, conversation_to_json

TEXT = st.text(max_size=30)
TIMES = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the zone is set here
PENDING = st.builds(
    Pending,
    kind=st.sampled_from(["choose", "confirm_handoff", "second_need", "browse", "after_answer"]),
    choices=st.lists(st.builds(Choice, TEXT, TEXT), max_size=3).map(tuple),
    question=TEXT,
    asked_at=TIMES,
    guesses=st.lists(st.builds(Guess, TEXT, TEXT, st.floats(0, 1)), max_size=3).map(tuple),
    media=st.lists(st.builds(Media, st.just("photo"), TEXT), max_size=2).map(tuple),
    aspect=st.none() | TEXT,
    wanted=st.booleans(),
)
TOPIC = st.builds(Topic, TEXT, st.none() | TEXT, TIMES)
CONVERSATIONS = st.builds(
    Conversation,
    greeted=st.booleans(),
    pending=st.none() | PENDING,
    topic=st.none() | TOPIC,
    topics=st.lists(TOPIC, max_size=3).map(tuple),
    later=st.none() | PENDING,
    misses=st.integers(0, 5),
    told_ticket_at=st.none() | TIMES,
    asked=st.none() | st.builds(Asked, st.none() | TEXT, st.just("answer"), st.none() | TEXT, st.none() | TEXT),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


@given(CONVERSATIONS)
def test_storage_gives_back_what_it_got(conversation: Conversation) -> None:
    """Through real JSON and back nothing is lost."""
    stored = json.loads(json.dumps(conversation_to_json(conversation)))
    assert conversation_from_json(stored) == conversation


@given(CONVERSATIONS, JSON)
def test_a_newer_version_s_keys_are_no_error(conversation: Conversation, news: object) -> None:
    """Unknown keys, at the top and inside, are passed over."""
    stored = conversation_to_json(conversation) | {"mood": news}
    for part in ("pending", "topic", "asked"):
        if stored[part]:
            stored[part]["shade"] = news
    assert conversation_from_json(stored) == conversation


@given(st.dictionaries(st.sampled_from(["greeted", "pending", "topic", "misses", "told_ticket_at", "asked"]), JSON))
def test_nonsense_is_forgotten_not_raised(stored: dict[str, object]) -> None:
    """Whatever stands in the column, the conversation goes on."""
    assert isinstance(conversation_from_json(stored), Conversation)


def test_an_empty_column_is_a_new_conversation() -> None:
    """A row from before anything was remembered."""
    assert conversation_from_json({}) == Conversation()
