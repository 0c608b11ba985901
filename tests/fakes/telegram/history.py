"""Everything the bot ever asked for, in order."""

from dataclasses import asdict, dataclass
from typing import Any

from tests.fakes.telegram.bell import Bell
from tests.fakes.telegram.clock import Clock
from tests.fakes.telegram.shapes import Json


@dataclass
class Call:
    """One call: `status` is None until it was executed; `toxic` names the fault that hit it."""

    number: int
    at: float  # seconds since the epoch
    method: str
    params: Json
    status: int | None = None
    result: Any = None
    error: str | None = None
    toxic: str | None = None

    @property
    def ok(self) -> bool:
        """Whether it was carried out, even where its reply was lost."""
        return self.status == 200

    def json(self) -> Json:
        """The call as the control endpoint shows it."""
        return asdict(self)


class History:
    """The calls of the bot; survives the bot, not the fake."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.changed = Bell()
        self.calls: list[Call] = []

    def begin(self, method: str, params: Json) -> Call:
        """Record a call that has just arrived."""
        call = Call(len(self.calls) + 1, self._clock.now(), method, params)
        self.calls.append(call)
        self.changed.ring()
        return call

    def finish(self, call: Call, status: int, result: Any = None, error: str | None = None) -> None:
        """Record what came of it."""
        call.status, call.result, call.error = status, result, error
        self.changed.ring()

    def find(self, method: str | None = None, chat_id: int | None = None, since: int = 0) -> list[Call]:
        """The calls after number `since`, of this method, to this chat."""
        return [
            call
            for call in self.calls[since:]
            if method in (None, call.method) and chat_id in (None, call.params.get("chat_id"))
        ]

    async def wait_for(
        self,
        method: str,
        *,
        chat_id: int | None = None,
        containing: str = "",
        since: int = 0,
        seconds: float = 5.0,
    ) -> Call:
        """The first finished, successful such call, now or within so many real seconds."""

        def found() -> list[Call]:
            calls = self.find(method, chat_id, since)
            return [call for call in calls if call.ok and containing in _words(call)]

        await self.changed.until(lambda: bool(found()), seconds)
        return found()[0]


def _words(call: Call) -> str:
    return str(call.params.get("text") or call.params.get("caption") or "")
