"""The pace of a platform, kept to the letter, and lanes that are told to wait. Monotonic time only."""

from __future__ import annotations

from collections import OrderedDict, deque

from bot.channels.base import Limits

MARGIN = 1.05  # two sends that leave a second apart may arrive a little closer


class Window:
    """At most `count` in any stretch of `seconds`."""

    def __init__(self, count: int, seconds: float) -> None:
        self._seconds = seconds
        self._times: deque[float] = deque(maxlen=count)

    def wait(self, now: float) -> float:
        """Seconds until one more is allowed; 0 if it is allowed now."""
        if len(self._times) < (self._times.maxlen or 0):
            return 0.0
        return max(0.0, self._times[0] + self._seconds - now)

    def take(self, now: float) -> None:
        """One more has gone out."""
        self._times.append(now)


def _window(rate: float, seconds: float) -> Window:
    """`rate` per `seconds`; a rate below one stretches the time instead."""
    count = max(1, int(rate))
    return Window(count, seconds * count / rate * MARGIN)


class Pace:
    """The limits of one account: for all its sends, for each chat, for each group."""

    def __init__(self, limits: Limits, *, remembered: int = 10_000) -> None:
        self._limits = limits
        self._remembered = remembered
        self._account = _window(limits.account_per_second, 1.0) if limits.account_per_second else None
        self._chats: OrderedDict[str, list[Window]] = OrderedDict()

    def wait(self, chat_id: str, *, group: bool, now: float) -> float:
        """Seconds until a send to this chat is allowed."""
        return max((window.wait(now) for window in self._windows(chat_id, group)), default=0.0)

    def take(self, chat_id: str, *, group: bool, now: float) -> None:
        """A send to this chat has gone out."""
        for window in self._windows(chat_id, group):
            window.take(now)

    def _windows(self, chat_id: str, group: bool) -> list[Window]:
        if chat_id not in self._chats:
            self._chats[chat_id] = self._made(group)
            if len(self._chats) > self._remembered:
                self._chats.popitem(last=False)
        self._chats.move_to_end(chat_id)
        account = [self._account] if self._account else []
        return account + self._chats[chat_id]

    def _made(self, group: bool) -> list[Window]:
        windows = []
        if self._limits.chat_per_second:
            windows.append(_window(self._limits.chat_per_second, 1.0))
        if group and self._limits.group_per_minute:
            windows.append(_window(self._limits.group_per_minute, 60.0))
        return windows


class Holds:
    """Until when each lane rests. Forgotten at a restart, and no change of the wall clock moves it."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}

    def set(self, lane: str, until: float) -> None:
        """The lane rests until this monotonic time, or longer if it already did."""
        self._until[lane] = max(until, self._until.get(lane, 0.0))

    def wait(self, lane: str, now: float) -> float:
        """Seconds for which the lane still rests."""
        until = self._until.get(lane)
        if until is None:
            return 0.0
        if until <= now:
            del self._until[lane]
            return 0.0
        return until - now
