"""The matcher: a message in, a verdict out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import NamedTuple

from knowledge.decision import MAX_CHOICES, Basis, Calibration, Candidate, Verdict, confidence, decide
from knowledge.entry import Entry
from knowledge.explanation import Explanation, Part
from knowledge.index import Index, Query
from knowledge.lexicon import Lexicon, load_lexicon
from knowledge.life_events import events_in, excludes, tells_of_death
from knowledge.needs import parts
from knowledge.scoring import PARTS, Scored, Scorer
from knowledge.text import Reader
from knowledge.words import Message

HEAD_SAID = 0.5


class _Reading(NamedTuple):
    """A message with what was found for it; `rival` is what another meaning of its short forms puts first."""

    message: Message
    query: Query
    scored: Scored
    rival: int | None


class Matcher:
    """Finds what residents mean among `entries`; immutable, so a reload builds a new one and swaps it in."""

    def __init__(
        self,
        entries: Sequence[Entry],
        lexicon: Lexicon | None = None,
        calibration: Calibration | None = None,
    ) -> None:
        self._lexicon = lexicon or load_lexicon()
        self._calibration = calibration or Calibration()
        self._index = Index(entries, self._lexicon)
        self._reader = Reader(self._lexicon, self._index.spelling)
        self._scorer = Scorer(self._index)
        plain = Reader(self._lexicon)
        self._events = [events_in(plain.read(f"{e.name} {e.short}", "vi"), self._lexicon) for e in entries]

    def read(self, text: str) -> Verdict:
        """The verdict on a message; never raises, whatever the text."""
        return self._judge(self._find(self._reader.read(text)))

    def explain(self, text: str) -> Explanation:
        """How a message was read, what matched, and what would have changed the decision."""
        reading = self._find(self._reader.read(text))
        values = reading.scored.parts[:1].ravel()
        shown = tuple(
            Part(name, float(value), float(weight))
            for name, value, weight in zip(PARTS, values, self._scorer.weights, strict=False)
        )
        return Explanation(text, reading.message, self._judge(reading), self._basis(reading), shown, self._calibration)

    def _find(self, message: Message) -> _Reading:
        queries = [self._index.query(meant) for meant in message.meanings()]
        found = [self._scorer.score(query) for query in queries]
        order = sorted(range(len(found)), key=lambda at: -found[at].best)
        scored = self._without_the_other_event(message, reduce(Scored.merged, found))
        others = [int(found[at].entries[0]) for at in order if len(found[at].entries)]
        rival = next((other for other in others if other != others[0]), None)
        return _Reading(message, queries[order[0]], scored, rival)

    def _without_the_other_event(self, message: Message, scored: Scored) -> Scored:
        asked = events_in(message, self._lexicon)
        if len(asked) != 1:
            return scored
        return scored.only([not excludes(asked, self._events[entry]) for entry in scored.entries])

    def _judge(self, reading: _Reading) -> Verdict:
        message, scored = reading.message, reading.scored
        mourning = tells_of_death(message.words)
        if not len(scored.entries):
            return Verdict("handoff", (), None, message.aspect, 0.0, None, message.language, "", mourning)
        basis = self._basis(reading)
        first = self._index.entries[scored.entries[0]]
        decision = decide(first.kind, basis, self._calibration)
        sure = confidence(basis, self._calibration)
        second = self._second(message, scored)
        return Verdict(
            decision=decision,
            candidates=self._procedures(scored, sure, second),
            entry=first if decision in ("answer", "refer", "chat") else None,
            aspect=message.aspect,
            confidence=sure,
            second=None if second is None else self._index.entries[second],
            language=message.language,
            matched=self._index.phrase_text(int(scored.phrases[0])),
            mourning=mourning,
        )

    def _basis(self, reading: _Reading) -> Basis:
        scored = reading.scored
        if not len(scored.entries):
            return Basis(0.0, 0.0, reading.query.weight, head_said=False, rival_near=False)
        return Basis(
            scored.best,
            self._lead(scored),
            reading.query.weight,
            self._head_said(reading.query, int(scored.phrases[0])),
            self._rival_near(reading),
        )

    def _lead(self, scored: Scored) -> float:
        """How far the first is ahead of the next; small talk only of what is not small talk, for any will do."""
        chat = self._index.entries[scored.entries[0]].kind == "chat"
        rivals = (
            score
            for entry, score in zip(scored.entries[1:], scored.scores[1:], strict=True)
            if not (chat and self._index.entries[entry].kind == "chat")
        )
        return scored.best - float(next(rivals, 0.0))

    def _head_said(self, query: Query, phrase: int) -> bool:
        return query.singles.get(self._index.head_of(phrase), 0.0) >= HEAD_SAID

    def _rival_near(self, reading: _Reading) -> bool:
        scored, reach = reading.scored, self._calibration
        behind = scored.scores[0] - scored.scores[1:]
        first = self._index.entries[scored.entries[0]]
        return any(
            (lag <= reach.sibling_margin and _are_siblings(first, self._index.entries[entry]))
            or (lag <= reach.meaning_margin and entry == reading.rival)
            for entry, lag in zip(scored.entries[1:], behind, strict=True)
        )

    def _procedures(self, scored: Scored, sure: float, second: int | None) -> tuple[Candidate, ...]:
        """The nearest procedures, the second need among them."""
        places = [at for at, entry in enumerate(scored.entries) if self._is_procedure(entry)]
        shown = places[:MAX_CHOICES]
        if second is not None and second not in scored.entries[shown]:
            shown[-1] = next(at for at in places if scored.entries[at] == second)
        return tuple(
            Candidate(
                self._index.entries[scored.entries[at]],
                float(scored.scores[at]),
                sure if at == 0 else min(sure, 1 - sure),
                self._index.phrase_text(int(scored.phrases[at])),
            )
            for at in shown
        )

    def _second(self, message: Message, scored: Scored) -> int | None:
        """Another procedure that one part of the message names in full, if another part names a different one."""
        full = scored.entries[scored.named_in_full]
        likely = full[[self._is_procedure(entry) for entry in full]]
        if len(likely) < 2:
            return None
        queries = (self._index.query(part.meanings()[0]) for part in parts(message, self._lexicon))
        named = [entry for query in queries if (entry := self._scorer.named(query, likely)) is not None]
        others = [entry for entry in named if entry != scored.entries[0]]
        return others[0] if len(set(named)) > 1 else None

    def _is_procedure(self, entry: int) -> bool:
        return self._index.entries[entry].kind == "procedure"


def _are_siblings(one: Entry, other: Entry) -> bool:
    """Whether either names the other as easily confused with it."""
    return one.id in other.siblings or other.id in one.siblings
