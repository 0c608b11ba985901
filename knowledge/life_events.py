"""Births and deaths: a question about the one must never be answered with the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from knowledge.lexicon import Lexicon
from knowledge.lost import DIED
from knowledge.syllables import Syllable
from knowledge.words import Message, Word, is_ambiguous

Event = Literal["birth", "death"]


def events_in(message: Message, lexicon: Lexicon) -> frozenset[Event]:
    """The events that a message is about; a "mất" that may mean a lost paper and open short forms do not count.

    A death, told or named by its paper, outweighs a told birth ("bé mới sinh bị mất"), but not a paper about a birth.
    """
    certain = [word.readings for word in message.words if not _is_open(word)]
    ways = max(map(len, certain), default=0)
    told = [events_told([s for said in certain for s in said[min(way, len(said) - 1)]], lexicon) for way in range(ways)]
    return frozenset().union(*told)


def events_told(said: Sequence[Syllable], lexicon: Lexicon) -> frozenset[Event]:
    """The events that are told by just these syllables."""
    told = {match.value for match in lexicon.events.scan(said)}
    events: set[Event] = set()
    if told & {"death", "death_papers"}:
        events.add("death")
    if "birth_papers" in told or ("birth" in told and not events):
        events.add("birth")
    return frozenset(events)


def _is_open(word: Word) -> bool:
    """Whether a word may tell of a death, or of something else."""
    return is_ambiguous(word) or (len(word.readings) > 1 and DIED in word.readings)


def excludes(asked: frozenset[Event], entry: frozenset[Event]) -> bool:
    """Whether an entry about these events cannot be meant by a question about those."""
    return len(asked) == 1 and bool(entry) and not asked & entry


def tells_of_death(words: Iterable[Word]) -> bool:
    """Whether someone's death is told, rather than a paper about a death named."""
    return any(word.readings == (DIED,) for word in words)
