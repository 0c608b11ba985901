"""Births and deaths: a question about the one must never be answered with the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Literal

from knowledge.lexicon import Lexicon
from knowledge.lost import DIED
from knowledge.syllables import Syllable
from knowledge.words import Message, Word, is_ambiguous

Event = Literal["birth", "death"]
Ways = Sequence[Sequence[Syllable]]
"""What is said, in every way to read it."""

_PAPERS: Mapping[str, Event] = {"birth_papers": "birth", "death_papers": "death"}


def events_in(ways: Ways, lexicon: Lexicon) -> frozenset[Event]:
    """The events that a message is about, which certainly says so in these ways.

    A death, told or named by its paper, outweighs a told birth ("bé mới sinh bị mất"), but not a paper about a birth.
    """
    return frozenset().union(*(events_told(said, lexicon) for said in ways))


def papers_in(ways: Ways, lexicon: Lexicon) -> frozenset[Event]:
    """The events whose papers a message names, with whatever marks ("khai tủ")."""
    marked_or_not = [way for said in ways for way in (said, [Syllable(one.folded, one.folded) for one in said])]
    named = (match.value for said in marked_or_not for match in lexicon.events.scan(said))
    return frozenset(_PAPERS[name] for name in named if name in _PAPERS)


def looks_like_a_paper(ways: Ways, lexicon: Lexicon) -> bool:
    """Whether a message, marks and all, says what only without them is a paper about an event ("chứng từ")."""
    return any(not lexicon.not_papers.isdisjoint(pairwise(said)) for said in ways)


def events_told(said: Sequence[Syllable], lexicon: Lexicon) -> frozenset[Event]:
    """The events that are told by just these syllables."""
    told = {match.value for match in lexicon.events.scan(said)}
    events: set[Event] = set()
    if told & {"death", "death_papers"}:
        events.add("death")
    if "birth_papers" in told or ("birth" in told and not events):
        events.add("birth")
    return frozenset(events)


def certainly_said(message: Message) -> Ways:
    """What a message certainly says; a "mất" that may mean a lost paper, and what else is open, does not count."""
    certain = [
        word.readings
        for word in message.words
        if not ((word.guessed or len(word.readings) > 1) and _is_open(word))  # most words are plain: no call for these
    ]
    return [
        [s for said in certain for s in (said[way] if way < len(said) else said[-1])]
        for way in range(max(map(len, certain), default=0))
    ]


def _is_open(word: Word) -> bool:
    """Whether a word may tell of a death, or of something else: a guess, a short form, "mất"."""
    return word.guessed or is_ambiguous(word) or (len(word.readings) > 1 and DIED in word.readings)


def excludes(asked: frozenset[Event], entry: frozenset[Event]) -> bool:
    """Whether an entry about these events cannot be meant by a question about those."""
    return len(asked) == 1 and bool(entry) and not asked & entry


def tells_of_death(words: Iterable[Word]) -> bool:
    """Whether someone's death is told, rather than a paper about a death named."""
    return any(word.readings == (DIED,) for word in words)
