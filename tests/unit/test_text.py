"""Reading: however a message is typed, the same words come out."""

from __future__ import annotations

import time
import unicodedata
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import default_faq, entries, load
from knowledge.glue import Cutter
from knowledge.keyboard import from_chat, from_telex, from_vni
from knowledge.lexicon_file import load_lexicon
from knowledge.lost import DIED, LOST
from knowledge.spelling import Spelling
from knowledge.syllables import fold, is_syllable, syllable
from knowledge.text import FIRST_WORDS, LAST_WORDS, Reader, split
from knowledge.words import Message

PLAIN = Reader(load_lexicon())


def spelling_of(*phrases: str) -> Spelling:
    said = [[syllable(word) for word in phrase.split()] for phrase in phrases]
    beside = Counter((left.folded, right.folded) for phrase in said for left, right in pairwise(phrase))
    return Spelling(Counter(s for phrase in said for s in phrase), ((*pair, often) for pair, often in beside.items()))


SPELLING = spelling_of("làm giấy khai sinh cho con", "đăng ký khai sinh", "đăng ký tạm trú")
READER = Reader(load_lexicon(), SPELLING)
CUTTER = Cutter(SPELLING, frozenset())


def folded(message: Message) -> list[str]:
    return [s.folded for word in message.words for s in word.readings[0]]


@pytest.mark.parametrize(
    ("one", "other"), [("hoà", "hòa"), ("thuý", "thúy"), ("ký", "kí"), ("lý", "lí"), ("quý", "quí")]
)
def test_two_spellings_of_a_syllable_are_one(one: str, other: str) -> None:
    """Where a tone mark stands, and y or i, makes no difference."""
    assert syllable(one) == syllable(other)


def test_d_with_stroke_folds() -> None:
    """đ has no decomposition and folds all the same."""
    assert fold("đường Đà Nẵng") == "duong Da Nang"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("giaays", "giấy"),
        ("dduowcj", "được"),
        ("dduwowcj", "được"),
        ("nguowif", "người"),
        ("tuwr", "tử"),
        ("caawn", "căn"),
        ("khai", None),
        ("hello", None),
        ("xyz", None),
    ],
)
def test_telex(typed: str, meant: str | None) -> None:
    """Raw Telex becomes the syllable it spells; anything else is left alone."""
    assert from_telex(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("giay61", "giấy"), ("d9u7o7c5", "được"), ("ngu7o7i2", "người"), ("ct07", None), ("100m2", None), ("a1", None)],
)
def test_vni(typed: str, meant: str | None) -> None:
    """Raw VNI becomes the syllable it spells; codes of forms and sizes are left alone."""
    assert from_vni(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("fải", "phải"), ("wá", "quá"), ("trườg", "trường"), ("zừa", "dừa"), ("facebook", None), ("phải", None)],
)
def test_chat(typed: str, meant: str | None) -> None:
    """Letters that chats put for others become the syllable they stand for; anything else is left alone."""
    assert from_chat(typed) == meant


@pytest.mark.parametrize("word", ["nghieng", "khuya", "giay", "quyen", "uong", "y"])
def test_syllables(word: str) -> None:
    """Rare but real shapes of syllables are known."""
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["ks", "bhyt", "giaays", "iphone", "q", ""])
def test_not_syllables(word: str) -> None:
    """What no Vietnamese word can look like is no syllable."""
    assert not is_syllable(word)


def test_glued_words_are_cut() -> None:
    """A token without spaces is cut into known neighbours."""
    assert CUTTER.cut("dangkykhaisinh") == ("dang", "ky", "khai", "sinh")


def test_a_word_with_two_tones_is_two() -> None:
    """A syllable has one tone: more of them are more syllables, which keep their marks."""
    assert CUTTER.cut("đăngkýkhaitử") == ("đăng", "ký", "khai", "tử")


@pytest.mark.parametrize(
    ("token", "halves"),
    [
        ("singcho", ("sing", "cho")),
        ("khaisnh", ("khai", "snh")),
        ("snhchø", ()),
        ("sinh", ()),
        ("sinnh", ()),
        ("snhgiấy", ()),
        ("khaisinhchocon", ()),
    ],
)
def test_a_slip_beside_a_glued_word_is_seen(token: str, halves: tuple[str, ...]) -> None:
    """Of two words that stand side by side one may have a slip in it; what a single slip explains is one word."""
    assert CUTTER.halves(token) == halves


