"""Letters that stand for others: Telex ("giaays") and VNI ("giay61") with the keyboard off, and chat ("fải")."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from knowledge.syllables import fold, is_syllable

_TELEX_TONES = {"f": "\u0300", "s": "\u0301", "x": "\u0303", "r": "\u0309", "j": "\u0323"}
_VNI_TONES = {"2": "\u0300", "1": "\u0301", "4": "\u0303", "3": "\u0309", "5": "\u0323"}
_CIRCUMFLEX = {"a": "â", "e": "ê", "o": "ô"}
_HORN = {"a": "ă", "â": "ă", "o": "ơ", "u": "ư"}
_VOWELS = frozenset("aeiouyăâêôơư")
_LOOSE_START = {"f": "ph", "w": "qu", "z": "d", "j": "gi"}
_LONGEST = 12


@lru_cache(maxsize=50_000)
def from_telex(token: str) -> str | None:
    """The syllable that a lower-case token spells in Telex, or None if it spells none."""
    if len(token) > _LONGEST or not token.isascii() or not token.isalpha():
        return None
    letters, tone = _type_telex(token)
    return _compose(letters, tone) if "".join(letters) != token else None


@lru_cache(maxsize=50_000)
def from_vni(token: str) -> str | None:
    """The syllable that a lower-case token spells in VNI, or None if it spells none."""
    if len(token) > _LONGEST or not token.isascii() or not token[0].isalpha():
        return None
    if sum(map(str.isalpha, token)) < 2 or token.isalpha():
        return None
    letters, tone = _type_vni(token)
    return _compose(letters, tone)


@lru_cache(maxsize=50_000)
def from_chat(token: str) -> str | None:
    """The syllable that a lower-case token spells loosely, as people chat ("fải", "trườg"), or None if none."""
    if len(token) > _LONGEST or not token.isalpha():
        return None
    whole = _LOOSE_START.get(token[0], token[0]) + token[1:]
    if whole.endswith("g") and not whole.endswith("ng"):
        whole = f"{whole[:-1]}ng"
    return whole if whole != token and is_syllable(fold(whole)) else None


def _type_telex(token: str) -> tuple[list[str], str]:
    letters: list[str] = []
    tone = ""
    for key in token:
        if key in _TELEX_TONES and _VOWELS.intersection(letters):
            tone = _TELEX_TONES[key]
        elif key == "w":
            if not _put_horn(letters):
                letters.append("ư")
        elif key == "d" and letters[:1] == ["d"]:
            letters[0] = "đ"
        elif not (key in _CIRCUMFLEX and _put_circumflex(letters, key)):
            letters.append(key)
    return letters, tone


def _type_vni(token: str) -> tuple[list[str], str]:
    letters: list[str] = []
    tone = ""
    for key in token:
        if key in _VNI_TONES:
            tone = _VNI_TONES[key]
        elif key == "6":
            any(_put_circumflex(letters, vowel) for vowel in "aeo")
        elif key in "78":
            _put_horn(letters)
        elif key == "9" and letters[:1] == ["d"]:
            letters[0] = "đ"
        else:
            letters.append(key)
    return letters, tone


def _put_circumflex(letters: list[str], vowel: str) -> bool:
    if vowel not in letters:
        return False
    letters[letters.index(vowel)] = _CIRCUMFLEX[vowel]
    return True


def _put_horn(letters: list[str]) -> bool:
    if "u" in letters[:-1] and letters[letters.index("u") + 1] == "o":
        at = letters.index("u")
        letters[at : at + 2] = ["ư", "ơ"]
        return True
    for at in range(len(letters) - 1, -1, -1):
        if letters[at] in _HORN:
            letters[at] = _HORN[letters[at]]
            return True
    return False


def _compose(letters: list[str], tone: str) -> str | None:
    word = "".join(letters)
    if not is_syllable(fold(word)):
        return None
    if not tone:
        return word
    marked = [at for at, letter in enumerate(letters) if letter in "ăâêôơư"]
    vowels = [at for at, letter in enumerate(letters) if letter in _VOWELS]
    at = (marked or vowels)[-1 if marked else 0]
    return unicodedata.normalize("NFC", word[: at + 1] + tone + word[at + 1 :])
