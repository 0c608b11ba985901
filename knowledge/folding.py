"""Text without accents and case, to compare what officers write."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Lower case, no accents, single spaces."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join("".join(filter(lambda c: not unicodedata.combining(c), plain)).split())
