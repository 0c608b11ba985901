"""How a message is read, from letters to words with their possible meanings.

The order of the steps, and why each stands where it does:

1. clip       first, so that no later step ever sees a text long enough to be slow;
2. NFC, lower before anything compares letters: phones paste NFD, older people leave Caps Lock on;
3. tokens     letters and digits only; what separates clauses is remembered;
4. language   mostly English words: no Vietnamese keyboard rule may touch them ("has" is not "há");
5. decode     one token at a time: a short form of the lexicon stays, then VNI (digits inside a word cannot be
              anything else), then real syllables stay, then glued words, then Telex, then stuttered letters;
6. rewrite    short forms and other names, longest first; before "mất" is judged, because "cccd" tells it is lost;
7. "mất"      died, lost or costs, by the words around it; and ages, which the law sorts into bands;
8. aspects    what is asked (fee, time, papers…) and empty asking phrases, so that they do not count as a need;
9. fit        last, because only now are the neighbours known that tell which meaning or typo is likely.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby, islice, pairwise, product
from typing import Literal, NamedTuple, Protocol

from knowledge.ages import with_age_bands
from knowledge.aspects import Aspect, mark_aspects
from knowledge.keyboard import from_telex, from_vni
from knowledge.lexicon import Lexicon, Reading
from knowledge.lost import sense_of_lost
from knowledge.syllables import Syllable, fold, is_syllable, syllable

Language = Literal["vi", "en"]

MAX_LETTERS = 2000
MAX_WORD = 48
MAX_WORDS = 120
MOST_MEANT = 2
"""How many corrections of one word are tried."""
MOST_MEANINGS = 4
NEARLY = 0.3
"""A meaning stays possible if it fits at least this share as often as the best one."""
_LONGEST_SYLLABLE = 7
_SHORTEST_GLUED = 5
_LETTER_WORDS = frozenset("aeoyu")
_TOKEN = re.compile(r"[^\W_]+|[,.;:?!\n+]+")
_HELD = re.compile(r"(.)\1{2,}")
"""A letter held down; neither Vietnamese nor Telex has three alike in a row."""
_MARKS = re.compile(r"[\u0300-\u036f]+")


class Vocabulary(Protocol):
    """What the reader may ask of the knowledge base about folded syllables."""

    def knows(self, folded: str) -> bool:
        """Whether any phrase holds this syllable."""

    def joins(self, left: str, right: str) -> int:
        """How often phrases hold these two syllables side by side."""

    def near(self, folded: str) -> Sequence[str]:
        """Known syllables one slip away, likeliest first."""


class Word(NamedTuple):
    """One word of a message: as typed, what it may stand for, and how much of its weight counts (0 to 1)."""

    typed: str
    readings: tuple[Reading, ...]
    factor: float = 1.0
    starts_clause: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """A message as read: its words, the language, and the aspect that is asked explicitly."""

    words: tuple[Word, ...]
    language: Language
    aspect: Aspect | None

    def __str__(self) -> str:
        return " ".join("/".join(_plain(r) for r in word.readings) for word in self.words)

    def meanings(self) -> tuple[Message, ...]:
        """The message with its short forms of several meanings read in each way, the likeliest first; a few at most."""
        choices = [
            [(reading,) for reading in word.readings] if _is_ambiguous(word) else [word.readings] for word in self.words
        ]
        return tuple(
            replace(self, words=tuple(w._replace(readings=r) for w, r in zip(self.words, chosen, strict=True)))
            for chosen in islice(product(*choices), MOST_MEANINGS)
        )


class Reader:
    """Reads messages with a lexicon and, once there is one, the vocabulary of the knowledge base."""

    def __init__(self, lexicon: Lexicon, vocabulary: Vocabulary | None = None) -> None:
        self._lexicon = lexicon
        self._vocabulary = vocabulary
        self._split_glued = lru_cache(maxsize=20_000)(self._split_glued_uncached)

    def read(self, text: str, language: Language | None = None) -> Message:
        """The message in `text`; the language is guessed unless given. Never raises, whatever the text."""
        tokens = list(split(text))
        if (language or self._language(tokens)) == "en":
            return self._read_english(tokens)
        words = list(self._rewrite(list(self._decode_all(tokens))))
        words = with_age_bands(sense_of_lost(words, self._lexicon))
        words, aspect = mark_aspects(words, self._lexicon)
        return Message(tuple(self._fit_together(words)), "vi", aspect)

    def _language(self, tokens: Sequence[tuple[str, bool]]) -> Language:
        """English if more words are English only than can be Vietnamese only."""
        english = vietnamese = 0
        for token, _ in tokens:
            if not token.isascii():
                return "vi"
            known = token in self._lexicon.english_words
            possible = is_syllable(token) or self._lexicon.knows(token)
            english += known and not possible
            vietnamese += possible and not known
        return "en" if english > vietnamese else "vi"

    def _read_english(self, tokens: Sequence[tuple[str, bool]]) -> Message:
        said = [syllable(token) for token, _ in tokens]
        meant = [s for match in self._lexicon.english.scan(said) for s in match.value]
        return Message(tuple(Word(s.key, ((s,),)) for s in (*said, *meant)), "en", None)

    def _decode_all(self, tokens: Sequence[tuple[str, bool]]) -> Iterator[tuple[Syllable, bool]]:
        for token, starts in tokens:
            for part in self._decode(token):
                yield syllable(part), starts
                starts = False

    def _decode(self, token: str) -> Sequence[str]:
        """The syllables a single token stands for."""
        folded = fold(token)
        if folded in self._lexicon.words or is_syllable(folded):
            return (token,)
        if vni := from_vni(token):
            return (vni,)
        if self._vocabulary and self._vocabulary.knows(folded):
            return (token,)
        calm = _HELD.sub(r"\1", token)
        return self._split_glued(calm) or (from_telex(calm) or _unstutter(calm) or calm,)

    def _split_glued_uncached(self, token: str) -> tuple[str, ...]:
        """The words of a token written without spaces, or nothing if it is not one."""
        if self._vocabulary is None or (token.isascii() and len(token) < _SHORTEST_GLUED):
            return ()
        return unglue(token, self._vocabulary, self._lexicon.words)

    def _rewrite(self, said: Sequence[tuple[Syllable, bool]]) -> Iterator[Word]:
        syllables = [s for s, _ in said]
        at = 0
        for match in self._lexicon.rewrites.scan(syllables):
            yield from (Word(s.key, ((s,),), 1.0, starts) for s, starts in said[at : match.at])
            at = match.at + match.length
            typed = " ".join(s.key for s in syllables[match.at : at])
            yield Word(typed, match.value, 1.0, said[match.at][1])
        yield from (Word(s.key, ((s,),), 1.0, starts) for s, starts in said[at:])

    def _fit_together(self, words: Sequence[Word]) -> Iterator[Word]:
        """Settles short forms with several meanings and repairs typos, each by the words beside it."""
        vocabulary = self._vocabulary
        if vocabulary is None:
            yield from words
            return
        left: tuple[str, ...] = ()
        for at, word in enumerate(words):
            right = tuple(r[0].folded for r in words[at + 1].readings) if at + 1 < len(words) else ()
            beside = _Neighbours(left, right, vocabulary)
            fitting = _settled(word, beside) if len(word.readings) > 1 else _repaired(word, beside)
            left = tuple(reading[-1].folded for reading in fitting.readings)
            yield fitting


def split(text: str) -> Iterator[tuple[str, bool]]:
    """Lower-case tokens, each with whether it opens a clause; at most `MAX_WORDS` of `MAX_WORD` letters."""
    clean = unicodedata.normalize("NFC", text[:MAX_LETTERS]).lower()
    if not clean.isascii():
        clean = _MARKS.sub("", clean)
    opens = True
    for match in islice(_TOKEN.finditer(clean), MAX_WORDS):
        token = match.group()
        if token[0].isalnum():
            yield token[:MAX_WORD], opens
            opens = False
        else:
            opens = True


class _Cut(NamedTuple):
    """A way to cut the first letters of a token: how good it is, and where the pieces end."""

    merit: int
    ends: tuple[int, ...]


def unglue(token: str, vocabulary: Vocabulary, short_forms: frozenset[str]) -> tuple[str, ...]:
    """Cuts a token into known syllables or short forms, most of them known neighbours; nothing if it cannot be done.

    Without known neighbours only a token with Vietnamese marks is cut, and only if no single slip explains it:
    "iphone" stays whole.
    """
    folded = fold(token)
    best: list[_Cut | None] = [_Cut(0, ())] + [None] * len(folded)
    for end in range(1, len(folded) + 1):
        for start in range(max(0, end - _LONGEST_SYLLABLE), end):
            before = best[start]
            if before is None or not _is_piece(folded[start:end], vocabulary, short_forms):
                continue
            offer = _Cut(before.merit + _merit(folded, before.ends, end, vocabulary), (*before.ends, end))
            here = best[end]
            if here is None or offer > here:
                best[end] = offer
    found = best[len(folded)]
    if found is None or len(found.ends) < 2:
        return ()
    loose = not token.isascii() and not vocabulary.near(folded)
    if found.merit < 0 and not loose:
        return ()
    return tuple(token[a:b] for a, b in pairwise((0, *found.ends)))


def _is_piece(letters: str, vocabulary: Vocabulary, short_forms: frozenset[str]) -> bool:
    if len(letters) == 1:
        return letters in _LETTER_WORDS
    return (is_syllable(letters) and vocabulary.knows(syllable(letters).folded)) or letters in short_forms


def _merit(folded: str, ends: tuple[int, ...], end: int, vocabulary: Vocabulary) -> int:
    """A known pair of neighbours counts for a cut, an unknown one and a single letter against it."""
    if not ends:
        return -(end == 1)
    start = ends[-1]
    before = syllable(folded[(ends[-2] if len(ends) > 1 else 0) : start]).folded
    here = syllable(folded[start:end]).folded
    return (1 if vocabulary.joins(before, here) else -1) - (end - start == 1)


def _unstutter(token: str) -> str | None:
    """The token with letters held too long let go ("ơiiii"), if that makes a syllable."""
    short = "".join(letter for letter, _ in groupby(token))
    return short if short != token and is_syllable(fold(short)) else None


@dataclass(frozen=True, slots=True)
class _Neighbours:
    """The syllables that may stand beside a word, and how well others fit between them."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    vocabulary: Vocabulary

    @property
    def sides(self) -> int:
        return bool(self.left) + bool(self.right)

    def fit(self, first: str, last: str) -> tuple[int, int]:
        """On how many sides a word with these ends fits, and how often it stands so in the knowledge base."""
        joins = self.vocabulary.joins
        before = max((joins(said, first) for said in self.left), default=0)
        after = max((joins(last, said) for said in self.right), default=0)
        return bool(before) + bool(after), before + after


