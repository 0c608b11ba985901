"""One message and all that may be known when deciding on it; every route takes a Turn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from handlers import privacy, texts
from handlers.desk import Desk
from handlers.messages import (
    Choice,
    Conversation,
    Decision,
    Incoming,
    Outcome,
    Pending,
    PendingKind,
    Say,
    TicketAct,
    TicketView,
    Topic,
)
from knowledge import dates
from knowledge.decision import Verdict
from knowledge.model import Ward
from knowledge.words import Aspect

LONGEST = 4096
"""How many letters of a message are read; officers get all of it."""
REMEMBERED = timedelta(minutes=30)
"""How long "còn phí?" is understood as being about the last procedure."""
WAITED = timedelta(hours=24)
"""How long a number answers the bot's last question."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A resident's message, the memory of the conversation, the desk, the time (aware UTC), the language."""

    incoming: Incoming
    conversation: Conversation
    desk: Desk
    now: datetime
    ticket: TicketView | None
    spare_code: str
    english: bool = False
    verdicts: dict[str, Verdict] = field(default_factory=dict, compare=False, repr=False)
    """What was read already in this turn: several routes look at the same words."""

    @property
    def text(self) -> str:
        """The words of the message, as far as they are read for their meaning."""
        return self.incoming.text[:LONGEST].strip()

    @property
    def ward(self) -> Ward:
        """The ward we speak for."""
        return self.desk.kb.ward

    @property
    def today(self) -> date:
        """The local day."""
        return dates.today(self.now)

    @property
    def pending(self) -> Pending | None:
        """The question that the bot waits on, unless it was asked too long ago."""
        pending = self.conversation.pending
        return pending if pending and self.now - pending.asked_at <= WAITED else None

    @property
    def topic(self) -> Topic | None:
        """What the conversation is about, unless that was too long ago or is no longer in the knowledge base."""
        topic = self.conversation.topic
        if topic is None or self.now - topic.at > REMEMBERED:
            return None
        return topic if topic.procedure_id in self.desk.kb.procedures else None

    def read(self, text: str) -> Verdict:
        """How the matcher understands a text; identity numbers and secrets in it mean nothing."""
        if text not in self.verdicts:
            self.verdicts[text] = self.desk.matcher.read(privacy.without(text))
        return self.verdicts[text]

    def aspects(self, text: str) -> tuple[Aspect, ...]:
        """The parts that the matcher hears asked; what a text is about is not looked up for that, but for the message.

        The message itself is read sooner or later, so that it is read once.
        """
        read = self.read(text) if text == self.text else self.verdicts.get(text)
        return read.aspects if read else self.desk.matcher.aspects(privacy.without(text))

    def with_text(self, text: str) -> Turn:
        """The same turn as if the resident had written `text`."""
        return replace(self, incoming=replace(self.incoming, text=text))

    def words(self, sentence: str) -> str:
        """A sentence of `texts` in the language of the conversation, as far as it was written in English."""
        return texts.spoken(sentence, english=self.english)

    def ask(self, kind: PendingKind, choices: tuple[Choice, ...], question: str, **more: Any) -> Pending:
        """A question of the bot's that the next message may answer, with the pictures beside the words, masked."""
        return Pending(kind, choices, privacy.mask(question), self.now, **{"media": self.incoming.media, **more})

    def decide(self, outcome: Outcome, *say: Say, ticket: TicketAct | None = None, **memory: Any) -> Decision:
        """A decision with `memory` changed; a pending question that is not named again is dropped, misses forgotten."""
        kept = {"pending": None, "misses": 0, "back": None, **memory}
        return Decision(replace(self.conversation, **kept), say, outcome, ticket)


Route = Callable[[Turn], Decision | None]
"""A route decides, or gives None to let the next one try."""
