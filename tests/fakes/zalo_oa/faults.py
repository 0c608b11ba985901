"""What goes wrong between the bot and the platform, on purpose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["error", "reset", "lose_reply", "html", "slow"]


@dataclass
class Fault:
    """One fault, on the next `times` calls whose path holds `path`.

    Not executed: `error` (the envelope with `code`), `reset`, `html` (a proxy's page with `status`).
    Executed: `lose_reply` (then the connection is cut), `slow` (answered after `seconds`).
    """

    kind: Kind
    path: str = "/message"
    times: int = 1
    code: int = -200
    status: int = 502
    seconds: float = 0.0
    skip: int = 0


class Faults:
    """The faults in force, in order."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._faults.append(fault)

    def clear(self) -> None:
        self._faults.clear()

    def pick(self, path: str) -> Fault | None:
        """The fault that acts on this call, used up by one."""
        for fault in self._faults:
            if fault.path in path and fault.times:
                if fault.skip:
                    fault.skip -= 1
                    return None
                fault.times -= 1
                return fault
        return None
