"""Texts that are sent to do harm, or by a cat: none may be slow, none may raise."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

Make = Callable[[random.Random], str]


def _emoji(rng: random.Random) -> str:
    return "".join(chr(rng.randrange(0x1F300, 0x1F650)) for _ in range(4096))


def _word(rng: random.Random) -> str:
    return "".join(rng.choice("abcdefghiklmnopqrstuvxy") for _ in range(4000))


def _marks(rng: random.Random) -> str:
    return "a" + "".join(chr(rng.randrange(0x300, 0x36F)) for _ in range(100_000))


def _right_to_left(rng: random.Random) -> str:
    words = ("\u202eđăng ký", "\u0645\u0631\u062d\u0628\u0627", "\u202b khai sinh \u202c", "\u05e9\u05dc\u05d5\u05dd")
    return " ".join(rng.choice(words) for _ in range(400))


def _nul(rng: random.Random) -> str:
    return "".join(rng.choice(("\0", "khai ", "sinh\0", "\x01", "\x1b[2J")) for _ in range(1500))


def _surrogates(rng: random.Random) -> str:
    return "".join(chr(rng.randrange(0xD800, 0xE000)) for _ in range(4000))


def _anything(rng: random.Random) -> str:
    return "".join(chr(rng.randrange(0x110000)) for _ in range(4000))


def _telex_storm(rng: random.Random) -> str:
    return " ".join("".join(rng.choice("aeouwdsfrxj") for _ in range(11)) for _ in range(340))


def _glue_storm(rng: random.Random) -> str:
    pieces = ("dang", "ky", "khai", "sinh", "tu", "a", "o", "giay", "to", "can", "cuoc")
    return " ".join("".join(rng.choice(pieces) for _ in range(11))[:47] for _ in range(140))


def _digits(rng: random.Random) -> str:
    return "".join(rng.choice("0123456789") for _ in range(4000))


HOSTILE: Mapping[str, Make] = {
    "4,096 emoji": _emoji,
    "one word of 4,000 letters": _word,
    "100,000 combining marks": _marks,
    "right-to-left text and overrides": _right_to_left,
    "NUL and control characters": _nul,
    "4,000 lone surrogates": _surrogates,
    "4,000 random code points": _anything,
    "340 words that almost are Telex": _telex_storm,
    "140 long glued words": _glue_storm,
    "4,000 digits": _digits,
    "nothing": lambda _: "",
    "a million spaces": lambda _: " " * 1_000_000,
}
