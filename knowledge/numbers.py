"""Small numbers, in digits and in letters: "2 vợ chồng" and "hai vợ chồng" say the same."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.syllables import Syllable
from knowledge.words import Word

NAMES = ("khong", "mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi")
_NUMBERS = {name: number for number, name in enumerate(NAMES)}
_FEWEST = 2
"""None and one are written in letters for other reasons ("không", "một cửa")."""


def count(text: str) -> int | None:
    """The number that folded letters or up to three digits state, if they state one."""
    if text.isdecimal():
        return int(text) if len(text) <= 3 else None
    return _NUMBERS.get(text)


def with_names(words: Sequence[Word]) -> list[Word]:
    """The words, each small number in digits also read as its name."""
    return [
        word._replace(readings=(*word.readings, (_name(word),))) if word.typed.isdecimal() and _is_small(word) else word
        for word in words
    ]


def _is_small(word: Word) -> bool:
    number = count(word.typed) if len(word.readings[0]) == 1 else None
    return number is not None and _FEWEST <= number < len(NAMES)


def _name(word: Word) -> Syllable:
    name = NAMES[int(word.typed)]
    return Syllable(name, name)
