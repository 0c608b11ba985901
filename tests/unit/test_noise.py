"""The damage of the exam is the damage that it says, the same on every run, and no other."""

from __future__ import annotations

import random
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bench.noise import NOISES, TONES, damaged, telex, vni, without_accents

SENTENCES = (
    "Vợ em vừa sinh bé gái tuần trước, em cần mang gì ra phường để làm giấy cho cháu ạ?",
    "Đăng ký thường trú cho người thuê trọ thì mất bao nhiêu tiền và mấy ngày được?",
    "Hoà giải ở cơ sở, thuý và khoẻ, quý vị nghĩa trang, nước ngoài, quyền sử dụng đất",
    "ĐĂNG KÝ KẾT HÔN muộn quá, xoá tên ở sổ hộ khẩu cũ",
)
WORDS = sorted({word for sentence in SENTENCES for word in re.findall(r"[^\W\d_]+", sentence)})
LETTERS = st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạấầẩẫậốồổỗộớờởỡợứừửữựĐẤ 2?,")
TEXTS = st.text(LETTERS, max_size=60)

_TELEX_SHAPES = {"uow": "ươ", "aa": "â", "ee": "ê", "oo": "ô", "aw": "ă", "ow": "ơ", "uw": "ư", "dd": "đ"}
_VNI_SHAPES = {"uo7": "ươ", "a6": "â", "e6": "ê", "o6": "ô", "a8": "ă", "o7": "ơ", "u7": "ư", "d9": "đ"}

_ORDER = "\u0300\u0301\u0303\u0309\u0323"


def letters_and_tone(keys: str, shapes: dict[str, str], tones: str) -> tuple[str, set[str]]:
    """What typing these keys gives: the letters with their shapes, and the tones pressed after a vowel."""
    vowel = min((at for at, key in enumerate(keys) if key in "aeiouy"), default=len(keys))
    rest, pressed = keys[: vowel + 1], set()
    for key in keys[vowel + 1 :]:
        if key in tones:
            pressed.add(_ORDER[tones.index(key)])
        else:
            rest += key
    for typed, letter in shapes.items():
        rest = rest.replace(typed, letter)
    return rest, pressed


def expected(word: str) -> tuple[str, set[str]]:
    parts = unicodedata.normalize("NFD", word.lower())
    rest = "".join(mark for mark in parts if mark not in TONES)
    return unicodedata.normalize("NFC", rest), {mark for mark in parts if mark in TONES}


@pytest.mark.parametrize("noise", NOISES)
@given(text=TEXTS, seed=st.integers(0, 99))
def test_the_same_seed_does_the_same_damage(noise: str, text: str, seed: int) -> None:
    """Two runs damage a text to the same letters."""
    assert damaged(text, noise, seed) == damaged(text, noise, seed)


@pytest.mark.parametrize(
    "noise", ["half accents", "raw Telex", "raw VNI", "teencode", "glued words", "emoji", "typos 25 %"]
)
def test_other_seeds_do_other_damage(noise: str) -> None:
    """The seed decides where the damage falls."""
    assert len({damaged(SENTENCES[0], noise, seed) for seed in range(8)}) > 1


@pytest.mark.parametrize("noise", NOISES)
def test_every_noise_damages_something(noise: str) -> None:
    """No kind of damage leaves all the sentences as they are."""
    assert any(damaged(sentence, noise) != sentence for sentence in SENTENCES)


@pytest.mark.parametrize("encode", [telex, vni])
@given(text=TEXTS, seed=st.integers(0, 99))
def test_keys_are_ascii(encode: object, text: str, seed: int) -> None:
    """What the keyboard types while it is off is plain ASCII."""
    assert callable(encode)
    assert encode(text, random.Random(seed)).isascii()


@pytest.mark.parametrize("word", WORDS)
def test_telex_keys_type_the_word(word: str) -> None:
    """Typing the Telex keys with the keyboard on gives the letters and the tone again."""
    for seed in range(4):
        keys = telex(word, random.Random(seed)).lower()
        assert letters_and_tone(keys, _TELEX_SHAPES, "fsxrj") == expected(word)


@pytest.mark.parametrize("word", WORDS)
def test_vni_keys_type_the_word(word: str) -> None:
    """Typing the VNI keys with the keyboard on gives the letters and the tone again."""
    for seed in range(4):
        keys = vni(word, random.Random(seed)).lower()
        assert letters_and_tone(keys, _VNI_SHAPES, "21435") == expected(word)


@given(TEXTS)
def test_nfd_composes_back(text: str) -> None:
    """Decomposed text is the same text for Unicode."""
    assert unicodedata.normalize("NFC", damaged(text, "NFD")) == unicodedata.normalize("NFC", text)


@given(TEXTS)
def test_without_accents_only_the_letters_stay(text: str) -> None:
    """No mark is left, and no letter is lost."""
    assert without_accents(text).isascii()
    assert len(without_accents(text)) == len(unicodedata.normalize("NFC", text))


@given(TEXTS, st.integers(0, 99))
def test_half_accents_lose_marks_and_nothing_else(text: str, seed: int) -> None:
    """A word keeps all its marks or none."""
    found = damaged(text, "half accents", seed)
    assert without_accents(found) == without_accents(text)


@given(TEXTS, st.integers(0, 99))
def test_glue_takes_only_spaces(text: str, seed: int) -> None:
    """Gluing loses no letter."""
    assert damaged(text, "glued words", seed).replace(" ", "") == text.replace(" ", "")


@given(TEXTS)
def test_moved_tones_move_between_vowels_only(text: str) -> None:
    """The letters stay, every tone stays in its word, and moving twice brings it home."""
    moved = damaged(text, "moved tones")
    assert without_accents(moved) == without_accents(text)
    assert damaged(moved, "moved tones") == text


@pytest.mark.parametrize(
    ("word", "moved"), [("hòa", "hoà"), ("thuý", "thúy"), ("khỏe", "khoẻ"), ("quý", "quý"), ("của", "của")]
)
def test_tones_move_where_both_places_are_in_use(word: str, moved: str) -> None:
    """Old and new placement differ in oa, oe and uy at the end of a word; "qu" and "ua" have but one."""
    assert damaged(word, "moved tones") == moved


@pytest.mark.parametrize(("noise", "share"), [("typos 10 %", 0.10), ("typos 25 %", 0.25)])
def test_typos_hit_the_share_of_words_that_they_say(noise: str, share: float) -> None:
    """Over many seeds the share of changed words is near the stated one, and no word is split or lost."""
    words = SENTENCES[0].split()
    spoilt = [damaged(SENTENCES[0], noise, seed).split() for seed in range(200)]
    assert all(len(found) == len(words) for found in spoilt)
    changed = sum(a != b for found in spoilt for a, b in zip(words, found, strict=True)) / (200 * len(words))
    assert share * 0.7 < changed < share * 1.1
