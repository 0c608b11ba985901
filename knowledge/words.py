"""Words as read: what was typed, what it may mean, and the message that they make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import Literal, NamedTuple, Protocol

from knowledge.lexicon import Reading
from knowledge.syllables import Syllable

Language = Literal["vi", "en"]
Aspect = Literal[
    "documents", "fee", "time", "where", "online", "form", "who", "steps", "result", "law", "validity", "duty"
]

MOST_MEANINGS = 3


class Token(NamedTuple):
    """Letters as they were typed, and the keys of the syllables that they were taken for."""

    typed: str
    keys: tuple[str, ...]


class Word(NamedTuple):
    """One word of a message: as typed, what it may stand for, and how much of its weight counts (0 to 1).

    It is `repaired` if other letters were typed, and `guessed` if that was just one; `done` if it tells what is done.
    """

    typed: str
    readings: tuple[Reading, ...]
    factor: float = 1.0
    starts_clause: bool = False
    repaired: bool = False
    guessed: bool = False
    done: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """A message as read: its words, the language, and the aspects that are asked explicitly, in order.

    It is `translated` if all that its English words say is told by Vietnamese ones instead.
    """

    words: tuple[Word, ...]
    language: Language
    aspects: tuple[Aspect, ...] = ()
    translated: bool = False

    @property
    def aspect(self) -> Aspect | None:
        """The aspect that is asked first."""
        return self.aspects[0] if self.aspects else None

    @property
    def repaired(self) -> bool:
        """Whether any of its words was typed with other letters."""
        return any(word.repaired for word in self.words)

    @property
    def guessed(self) -> bool:
        """Whether of any of its words just one letter was typed."""
        return any(word.guessed for word in self.words)

    def __str__(self) -> str:
        return " ".join("/".join(_plain(r) for r in word.readings) for word in self.words)

    def meanings(self) -> tuple[Message, ...]:
        """The message with its short forms of several meanings read in each way, the likeliest first; a few at most.

        A message with a guess is also read without it.
        """
        if self.guessed:
            surer = tuple(word for word in self.words if not word.guessed)
            return (*self._meanings(), replace(self, words=surer))
        return self._meanings()

    def _meanings(self) -> tuple[Message, ...]:
        if not any(map(is_ambiguous, self.words)):
            return (self,)
        choices = [
            [(reading,) for reading in word.readings] if is_ambiguous(word) else [word.readings] for word in self.words
        ]
        return tuple(
            replace(self, words=tuple(map(_read_as, self.words, chosen)))
            for chosen in islice(product(*choices), MOST_MEANINGS)
        )


class Vocabulary(Protocol):
    """What the reader may ask of the knowledge base about folded syllables."""

    def knows(self, folded: str) -> bool:
        """Whether any phrase holds this syllable."""

    def spells(self, accented: str) -> bool:
        """Whether any phrase holds this syllable with just these accents."""

    def joins(self, left: str, right: str) -> int:
        """How often phrases hold these two syllables side by side."""

    def near(self, folded: str) -> Sequence[str]:
        """Known syllables one slip away, likeliest first."""

    def alike(self, said: Syllable) -> Sequence[str]:
        """Those of them that are written, marks and all, just one slip from what was typed."""


def is_ambiguous(word: Word) -> bool:
    """Whether a word is a short form with several meanings left; typos and "mất" may stay open."""
    return len(word.readings) > 1 and any(len(reading) > 1 for reading in word.readings)


def _read_as(word: Word, readings: tuple[Reading, ...]) -> Word:
    return word if word.readings is readings else word._replace(readings=readings)


def _plain(reading: Reading) -> str:
    return " ".join(s.key for s in reading)
