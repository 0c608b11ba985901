"""The matcher: a message in, a verdict out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import reduce
from typing import NamedTuple

import numpy as np

from knowledge.decision import MAX_CHOICES, WORTH_OFFERING, Basis, Calibration, Candidate, Verdict, confidence, decide
from knowledge.entry import Entry
from knowledge.explanation import Explanation, Part
from knowledge.follow_ups import FollowUps, Guess
from knowledge.index import Index, Query
from knowledge.lexicon import Lexicon
from knowledge.lexicon_file import load_lexicon
from knowledge.life_events import (
    Event,
    Ways,
    certainly_said,
    events_in,
    events_told,
    excludes,
    looks_like_a_paper,
    tells_of_death,
)
from knowledge.model import FollowUp
from knowledge.nearer_twin import NearerTwin
from knowledge.needs import Piece, pieces
from knowledge.scoring import IN_FULL, PARTS, Scored, Scorer
from knowledge.text import Reader
from knowledge.wish import wish
from knowledge.words import Aspect, Message
from knowledge.written import Longs

MOSTLY_SAID = 0.6
"""Share of the phrase that matched from which the question names it."""
AS_MUCH_MEANT = 1.0
"""Of two needs the one that is said first comes first, unless it is this far behind in score."""
UNDECIDED = 3.0
"""Lead, in log odds, below which the parts of a message are read alone: two needs may hide the one the other."""
COMMON_FROM = 5
"""How many entries must say all that is asked until it is a common word."""
OWN_WORD = 0.3
"""Share of what is said so from which a common word is nevertheless the first's own."""
BEYOND_DOUBT = 5.5
"""Lead, in log odds, from which no other entry that says as much can be meant."""
ITS_NAME = 0.7
"""How near a question must come to a phrase to name it."""
ALSO_ASKED = 0.06
"""Share of an entry's phrases from which it is about the other life event as well (copies of either paper)."""


_NONE = np.zeros(0, np.int64)


class _Need(NamedTuple):
    """A part of a message that names a procedure in full, and what was found for that part alone."""

    query: Query
    scored: Scored

    @property
    def entry(self) -> int:
        """What it names."""
        return int(self.scored.entries[0])


class _Reading(NamedTuple):
    """A message with what was found for it.

    `rival` is what another meaning of its short forms puts first; `needs` are two different ones, as they are said,
    or none.
    """

    message: Message
    query: Query
    scored: Scored
    rival: int | None
    needs: tuple[_Need, ...]


