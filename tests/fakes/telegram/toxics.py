"""What goes wrong between the bot and Telegram, on purpose."""

from dataclasses import dataclass
from typing import Literal

from tests.fakes.telegram.bell import Bell
from tests.fakes.telegram.clock import Clock

Kind = Literal["error", "reset", "hang", "delay", "lose_reply", "truncate", "slow"]


@dataclass
class Toxic:
    """One fault. The first matching one acts on a call; with no field set it acts on every call.

    Not executed: `error` (answers `status`), `reset` (RST), `hang` (never answers).
    Executed and recorded: `lose_reply` (then RST), `truncate` (half of the body),
    `slow` (the body drips for `seconds`). `delay` waits `seconds`, then all goes well.
    An outage is `Toxic("reset", lasts=30)`.
    """

    kind: Kind
    method: str = "*"
    chat_id: int | None = None
    skip: int = 0  # let so many matching calls pass first
    times: int | None = None  # act so often, None: always
    lasts: float | None = None  # seconds from now, None: until cleared
    seconds: float = 0.0
    status: int = 500
    description: str = "Internal Server Error"
    retry_after: int | None = None
    html: bool = False  # answer like the proxy in front of Telegram, not in JSON
    until: float | None = None  # set by `Toxics.add`

    def matches(self, method: str, chat_id: object, now: float) -> bool:
        """Whether this fault is about such a call, at this moment."""
        return (
            self.method in ("*", method)
            and self.chat_id in (None, chat_id)
            and self.times != 0
            and (self.until is None or now < self.until)
        )


class Toxics:
    """The faults in force, in order."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._toxics: list[Toxic] = []
        self.cleared = Bell()

    def add(self, toxic: Toxic) -> Toxic:
        """Put a fault in force, from now on."""
        if toxic.lasts is not None:
            toxic.until = self._clock.elapsed() + toxic.lasts
        self._toxics.append(toxic)
        return toxic

    def clear(self) -> None:
        """End all faults; calls that hang are cut off."""
        self._toxics.clear()
        self.cleared.ring()

    def pick(self, method: str, chat_id: object) -> Toxic | None:
        """The fault that acts on this call, used up by one."""
        now = self._clock.elapsed()
        for toxic in self._toxics:
            if toxic.matches(method, chat_id, now):
                if toxic.skip:
                    toxic.skip -= 1
                    continue
                toxic.times = toxic.times and toxic.times - 1
                return toxic
        return None
