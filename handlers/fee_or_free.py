"""Whether a procedure costs anything: the tariff, led by yes or no where that is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers import texts
from handlers.words import plain

_NOTHING = "0 đồng"
_FOR_FREE = "miễn phí"
_NO = r"(?:khong|ko|k|kg|hong|hok|hk|hem|chua|chu|a)"
_MONEY = r"(?:phi|le phi|tien|dong nao|xu nao|gi)"
_ASKED = re.compile(
    rf"\b(?:mat|ton|dong|nop|thu|tra)(?: them)? {_MONEY}(?! (?:bao|may|nhieu|bn))(?: \w+){{0,3}}? {_NO}\b"
    rf"|\b(?:co|phai|bi) (?:phai |bi )?(?:mat|ton|dong|nop|thu|tra)(?: them)? (?:phi|le phi|tien)$"
    rf"|\bmien phi {_NO}\b|\bfree {_NO}\b"
)
"""Asks whether, and not how much."""
_PAID = re.compile(r"\b(?!0\b)\d[\d.]* ?đồng")
_FREE = re.compile(r"(?<![\d.])0 đồng|miễn (?:lệ )?phí|^không (?:thu|có lệ phí|mất phí)", re.IGNORECASE)
_EXEMPT = re.compile(r"\bmiễn\b", re.IGNORECASE)


def in_words(line: str) -> str:
    """A line of a tariff, a bare nothing as an officer says it."""
    return texts.FREE.format(amount=line) if line.strip() == _NOTHING else line


def answered(words: str, tariff: Sequence[str], *, exempt: bool) -> list[str]:
    """The tariff in lines, led by yes or no where the words ask whether it costs anything and the tariff tells.

    `exempt` says that some pay nothing.
    """
    lead = _yes_or_no(tariff, exempt=exempt) if _ASKED.search(plain(words)) else None
    if lead is None or tariff[0].startswith("Không"):
        return [_listed(tariff)]
    if [line.lower() for line in tariff] == [_FOR_FREE]:
        return [f"{texts.FREE.format(amount=_FOR_FREE)}."]
    return [f"{lead}:", _listed(tariff)]


def _yes_or_no(tariff: Sequence[str], *, exempt: bool) -> str | None:
    paid = any(_PAID.search(line) for line in tariff)
    free = any(_FREE.search(line) for line in tariff)
    if free:
        return texts.COSTS_SOMETIMES if paid else texts.COSTS_NOTHING
    some = exempt or any(map(_EXEMPT.search, tariff))
    return (texts.COSTS_MOST if some else texts.COSTS) if paid else None


def _listed(lines: Sequence[str]) -> str:
    return f"{lines[0]}." if len(lines) == 1 else "\n".join(f"• {line}" for line in lines)
