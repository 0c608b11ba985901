"""How alike a message and phrases are letter by letter, whatever slips and forgotten spaces did to the words."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process

from knowledge.syllables import fold
from knowledge.words import Language, Message, Word

ALIKE = 80.0
"""How alike, in per cent, a message must be to a phrase to be a damaged form of it."""
TURNED = 95.0
"""How alike it must be to a phrase whose end was said first."""
AS_LONG = 0.9
"""How long, as a share of the message, a phrase must be at least to be the whole of it."""
_TONE = re.compile(r"(?<=[^\W\d])[1-5]\b")
"""How a tone is kept in the key of a syllable."""
_BETWEEN = re.compile(r"[\W_]+")


class Letters:
    """The Vietnamese phrases of entries as mere letters, without marks and spaces.

    What states other numbers is not alike, for a digit is no slip: "con 5 tuổi", "con 15 tuổi".
    """

    def __init__(self, phrases: Mapping[int, Sequence[tuple[str, Language]]]) -> None:
        self._of = {entry: _by_numbers(of_entry) for entry, of_entry in phrases.items()}

    def likeness(self, typed: Iterable[str], entry: int, at_least: float = ALIKE) -> float:
        """How alike any of the letters are to those of the entry's nearest phrase, in per cent; 0 if less than that.

        The end may also have been said first.
        """
        return max(self._likeness(letters, entry, at_least) for letters in typed)

    def _likeness(self, typed: str, entry: int, at_least: float) -> float:
        phrases = self._of[entry].get(_numbers(typed), ())
        straight = _nearest(typed, phrases, fuzz.ratio, at_least)
        first = bisect_left(phrases, AS_LONG * len(typed), key=len)
        whole = phrases[first : bisect_right(phrases, len(typed), lo=first, key=len)]
        return max(straight, _nearest(2 * typed, whole, fuzz.partial_ratio, max(at_least, TURNED)))


def _by_numbers(phrases: Iterable[tuple[str, Language]]) -> Mapping[str, Sequence[str]]:
    """The phrases by the numbers that they state, each time the shorter ones first."""
    found: dict[str, list[str]] = {}
    for text, language in phrases:
        if language == "vi":
            letters = _letters(unicodedata.normalize("NFC", text))
            found.setdefault(_numbers(letters), []).append(letters)
    return {numbers: sorted(stating, key=len) for numbers, stating in found.items()}


def _nearest(typed: str, phrases: Sequence[str], scorer: Callable[..., float], at_least: float) -> float:
    found = process.extractOne(typed, phrases, scorer=scorer, score_cutoff=at_least)
    return found[1] if found else 0.0


def typed_letters(message: Message) -> frozenset[str]:
    """The letters of a message as they were typed: all, and those of the words that do more than ask."""
    return frozenset({_typed(message.words), _typed(word for word in message.words if word.factor == 1.0)})


def _typed(words: Iterable[Word]) -> str:
    return "".join(_letters_of_word(word.typed) for word in words)


@lru_cache(maxsize=20_000)
def _letters_of_word(typed: str) -> str:
    return _letters(_TONE.sub("", typed))


def _letters(text: str) -> str:
    return _BETWEEN.sub("", fold(text.lower())).replace("y", "i")


def _numbers(letters: str) -> str:
    return "" if letters.isalpha() else "".join(filter(str.isdecimal, letters))
