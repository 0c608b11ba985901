"""Phrases made comparable: what two officers write for the same words."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge.syllables import fold

_BETWEEN_WORDS = re.compile(r"[\W_]+")


@lru_cache(maxsize=20_000)
def comparable(phrase: str) -> str:
    """The words of a phrase in NFC, without case, marks and punctuation, one space between them."""
    return _BETWEEN_WORDS.sub(" ", fold(phrase.lower())).strip()