class Matcher:
    """Finds what residents mean among `entries`; immutable, so a reload builds a new one and swaps it in."""

    def __init__(
        self,
        entries: Sequence[Entry],
        lexicon: Lexicon | None = None,
        calibration: Calibration | None = None,
        follow_ups: Sequence[FollowUp] = (),
    ) -> None:
        self._lexicon = lexicon or load_lexicon()
        self._calibration = calibration or Calibration()
        self._index = Index(entries, self._lexicon)
        self._reader = Reader(self._lexicon, self._index.spelling)
        self._scorer = Scorer(self._index)
        self._follow_ups = FollowUps(follow_ups, self._reader)
        telling = frozenset().union(*map(self._index.holding, self._lexicon.events.written))
        events = _PhraseEvents(self._lexicon)
        self._events = [events.of(entry) if at in telling else frozenset() for at, entry in enumerate(entries)]
        self._nearer_twin = NearerTwin(self._index, self._events, self._lexicon)

    def read(self, text: str) -> Verdict:
        """The verdict on a message; never raises, whatever the text."""
        return self._judge(self._find(self._reader.read(text)))

    def aspects(self, text: str) -> tuple[Aspect, ...]:
        """The parts that a text asks for, as its verdict has them; several times cheaper than the verdict."""
        return self._reader.read(text).aspects

    def part_asked(self, text: str) -> tuple[Guess, ...]:
        """Which parts a text may ask about if it follows what was said of a procedure, the likeliest first."""
        return self._follow_ups.read(text)

    def explain(self, text: str) -> Explanation:
        """How a message was read, what matched, and what would have changed the decision."""
        reading = self._find(self._reader.read(text))
        values = reading.scored.parts[:1].ravel()
        shown = tuple(
            Part(name, float(value), float(weight))
            for name, value, weight in zip(PARTS, values, self._scorer.weights, strict=False)
        )
        first = self._index.entries[reading.scored.entries[0]] if len(reading.scored.entries) else None
        return Explanation(
            self._reader.tokens(text),
            reading.message,
            self._judge(reading),
            first,
            self._basis(reading),
            shown,
            self._calibration,
        )

    def _find(self, message: Message) -> _Reading:
        queries = [self._index.query(meant) for meant in message.meanings()]
        found = [self._scorer.score(query) for query in queries]
        order = sorted(range(len(found)), key=lambda at: -found[at].best)
        said = certainly_said(message)
        whole = self._without_mere_likeness(said, reduce(Scored.merged, found))
        scored = self._nearer_twin.reckoned_with(message, said, whole, self._without_the_other_event(said, whole))
        others = [int(found[at].entries[0]) for at in order if len(found[at].entries)]
        rival = next((other for other in others if other != others[0]), None)
        needs = self._needs(message, queries[0], scored)
        if needs:
            scored = scored.led_by(needs[0].entry)
        return _Reading(message, queries[order[0]], scored, rival, needs)

    def _without_mere_likeness(self, said: Ways, scored: Scored) -> Scored:
        """What was found; entries about one event hardly, if only letters without their marks speak of it."""
        if not looks_like_a_paper(said, self._lexicon) or events_in(said, self._lexicon):
            return scored
        return scored.less(WORTH_OFFERING, [len(self._events[entry]) == 1 for entry in scored.entries.tolist()])

    def _without_the_other_event(self, said: Ways, scored: Scored) -> Scored:
        events = [self._events[entry] for entry in scored.entries.tolist()]
        if not any(events):
            return scored
        asked = events_in(said, self._lexicon)
        return scored.only([not excludes(asked, of_entry) for of_entry in events])

    def _judge(self, reading: _Reading) -> Verdict:
        message, scored = reading.message, reading.scored
        mourning = tells_of_death(message.words)
        if not len(scored.entries):
            nothing = Verdict("handoff", (), None, message.aspect, 0.0, None, message.language, "", mourning)
            return replace(nothing, aspects=message.aspects)
        basis = self._basis(reading)
        first = self._index.entries[scored.entries[0]]
        decision = decide(first.kind, basis, self._calibration)
        sure = confidence(basis, self._calibration)
        second = reading.needs[1].entry if reading.needs else None
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
            aspects=message.aspects,
        )

    def _basis(self, reading: _Reading) -> Basis:
        """What the decision rests on: of two needs, what was said of the first."""
        query, scored = reading.needs[0] if reading.needs else (reading.query, reading.scored)
        if not len(scored.entries):
            return Basis(0.0, 0.0, query.weight, 0.0, named=False, rival_near=False)
        return Basis(
            scored.best,
            self._lead(scored),
            query.weight,
            scored.heard,
            scored.covered >= MOSTLY_SAID,
            self._rival_near(reading, scored),
            common=not reading.needs and _is_common(scored) and self._lead(scored) < BEYOND_DOUBT,
            exact=scored.exact,
        )

    def _lead(self, scored: Scored) -> float:
        """The log odds of the first against all others; small talk only against the rest, for any of it will do."""
        chat = self._index.entries[scored.entries[0]].kind == "chat"
        best = scored.best
        rivals = [
            math.exp(score - best)
            for entry, score in zip(scored.entries[1:].tolist(), scored.scores[1:].tolist(), strict=True)
            if not (chat and self._index.entries[entry].kind == "chat")
        ]
        return -math.log(sum(rivals)) if rivals else self._calibration.widest_lead

    def _rival_near(self, reading: _Reading, scored: Scored) -> bool:
        """Whether a sibling or what another reading finds is close behind; in a damaged text also one said better."""
        reach = self._calibration
        behind = (scored.scores[0] - scored.scores[1:]).tolist()
        siblings = self._siblings_of(scored)
        others = {reading.rival, *siblings.intersection(self._wished(reading.message))}
        close = any(
            (lag <= reach.sibling_margin and entry in siblings) or (lag <= reach.meaning_margin and entry in others)
            for entry, lag in zip(scored.entries[1:].tolist(), behind, strict=True)
        )
        return close or (reading.message.repaired and self._is_said_better(reading, siblings))

    def _wished(self, message: Message) -> Longs:
        """What a story finds by just what it says to be wanted; nothing if it does not say so, or is none."""
        said = wish(message)
        return _NONE if said is None else self._scorer.score(self._index.query(said.meanings()[0])).entries[:1]

    def _is_said_better(self, reading: _Reading, siblings: frozenset[int]) -> bool:
        """Whether the message names one of these not far behind the first, and in words more like its own."""
        whole = reading.scored
        reach = whole.scores[0] - self._calibration.repaired_margin
        better = whole.named & (whole.overlaps > whole.overlaps[0]) & (whole.scores >= reach)
        return not siblings.isdisjoint(whole.entries[better].tolist())

    def _siblings_of(self, scored: Scored) -> frozenset[int]:
        """The declared siblings of the first among the others."""
        first, *others = scored.entries.tolist()
        entries = self._index.entries
        return frozenset(other for other in others if entries[first].is_sibling_of(entries[other]))

    def _procedures(self, scored: Scored, sure: float, second: int | None) -> tuple[Candidate, ...]:
        """The nearest procedures, the second need among them."""
        entries = self._index.entries
        places = [at for at, entry in enumerate(scored.entries.tolist()) if entries[entry].kind == "procedure"]
        shown = places[:MAX_CHOICES]
        if second is not None and second not in scored.entries[shown]:
            shown[-1] = next(at for at in places if scored.entries[at] == second)
        return tuple(
            Candidate(
                entries[scored.entries[at]],
                float(scored.scores[at]),
                sure if at == 0 else min(sure, 1 - sure),
                self._index.phrase_text(int(scored.phrases[at])),
            )
            for at in shown
        )

    def _needs(self, message: Message, whole: Query, scored: Scored) -> tuple[_Need, ...]:
        """Two parts of the message that ask for different procedures, the first of all among them; else none."""
        if not len(scored.entries) or scored.exact >= ITS_NAME:
            return ()
        likely = np.array([e for e in scored.entries[scored.named].tolist() if self._is_procedure(e)], np.int64)
        several = len(likely) > 1 and likely[0] == scored.entries[0]
        undecided = self._lead(scored) < UNDECIDED
        if not (several or undecided):
            return ()
        cut = pieces(message, self._lexicon)
        joined = undecided and cut and cut[-1].joined
        if not (cut and (several or joined)):
            return ()
        queries = [self._index.query(piece.message.meanings()[0]) for piece in cut]
        named = self._named_needs(whole, scored, likely, queries) if several else ()
        return named or (self._joined_needs(whole, scored, cut, queries) if joined else ())

    def _named_needs(self, whole: Query, scored: Scored, likely: Longs, queries: Sequence[Query]) -> tuple[_Need, ...]:
        """Two parts that name these in full, the first of all among them; else none."""
        named: dict[int, Query] = {}
        for query, entry in zip(queries, self._scorer.named(whole, queries, likely), strict=True):
            if entry is not None:
                named.setdefault(entry, query)
        if len(named) < 2 or likely[0] not in named:
            return ()
        two = int(likely[0]), next(entry for entry in named if entry != likely[0])
        both: list[_Need] = []
        for entry in _in_order(scored, named, two):
            need = _Need(named[entry], self._scorer.score(named[entry]))
            if not len(need.scored.entries) or need.entry not in likely:
                return ()
            both.append(need)
        return tuple(both) if both[0].entry != both[1].entry else ()

    def _joined_needs(
        self, whole: Query, scored: Scored, cut: Sequence[Piece], queries: Sequence[Query]
    ) -> tuple[_Need, ...]:
        """Two parts with a joining word between them that, each read alone, find different ones near the first."""
        within = scored.entries[scored.scores >= scored.best - WORTH_OFFERING].tolist()
        near = [entry for entry in within if self._is_procedure(entry)]
        says = self._scorer.says(whole, queries, np.array(near, np.int64), MOSTLY_SAID) if len(near) > 1 else ()
        telling = [(query, piece.joined) for query, piece, tells in zip(queries, cut, says, strict=False) if tells]
        if len({joined for _, joined in telling}) < 2:
            return ()
        found: dict[int, tuple[_Need, int]] = {}
        for left, (query, joined) in zip(range(len(telling), 0, -1), telling, strict=True):
            if len(found) + left < 2:
                return ()
            need = _Need(query, self._scorer.score(query))
            if need.scored.covered >= MOSTLY_SAID and need.entry in near:
                found.setdefault(need.entry, (need, joined))
        two = sorted(found, key=near.index)[:2]
        apart = len({found[entry][1] for entry in two}) > 1
        return tuple(found[entry][0] for entry in _in_order(scored, found, two)) if apart else ()

    def _is_procedure(self, entry: int) -> bool:
        return self._index.entries[entry].kind == "procedure"


