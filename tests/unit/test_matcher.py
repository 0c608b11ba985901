"""The matcher finds what is meant, and always returns a verdict."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.decision import WORTH_OFFERING
from knowledge.entry import Entry, Kind
from knowledge.index import Index
from knowledge.lexicon_file import load_lexicon
from knowledge.matcher import Matcher
from knowledge.needs import pieces
from knowledge.scoring import PARTS, Scorer, Weights
from knowledge.text import Reader

ROOT = Path(__file__).parents[2]


def entry(id_: str, *phrases: str, kind: Kind = "procedure", siblings: tuple[str, ...] = ()) -> Entry:
    return Entry(
        id=id_,
        kind=kind,
        name=phrases[0],
        short=phrases[0],
        aliases=phrases[1:],
        questions=(),
        english=(),
        siblings=frozenset(siblings),
        popularity=3,
    )


ENTRIES = (
    entry("khai-sinh", "đăng ký khai sinh", "làm giấy khai sinh cho con mới sinh"),
    entry("khai-tu", "đăng ký khai tử", "làm giấy chứng tử cho người vừa mất"),
    entry("ket-hon", "đăng ký kết hôn", "làm giấy kết hôn"),
    entry("tam-tru", "đăng ký tạm trú", "làm tạm trú cho người thuê trọ"),
    entry("thuong-tru", "đăng ký thường trú", "nhập hộ khẩu"),
    entry("ho-chieu", "cấp hộ chiếu", "làm hộ chiếu đi nước ngoài", kind="referral"),
    entry("chao", "xin chào", "chào cán bộ", kind="chat"),
)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(ENTRIES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("làm giấy khai sinh cho con", "khai-sinh"),
        ("lam giay khai sinh cho con", "khai-sinh"),
        ("LÀM GIẤY KHAI SINH CHO CON", "khai-sinh"),
        ("lamf giaays khai sinh cho con", "khai-sinh"),
        ("lam2 giay61 khai sinh cho con", "khai-sinh"),
        ("lamgiaykhaisinh cho con", "khai-sinh"),
        ("làm gks cho con", "khai-sinh"),
        ("làm giấy khai sin cho con", "khai-sinh"),
        ("bố tôi vừa mất thì làm giấy gì", "khai-tu"),
        ("nhập hk", "thuong-tru"),
    ],
)
def test_damage_does_not_change_what_is_found(matcher: Matcher, text: str, expected: str) -> None:
    """However it is typed, the same need finds the same procedure first."""
    assert matcher.read(text).candidates[0].entry.id == expected


@pytest.mark.parametrize(
    "text", ["con tôi mới mất", "con toi moi mat", "ba tui mất rồi", "mẹ chết làm giấy gì", "bé mới sinh bị mất"]
)
def test_a_death_never_finds_a_birth(matcher: Matcher, text: str) -> None:
    """A question about a death has no birth among its candidates, and is known to be about a death."""
    verdict = matcher.read(text)
    assert verdict.mourning
    assert "khai-sinh" not in {c.entry.id for c in verdict.candidates}


@pytest.mark.parametrize("text", ["vợ tôi mới sinh", "con em mới đẻ làm giấy gì", "khai sinh cho con"])
def test_a_birth_never_finds_a_death(matcher: Matcher, text: str) -> None:
    """A question about a birth has no death among its candidates, and nobody mourns."""
    verdict = matcher.read(text)
    assert not verdict.mourning
    assert "khai-tu" not in {c.entry.id for c in verdict.candidates}


@pytest.mark.parametrize("text", ["giấy khai t", "khai ử", "xin khai t"])
def test_a_guess_excludes_no_event(matcher: Matcher, text: str) -> None:
    """Where a death is only guessed at, a birth may still be meant: both are found, and nothing is answered."""
    verdict = matcher.read(text)
    assert verdict.decision != "answer"
    assert {"khai-sinh", "khai-tu"} <= {c.entry.id for c in verdict.candidates}


def score_of_a_death(matcher: Matcher, text: str) -> float:
    return next(c.score for c in matcher.read(text).candidates if c.entry.id == "khai-tu")


@pytest.mark.parametrize("text", ["làm giấy chứng từ", "làm giấy chứng tư"])
def test_what_only_looks_like_a_paper_is_hardly_a_death(matcher: Matcher, text: str) -> None:
    """Marks that were typed tell "chứng từ" from "chứng tử", unless a death is told."""
    meant = score_of_a_death(matcher, "làm giấy chung tu")
    assert score_of_a_death(matcher, text) <= meant - WORTH_OFFERING
    assert score_of_a_death(matcher, f"bố mất, {text}") > meant - WORTH_OFFERING


def test_an_open_short_form_is_no_death_beside_a_birth(matcher: Matcher) -> None:
    """A short form that may name a death is not read so where a birth is named."""
    assert "khai-tu" not in {c.entry.id for c in matcher.read("kt khai sinh cho con").candidates}


def test_both_events_in_one_message_keep_both(matcher: Matcher) -> None:
    """Who registers a birth after a death may be offered either."""
    found = {c.entry.id for c in matcher.read("bố mất rồi, giờ làm giấy khai sinh và giấy chứng tử").candidates}
    assert {"khai-sinh", "khai-tu"} <= found


@pytest.mark.parametrize("text", ["giấy khai sinh của bố bị mất", "tôi mất giấy khai sinh"])
def test_a_lost_paper_is_no_death(matcher: Matcher, text: str) -> None:
    """To lose a birth certificate is not to die."""
    verdict = matcher.read(text)
    assert not verdict.mourning
    assert verdict.candidates[0].entry.id == "khai-sinh"


def test_ambiguous_short_form_asks(matcher: Matcher) -> None:
    """ "tt" alone may be either residence: the bot asks, and offers both."""
    verdict = matcher.read("đk tt")
    assert verdict.decision == "choose"
    assert {"tam-tru", "thuong-tru"} <= {c.entry.id for c in verdict.candidates}


def test_two_needs_are_both_found(matcher: Matcher) -> None:
    """The second need is named beside the first, never lost."""
    verdict = matcher.read("đăng ký kết hôn với làm tạm trú cho người thuê trọ")
    assert verdict.second is not None
    assert {verdict.candidates[0].entry.id, verdict.second.id} == {"ket-hon", "tam-tru"}


@pytest.mark.parametrize(
    "text",
    [
        "khai sinh cho con tiện thể tạm trú người thuê",
        "vua lam khai sinh cho con vua tam tru thue tro",
        "khai sinh cho con xong tạm trú người thuê",
    ],
)
def test_joined_needs_are_both_found(matcher: Matcher, text: str) -> None:
    """Needs that no phrase names in full are two if a joining word stands between them, one word or several."""
    verdict = matcher.read(text)
    assert verdict.second is not None
    assert {verdict.candidates[0].entry.id, verdict.second.id} == {"khai-sinh", "tam-tru"}


def test_a_word_like_a_joining_one_does_not_cut() -> None:
    """ "công" in "công chứng" is not "cộng", with accents or without any."""
    reader = Reader(load_lexicon())
    for text in ("đăng ký công chứng kết hôn", "dang ky cong chung ket hon"):
        assert pieces(reader.read(text), load_lexicon()) == ()


def test_a_word_of_many_entries_is_asked_back() -> None:
    """A word that many entries say alike is asked back, but the name of one of them is answered."""
    papers = ("mua nhà", "bán xe", "vay tiền", "nhận lương", "nộp hồ sơ", "lấy bằng")
    many = [entry(paper, f"ủy quyền {paper}", f"giấy ủy quyền {paper}") for paper in papers]
    matcher = Matcher([*many, entry("chu-ky", "làm giấy ủy quyền cho con"), *ENTRIES])
    assert matcher.explain("ủy quyền").basis.common
    assert matcher.read("ủy quyền").decision == "choose"
    assert not matcher.explain("ủy quyền mua nhà cần gì").basis.common


def test_one_need_has_no_second(matcher: Matcher) -> None:
    """A joining word alone makes no second need."""
    assert matcher.read("đăng ký kết hôn với chồng").second is None


@pytest.mark.parametrize(("text", "decision"), [("làm hộ chiếu đi nước ngoài", "refer"), ("xin chào cán bộ", "chat")])
def test_other_kinds(matcher: Matcher, text: str, decision: str) -> None:
    """What is not a procedure of the ward is referred or chatted about."""
    assert matcher.read(text).decision == decision


def test_nothing_near_hands_off(matcher: Matcher) -> None:
    """Words that nobody knows go to an officer, with no candidates."""
    verdict = matcher.read("zzz qqq")
    assert (verdict.decision, verdict.candidates) == ("handoff", ())


def test_explanation_tells_a_person_why(matcher: Matcher) -> None:
    """The explanation names how it was read, what matched and what would change the decision, in Vietnamese."""
    explanation = matcher.explain("lam giay khai sinh")
    told = "\n".join((*explanation.reading(), *explanation.judgement()))
    for part in ("Đọc là:", "Chữ hiểu lại:", "Quyết định:", "Giống nhất:", "Đổi khi:", "khai-sinh"):
        assert part in told


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("mình muốn lm ks ko dấu", ["minh muon lam khai sinh khong dau", "“lm” → lam; “ks” → khai sinh; “ko” → khong"]),
        ("laamf giấy khai sinh", ["lam giay khai sinh", "“laamf” → lam"]),
        ("đk tt", ["dang ki tam tru", "“đk” → dang ki; “tt” → tam tru hoặc thuong tru"]),
        ("bé 6 tuổi", ["be 6 tuoi", "không có"]),
        ("bố mới mất", ["bo moi chet", "“mất” → chet"]),
        ("how to get a birth certificate", ["how to get a birth certificate", "lam giay khai sinh"]),
        ("my twins need a birth certificate", ["my twins need a birth certificate", "giay khai sinh"]),
    ],
)
def test_the_reading_is_told_in_plain_words(matcher: Matcher, text: str, reading: list[str]) -> None:
    """What was read stands there as anybody types it, and each word that was taken for another."""
    assert [line.partition(":")[2].removeprefix(" là:").strip() for line in matcher.explain(text).reading()] == reading


def test_the_parts_of_the_score_add_up(matcher: Matcher) -> None:
    """What is told of the score is all of it."""
    explanation = matcher.explain("lam giay khai sinh")
    assert sum(part.worth for part in explanation.parts) == pytest.approx(explanation.basis.score, abs=0.01)


def test_explanation_of_nothing(matcher: Matcher) -> None:
    """Even an empty message can be explained."""
    explanation = matcher.explain("")
    assert "không có chữ nào" in explanation.reading()[0]
    assert "chuyển cán bộ" in explanation.judgement()[0]


def test_english_finds_english_phrases() -> None:
    """A question in English is matched with what was written in English."""
    english = replace(ENTRIES[2], english=("Marriage registration", "get married in Vietnam"))
    verdict = Matcher([*ENTRIES[:2], english]).read("how do I get married here?")
    assert (verdict.language, verdict.candidates[0].entry.id) == ("en", "ket-hon")


def test_a_plain_english_name_means_the_plain_procedure() -> None:
    """English whose every word the glossary tells is the Vietnamese name; with more said the English phrases count."""
    plain = entry("thuong", "đăng ký kết hôn", "giấy kết hôn")
    foreign = replace(
        entry("nuoc-ngoai", "kết hôn với người nước ngoài"), english=("register a marriage with a foreigner",)
    )
    matcher = Matcher([foreign, plain, *ENTRIES])
    assert matcher.read("how do I register a marriage").candidates[0].entry.id == "thuong"
    assert matcher.read("how do I register a marriage with a foreigner").candidates[0].entry.id == "nuoc-ngoai"


def test_who_says_a_phrase_word_for_word_means_it() -> None:
    """A phrase said as it is written beats an entry of which much more is said in these words."""
    lost = entry("mat", "mất giấy đăng ký kết hôn")
    many = entry(
        "moi", *(f"giấy đăng ký kết hôn {more}" for more in ("mới", "lần đầu", "tại phường", "cho hai vợ chồng"))
    )
    assert Matcher([many, lost, *ENTRIES]).read("mất giấy đăng ký kết hôn").candidates[0].entry.id == "mat"


def test_what_many_say_of_an_entry_counts_for_it() -> None:
    """Judged by the likelihood of the words alone, the entry of which more people say them comes first."""
    often = entry("often", "giấy một", "vay ngân hàng", "vay tiền nuôi gà", "vay vốn trồng cây")
    once = entry("once", "giấy hai", "vay ngân hàng", "thuê nhà xưởng", "mua máy cày")
    index = Index([once, often], load_lexicon())
    likelihood = replace(Weights(**dict.fromkeys(PARTS, 0.0)), likely=1.0)
    query = index.query(Reader(load_lexicon(), index.spelling).read("vay cho con"))
    found = Scorer(index, likelihood).score(query)
    assert [index.entries[at].id for at in found.entries] == ["often", "once"]
    assert found.scores[0] > found.scores[1]


_RANKING = """
from tests.unit.test_matcher import ENTRIES, Matcher
matcher = Matcher(ENTRIES)
for text in ("dk tt can gi", "lam giay khia sihn", "nhap hk", "mat giay", "thuong chu"):
    print(matcher.read(text), matcher.explain(text))
"""


def test_hash_seed_changes_nothing() -> None:
    """Two processes with different hash seeds say the same, byte for byte."""
    said = {
        subprocess.run(
            [sys.executable, "-c", _RANKING],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


@given(st.text(max_size=300))
def test_any_text_gets_a_verdict(text: str) -> None:
    """No text whatsoever makes the matcher raise, and candidates are never more than three."""
    verdict = _SHARED.read(text)
    assert len(verdict.candidates) <= 3
    assert (verdict.entry is None) == (verdict.decision in ("choose", "handoff"))


_SHARED = Matcher(ENTRIES)