def _settled(word: Word, beside: _Neighbours) -> Word:
    """The word with only those of its meanings that fit the words beside it nearly as well as the best one."""
    often = [beside.fit(reading[0].folded, reading[-1].folded)[1] for reading in word.readings]
    enough = NEARLY * max(often)
    return word._replace(readings=tuple(r for r, count in zip(word.readings, often, strict=True) if count >= enough))


def _repaired(word: Word, beside: _Neighbours) -> Word:
    """The word with what was probably meant: instead of letters that nobody writes, besides letters that some do."""
    if len(word.readings[0]) > 1 or not word.factor:
        return word
    folded = word.readings[0][0].folded
    if len(folded) < 2 or folded.isdigit():
        return word
    known = beside.vocabulary.knows(folded)
    if known and beside.fit(folded, folded)[0]:
        return word
    fits = {candidate: beside.fit(candidate, candidate) for candidate in beside.vocabulary.near(folded)}
    needed = beside.sides if known else int(is_syllable(folded))
    likely = sorted(fits, key=lambda candidate: fits[candidate], reverse=True)
    chosen = [candidate for candidate in likely if fits[candidate][0] >= needed][:MOST_MEANT]
    if not chosen:
        return word
    meant = tuple((Syllable(candidate, candidate),) for candidate in chosen)
    return word._replace(readings=(*word.readings, *meant) if known else meant)


def _is_ambiguous(word: Word) -> bool:
    """Whether a word is a short form with several meanings left; typos and "mất" may stay open."""
    return len(word.readings) > 1 and any(len(reading) > 1 for reading in word.readings)


def _plain(reading: Reading) -> str:
    return " ".join(s.key for s in reading)
