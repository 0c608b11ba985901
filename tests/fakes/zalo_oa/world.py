"""What the platform knows: people, groups, files, and everything that the account has sent."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.clock import Clock
from tests.fakes.zalo_oa.errors import ApiError, Json

FREE = timedelta(hours=48)
LAST = timedelta(days=7)


@dataclass
class User:
    """A person; `wrote_at` is None until they write to the account."""

    id: str
    name: str
    wrote_at: datetime | None = None
    follows: bool = True
    blocked: bool = False


@dataclass
class Group:
    """A GMF group of the account."""

    id: str
    name: str
    members: list[str] = field(default_factory=list)
    disabled: bool = False


@dataclass(frozen=True)
class Sent:
    """One message of the account: to whom, what, and whether it was free, charged, or in a group."""

    id: str
    to: str
    message: Json
    paid: str

    @property
    def text(self) -> str:
        return str(self.message.get("text", ""))

    @property
    def buttons(self) -> list[Json]:
        payload = self.message.get("attachment", {}).get("payload", {})
        return [*payload.get("buttons", []), *[one["default_action"] | one for one in payload.get("elements", [])
                                               if "default_action" in one]]  # fmt: skip


class World:
    """The state, in memory."""

    def __init__(self, oa_id: str, clock: Clock) -> None:
        self.oa_id = oa_id
        self.clock = clock
        self.users: dict[str, User] = {}
        self.groups: dict[str, Group] = {}
        self.files: dict[str, bytes] = {}
        self.uploads: dict[str, bytes] = {}
        self.sent: list[Sent] = []
        self._numbers = itertools.count(1)

    def new_id(self) -> str:
        return f"{next(self._numbers):020x}"

    def window(self, user: User) -> str:
        """free, charged; ApiError when the last word is too long ago."""
        if user.wrote_at is None or self.clock.now() - user.wrote_at > LAST:
            raise ApiError(-230)
        return "free" if self.clock.now() - user.wrote_at <= FREE else "charged"

    def keep(self, to: str, message: Json, paid: str) -> Sent:
        sent = Sent(self.new_id(), to, message, paid)
        self.sent.append(sent)
        return sent
