"""Vietnamese syllables: folding, one spelling for each, and which letters can be a syllable at all."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import NamedTuple

_TONES = {"\u0300": "2", "\u0301": "1", "\u0303": "4", "\u0309": "3", "\u0323": "5"}


def _folding_table() -> dict[int, str]:
    table = {ord("đ"): "d", ord("Đ"): "D"}
    for code in [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)]:
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii():
            table[code] = base
    return table


_FOLD = _folding_table()

_ONSETS = (
    *("", "b", "c", "ch", "d", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh"),
    *("nh", "p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x"),
)
_RIMES = """
    a ac ach ai am an ang anh ao ap at au ay e ec em en eng eo ep et ech enh eu i ia ich iec
    iem ien ieng iep iet ieu im in inh ip it iu y yem yen yet yeu o oa oac oach oai oam oan
    oang oanh oat oay oc oe oen oeo oet oi om on ong op ot u ua uan uang uat uay uc ue uech
    uen uenh ui um un ung uo uoc uoi uom uon uong uop uot uou up ut uu uy uya uych uyen uyet
    uynh uyt uyu
"""
SYLLABLES = frozenset(onset + rime for onset in _ONSETS for rime in _RIMES.split()) - {"q"}
"""All folded letters that can be one."""

_Y_FOR_I = frozenset({"ky", "ly", "my", "ty", "hy", "sy", "vy", "quy", "by", "ry", "dy", "xy"})


class Syllable(NamedTuple):
    """One written syllable: `key` tells accents apart, `folded` does not; both are one spelling of it."""

    key: str
    folded: str

    @property
    def accented(self) -> bool:
        """Whether the writer put any mark on it."""
        return self.key != self.folded


def fold(text: str) -> str:
    """The text without marks, letter for letter ("đường" gives "duong"); the text must be NFC."""
    return text.translate(_FOLD)


def is_syllable(folded: str) -> bool:
    """Whether folded lower-case letters can be a Vietnamese syllable."""
    return folded in SYLLABLES


@lru_cache(maxsize=50_000)
def syllable(token: str) -> Syllable:
    """The one spelling of a lower-case NFC token: tone last ("hoà" and "hòa" agree), "ý" as "í" where both are used."""
    folded = fold(token)
    if token == folded:
        plain = _one_spelling(folded)
        return Syllable(plain, plain)
    tone = ""
    letters = []
    for letter in unicodedata.normalize("NFD", token):
        if letter in _TONES:
            tone = _TONES[letter]
        else:
            letters.append(letter)
    marked = unicodedata.normalize("NFC", "".join(letters))
    return Syllable(_one_spelling(marked) + tone, _one_spelling(folded))


def _one_spelling(letters: str) -> str:
    return f"{letters[:-1]}i" if letters in _Y_FOR_I else letters
