"""What the platform knows: people, groups, events on their way, what the bot sent."""

import hashlib
import itertools
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.telegram.bell import Bell
from tests.fakes.telegram.clock import Clock
from tests.fakes.zalo_bot.switches import Switches

Json = dict[str, Any]


@dataclass
class User:
    """Somebody with Zalo; of a `protected` one the bot is told nothing."""

    id: str
    name: str
    protected: bool = False


@dataclass
class Sent:
    """A message of the bot that is there; `photo` holds the bytes that the platform fetched."""

    chat_id: str
    text: str
    message_id: str
    photo: bytes | None = None


@dataclass
class World:
    """Everything of one bot."""

    clock: Clock
    switches: Switches
    bot_id: str = ""
    bot_name: str = "Bot Phường An Phong"
    users: dict[str, User] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)  # id → title
    known: set[str] = field(default_factory=set)  # chats the bot may write to
    events: list[Json] = field(default_factory=list)  # all there ever were
    read: int = 0  # how many of them were given out
    replayed: int = 0
    sent: list[Sent] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    webhook_url: str = ""
    webhook_secret: str = ""
    pollers: int = 0
    most_pollers: int = 0
    changed: Bell = field(default_factory=Bell)
    _numbers: Any = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self.bot_id = self.new_id()

    def new_id(self) -> str:
        """20 hexadecimal digits, like the real ones."""
        return hashlib.blake2b(str(next(self._numbers)).encode(), digest_size=10).hexdigest()

    def millis(self) -> int:
        """Now, as the platform dates things."""
        return int(self.clock.now() * 1000)

    def happen(self, event: Json) -> Json:
        """An event for the bot."""
        self.events.append(event)
        self.changed.ring()
        return event

    def next_event(self) -> Json | None:
        """The next one that was not given out; where reading consumes nothing, an old one if there is no new one."""
        if self.read < len(self.events):
            self.read += 1
            return self.events[self.read - 1]
        if self.switches.replay and self.events:
            self.replayed += 1
            return self.events[self.replayed % len(self.events)]
        return None

    def texts(self, chat_id: str) -> list[str]:
        """What the bot wrote into a chat."""
        return [one.text for one in self.sent if one.chat_id == chat_id]
