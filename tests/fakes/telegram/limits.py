"""The flood limits of Telegram, each a switch that is off at first."""

import math
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.fakes.telegram.errors import too_many_requests


@dataclass
class Limits:
    """How many sends are let through; None lets all through. Refused sends are not counted."""

    chat_per_second: int | None = None
    group_per_minute: int | None = None
    bot_per_second: int | None = None
    _sent: deque[tuple[float, int]] = field(default_factory=deque)  # (moment, chat id)

    def set(
        self,
        chat_per_second: int | None = None,
        group_per_minute: int | None = None,
        bot_per_second: int | None = None,
    ) -> None:
        """Switch the limits and count from now; the documented ones are 1, 20 and 30."""
        self._sent.clear()
        self.chat_per_second = chat_per_second
        self.group_per_minute = group_per_minute
        self.bot_per_second = bot_per_second

    def count(self, chat_id: int, now: float) -> None:
        """Count one send at `now` seconds, or raise 429 with the seconds to wait."""
        self._forget_before(now - 60)
        wait = max(self._waits(chat_id, now))
        if wait > 0:
            raise too_many_requests(math.ceil(wait))
        self._sent.append((now, chat_id))

    def _forget_before(self, moment: float) -> None:
        while self._sent and self._sent[0][0] <= moment:
            self._sent.popleft()

    def _waits(self, chat_id: int, now: float) -> Iterator[float]:
        of_bot = [at for at, _ in self._sent]
        of_chat = [at for at, chat in self._sent if chat == chat_id]
        yield _wait(of_bot, self.bot_per_second, 1, now)
        yield _wait(of_chat, self.chat_per_second, 1, now)
        if chat_id < 0:
            yield _wait(of_chat, self.group_per_minute, 60, now)


def _wait(sent: list[float], limit: int | None, window: float, now: float) -> float:
    recent = [at for at in sent if at > now - window]
    if limit is None or len(recent) < limit:
        return 0.0
    return recent[-limit] + window - now
