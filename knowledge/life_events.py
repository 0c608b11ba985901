"""Births and deaths: a question about the one must never be answered with the other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from knowledge.lexicon import Lexicon
from knowledge.lost import DIED
from knowledge.text import Message, Word

Event = Literal["birth", "death"]


def events_in(message: Message, lexicon: Lexicon) -> frozenset[Event]:
    """The events that a message speaks of; a "mất" that may mean a lost paper does not count."""
    certain = [word for word in message.words if len(word.readings) == 1 or DIED not in word.readings]
    said = [syllable for word in certain for syllable in word.readings[0]]
    return frozenset(match.value for match in lexicon.events.scan(said))


def excludes(asked: frozenset[Event], entry: frozenset[Event]) -> bool:
    """Whether an entry about these events cannot be meant by a question about those."""
    return len(asked) == 1 and bool(entry) and not asked & entry


def tells_of_death(words: Iterable[Word]) -> bool:
    """Whether someone's death is told, rather than a paper about a death named."""
    return any(word.readings == (DIED,) for word in words)
