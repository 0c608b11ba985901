"""What can be wrong with a knowledge base, told to an officer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]

MAX_TEXT = 600


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend: where it is, what is wrong, what to do."""

    file: str
    line: int
    message: str
    advice: str
    severity: Severity = "error"

    def __str__(self) -> str:
        """One line in Vietnamese: `faq.yaml:12: … → …`."""
        return f"{self.file}:{self.line}: {_clip(self.message)} → {_clip(self.advice)}"


class FaqError(Exception):
    """The knowledge base cannot be used; `problems` holds every error, not only the first.

    `files` names the files that were read, so that a watcher knows where a repair may come from.
    """

    def __init__(self, problems: Sequence[Problem], files: Sequence[str] = ()) -> None:
        """Carry all the problems at once."""
        self.problems = tuple(problems)
        self.files = tuple(files)
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found: errors keep the knowledge base from loading, warnings do not."""

    errors: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the knowledge base may be used."""
        return not self.errors


def _clip(text: str) -> str:
    return text if len(text) <= MAX_TEXT else f"{text[:MAX_TEXT]}…"
