"""Damage that phones, keyboards and hurry do to Vietnamese text; the same seed always does the same damage.

Nothing here is taken from the product's own tables: what the reader repairs is not what defines the damage.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Mapping

Damage = Callable[[str, random.Random], str]

TONES = "\u0300\u0301\u0303\u0309\u0323"
_SHAPES = "\u0302\u0306\u031b"
_WORD = re.compile(r"[^\W\d_]+")
_TELEX = {"\u0302": "", "\u0306": "w", "\u031b": "w"} | dict(zip(TONES, "fsxrj", strict=True))
_VNI = {"\u0302": "6", "\u0306": "8", "\u031b": "7"} | dict(zip(TONES, "21435", strict=True))
_TONE_AT_ONCE = 0.25
"""Share of words whose tone key is pressed right after its vowel and not at the end of the word."""

_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SLIPS = ("neighbour", "transposed", "dropped", "doubled", "tone")
_EMOJI = ("😭", "🙏", "😊", "❤️", "😅", "👍")
_SIGNS = ("...", "!!", ",", " :))", "??", " =))")

_TEENCODE: Mapping[str, tuple[str, ...]] = {
    "không": ("ko", "k", "hok", "hông"),
    "được": ("đc", "dc"),
    "rồi": ("r", "rùi"),
    "gì": ("j", "gi"),
    "giờ": ("h",),
    "vậy": ("v", "zậy"),
    "với": ("vs",),
    "em": ("e",),
    "anh": ("a",),
    "chị": ("c", "chỵ"),
    "mình": ("mk", "mik"),
    "người": ("ng", "ngừi"),
    "vợ": ("vk",),
    "chồng": ("ck",),
    "làm": ("lm", "lèm"),
    "muốn": ("mún", "mun"),
    "biết": ("bít", "bik"),
    "bao nhiêu": ("bn", "bao nhiu", "bnhiu"),
    "thế nào": ("tnào", "thế nèo"),
    "như thế nào": ("ntn",),
    "những": ("nhữg",),
    "trước": ("trc",),
    "nhiều": ("nhìu",),
    "đăng ký": ("đk", "đký"),
    "quá": ("qá", "wá"),
    "cũng": ("cx", "cũg"),
    "ai": ("aj",),
    "phải": ("phãi", "fải"),
    "tháng": ("thág",),
    "xong": ("xog",),
    "cho": ("cho", "chu"),
    "luôn": ("lun",),
    "ạ": ("ak", "ah"),
    "ơi": ("uj", "oi"),
}
_TEENCODE_SHARE = 0.7
_LOOSE_SPELLING = ((re.compile(r"\bph", re.I), "f"), (re.compile(r"\bqu", re.I), "w"), (re.compile(r"ng\b", re.I), "g"))
_LOOSE_SHARE = 0.15
_LONGEST_FIRST = sorted(_TEENCODE, key=len, reverse=True)
_TEEN_WORDS = re.compile(rf"(?<!\w)({'|'.join(_LONGEST_FIRST)})(?!\w)", re.I)
_TONE_PAIR = re.compile(rf"(o|(?<!q)u(?=[{TONES}]?y))([{TONES}]?)((?<=o)[ae]|(?<=o[{TONES}])[ae]|y)([{TONES}]?)$", re.I)


def damaged(text: str, noise: str, seed: int = 0) -> str:
    """The text after one kind of damage, a key of `NOISES`."""
    return NOISES[noise](unicodedata.normalize("NFC", text), random.Random(f"{seed}:{noise}:{text}"))


def without_accents(text: str) -> str:
    """Plain Latin letters, đ included."""
    letters = unicodedata.normalize("NFD", text)
    bare = "".join(letter for letter in letters if letter not in TONES and letter not in _SHAPES)
    return bare.replace("đ", "d").replace("Đ", "D")


def telex(text: str, rng: random.Random) -> str:
    """The Telex keys that type the text, as they stay when the Vietnamese keyboard is off."""
    return _WORD.sub(lambda word: _keys(word[0], rng, _TELEX, "d"), text)


def vni(text: str, rng: random.Random) -> str:
    """The same for VNI, whose marks are digits."""
    return _WORD.sub(lambda word: _keys(word[0], rng, _VNI, "9"), text)


def _keys(word: str, rng: random.Random, keys: Mapping[str, str], bar: str) -> str:
    """The keys of one word: each letter, its shape, and its tone at the end or right after the vowel."""
    at_once = rng.random() < _TONE_AT_ONCE
    typed, late = "", ""
    for letter in unicodedata.normalize("NFC", word):
        parts = unicodedata.normalize("NFD", letter)
        base, marks = parts[0], parts[1:]
        if base in "đĐ":
            typed += ("d" if base == "đ" else "D") + bar
            continue
        shape = "".join(keys[mark] or base.lower() for mark in marks if mark in _SHAPES)
        tone = "".join(keys[mark] for mark in marks if mark in TONES)
        typed += base + shape + (tone if at_once else "")
        late += "" if at_once else tone
    horn = keys["\u031b"]
    typed = typed.replace(f"u{horn}o{horn}", f"uo{horn}").replace(f"U{horn}o{horn}", f"Uo{horn}")
    return (typed + late).upper() if word.isupper() and len(word) > 1 else typed + late


def half_accents(text: str, rng: random.Random) -> str:
    """Every second word or so without its accents."""
    return _WORD.sub(lambda word: without_accents(word[0]) if rng.random() < 0.5 else word[0], text)


def moved_tones(text: str, _rng: random.Random) -> str:
    """Tones of "oa", "oe", "uy" on the other vowel: "hoà" for "hòa" and the reverse."""
    return _WORD.sub(lambda word: _moved_tone(word[0]), text)


def _moved_tone(word: str) -> str:
    parts = unicodedata.normalize("NFD", word)
    moved = _TONE_PAIR.sub(lambda m: m[1] + m[4] + m[3] + m[2], parts)
    return unicodedata.normalize("NFC", moved)


def teencode(text: str, rng: random.Random) -> str:
    """Chat spelling: most of the words that have a short form take it, some letters go loose."""
    text = _TEEN_WORDS.sub(lambda m: _short_form(m[0], rng), text)
    for pattern, loose in _LOOSE_SPELLING:
        text = _now_and_then(pattern, loose, text, rng)
    return text


def _now_and_then(pattern: re.Pattern[str], loose: str, text: str, rng: random.Random) -> str:
    return pattern.sub(lambda found: loose if rng.random() < _LOOSE_SHARE else found[0], text)


def _short_form(words: str, rng: random.Random) -> str:
    return rng.choice(_TEENCODE[words.lower()]) if rng.random() < _TEENCODE_SHARE else words


def glued(text: str, rng: random.Random) -> str:
    """A third of the spaces between words forgotten."""
    return re.sub(r"(?<=[^\W\d_]) (?=[^\W\d_])", lambda _: "" if rng.random() < 0.35 else " ", text)


def typos(share: float) -> Damage:
    """One slip in this share of the words."""
    return lambda text, rng: _WORD.sub(lambda word: _slip(word[0], rng) if rng.random() < share else word[0], text)


def _slip(word: str, rng: random.Random) -> str:
    """The word with one slip of the finger; one-letter words can only be doubled or hit beside."""
    kind = rng.choice(_SLIPS)
    at = rng.randrange(len(word))
    if kind == "tone" and (slipped := _wrong_tone(word, rng)):
        return slipped
    if kind == "transposed" and at + 1 < len(word):
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == "dropped" and len(word) > 1:
        return word[:at] + word[at + 1 :]
    if kind == "doubled":
        return word[: at + 1] + word[at:]
    return word[:at] + _neighbour(word[at], rng) + word[at + 1 :]


def _wrong_tone(word: str, rng: random.Random) -> str:
    """The word with another tone, or nothing if it has none."""
    parts = unicodedata.normalize("NFD", word)
    found = [at for at, mark in enumerate(parts) if mark in TONES]
    if not found:
        return ""
    others = [tone for tone in TONES if tone != parts[found[0]]]
    return unicodedata.normalize("NFC", parts[: found[0]] + rng.choice(others) + parts[found[0] + 1 :])


def _neighbour(letter: str, rng: random.Random) -> str:
    """A key beside the letter's on a phone."""
    plain = without_accents(letter).lower()
    for number, row in enumerate(_KEYBOARD):
        at = row.find(plain)
        if at >= 0:
            beside = [row[i] for i in (at - 1, at + 1) if 0 <= i < len(row)]
            beside += [_KEYBOARD[n][min(at, len(_KEYBOARD[n]) - 1)] for n in (number - 1, number + 1) if 0 <= n < 3]
            return rng.choice(beside)
    return letter


def decorated(text: str, rng: random.Random) -> str:
    """Emoji and punctuation between and after the words."""
    words = [word + (rng.choice((*_SIGNS, *_EMOJI)) if rng.random() < 0.15 else "") for word in text.split(" ")]
    return " ".join(words) + rng.choice(_EMOJI) + rng.choice(("", "!!!", "???", "....")) + rng.choice(_EMOJI)


NOISES: Mapping[str, Damage] = {
    "no accents": lambda text, _: without_accents(text),
    "half accents": half_accents,
    "NFD": lambda text, _: unicodedata.normalize("NFD", text),
    "UPPER CASE": lambda text, _: text.upper(),
    "raw Telex": telex,
    "raw VNI": vni,
    "teencode": teencode,
    "glued words": glued,
    "moved tones": moved_tones,
    "emoji": decorated,
    "typos 10 %": typos(0.10),
    "typos 25 %": typos(0.25),
}
"""Every kind of damage by its name."""
