"""What every turn of the pipeline is given: the parts of the running program that a transaction may use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random
from typing import Literal

from bot.channels.base import Channel
from bot.clock import Clock
from bot.metrics import Metrics
from handlers import Desk
from handlers.desk import SAME_SITE

WEB = "web"


@dataclass(frozen=True, slots=True)
class Shell:
    """Time, chance, the knowledge base of this moment, the channels by name, how answers are signed."""

    clock: Clock
    chance: Random
    desk: Callable[[], Desk]
    channels: Mapping[str, Channel]
    metrics: Metrics
    sign: Literal["ward", "name"] = "ward"

    def now(self) -> datetime:
        """The present as aware UTC."""
        return self.clock.now()

    def desk_on(self, channel: str) -> Desk:
        """The desk for words that are read on a channel: on our own pages, links stay on the site."""
        return replace(self.desk(), public_url=SAME_SITE) if channel == WEB else self.desk()

    def can_edit(self, channel: str) -> bool:
        """Whether a message on this channel can be changed once it is there."""
        known = self.channels.get(channel)
        return known is not None and known.capabilities.edits

    def signature(self, officer_name: str) -> str:
        """What stands under an officer's answer, as the ward chooses."""
        ward = self.desk().kb.ward.signature
        return f"{ward} {officer_name}".strip() if self.sign == "name" else ward
