"""Personal secrets in a message: covered before it is stored, shown to officers or said back."""

from __future__ import annotations

import re

from handlers import texts

COVER = "●"
_SECRET = re.compile(
    r"((?:\botp\b|mã xác (?:thực|nhận|minh)|ma xac (?:thuc|nhan|minh)|mật khẩu|mat khau|\bmk\b|password|\bpass\b)"
    r"(?:\s+(?:là|la|is|của \w+ là|vneid|zalo|tài khoản))*\s*[:=]?\s*)"
    r"((?=\S*\d)\S{4,})",
    re.IGNORECASE,
)
_IDENTITY = re.compile(r"(?<!\d)\d(?:[ .-]?\d){11}(?!\d)")


def mask(text: str) -> str:
    """The text with one-time codes, passwords and 12-digit identity numbers covered."""
    return _IDENTITY.sub(_cover_identity, _SECRET.sub(_cover_secret, text))


def without(text: str) -> str:
    """The text without them, as it is read for its meaning."""
    return _IDENTITY.sub(" ", _SECRET.sub(r"\1", text))


def warning(text: str) -> str | None:
    """The kind word to somebody who sent a secret; None if there is none."""
    if _SECRET.search(text):
        return texts.GIVE_NOBODY
    return texts.KEEP_PRIVATE if _IDENTITY.search(text) else None


def _cover_secret(match: re.Match[str]) -> str:
    return match[1] + COVER * 6


def _cover_identity(match: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", match[0])
    return COVER * 9 + digits[-3:]
