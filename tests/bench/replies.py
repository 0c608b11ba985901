"""What the whole bot says to each question: the reading and the conversation around it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.cli.session import Session, greeted
from handlers import Desk
from handlers.messages import Outcome
from tests.bench.questions import Question

ASKED_AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""A working day of the facts that ship."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A question, asked first of all in a conversation, and what the bot made of it."""

    question: Question
    outcome: Outcome

    @property
    def first(self) -> bool:
        """Whether the first procedure is right."""
        return any(name in self.question.right for name in self.outcome.procedures[:1])

    @property
    def in_three(self) -> bool:
        """Whether one of the first three is right."""
        return not self.question.right.isdisjoint(self.outcome.procedures[:3])

    @property
    def answered(self) -> bool:
        """Whether a procedure was told at once."""
        return self.outcome.decision == "answer"

    @property
    def at_once(self) -> bool:
        """Whether it was answered with a right procedure, without asking back."""
        return self.answered and self.first

    @property
    def wrong(self) -> bool:
        """Whether it was answered with a procedure that is not right."""
        return self.answered and not self.first


def take(questions: Iterable[Question], desk: Desk) -> list[Reply]:
    """Every question asked in a conversation of its own."""
    return [Reply(one, Session("exam", greeted()).say(one.text, desk, ASKED_AT).outcome) for one in questions]
