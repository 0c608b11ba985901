"""A channel in memory: what it is told to receive goes through the real door, what it is given to send is kept."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.channels.base import Capabilities, Deliver, Delivered, Limits, Parcel, Raw, Receipt
from handlers.messages import ChatMoved, Event, Incoming, Media, ReachChanged

Script = Callable[[Parcel], Receipt | None]
"""Decides on a receipt; None lets the parcel through."""


@dataclass
class MemoryChannel:
    """An in-memory twin of a channel; `script` may answer a send instead of it."""

    name: str = "memory"
    account: str = "1"
    capabilities: Capabilities = field(default_factory=lambda: Capabilities(True, True, True, 4096))
    limits: Limits = field(default_factory=Limits)
    sent: list[Parcel] = field(default_factory=list)
    ids: list[str | None] = field(default_factory=list)
    script: Script | None = None
    files: dict[str, bytes] = field(default_factory=dict)
    _deliver: Deliver | None = None
    _numbers: Any = field(default_factory=lambda: itertools.count(1))
    _events: Any = field(default_factory=lambda: itertools.count(1))

    async def start(self, deliver: Deliver) -> None:
        self._deliver = deliver

    async def stop(self) -> None:
        self._deliver = None

    async def receive(self, chat_id: str, text: str = "", *, event_id: str | None = None, **more: Any) -> bool:
        """A person writes; `more` are fields of Incoming."""
        number = next(self._events)
        raw = {"kind": "message", "chat_id": chat_id, "text": text, "message_id": f"m{number}", **more}
        return await self.receive_raw(event_id or f"e{number}", chat_id, raw)

    async def receive_raw(self, event_id: str, chat_id: str, raw: Raw) -> bool:
        """Something comes in."""
        assert self._deliver is not None, "the channel has not been started"
        return await self._deliver(event_id, f"{self.name}:{self.account}:{chat_id}", raw)

    def parse(self, event_id: str, raw: Raw) -> Event | None:
        known = dict(raw)
        kind = known.pop("kind", None)
        common = {"channel": self.name, "account": self.account, "event_id": event_id}
        at = datetime.fromisoformat(known.pop("at", "2026-11-23T02:00:00+00:00"))
        if kind == "nothing":
            return None
        if kind == "moved":
            return ChatMoved(**common, old_chat_id=known["old"], new_chat_id=known["new"], at=at)
        if kind == "reach":
            return ReachChanged(**common, chat_id=known["chat_id"], reachable=known["reachable"], at=at)
        if kind != "message":
            raise ValueError("nonsense")
        known["media"] = tuple(Media(**one) for one in known.get("media", ()))
        return Incoming(**common, at=at, **{"user_id": known["chat_id"], "user_name": "Bà Tư", **known})

    async def send(self, parcel: Parcel) -> Receipt:
        if self.script is not None and (receipt := self.script(parcel)) is not None:
            return receipt
        message_id = f"s{next(self._numbers)}" if parcel.kind in ("text", "media", "topic") else None
        self.sent.append(parcel)
        self.ids.append(message_id)
        return Delivered(message_id)

    async def fetch(self, ref: str, *, limit: int) -> bytes | None:
        return self.files.get(ref)

    def texts(self, chat_id: str) -> list[str]:
        """What stands in a chat, in order."""
        return [parcel.text for parcel in self.sent if parcel.chat_id == chat_id and parcel.kind == "text"]

    def id_of(self, chat_id: str, fragment: str) -> str:
        """The id of the newest sent message in a chat that holds these words."""
        for parcel, message_id in zip(reversed(self.sent), reversed(self.ids), strict=True):
            if parcel.chat_id == chat_id and fragment in parcel.text and message_id:
                return message_id
        raise AssertionError(f"{fragment!r} was not sent to {chat_id}: {self.texts(chat_id)}")
