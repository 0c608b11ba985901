"""A text without case and marks, every place of which is known in the text as it was written."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_READ = re.compile("[^\u0300-\u036f\u200b-\u200f\u2060\ufeff]+")
"""Anything but combining marks and letters without width: those are left out."""
_COMMON = 0x2200
"""Below this code point letters are remembered."""


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` in small letters without marks; its place i is place `at[i]` of the original, i itself without `at`."""

    text: str
    at: tuple[int, ...] = ()

    def original(self, start: int, end: int) -> tuple[int, int]:
        """A span of the folded text in the original, with the marks on its last letter."""
        return (self.at[start], self.at[end]) if self.at else (start, end)


class _Bases(dict[int, str]):
    """The one letter that stands for each code point."""

    def __missing__(self, code: int) -> str:
        base = (unicodedata.normalize("NFKD", chr(code)).lower() or chr(code))[0]
        if code < _COMMON:
            self[code] = base
        return base


_BASES = _Bases({ord("đ"): "d", ord("Đ"): "d"})


def folded(text: str) -> Folded:
    """The text folded; takes time in proportion to its length."""
    if text.isascii():
        return Folded(text.lower())
    read = list(_READ.finditer(text))
    kept = "".join(run[0] for run in read).translate(_BASES)
    if len(kept) == len(text):
        return Folded(kept)
    return Folded(kept, (*(place for run in read for place in range(*run.span())), len(text)))
