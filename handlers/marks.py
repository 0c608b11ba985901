"""Marks compared where they were typed: "bố đi vắng" is no "bị bỏ rơi", "bo roi" may be."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from handlers.words import plain

_WORD = re.compile(r"[^\W_]+")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
"""Grave, acute, tilde, hook, dot: where in a word they stand is a matter of taste ("hoà", "hòa")."""


def fit(typed: str, phrase: str) -> bool:
    """Whether each word of the phrase that was typed, and typed with marks, was typed with those of the phrase.

    A word that was typed without marks may be any; a phrase written without marks is any, too.
    """
    spelled = _by_letters(typed)
    return all(_may_be(word, spelled.get(letters, frozenset())) for letters, word in _words(phrase))


def _may_be(word: str, typed: frozenset[str]) -> bool:
    marked = {one for one in typed if not one.isascii()}
    return word.isascii() or not typed or marked != typed or word in marked


@lru_cache(maxsize=2_000)
def _by_letters(text: str) -> dict[str, frozenset[str]]:
    """The words of a text by their letters without marks, each as it was typed."""
    found: dict[str, frozenset[str]] = {}
    for letters, word in _words(text):
        found[letters] = found.get(letters, frozenset()) | {word}
    return found


@lru_cache(maxsize=20_000)
def _words(text: str) -> tuple[tuple[str, str], ...]:
    """The words of a text: without marks, and with the tone behind the word."""
    return tuple((plain(word), _toned(word)) for word in _WORD.findall(unicodedata.normalize("NFC", text).lower()))


def _toned(word: str) -> str:
    """The word with its tone behind it, wherever it was written."""
    letters = unicodedata.normalize("NFD", word)
    tone = "".join(letter for letter in letters if letter in _TONES)
    return unicodedata.normalize("NFC", "".join(letter for letter in letters if letter not in _TONES)) + tone
