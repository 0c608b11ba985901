"""Which ticket an officer's words name, in rooms where a message does not tell what it replies to.

`#K7Q2 …` is what officers are told to write; what they do write is read generously, but never guessed at.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from handlers.words import plain

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""What ticket codes are made of: nothing that looks like something else."""
LENGTH = 4

# With #, anything of the right length; one that is written in full may have the first word stuck to it.
_HASHED = re.compile(
    rf"[#＃]\s?(?:([{LETTERS}]{{{LENGTH}}})(?![A-Za-z0-9])|([^\W_]{{2,{LENGTH}}})(?![^\W_]))", re.IGNORECASE
)
# Without, only letters and digits mixed: a word of the language or a number could be a code too.
_BARE = re.compile(rf"(?<![\w/@.#＃])(?=\w*\d)(?=\w*[A-Z])([{LETTERS}]{{{LENGTH}}})(?!\w)", re.IGNORECASE)
_LEAD = frozenset({"phieu", "ma", "ma phieu", "phieu so", "tra loi", "tra loi phieu", "tl", "rep", "gui"})
_AFTER = " \t\n:;,.-–—)]"
_BARE_COMMANDS = {
    "nhan": "/nhan", "nhan phieu": "/nhan", "dong": "/dong", "dong phieu": "/dong", "mo lai": "/molai",
    "molai": "/molai", "mo lai phieu": "/molai", "ds": "/ds", "danh sach": "/ds", "help": "/help",
}  # fmt: skip
# The keys that Telex and VNI turn into a mark; {0} is the letter itself, struck twice.
_KEYS = {
    "\u0302": "{0}6", "\u0306": "W8", "\u031b": "W7",
    "\u0301": "S1", "\u0300": "F2", "\u0309": "R3", "\u0303": "X4", "\u0323": "J5",
    "đ": "D9",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mention:
    """A code in a text: all codes that the typed letters may stand for; `sure` if # says that a code is meant."""

    readings: frozenset[str]
    sure: bool
    start: int
    end: int


def mentions(text: str) -> list[Mention]:
    """Everything in the text that may be a ticket's code, in order; positions are those of the NFC text."""
    text = composed(text)
    found = [Mention(_readings(one[1] or one[2]), True, *one.span()) for one in _HASHED.finditer(text)]
    ends = {one.end for one in found}
    bare = (one for one in _BARE.finditer(text) if one.end() not in ends)
    found += [Mention(frozenset({one[1].upper()}), False, *one.span()) for one in bare]
    return sorted((one for one in found if one.readings), key=lambda one: one.start)


def words_for(text: str, mention: Mention) -> str | None:
    """What is said to the ticket that is mentioned; None where the code stands in the middle and may be mere talk."""
    text = composed(text)
    before, after = text[: mention.start].strip(), text[mention.end :].strip()
    if before.startswith("/") and not before.startswith("//"):
        return f"{before} {after}".strip()
    lead = plain(before)
    if lead in _LEAD or (not lead and (mention.sure or text[mention.start : mention.end].isupper())):
        return command_in(after.lstrip(_AFTER))
    if mention.sure and not after.strip(_AFTER):
        return command_in(before.rstrip("([ "))
    return None


def command_in(words: str) -> str:
    """The command that all the words are, with its slash, however it was typed; else the words themselves."""
    return _BARE_COMMANDS.get(plain(words), words)


def composed(text: str) -> str:
    """The text with each letter and its marks as one character."""
    return unicodedata.normalize("NFC", text)


def _readings(typed: str) -> frozenset[str]:
    """The codes that may have been struck for what an input method for Vietnamese made of them."""
    return frozenset(one for one in _struck(typed.upper()) if len(one) == LENGTH and set(one) <= set(LETTERS))


def _struck(typed: str) -> Iterator[str]:
    """Every order of keys: a mark's key may come anywhere after its letter, "Ư" also from "W" alone."""
    if not typed:
        yield ""
        return
    first, rest = _marked(typed[0]), list(_struck(typed[1:]))
    for tail in rest:
        if typed[0] == "Ư":
            yield "W" + tail
        yield from (first[0] + after for after in _with_keys(first[0], first[1:], tail))


def _with_keys(base: str, marks: str, tail: str) -> Iterator[str]:
    if not marks:
        yield tail
        return
    for key in _KEYS.get(marks[0].lower(), "").format(base):
        for at in range(len(tail) + 1):
            yield from _with_keys(base, marks[1:], tail[:at] + key + tail[at:])


def _marked(letter: str) -> str:
    """The bare letter and its marks."""
    return "Dđ" if letter == "Đ" else unicodedata.normalize("NFD", letter)
