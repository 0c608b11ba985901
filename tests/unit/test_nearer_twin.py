"""A damaged question that is nearer, letter by letter, to a phrase of a twin: the twin is reckoned with."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from knowledge.entry import Entry
from knowledge.index import Index
from knowledge.letters import Letters, typed_letters
from knowledge.lexicon_file import load_lexicon
from knowledge.life_events import Event, certainly_said
from knowledge.nearer_twin import WITHIN_REACH, NearerTwin
from knowledge.scoring import PARTS, Scored
from knowledge.text import Reader

LEXICON = load_lexicon()
READER = Reader(LEXICON)
BIRTH, DEATH, TEMPORARY, FOREIGN, MARRIAGE = range(5)
NO_EVENT: frozenset[Event] = frozenset()
ABOUT: Sequence[frozenset[Event]] = (frozenset({"birth"}), frozenset({"death"}), NO_EVENT, NO_EVENT, NO_EVENT)


def entry(id_: str, *phrases: str, siblings: tuple[str, ...] = ()) -> Entry:
    return Entry(id_, "procedure", phrases[0], phrases[0], phrases[1:], (), (), frozenset(siblings), 3)


ENTRIES = (
    entry("birth", "đăng ký khai sinh", "khai sinh cho bé mới sinh"),
    entry("death", "đăng ký khai tử", "khai tử cho em bé mới sinh"),
    entry("temporary", "đăng ký tạm trú", siblings=("foreign",)),
    entry("foreign", "sinh viên Cuba phải khai tạm trú không"),
    entry("marriage", "đăng ký kết hôn", "sinh viên Cuba khai tạm trú"),
)
TWINS = NearerTwin(Index(ENTRIES, LEXICON), ABOUT, LEXICON)


def found(*entries: int, behind: float = 3.0, exact: float = 0.0) -> Scored:
    """These entries, each so far behind the one before it, the first said so nearly word for word."""
    parts = np.zeros((len(entries), len(PARTS)), np.float32)
    parts[0, PARTS.index("exact")] = exact
    scores = np.array([20.0 - behind * at for at in range(len(entries))], np.float32)
    named = np.zeros(len(entries), np.bool_)
    return Scored(np.array(entries, np.int64), scores, np.zeros(len(entries), np.int64), parts, named, scores)


def reckoned(text: str, scored: Scored, left: Scored | None = None) -> list[int]:
    """The entries in their order; all were `scored`, those of `left` are what the events leave."""
    message = READER.read(text)
    return TWINS.reckoned_with(message, certainly_said(message), scored, left or scored).entries.tolist()


@pytest.mark.parametrize("text", ["sinh viên Cuna phải khai tạm trú ko", "sinhviênCbua phảikhai tạm trú khog"])
def test_a_nearer_sibling_counts_as_near_as_the_first(text: str) -> None:
    """It comes right behind the first, as near as that; nobody else moves."""
    scored = found(TEMPORARY, MARRIAGE, FOREIGN)
    message = READER.read(text)
    both = TWINS.reckoned_with(message, certainly_said(message), scored, scored)
    assert both.entries.tolist() == [TEMPORARY, FOREIGN, MARRIAGE]
    assert both.scores.tolist() == [20.0, 20.0, 17.0]


@pytest.mark.parametrize(
    "text", ["đăng ký tạm trú", "em muốn khai tạm trú cho cô giáo dạy tiếng Anh", "who is in Cuba"]
)
def test_a_sibling_that_is_no_nearer_stays_where_it_is(text: str) -> None:
    """Nor does one move that is near in no way, or for an English question."""
    assert reckoned(text, found(TEMPORARY, MARRIAGE, FOREIGN)) == [TEMPORARY, MARRIAGE, FOREIGN]


def test_only_siblings_within_reach_count() -> None:
    """Letters do not outweigh a much better score, nor bring in what nobody takes for the first."""
    text = "sinh viên Cuna phải khai tạm trú ko"
    assert reckoned(text, found(TEMPORARY, FOREIGN, behind=WITHIN_REACH + 1)) == [TEMPORARY, FOREIGN]
    assert reckoned(text, found(TEMPORARY, MARRIAGE)) == [TEMPORARY, MARRIAGE]


def test_where_the_words_are_the_same_their_order_tells_nothing() -> None:
    """What says just the first's phrase is no damaged form of another."""
    text = "phải khai tạm trú không sinh viên Cuba"
    assert reckoned(text, found(TEMPORARY, FOREIGN, exact=1.0)) == [TEMPORARY, FOREIGN]


@pytest.mark.parametrize(
    "text", ["khai ty cho em bé mớo sinh", "tử khai cho em bé mới sinh", "tử cho em bé mới sinh khai"]
)
def test_the_other_event_comes_first_if_the_letters_are_nearer_to_it(text: str) -> None:
    """A told birth does not hide a death whose paper was misspelt or said in another order, however far behind."""
    whole, left = found(BIRTH, MARRIAGE, DEATH, behind=8), found(BIRTH, MARRIAGE)
    assert reckoned(text, whole, left) == [DEATH, BIRTH, MARRIAGE]


def test_who_names_the_paper_means_that_event() -> None:
    """The other one stays away."""
    assert reckoned("bé mới sinh khai sinh cho em", found(BIRTH, DEATH), found(BIRTH)) == [BIRTH]


def test_nothing_found_has_no_twin() -> None:
    """An empty list stays empty."""
    nothing = found(BIRTH).only([False])
    assert reckoned("khai ty cho em bé", nothing) == []


def test_letters_are_those_typed_without_marks_and_spaces() -> None:
    """A tone is no letter, a number stays, "y" is written as "i"; words that only ask may be left out."""
    assert typed_letters(READER.read("Làm thẻ  cho cháu 14 tuổi, hết mấy")) == {"lamthechochau14tuoihetmai"}
    assert typed_letters(READER.read("làm thẻ cần giấy tờ gì")) == {"lamthecangiaitogi", "lamthe"}


def test_likeness_is_that_to_the_nearest_phrase() -> None:
    """English phrases do not count, little likeness is none, and the end may come first."""
    letters = Letters({0: (("khai tử", "vi"), ("Đăng ký khai sinh!", "vi"), ("birth", "en"))})
    assert letters.likeness(["dangkikhaisinh"], 0) == 100
    assert 80 < letters.likeness(["dangkikaisih"], 0) < 100
    assert letters.likeness(["birth"], 0) == 0
    assert letters.likeness(["khaisinhdangki"], 0) == 100


def test_a_digit_is_no_slip() -> None:
    """Phrases that state other numbers are not alike, however alike their letters are."""
    letters = Letters({0: (("làm thẻ cho con 15 tuổi", "vi"),)})
    assert letters.likeness(["lamthechocon15tuoi"], 0) == 100
    assert letters.likeness(["lamthechocon5tuoi"], 0) == 0
