"""The lexicon: how residents write, as data that an officer can edit (`lexicon.yaml`)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, Generic, NamedTuple, TypeVar

import yaml

from knowledge.syllables import Syllable, fold, is_syllable, syllable

FOREIGN = "nước ngoài"
"""What every foreign country and its people are read as, besides their name."""

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_CHOICE = re.compile(r"\{[^{}]*\}|\[[^\[\]]*\]")
T = TypeVar("T")
Reading = tuple[Syllable, ...]
"""The syllables of one way to read a word."""


def spell(text: str) -> Reading:
    """The syllables of plain, correctly written text."""
    return tuple(syllable(word) for word in unicodedata.normalize("NFC", text).lower().split())


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """A phrase found: at which word, of how many words, and its value."""

    at: int
    length: int
    value: T


class Phrases(Generic[T]):
    """A table from phrases to values, asked for the longest phrase that starts at a word.

    Accents are ignored, except that a phrase of one real syllable must be written exactly as in the table
    ("má" is mother, "mà" and "ma" are not). In a `loose` table it may also be written without any accent, but a
    phrase of one or two syllables never with others ("xin dấu" does not ask "xin đâu").
    """

    def __init__(self, items: Iterable[tuple[Reading, T]], *, loose: bool = False) -> None:
        self._alone: dict[str, T] = {}
        self._careful = 2 if loose else 0
        by_first: dict[str, dict[tuple[str, ...], tuple[Reading, T]]] = {}
        for phrase, value in items:
            folded = tuple(word.folded for word in phrase)
            if len(phrase) == 1 and is_syllable(folded[0]):
                self._alone.setdefault(phrase[0].key, value)
                if loose:
                    self._alone.setdefault(folded[0], value)
            elif phrase:
                by_first.setdefault(folded[0], {}).setdefault(folded, (phrase, value))
        self._by_first = {first: (_lengths(rest), rest) for first, rest in by_first.items()}
        self._pairs = {phrase[:2] for rest in by_first.values() for phrase in rest if len(phrase) > 1}
        self._alone_or_short = self._alone.keys() | {first for first, rest in by_first.items() if (first,) in rest}

    def longest(self, words: Sequence[Syllable]) -> T | None:
        """The value of the longest phrase that these words begin with."""
        found = self._at(words, [word.folded for word in words], 0) if words else None
        return found.value if found else None

    def scan(self, words: Sequence[Syllable]) -> Iterator[Match[T]]:
        """The phrases in the words, each the longest that starts there, none overlapping the one before."""
        if not words:
            return
        written, folded = zip(*words, strict=True)
        skip = 0
        for at in self._starts(written, folded):
            if at >= skip:
                found = self._at(words, folded, at)
                if found is not None:
                    yield found
                    skip = at + found.length

    def _starts(self, written: Sequence[str], folded: Sequence[str]) -> Sequence[int]:
        """The words at which a phrase may start, by themselves and the word after them."""
        pairs, alone = self._pairs, self._alone_or_short
        if pairs.isdisjoint(pairwise(folded)) and alone.isdisjoint(folded) and alone.isdisjoint(written):
            return ()
        return [
            at
            for at, (key, pair) in enumerate(zip(written, pairwise((*folded, "")), strict=True))
            if pair in pairs or key in alone or pair[0] in alone
        ]

    def _at(self, words: Sequence[Syllable], folded: Sequence[str], at: int) -> Match[T] | None:
        lengths, phrases = self._by_first.get(folded[at], _NONE)
        for length in lengths:
            found = phrases.get(tuple(folded[at : at + length]))
            if found and (length > self._careful or _may_be(words[at : at + length], found[0])):
                return Match(at, len(found[0]), found[1])
        alone = self._alone.get(words[at].key)
        return None if alone is None else Match(at, 1, alone)


def _may_be(said: Sequence[Syllable], phrase: Reading) -> bool:
    """Whether no word is written with other accents than in the phrase."""
    return all(not word.accented or word.key == meant.key for word, meant in zip(said, phrase, strict=True))


_NONE: tuple[list[int], dict[tuple[str, ...], tuple[Reading, Any]]] = ([], {})


def _lengths(phrases: Iterable[tuple[str, ...]]) -> list[int]:
    """The lengths that occur, longest first."""
    return sorted({len(phrase) for phrase in phrases}, reverse=True)


class Asking(NamedTuple):
    """What a phrase asks: the aspect, if it is a particular one, and whether that is certain or only mentioned.

    `empty` phrases ask nothing though they hold words that ask elsewhere.
    """

    aspect: str | None = None
    firm: bool = False
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything the reader knows about the way people write; build it with `load_lexicon` or `parse_lexicon`."""

    rewrites: Phrases[tuple[Reading, ...]]
    words: frozenset[str]
    aspects: Phrases[Asking]
    english_aspects: Phrases[Asking]
    people: Phrases[bool]
    papers: Phrases[bool]
    costs: Phrases[bool]
    joining: frozenset[str]
    events: Phrases[str]
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
    data: Mapping[str, Any] = yaml.load(text, Loader=_LOADER)  # noqa: S506  it builds only strings
    rewrites = list(_rewrites(data))
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
        aspects=Phrases(_asking(data), loose=True),
        english_aspects=Phrases(_asked(data["english_aspects"], firm=True)),
        people=_words(lost["people"]),
        papers=_words(lost["papers"]),
        costs=_words(lost["costs"]),
        joining=frozenset(fold(word) for word in data["joining"]),
        events=Phrases(((spell(p), name) for name, phrases in data["events"].items() for p in phrases), loose=True),
        english_words=frozenset(data["english_words"]).union(*map(str.split, data["english"])),
        english=Phrases((spell(p), spell(full)) for p, full in data["english"].items()),
    )


