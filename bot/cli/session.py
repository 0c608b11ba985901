"""Conversations held in memory, without a database: what `ask` and `chat --jsonl` talk through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random
from typing import Any

from bot.db.answer_receipts import new_code
from handlers import Desk, decide
from handlers.messages import Conversation, Decision, Incoming, OpenTicket, Outcome, Say, TicketView, WithdrawTicket

CHANNEL = "console"


@dataclass(slots=True)
class Session:
    """One resident's conversation; a hand-off opens a ticket that nobody will answer.

    It `rehearses` what a channel shows to the last line: answers carry codes, which are examples and look nothing up.
    """

    name: str
    conversation: Conversation
    ticket: TicketView | None = None
    turns: int = 0
    rehearses: bool = False

    def say(self, text: str, desk: Desk, now: datetime) -> Decision:
        """Give the resident's words to the conversation and remember what follows."""
        self.turns += 1
        decision = decide(
            self._incoming(text, now),
            self.conversation,
            desk,
            now=now,
            ticket=self.ticket,
            spare_code=f"T{self.turns:03d}",
            receipt_code=self._example_code() if self.rehearses else "",
        )
        self.conversation = decision.conversation
        self._follow(decision, now)
        return decision

    def _example_code(self) -> str:
        return new_code(Random(f"{self.name}:{self.turns}"))  # noqa: S311 # an example, not a secret

    def _incoming(self, text: str, now: datetime) -> Incoming:
        return Incoming(
            channel=CHANNEL,
            account=CHANNEL,
            event_id=f"{self.name}:{self.turns}",
            chat_id=self.name,
            user_id=self.name,
            user_name="",
            text=text,
            at=now,
            message_id=str(self.turns),
        )

    def _follow(self, decision: Decision, now: datetime) -> None:
        match decision.ticket:
            case OpenTicket(code=code, question=question, guesses=guesses):
                self.ticket = TicketView(code, "open", question, now, CHANNEL, guesses)
            case WithdrawTicket():
                self.ticket = None


def greeted() -> Conversation:
    """A conversation in which the first greeting is over, so that only the answer is said."""
    return replace(Conversation(), greeted=True)


def spoken(say: Say) -> str:
    """A reply as plain text, links under it; the numbers of the choices stand in the text already."""
    return "\n".join([say.text, *(f"{link.title}: {link.url}" for link in say.links)])


_COUNTED_AS = {"validity": "result", "duty": "who", "deadline": "time"}
"""The aspect of the documented ones that a finer part belongs to."""


def reply_text(decision: Decision) -> str:
    """All that the resident would read after one message."""
    return "\n\n".join(spoken(say) for say in decision.say)


def as_record(question: str, decision: Decision) -> Mapping[str, Any]:
    """The JSON object for one message, as documented in docs/operate.md."""
    outcome = decision.outcome
    return {
        "question": question,
        "decision": outcome.decision,
        "procedures": list(outcome.procedures[:3]),
        "aspect": _aspect(outcome),
        "confidence": round(outcome.confidence, 4),
        "matched": outcome.matched,
        "reply": reply_text(decision),
    }


def _aspect(outcome: Outcome) -> str | None:
    """The documented aspect that was told; a whole answer is a checklist of documents first of all."""
    whole = outcome.decision == "answer" and outcome.procedures and outcome.aspect is None
    return "documents" if whole else _COUNTED_AS.get(outcome.aspect or "", outcome.aspect)
