"""Texts from outside made safe to store, to quote and to send."""

from __future__ import annotations

import re

LONGEST_TEXT = 4096
LONGEST_NAME = 64

_NEWLINE = re.compile(r"\r\n?")
# Control characters but tab and newline, marks that turn the direction of writing, lone surrogates.
_HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def clean(text: str) -> str:
    """The text without NUL, control characters, direction marks and lone surrogates; newlines are \\n."""
    return _HARMFUL.sub("", _NEWLINE.sub("\n", text))


def one_line(text: str) -> str:
    """The cleaned text with every run of white space made one blank."""
    return " ".join(clean(text).split())
