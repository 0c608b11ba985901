"""Long texts cut into parts that a platform takes, measured in UTF-16 units."""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate

_ZWJ = "\u200d"
_PARAGRAPH = re.compile(r"[ \t]*\n[ \t]*\n\s*")
_LINE = re.compile(r"[ \t]*\n\s*")
_WORD = re.compile(r"\s+")
# A better place is taken only where it leaves no part too short.
_PLACES = ((_PARAGRAPH, 1 / 2), (_LINE, 1 / 2), (_WORD, 0.0))


def utf16_length(text: str) -> int:
    """How many UTF-16 units the text has."""
    return sum(map(_units, text))


def split(text: str, limit: int, first: int | None = None) -> list[str]:
    """Parts of at most `limit` units (the first one of `first`), cut between paragraphs, else lines, words, letters."""
    parts: list[str] = []
    rest, room = text.strip(), limit if first is None else first
    while utf16_length(rest) > room:
        end, start = _cut(rest, room)
        parts.append(rest[:end].rstrip())
        rest, room = rest[start:], limit
    return [*parts, rest] if rest else parts


def clip(text: str, limit: int) -> str:
    """The text if it has at most `limit` units, else its beginning and "…"."""
    if utf16_length(text) <= limit:
        return text
    return text[: _letter_end(text, _fitting(text, limit - 1))].rstrip() + "…"


def _cut(text: str, room: int) -> tuple[int, int]:
    """Where the part ends and where the next one begins."""
    fitting = max(1, _fitting(text, room))
    for pattern, least in _PLACES:
        if place := _last_place(pattern, text, max(int(fitting * least), 1), fitting):
            return place
    end = _letter_end(text, fitting)
    return end, end


def _fitting(text: str, room: int) -> int:
    """How many characters fit into `room` units."""
    return sum(1 for length in accumulate(map(_units, text)) if length <= room)


def _last_place(pattern: re.Pattern[str], text: str, low: int, high: int) -> tuple[int, int] | None:
    places = [found.span() for found in pattern.finditer(text, low) if found.start() <= high]
    return next((place for place in reversed(places) if not _joined(text, place[1])), None)


def _letter_end(text: str, end: int) -> int:
    """The last boundary between whole letters up to `end`; `end` itself if there is none."""
    return next((at for at in range(end, 0, -1) if not _joined(text, at)), end)


def _joined(text: str, at: int) -> bool:
    """Whether the characters before and after `at` are one letter or one emoji on the screen."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    return (
        unicodedata.category(after).startswith("M")
        or _ZWJ in (before, after)
        or "\U0001f3fb" <= after <= "\U0001f3ff"
        or (_is_flag_half(before) and _is_flag_half(after))
    )


def _is_flag_half(letter: str) -> bool:
    return "\U0001f1e6" <= letter <= "\U0001f1ff"


def _units(letter: str) -> int:
    return 2 if letter > "\uffff" else 1
