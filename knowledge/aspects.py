"""Which parts of a procedure a message asks about, and which of its words only ask."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import cast

from knowledge.emphasis import Phrase, weights
from knowledge.lexicon import Asking, Lexicon, Match
from knowledge.syllables import Syllable, syllable
from knowledge.words import Aspect, Word

ASKING_FACTOR = 0.2
"""How much of its weight a word keeps that only asks."""


def mark_aspects(words: Sequence[Word], lexicon: Lexicon) -> tuple[list[Word], tuple[Aspect, ...]]:
    """The words, those that only ask made light; and the aspects that are asked, in the order of the message."""
    said = [s for word in words for s in word.readings[0]]
    found = [match for match in lexicon.aspects.scan(said) if not match.value.empty]
    if not found:
        return list(words), ()
    owner = [at for at, word in enumerate(words) for _ in word.readings[0]]
    light = {owner[at] for match in found for at in range(match.at, match.at + match.length)}
    marked = [
        word._replace(factor=word.factor * ASKING_FACTOR) if at in light else word for at, word in enumerate(words)
    ]
    starts = [at for at, word in enumerate(owner) if words[word].starts_clause and (at == 0 or owner[at - 1] != word)]
    return marked, asked(match.value for match in _emphasised(found, [s.folded for s in said], starts))


def _emphasised(found: list[Match[Asking]], said: Sequence[str], starts: Sequence[int]) -> list[Match[Asking]]:
    """The phrases of several parts without those that are only told on the way to the question."""
    telling = [match for match in found if match.value.aspect]
    if len({match.value.aspect for match in telling}) < 2:
        return found
    weighed = weights(said, starts, [Phrase(match.at, match.at + match.length) for match in telling])
    return [match for match, weight in zip(telling, weighed, strict=True) if weight == max(weighed)]


def asked(found: Iterable[Asking]) -> tuple[Aspect, ...]:
    """The aspects in order, each once; what is only mentioned ("nộp qua mạng") counts if nothing is asked firmly."""
    all_of_it = [asking for asking in found if asking.aspect]
    firm = [asking for asking in all_of_it if asking.firm]
    return tuple(dict.fromkeys(cast("Aspect", asking.aspect) for asking in firm or all_of_it))


def asking_stretches(tokens: Sequence[str], lexicon: Lexicon) -> list[tuple[int, int]]:
    """The stretches of a message's written words that only ask, as indexes of tokens.

    Short forms are read ("bn", "ko"); what may be meant by a slip of the keys is the reader's business.
    """
    said: list[Syllable] = []
    owner: list[int] = []
    for at, token in enumerate(tokens):
        written = syllable(unicodedata.normalize("NFC", token).lower())
        readings = lexicon.rewrites.longest((written,))
        meant = readings[0] if readings else (written,)
        said += meant
        owner += [at] * len(meant)
    found = [match for match in lexicon.aspects.scan(said) if not match.value.empty]
    return [(owner[match.at], owner[match.at + match.length - 1] + 1) for match in found]
