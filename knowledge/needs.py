"""Two needs in one message: where to cut it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from knowledge.lexicon import Lexicon
from knowledge.words import Message, Word

_MOST_WORDS = 40
"""A longer message is a story; its clauses are not needs."""
_FEWEST_WORDS = 2


class Piece(NamedTuple):
    """A part of a message, and how many joining words, not mere commas, come before it."""

    message: Message
    joined: int


def pieces(message: Message, lexicon: Lexicon) -> tuple[Piece, ...]:
    """The message cut at punctuation and joining words; empty if there is nothing to cut. What is done is no need."""
    if len(message.words) > _MOST_WORDS:
        return ()
    cut = ((words, joined) for words, joined in _cut(message.words, lexicon) if not words or not words[0].done)
    found = [(words, joined) for words, joined in cut if len(words) >= _FEWEST_WORDS]
    return tuple(Piece(replace(message, words=words), joined) for words, joined in found) if len(found) > 1 else ()


def _cut(words: tuple[Word, ...], lexicon: Lexicon) -> Iterator[tuple[tuple[Word, ...], int]]:
    """The words between the cuts, each time with how many joining words come before."""
    joining = {match.at: match.length for match in lexicon.joining.scan([word.readings[0][0] for word in words])}
    start = joined = 0
    for at, word in enumerate(words):
        if at in joining or (word.starts_clause and at > start):
            yield words[start:at], joined
            start = at + joining.get(at, 0)
            joined += at in joining
    yield words[start:], joined