class _PhraseEvents:
    """Which events the phrases of entries tell of."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._reader = Reader(lexicon)
        self._plain = self._reader.plain_words()

    def of(self, entry: Entry) -> frozenset[Event]:
        """The events that an entry is about: what its name tells, and the other one if people ask for it too."""
        named = self._told(f"{entry.name} {entry.short}")
        if len(named) != 1:
            return named
        asked = [self._told(phrase) for phrase in (*entry.aliases, *entry.questions)]
        about_other = sum(bool(events) and events.isdisjoint(named) for events in asked)
        return named.union(*asked) if about_other > ALSO_ASKED * len(asked) else named

    def _told(self, phrase: str) -> frozenset[Event]:
        said = self._plain.of(phrase)
        if said is None:
            return events_in(certainly_said(self._reader.phrase(phrase, "vi")), self._lexicon)
        return events_told(said, self._lexicon)


def _in_order(scored: Scored, said: Iterable[int], two: Sequence[int]) -> list[int]:
    """Two of the entries that were said, as they were, but one that is meant much more goes first."""
    score = dict(zip(scored.entries.tolist(), scored.scores.tolist(), strict=True))
    most = max(score[entry] for entry in two)
    return sorted((entry for entry in said if entry in two), key=lambda entry: most - score[entry] > AS_MUCH_MEANT)


def _is_common(scored: Scored) -> bool:
    """Whether the question is a word of many entries, and of the first no more than of the others, nor its name."""
    many = np.count_nonzero(scored.saying) >= COMMON_FROM
    named = scored.exact >= ITS_NAME and scored.covered >= IN_FULL
    return bool(many and not named and scored.saying[0] < OWN_WORD * scored.saying.sum())
