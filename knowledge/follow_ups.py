"""Which part a short follow-up asks about ("lâu ko", "nộp cho ai"), once it is known of which procedure.

Naive Bayes over the words of the follow-ups in `follow_ups:` of the knowledge base: a part's share of the phrases
that hold a word, or two words near each other, is evidence for it. A phrase that stands there counts as certain.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from knowledge.folding import comparable
from knowledge.model import FollowUp
from knowledge.text import Reader
from knowledge.words import Message

UNSEEN = 0.1
"""How many phrases of a part are taken to hold what none of them holds."""
SHARPNESS = 0.85
"""How much the evidence counts, for words that stand together repeat each other: fitted so that of the parts told
with a confidence, that share is right."""


class Guess(NamedTuple):
    """A part and how sure it is, 0 to 1."""

    part: str
    confidence: float


class FollowUps:
    """Tells which part a follow-up asks about; immutable. Without any phrase it never guesses."""

    def __init__(self, said: Iterable[FollowUp], reader: Reader) -> None:
        phrases = [(one.part, text) for one in said for text in (*one.questions, *one.english)]
        self._reader = reader
        self._known = {comparable(text): part for part, text in reversed(phrases)}
        self._parts = tuple(dict.fromkeys(part for part, _ in phrases))
        self._features: dict[str, int] = {}
        held: Counter[tuple[int, int]] = Counter()
        for part, text in phrases:
            at = self._parts.index(part)
            held.update((self._features.setdefault(f, len(self._features)), at) for f in _features(reader.read(text)))
        self._evidence = _evidence(held, Counter(part for part, _ in phrases), self._parts, len(self._features))

    def read(self, text: str) -> tuple[Guess, ...]:
        """The parts that the text may ask about, the likeliest first; none if no word of it is known."""
        if part := self._known.get(comparable(text)):
            return (Guess(part, 1.0),)
        message = self._reader.read(text)
        known = [self._features[f] for f in sorted(_features(message)) if f in self._features]
        if not known:
            return ()
        odds = np.exp(self._evidence[known].sum(axis=0) * SHARPNESS / np.sqrt(len(known)))
        shares = (odds / odds.sum() * self._familiar(message)).tolist()
        return tuple(sorted(map(Guess, self._parts, shares), key=lambda guess: -guess.confidence))

    def _familiar(self, message: Message) -> float:
        """The share of the words that any follow-up holds: strange ones name something else."""
        words = _words(message)
        return sum(word in self._features for word in words) / len(words)


def _evidence(
    held: Counter[tuple[int, int]], sizes: Counter[str], parts: tuple[str, ...], features: int
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """For each feature and part the log of the share of its phrases that hold it, less the mean over the parts."""
    if not parts:
        return np.zeros((0, 0))
    counts = np.full((features, len(parts)), UNSEEN)
    for (feature, part), times in held.items():
        counts[feature, part] += times
    shares = np.log(counts / np.array([sizes[part] + 2 * UNSEEN for part in parts]))
    evidence: np.ndarray[tuple[int, int], np.dtype[np.float64]] = shares - shares.mean(axis=1, keepdims=True)
    return evidence


def _features(message: Message) -> set[str]:
    """The words of a message without accents, the pairs of words that stand together or one apart, how it begins
    and ends, and the aspects that it asks for clearly."""
    words = _words(message)
    return {*_near(words), *(f"?{aspect}" for aspect in message.aspects)}


def _words(message: Message) -> list[str]:
    return [s.folded for word in message.words for s in word.readings[0]]


def _near(words: list[str]) -> Iterator[str]:
    yield from words
    yield from map("_".join, pairwise(["^", *words, "$"]))
    yield from map("__".join, zip(words, words[2:], strict=False))
