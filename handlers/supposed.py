""" "Thế nếu đúng hạn thì sao": what is supposed behind an "if"."""

from __future__ import annotations

import re

from handlers.words import plain

_IF = re.compile(
    r"^(?:da )?(?:(?:the|vay|con|neu|truong hop|gia su|lo|nho) )+(?:la )?(?P<rest>\w+(?: \w+){1,5}?)"
    r"(?: thi)?(?: sao| the nao| nhu nao| ntn)?(?: a| ah| nhi| ha| em| vay)*$"
)
"""Supposes two to six words, and asks no more of them than "what then"."""


def what(text: str) -> str | None:
    """The folded words of what is supposed; None where nothing is, or more is asked."""
    match = _IF.match(plain(text))
    return match["rest"] if match else None
