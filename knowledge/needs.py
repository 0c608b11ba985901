"""Two needs in one message: where to cut it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from knowledge.lexicon import Lexicon
from knowledge.words import Message, Word

_MOST_WORDS = 40
"""A longer message is a story; its clauses are not needs."""
_FEWEST_WORDS = 2


def parts(message: Message, lexicon: Lexicon) -> tuple[Message, ...]:
    """The message cut at punctuation and joining words; empty if there is nothing to cut."""
    if len(message.words) > _MOST_WORDS:
        return ()
    found = tuple(part for part in _cut(message.words, lexicon) if len(part) >= _FEWEST_WORDS)
    return tuple(replace(message, words=part) for part in found) if len(found) > 1 else ()


def _cut(words: tuple[Word, ...], lexicon: Lexicon) -> Iterator[tuple[Word, ...]]:
    joined = {match.at: match.length for match in lexicon.joining.scan([word.readings[0][0] for word in words])}
    start = 0
    for at, word in enumerate(words):
        if at in joined or (word.starts_clause and at > start):
            yield words[start:at]
            start = at + joined.get(at, 0)
    yield words[start:]
