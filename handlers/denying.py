"""What only sounds like a question: "chưa bao giờ", "làm gì có giấy tờ gì", "có tội tình gì đâu"."""

from __future__ import annotations

import re

from handlers.words import asks, plain

_NEVER = re.compile(
    r"^(?!.*\b(?:biet|ro|hieu|chac)\b).*\b(?:khong|ko|k|chua|chang|cha)\b.*"
    r"\b(?:(?:nao|gi|j|ai|bao gio)(?: ca| het| sat| a| ah| dau| luon)*|(?<!\bo )(?<!\bdi )dau(?: a| ah| nhe)*)$"
)
_DENIED = re.compile(r"\b(?:lam gi co|co (?:\w+ ){1,5}(?:gi|nao) dau)\b")
_IS_ASKED = re.compile(r"\b(?:duoc|co|phai|can) (?:khong|ko|k)\b")
"""Asks, whatever follows."""


def tells(clause: str) -> bool:
    """Whether a clause asks nothing, or only sounds so where it denies."""
    words = plain(clause)
    denies = bool(_NEVER.search(words) or _DENIED.search(words)) and not _IS_ASKED.search(words)
    return not asks(clause) or ("?" not in clause and denies)
