"""A small knowledge base and a matcher that says what it is told, for tests of the conversation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from types import SimpleNamespace
from typing import Any, cast

from handlers import Desk, decide
from handlers.messages import Conversation, Decision, Incoming, TicketView
from knowledge import default_faq, entries, load
from knowledge.decision import Candidate, Verdict
from knowledge.entry import Entry
from knowledge.matcher import Matcher
from knowledge.model import KnowledgeBase, Procedure, Ward
from knowledge.words import Aspect

NOW = datetime(2026, 11, 23, 2, 10, tzinfo=UTC)
"""Monday, ten past nine in the morning, local time."""
NOTHING = Verdict("handoff", (), None, None, 0.0, None, "vi", "")


@cache
def shipped() -> KnowledgeBase:
    """The knowledge base that ships."""
    return load(default_faq())


@cache
def entry(entry_id: str) -> Entry:
    """An entry of it as the matcher knows it."""
    return next(found for found in entries(shipped()) if found.id == entry_id)


def procedure(procedure_id: str = "khai-sinh", **changes: Any) -> Procedure:
    """A shipped procedure with some facts changed."""
    return replace(shipped().procedures[procedure_id], **changes)


def verdict(decision: str, *ids: str, **more: Any) -> Verdict:
    """What the matcher would say, with these procedures nearest first."""
    near = tuple(Candidate(entry(i), 3.0, 0.9 if at == 0 else 0.1, "") for at, i in enumerate(ids))
    first = near[0].entry if near and decision == "answer" else None
    return replace(Verdict(cast(Any, decision), near, first, None, 0.9, None, "vi", ""), **more)


@dataclass
class Told:
    """A matcher that gives the verdict written down for a text, and none for any other."""

    verdicts: Mapping[str, Verdict] = field(default_factory=dict)

    def read(self, text: str) -> Verdict:
        return self.verdicts.get(text, NOTHING)

    def aspects(self, text: str) -> tuple[Aspect, ...]:
        return self.read(text).aspects

    def part_asked(self, text: str) -> tuple[()]:
        return ()

    def explain(self, text: str) -> Any:
        return SimpleNamespace(verdict=self.read(text), message=SimpleNamespace(words=(), aspect=None))


def desk(
    *procedures: Procedure, verdicts: Mapping[str, Verdict] | None = None, ward: Ward | None = None, **kb: Any
) -> Desk:
    """A desk with the shipped knowledge base, some of it changed, and a matcher that does as it is told."""
    known = {**shipped().procedures, **{p.id: p for p in procedures}}
    base = replace(shipped(), procedures=known, ward=ward or shipped().ward, **kb)
    return Desk(base, cast(Matcher, Told(verdicts or {})))


def incoming(text: str = "", **more: Any) -> Incoming:
    """A resident's message."""
    given = {
        "channel": "web",
        "account": "web",
        "event_id": "e1",
        "chat_id": "c",
        "user_id": "u",
        "user_name": "Chị Lan",
        "text": text,
        "at": NOW,
        "message_id": "1",
    }
    return Incoming(**{**given, **more})


def say(
    text: str,
    where: Desk,
    memory: Conversation | None = None,
    *,
    now: datetime = NOW,
    ticket: TicketView | None = None,
    **more: Any,
) -> Decision:
    """What follows from one message of somebody who was greeted before."""
    known = memory or Conversation(greeted=True)
    return decide(incoming(text, **more), known, where, now=now, ticket=ticket, spare_code="K7Q2")


def words(decision: Decision) -> str:
    """All that the resident reads."""
    return "\n\n".join(said.text for said in decision.say)