def test_letters_of_telex_may_be_a_slip() -> None:
    """A token that is no word in Telex is left as typed if a known word is one slip away: "sinj" is not "sịn"."""
    reader = Reader(load_lexicon(), spelling_of("giấy khai sinh từ", "khai xin", "xin từ", "xin từ"))
    assert folded(reader.read("khai sinj từ")) == ["khai", "sinh", "tu"]


def test_a_word_with_marks_is_no_short_form() -> None:
    """A short form is cut off only where it is written as one."""
    cutter = Cutter(spelling_of("khai sinh cho cháu", "sổ hư"), frozenset({"ca"}))
    assert cutter.cut("cahưsổ") == ("ca", "hư", "sổ")
    assert cutter.cut("cáhu") == ()


def test_foreign_words_stay_whole() -> None:
    """A token is not cut into syllables that never stand side by side."""
    assert CUTTER.cut("khaitru") == ()


@pytest.mark.parametrize(
    "typed",
    [
        "làm giấy khai sinh",
        "lam giay khai sinh",
        "LÀM GIẤY KHAI SINH",
        "lamf giaays khai sinh",
        "lam2 giay61 khai sinh",
        "làmgiấy khaisinh",
        "làm giấyyy khai sinh",
        "làm giấấy khai sinh",
        "làm giấy ks",
        "làm gks",
        "làm giấy khai sin",
        unicodedata.normalize("NFD", "làm giấy khai sinh"),
    ],
)
def test_damage_reads_the_same(typed: str) -> None:
    """Accents, case, keyboards, glue, stutter, short forms and typos all read as the same words."""
    assert folded(READER.read(typed)) == ["lam", "giay", "khai", "sinh"]


@pytest.mark.parametrize(
    ("text", "sense"),
    [
        ("bố tôi mới mất", (DIED,)),
        ("con tôi mới mất", (DIED,)),
        ("ba me mat roi", (DIED,)),
        ("em be mat sau khi sinh", (DIED,)),
        ("bố mất, giấy tờ không còn", (DIED,)),
        ("em mất hộ chiếu", (LOST,)),
        ("mẹ tôi mất giấy khai sinh", (LOST,)),
        ("giấy khai sinh của bố bị mất", (LOST,)),
        ("xe bị mất hôm qua", (LOST,)),
        ("mất rồi", (DIED, LOST)),
    ],
)
def test_died_or_lost(text: str, sense: tuple[object, ...]) -> None:
    """ "mất" is died after a person, lost beside a paper, and open if nothing tells."""
    judged = next(word for word in PLAIN.read(text).words if word.typed in ("mat", LOST[0].key))
    assert judged.readings == sense


@pytest.mark.parametrize("text", ["làm mất cccd", "lam mat the", "đánh mất sổ đỏ", "thất lạc giấy tờ"])
def test_ways_to_lose(text: str) -> None:
    """To lose, to drop and to mislay are one word."""
    assert any(word.readings == (LOST,) for word in PLAIN.read(text).words)


@pytest.mark.parametrize("text", ["mất bao lâu", "mất bao nhiêu tiền", "mat phi khong"])
def test_costs_is_no_word_of_the_need(text: str) -> None:
    """ "mất" that asks for time or money weighs nothing."""
    judged = next(word for word in PLAIN.read(text).words if word.typed in ("mat", LOST[0].key))
    assert judged.factor == 0


@pytest.mark.parametrize("text", ["quên mật khẩu", "mặt bằng kinh doanh", "quen mat khau", "phai co mat"])
def test_other_words_are_not_lost(text: str) -> None:
    """mật khẩu, mặt bằng, có mặt have nothing to do with "mất", accents or none."""
    assert not any(word.readings in ((DIED,), (LOST,)) for word in PLAIN.read(text).words)


@pytest.mark.parametrize(
    ("text", "same"),
    [("con 2 tuổi", "con 5 tuổi"), ("dưới 6 tuổi", "con 3 tuổi"), ("bà 75t", "bà 80 tuổi"), ("2 tuoi", "4 tuổi")],
)
def test_ages_fall_into_bands(text: str, same: str) -> None:
    """Ages between the same lines of the law share a syllable."""
    assert _band(text) == _band(same)


