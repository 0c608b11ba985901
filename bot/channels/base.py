"""What every channel offers: raw events in, parcels out, each send ending in one receipt.

A channel never decides and never stores: intake hands raw events to `Deliver`, which commits them to the inbox
before the channel acknowledges; only the relay calls `send`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from handlers.messages import Choice, Event, Link, Media

Raw = Mapping[str, Any]

Deliver = Callable[[str, str, Raw], Awaitable[bool]]
"""`await deliver(event_id, lane, raw)` commits one raw event to the inbox; False if it was already there."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What the other side can show: buttons, edits, threads (topics), and its longest text in UTF-16 units.

    After a person's last message they can be answered for `window_hours`, and for `free_hours` without a charge.
    `falls_silent`: where it could not reach us for a while, the platform stops posting and tells nobody.
    `repeatable`: to send a parcel twice does no harm, because people read it from our own tables.
    """

    buttons: bool
    edits: bool
    threads: bool
    max_length: int
    window_hours: int | None = None
    free_hours: int | None = None
    falls_silent: bool = False
    repeatable: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """The pace the platform allows: sends per second for the account and per chat, per minute for a group.

    `account_per_month` is a plan's allowance: it is counted and warned of, never enforced by us.
    """

    account_per_second: float | None = None
    chat_per_second: float | None = None
    group_per_minute: float | None = None
    account_per_month: int | None = None


ParcelKind = Literal["text", "edit", "media", "topic", "close_topic", "reopen_topic", "ack"]


@dataclass(frozen=True, slots=True)
class Parcel:
    """One thing to put into the world.

    text: `text`, `choices`, `links` (and `reply_to`) into `chat_id`, or its `thread`.
    edit: the message `message_id` now reads `text` with `choices`.
    media: `media` with `text` as caption. If it came by this same channel, `source` is the (chat, message) to copy, or
    else its ref is good; if it came by another, `origin` names that channel and `content` holds the bytes.
    topic: open a thread titled `text`; the receipt's message_id is the thread. close_topic, reopen_topic: `thread`.
    ack: the button press `message_id` was seen; `text` is a short toast or empty.
    """

    kind: ParcelKind
    chat_id: str
    text: str = ""
    choices: tuple[Choice, ...] = ()
    links: tuple[Link, ...] = ()
    thread: str | None = None
    message_id: str | None = None
    reply_to: str | None = None
    media: Media | None = None
    source: tuple[str, str] | None = None
    origin: str | None = None
    content: bytes | None = None
    group: bool = False


@dataclass(frozen=True, slots=True)
class Delivered:
    """It is there; `message_id` names it (the thread's id for a topic), and all ids if it had to be split.

    `parts` is how many messages the platform counted for it.
    """

    message_id: str | None = None
    message_ids: tuple[str, ...] = ()
    parts: int = 1


@dataclass(frozen=True, slots=True)
class PossiblySent:
    """It went out and no answer came back, where to send it again could show it twice: do not, and tell staff."""

    reason: str
    parts: int = 1


@dataclass(frozen=True, slots=True)
class RetryAt:
    """Not now: try again in `seconds` (None: the relay's own back-off); `whole_account` holds every lane back.

    `alert` is a sentence for officers where nothing will leave until a person acts; they read it once a day.
    """

    seconds: float | None = None
    reason: str = ""
    whole_account: bool = False
    alert: str = ""


@dataclass(frozen=True, slots=True)
class MovedTo:
    """The chat has a new id: follow it and send again."""

    chat_id: str


@dataclass(frozen=True, slots=True)
class ThreadGone:
    """The topic was deleted: build it again and send again."""


@dataclass(frozen=True, slots=True)
class Undeliverable:
    """This person or chat cannot be reached; do not try again, tell staff once.

    `until_written`: the platform lets us through again once the person writes.
    """

    reason: str
    until_written: bool = False


@dataclass(frozen=True, slots=True)
class Rejected:
    """The platform refuses this parcel for good (our fault); keep it, count it, go on."""

    reason: str


Receipt = Delivered | PossiblySent | RetryAt | MovedTo | ThreadGone | Undeliverable | Rejected


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that `hoidap doctor` looked at: fine, wrong (`ok` False) or unknown (None); texts in Vietnamese."""

    name: str
    ok: bool | None
    detail: str
    advice: str = ""


class Channel(Protocol):
    """One platform under one account."""

    name: str
    account: str
    capabilities: Capabilities
    limits: Limits

    async def start(self, deliver: Deliver) -> None:
        """Begin intake; every raw event goes through `deliver` before it is acknowledged."""

    async def stop(self) -> None:
        """End intake and let go of connections; what was delivered stays."""

    def parse(self, event_id: str, raw: Raw) -> Event | None:
        """Read a stored raw event; None for one that means nothing to us. Raises ValueError on nonsense."""

    async def send(self, parcel: Parcel) -> Receipt:
        """Put one parcel into the world; faults of the wire are receipts, never exceptions."""

    async def fetch(self, ref: str, *, limit: int) -> bytes | None:
        """The bytes behind a media ref, at most `limit`; None if they cannot be had."""