def _rewrites(data: Mapping[str, Any]) -> Iterator[tuple[Reading, tuple[Reading, ...]]]:
    short = {spell(key): spell(full) for key, full in data["short_forms"].items()}
    yield from ((key, (full,)) for key, full in short.items())
    yield from ((spell(key), tuple(dict.fromkeys(map(spell, all_)))) for key, all_ in data["ambiguous"].items())
    others = [(other, name) for name, others in data["same"].items() for other in others]
    others += [(place, f"{place} {FOREIGN}") for place in _places(data["foreign"])]
    abbreviations = _by_full_form(short)
    for other, name in others:
        yield from ((written, (spell(name),)) for written in _ways_to_write(spell(other), abbreviations))


def _asking(data: Mapping[str, Any]) -> Iterator[tuple[Reading, Asking]]:
    """Every phrase that asks, or that looks so, with what it asks."""
    yield from ((spell(phrase), Asking(empty=True)) for template in data["not_asking"] for phrase in expand(template))
    yield from _asked(data["aspects"], firm=True)
    yield from _asked(data["mentions"], firm=False)
    yield from ((spell(phrase), Asking()) for template in data["asking"] for phrase in expand(template))


def _asked(aspects: Mapping[str, Sequence[str]], *, firm: bool) -> Iterator[tuple[Reading, Asking]]:
    for aspect, templates in aspects.items():
        asking = Asking(aspect, firm)
        yield from ((spell(phrase), asking) for template in templates for phrase in expand(template))


def expand(template: str) -> Iterator[str]:
    """Every phrase of a template: of "{a|b}" one, of "[a|b]" one or none."""
    choice = _CHOICE.search(template)
    if choice is None:
        yield template
        return
    before, after = template[: choice.start()], template[choice.end() :]
    options = choice.group()[1:-1].split("|")
    for option in [*options, ""] if choice.group().startswith("[") else options:
        yield from expand(f"{before}{option}{after}")


def _places(foreign: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Foreign countries and peoples, those with a short name only after a word that tells."""
    yield from foreign["names"]
    names = [*foreign["names"], *foreign["peoples"]]
    yield from (f"{before} {name}" for before in foreign["after"] for name in names)


def _by_full_form(short: Mapping[Reading, Reading]) -> dict[Reading, list[Reading]]:
    """Every full form with all its short forms."""
    found: dict[Reading, list[Reading]] = {}
    for key, full in short.items():
        found.setdefault(full, []).append(key)
    return found


def _ways_to_write(phrase: Reading, abbreviations: Mapping[Reading, Sequence[Reading]]) -> Iterator[Reading]:
    """The phrase, and the phrase with short forms for any parts of it ("gcn qsdđ")."""
    if not phrase:
        yield ()
    for length in range(1, len(phrase) + 1):
        start = phrase[:length]
        heads = [*([start] if length == 1 else []), *abbreviations.get(start, ())]
        for rest in _ways_to_write(phrase[length:], abbreviations) if heads else ():
            yield from (head + rest for head in heads)


def _words(words: Iterable[str]) -> Phrases[bool]:
    return Phrases(((spell(word), True) for word in words), loose=True)