def test_lines_of_the_law_part_ages() -> None:
    """An age at the line belongs to the band above it; "dưới" takes it below."""
    assert _band("13 tuổi") != _band("14 tuổi")
    assert _band("dưới 14 tuổi") == _band("13 tuổi")


def test_numbers_that_are_no_ages_stay_numbers() -> None:
    """Only a number of years is an age."""
    assert not any(f.startswith("tuoi") for f in folded(PLAIN.read("nhà 3 tầng 100m2 số 75")))


def _band(text: str) -> str:
    return next(f for f in folded(PLAIN.read(text)) if f.startswith("tuoi"))


def test_short_form_with_several_meanings_is_settled_by_its_neighbours() -> None:
    """ "tt" after "đăng ký" is a residence, not a procedure or information."""
    assert str(READER.read("đk tt")) == "đăng ki1 tam5 tru1"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("How do I register a birth?", "en"),
        ("I need a certified copy of my birth certificate", "en"),
        ("can giay to gi de lam the can cuoc", "vi"),
        ("the bhyt cho be", "vi"),
        ("khai sinh", "vi"),
        ("", "vi"),
    ],
)
def test_language(text: str, language: str) -> None:
    """English is told from Vietnamese without accents."""
    assert PLAIN.read(text).language == language


@given(st.text(alphabet="aăâeêioôơuưyđbcghklmnpqrstvx áàảãạấềổựị", max_size=60))
def test_nfd_and_case_change_nothing(text: str) -> None:
    """NFD and capitals read exactly as NFC and small letters."""
    once = READER.read(unicodedata.normalize("NFC", text))
    assert READER.read(unicodedata.normalize("NFD", text)) == once
    assert READER.read(unicodedata.normalize("NFC", text).upper()) == once


@given(st.text(max_size=400))
def test_reading_never_raises(text: str) -> None:
    """Any text is read, and no more words come out than are allowed in (a word may be cut or spelt out)."""
    assert len(split(text)) <= FIRST_WORDS + LAST_WORDS
    READER.read(text)


def test_a_long_story_keeps_its_end() -> None:
    """What is wanted at the end of a very long story is still read."""
    assert "khai sinh" in str(READER.read("chuyện dài " * 90 + "giờ làm giấy khai sinh"))


@pytest.mark.parametrize(
    "text",
    [
        "\N{GRINNING FACE}" * 4096,
        "a" * 4000,
        "a" + "\u0301" * 100_000,
        "\u202e" + "\u0645\u0631\u062d " * 1000,
        "\0" * 4000,
        "\ud800" * 4000,
        "dangkykhaisinh" * 300,
        "k h " * 1000,
    ],
)
def test_hostile_text_is_quick(text: str) -> None:
    """Text made to be slow is read in far less time than a person notices."""
    start = time.process_time()
    READER.read(text)
    assert time.process_time() - start < 0.1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("lớp 3", "lớp năm", True),
        ("lop 6", "lớp 9", True),
        ("lớp 5", "lớp 6", False),
        ("sáu tuổi", "7 tuổi", True),
        ("dưới sáu tuổi", "sáu tuổi", False),
    ],
)
def test_grades_and_ages_fall_into_the_bands_of_the_law(one: str, other: str, same: bool) -> None:
    """Primary and secondary grades are told apart and no finer; numbers may be in letters."""
    bands = [{f for f in folded(PLAIN.read(text)) if f[-1].isdecimal() and f[0].isalpha()} for text in (one, other)]
    assert bands[0]
    assert (bands[0] == bands[1]) is same


def test_a_small_number_is_also_read_as_its_name() -> None:
    """ "2 vợ chồng" may be read as "hai vợ chồng"; a large number stays what it is."""
    assert [r[0].folded for r in PLAIN.read("2 vợ chồng").words[0].readings] == ["2", "hai"]
    assert folded(PLAIN.read("200 triệu")) == ["200", "trieu"]


