"""The lexicon: how residents write, as data that an officer can edit (`lexicon.yaml`)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Generic, Literal, TypeVar

import yaml

from knowledge.syllables import Syllable, fold, is_syllable, syllable

FOREIGN = "nước ngoài"
"""What every foreign country and its people are read as, besides their name."""

T = TypeVar("T")
Reading = tuple[Syllable, ...]
"""The syllables of one way to read a word."""


def spell(text: str) -> Reading:
    """The syllables of plain, correctly written text."""
    return tuple(syllable(word) for word in unicodedata.normalize("NFC", text).lower().split())


class Phrases(Generic[T]):
    """A table from phrases to values, asked for the longest phrase that starts at a word.

    Accents are ignored, except that a phrase of one real syllable must be written exactly as in the table
    ("má" is mother, "mà" and "ma" are not).
    """

    def __init__(self, items: Iterable[tuple[Reading, T]]) -> None:
        self._exact: dict[str, T] = {}
        by_first: dict[str, dict[tuple[str, ...], T]] = {}
        for phrase, value in items:
            folded = tuple(word.folded for word in phrase)
            if len(phrase) == 1 and is_syllable(folded[0]):
                self._exact.setdefault(phrase[0].key, value)
            elif phrase:
                by_first.setdefault(folded[0], {}).setdefault(folded, value)
        self._by_first = {
            first: sorted(rest.items(), key=lambda item: -len(item[0])) for first, rest in by_first.items()
        }

    def longest(self, words: Sequence[Syllable], at: int) -> tuple[int, T] | None:
        """How many words the longest phrase at this position covers, and its value."""
        for phrase, value in self._by_first.get(words[at].folded, ()):
            if len(phrase) == 1 or phrase == tuple(w.folded for w in words[at : at + len(phrase)]):
                return len(phrase), value
        exact = self._exact.get(words[at].key)
        return None if exact is None else (1, exact)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything the reader knows about the way people write; build it with `load_lexicon` or `parse_lexicon`."""

    rewrites: Phrases[tuple[Reading, ...]]
    words: frozenset[str]
    aspects: Phrases[str]
    people: frozenset[str]
    people_folded: frozenset[str]
    papers: Phrases[bool]
    costs: Phrases[bool]
    joining: frozenset[str]
    events: Phrases[Literal["birth", "death"]]
    english_words: frozenset[str]
    english: Phrases[Reading]

    def knows(self, token: str) -> bool:
        """Whether a token, as typed, is a short form of its own and must not be decoded as Telex or a typo."""
        return token in self.words


@cache
def load_lexicon() -> Lexicon:
    """The lexicon that ships with the bot."""
    return parse_lexicon(files("knowledge").joinpath("lexicon.yaml").read_text(encoding="utf-8"))


def parse_lexicon(text: str) -> Lexicon:
    """The lexicon written in YAML `text`; every value is read as a string."""
    data: Mapping[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  BaseLoader builds only strings
    rewrites = [(spell(short), _alternatives(full)) for short, full in _rewrites(data)]
    aspects = [(spell(p), name) for name, phrases in data["aspects"].items() for p in phrases]
    lost = data["lost"]
    return Lexicon(
        rewrites=Phrases(rewrites),
        words=frozenset(
            spelling
            for phrase, _ in rewrites
            for word in phrase[:1]
            if len(phrase) == 1
            for spelling in (word.key, word.folded)
        ),
        aspects=Phrases([*aspects, *((spell(p), "") for p in data["asking"])]),
        people=_keys(lost["people"]),
        people_folded=frozenset(s.folded for word in lost["people"] for s in spell(word)),
        papers=Phrases((spell(p), True) for p in lost["papers"]),
        costs=Phrases((spell(p), True) for p in lost["costs"]),
        joining=frozenset(fold(word) for word in data["joining"]),
        events=Phrases(
            [
                *((spell(p), "birth") for p in data["events"]["birth"]),
                *((spell(p), "death") for p in data["events"]["death"]),
            ]
        ),
        english_words=frozenset(data["english_words"]),
        english=Phrases((spell(p), spell(full)) for p, full in data["english"].items()),
    )


def _rewrites(data: Mapping[str, Any]) -> Iterable[tuple[str, Sequence[str]]]:
    yield from ((short, [full]) for short, full in data["short_forms"].items())
    yield from data["ambiguous"].items()
    yield from ((other, [name]) for name, others in data["same"].items() for other in others)
    yield from ((place, [f"{place} {FOREIGN}"]) for place in data["foreign"])


def _alternatives(full: Sequence[str]) -> tuple[Reading, ...]:
    return tuple(dict.fromkeys(spell(one) for one in full))


def _keys(words: Iterable[str]) -> frozenset[str]:
    return frozenset(s.key for word in words for s in spell(word))
