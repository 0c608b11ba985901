"""A damaged question that is, letter by letter, nearer to a phrase of a twin: then the twin may be meant as well."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.index import Index
from knowledge.letters import Letters, typed_letters
from knowledge.lexicon import Lexicon
from knowledge.life_events import Event, Ways, papers_in
from knowledge.scoring import Scored
from knowledge.words import Message, Word

WITHIN_REACH = 6.0
"""How far behind the first a sibling may be and still be meant."""
SAME_WORDS = 0.95
"""How near an undamaged question must come to saying the first's phrase for the order of words not to matter."""

Twins = dict[int, bool]
"""What may be meant instead of the first, and whether it is about the other life event."""


class NearerTwin:
    """Looks for twins of what came first; `events` are those that each entry is about."""

    def __init__(self, index: Index, events: Sequence[frozenset[Event]], lexicon: Lexicon) -> None:
        self._entries = index.entries
        self._events = events
        self._lexicon = lexicon
        self._letters = Letters({entry: index.phrases[entry] for entry in self._any_twins()})

    def _any_twins(self) -> set[int]:
        """All entries that have a sibling, are one, or are about a life event."""
        numbers = {entry.id: number for number, entry in enumerate(self._entries)}
        siblings = {numbers[other] for entry in self._entries for other in entry.siblings if other in numbers}
        of_own = {number for number, entry in enumerate(self._entries) if entry.siblings or self._events[number]}
        return siblings | of_own

    def reckoned_with(self, message: Message, said: Ways, whole: Scored, scored: Scored) -> Scored:
        """What was found, with the twin whose phrase the letters are nearest to as near as the first, if there is one.

        `said` is what the message certainly says, `whole` has all that was found, `scored` what the events leave of it.
        A twin of the other event comes first.
        """
        if message.language != "vi" or not len(scored.entries) or _says_the_same(message, scored):
            return scored
        first = int(scored.entries[0])
        twins = {**self._siblings(scored), **self._of_the_other_event(said, whole, first)}
        nearest = self._nearest(typed_letters(message), first, twins) if twins else None
        if nearest is None:
            return scored
        kept = {*scored.entries.tolist(), nearest}
        both = whole.only([entry in kept for entry in whole.entries.tolist()]).led_by(first)
        return both.as_near(nearest, ahead=twins[nearest])

    def _siblings(self, scored: Scored) -> Twins:
        """The siblings of the first within reach."""
        first, *others = scored.entries[scored.scores >= scored.best - WITHIN_REACH].tolist()
        return {other: False for other in others if self._entries[first].is_sibling_of(self._entries[other])}

    def _of_the_other_event(self, said: Ways, whole: Scored, first: int) -> Twins:
        """All that is about the other event, unless the message names a paper about the event of the first."""
        about = self._events[first]
        if not about or about & papers_in(said, self._lexicon):
            return {}
        others = ((entry, self._events[entry]) for entry in whole.entries.tolist())
        return {other: True for other, events in others if events and about.isdisjoint(events)}

    def _nearest(self, typed: frozenset[str], first: int, twins: Twins) -> int | None:
        """The twin that the letters are nearest to, if they are nearer to it than to the first."""
        likeness = {twin: self._letters.likeness(typed, twin) for twin in twins}
        nearest = max(likeness, key=likeness.__getitem__)
        alike = likeness[nearest]
        nearer = alike and not self._letters.likeness(typed, first, alike)
        return nearest if nearer else None


def _says_the_same(message: Message, scored: Scored) -> bool:
    """Whether the message as typed says just the first's phrase, in whatever order."""
    same = max(scored.exact, float(scored.overlaps[0])) > SAME_WORDS
    return same and not any(map(_is_replaced, message.words))


def _is_replaced(word: Word) -> bool:
    return word.repaired and word.readings[0][0].key != word.typed
