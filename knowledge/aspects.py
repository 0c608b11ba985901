"""Which part of a procedure a message asks about, and which of its words only ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, cast

from knowledge.lexicon import Lexicon

if TYPE_CHECKING:
    from knowledge.text import Word

Aspect = Literal["documents", "fee", "time", "where", "online", "form", "who", "steps", "result", "law"]

ASKING_FACTOR = 0.2
"""How much of its weight a word keeps that only asks."""


def mark_aspects(words: Sequence[Word], lexicon: Lexicon) -> tuple[list[Word], Aspect | None]:
    """The words, those that only ask made light; and the first aspect that is asked, if any is."""
    syllables = [s for word in words for s in word.readings[0]]
    owner = [at for at, word in enumerate(words) for _ in word.readings[0]]
    light: set[int] = set()
    asked: Aspect | None = None
    at = 0
    while at < len(syllables):
        found = lexicon.aspects.longest(syllables, at)
        if found:
            light.update(owner[at : at + found[0]])
            asked = asked or cast("Aspect | None", found[1] or None)
        at += found[0] if found else 1
    marked = [
        word._replace(factor=word.factor * ASKING_FACTOR) if at in light else word for at, word in enumerate(words)
    ]
    return marked, asked
