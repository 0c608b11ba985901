"""Which part of a procedure a message asks about, and which of its words only ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from knowledge.lexicon import Lexicon
from knowledge.words import Aspect, Word

__all__ = ["ASKING_FACTOR", "Aspect", "mark_aspects"]

ASKING_FACTOR = 0.2
"""How much of its weight a word keeps that only asks."""


def mark_aspects(words: Sequence[Word], lexicon: Lexicon) -> tuple[list[Word], Aspect | None]:
    """The words, those that only ask made light; and the first aspect that is asked, if any is."""
    owner = [at for at, word in enumerate(words) for _ in word.readings[0]]
    found = list(lexicon.aspects.scan([s for word in words for s in word.readings[0]]))
    if not found:
        return list(words), None
    light = {owner[at] for match in found for at in range(match.at, match.at + match.length)}
    asked = next((match.value for match in found if match.value), None)
    marked = [
        word._replace(factor=word.factor * ASKING_FACTOR) if at in light else word for at, word in enumerate(words)
    ]
    return marked, cast("Aspect | None", asked)