def test_a_name_made_of_short_forms_is_the_name() -> None:
    """ "gcn qsdđ" is the red book although only "giấy chứng nhận quyền sử dụng đất" is listed."""
    assert folded(PLAIN.read("mất gcn qsdđ"))[1:] == ["so", "do"]


def test_a_short_form_in_vni_is_the_short_form() -> None:
    """Only the bar of đ is typed apart in letters that stand for whole words."""
    assert folded(PLAIN.read("d9kkh")) == folded(PLAIN.read("đkkh")) == ["dang", "ki", "ket", "hon"]


def test_an_english_word_is_no_syllable() -> None:
    """ "the" of an English question is not the "thẻ" of a card."""
    assert "the" not in folded(PLAIN.read("where is the office please", "en"))


@pytest.mark.parametrize("typed", ["khai tửt", "khai tửu", "khai ử", "khau tử"])
def test_a_slip_keeps_the_marks(typed: str) -> None:
    """What nobody writes, marks and all, is read as the word that is just one slip away."""
    reader = Reader(load_lexicon(), spelling_of("khai tử", "khai út", "báo tử", "tu sửa"))
    assert folded(reader.read(typed)) == ["khai", "tu"]


def test_a_single_letter_is_a_guess() -> None:
    """Of one letter little is known: it counts little, and the message says that it holds a guess."""
    reader = Reader(load_lexicon(), spelling_of("khai tử", "báo tử"))
    message = reader.read("khai t")
    assert message.guessed
    assert message.words[-1].factor < 0.5
    assert [folded(meaning) for meaning in message.meanings()] == [["khai", "tu"], ["khai"]]
    assert not reader.read("khai tửu").guessed


def test_an_asking_phrase_at_the_end_is_written_as_it_is_read() -> None:
    """A phrase of two words with other marks asks nothing, though longer phrases begin so."""
    assert READER.read("xin dấu").aspects == ()
    assert READER.read("xin đâu").aspects == ("where",)


def test_a_known_spelling_is_no_typo() -> None:
    """A syllable with just the accents of the knowledge base stays what it is, whatever stands beside it."""
    reader = Reader(load_lexicon(), spelling_of("thẻ căn cước", "giấy cưới"))
    assert folded(reader.read("căn cưới")) == ["can", "cuoi"]
    assert "cuoc" in {reading[0].folded for reading in reader.read("can cuoi").words[1].readings}


@pytest.mark.parametrize("text", ["chồng người Hàn Quốc", "vo quoc tich duc", "ban trai ben sing", "lấy chồng Thuỵ Sĩ"])
def test_foreign_countries_and_peoples_are_foreign(text: str) -> None:
    """A country, or a people after a word that tells, is also read as "nước ngoài"."""
    assert {"nuoc", "ngoai"} <= set(folded(PLAIN.read(text)))


@pytest.mark.parametrize("text", ["nhà số nhất", "đất đức phúc", "quá hạn", "người hàng xóm"])
def test_words_that_look_like_a_people_are_not_foreign(text: str) -> None:
    """The short name of a people alone is an ordinary word."""
    assert "ngoai" not in folded(PLAIN.read(text))


def test_a_plain_phrase_says_what_a_reader_reads() -> None:
    """Of every phrase of the knowledge base that is plain, the syllables are those that reading it in full gives."""
    plain = PLAIN.plain_words()
    phrases = [p for e in entries(load(default_faq())) for p in (e.short, *e.aliases, *e.questions, e.name)]
    said = {phrase: syllables for phrase in phrases if (syllables := plain.of(phrase))}
    assert len(said) > len(phrases) / 2
    for phrase, syllables in said.items():
        words = PLAIN.phrase(phrase, "vi").words
        assert [heard for word in words for heard in word.readings[0]] == syllables
        assert all(len(word.readings) == 1 and word.factor == 1.0 for word in words)


@pytest.mark.parametrize(
    "phrase", ["con năm tuổi", "học lớp sáu", "nhập tt", "bố mất", "2 vợ chồng", "", "-", "a" * 500, "sổ hồng 5 tuổi"]
)
def test_what_its_words_say_together_is_not_plain(phrase: str) -> None:
    """Ages, short forms of several meanings, "mất" and digits take a reader."""
    assert PLAIN.plain_words().of(phrase) in (None, [])
