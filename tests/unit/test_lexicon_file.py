"""lexicon.yaml is a file that officers edit: it serves beside their faq.yaml, and its faults are told line by line."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import knowledge
from knowledge import FaqError, Problem, entries
from knowledge.draft import LEXICON
from knowledge.lexicon_file import SHIPPED, load_lexicon
from knowledge.matcher import Matcher
from knowledge.words import Message
from tests.docs.test_write_faq import MINIMAL

TODAY = date(2026, 11, 23)
WORDS = SHIPPED.read_text("utf-8")


def ward(folder: Path, lexicon: str | None = WORDS) -> Path:
    """A ward's faq.yaml, with a lexicon beside it if there is one."""
    faq = folder / "faq.yaml"
    faq.write_text(MINIMAL, "utf-8")
    if lexicon is not None:
        (folder / LEXICON).parent.mkdir(exist_ok=True)
        (folder / LEXICON).write_text(lexicon, "utf-8")
    return faq


def faults(folder: Path, lexicon: str) -> list[Problem]:
    return list(knowledge.check(ward(folder, lexicon), today=TODAY).errors)


def line_of(text: str, sign: str) -> int:
    return text[: text.index(sign)].count("\n") + 1


def understood(faq: Path, text: str) -> Message:
    kb = knowledge.load(faq)
    return Matcher(entries(kb), kb.lexicon).explain(text).message


def test_the_lexicon_that_ships_is_faultless() -> None:
    """Whatever the other tests find was brought by the mistake."""
    assert load_lexicon().words


def test_a_ward_without_a_lexicon_reads_with_the_bots_own(tmp_path: Path) -> None:
    """Nobody has to copy it to write a faq.yaml of their own."""
    assert knowledge.load(ward(tmp_path, None)).lexicon is load_lexicon()


def test_a_new_short_form_of_a_ward_is_read(tmp_path: Path) -> None:
    """A line in the ward's own lexicon is enough, in every part of the reading."""
    faq = ward(tmp_path, WORDS.replace("short_forms:\n", "short_forms:\n  ksv: khai sinh\n"))
    assert "khai sinh" in str(understood(faq, "lam ksv cho con"))
    assert "khai sinh" not in str(understood(ward(tmp_path, None), "lam ksv cho con").words[1].readings[0])


def test_a_new_english_word_of_a_ward_is_read(tmp_path: Path) -> None:
    """An entry of the small dictionary brings its Vietnamese meaning."""
    faq = ward(tmp_path, WORDS.replace("\nenglish:\n", "\nenglish:\n  infant paper: khai sinh\n"))
    assert str(understood(faq, "I need the infant paper")).endswith("khai sinh")


def test_the_lexicon_is_of_the_version(tmp_path: Path) -> None:
    """Another way to read is another version of what the bot knows; the bot's own file is the same wherever it lies."""
    own = knowledge.load(ward(tmp_path, None)).version
    assert knowledge.load(ward(tmp_path, WORDS)).version == own
    assert knowledge.load(ward(tmp_path, WORDS + "# thêm\n")).version != own


MISTAKES = {
    "a tab": ("  vs: với", "\tvs: với", "vs: với", "phím Tab"),
    "a part renamed": ("\njoining:", "\njoin:", "join:", "không có mục nào tên “join”"),
    "a part left out": ("\njoining: [", "\n# joining: [", "", "thiếu phần “joining:”"),
    "a part left empty": ("\nlost:\n", "\nlost:\nlosses:\n", "lost:", "thiếu phần “lost:”"),
    "a name within a part": ("  costs: [", "  cost: [", "cost:", "không có mục nào tên “cost”"),
    "an aspect that is none": ("\n  fee:\n", "\n  fees:\n", "fees:", "có phải ý anh/chị là “fee”?"),
    "a key written twice": ("  vs: với", "  vs: với\n  vs: vì sao", "vs: vì sao", "mục “vs” viết hai lần"),
    "two meanings of a short form": (
        "  vs: với",
        "  vs: [với, vì sao]",
        "vs: [",
        "chuyển dòng này sang phần ambiguous:",
    ),
    "no meaning": ("  vs: với", "  vs:", "vs:", "thiếu “vs”"),
    "lines where a list belongs": (
        "joining: [và,",
        "joining:\n  và: 1\nasking_more: [",
        "joining:",
        "phải là danh sách",
    ),
    "a list where lines belong": ("\nambiguous:\n", "\nambiguous: [a]\nmore:\n", "ambiguous:", "phải gồm các dòng"),
    "a mark that is never read": ("  vs: với", "  v/s: với", "v/s:", "bot chỉ đọc chữ và số"),
    "a mark in another name": ("  - sổ hồng", "  - sổ-hồng", "sổ-hồng", "bot chỉ đọc chữ và số"),
    "too many brackets": ("  - tốn kém", f"  - tốn {'{kém} ' * 1000}", "tốn {kém", "quá nhiều cách nói"),
    "a bracket left open": ("  - tốn kém", "  - tốn {kém|tiền", "tốn {kém", "không khớp"),
    "too many ways": ("  - tốn kém", f"  - tốn {'[kém|lắm|quá] ' * 7}", "tốn [kém", "quá nhiều cách nói"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_with_its_line(mistake: str, tmp_path: Path) -> None:
    """The quick check names the file, the line, what is wrong and what to do; the bot does not start on it."""
    old, new, sign, told = MISTAKES[mistake]
    assert old in WORDS
    text = WORDS.replace(old, new, 1)
    found = faults(tmp_path, text)
    assert {problem.file for problem in found} == {LEXICON}
    [problem] = [problem for problem in found if told in f"{problem.message} → {problem.advice}"]
    assert not sign or problem.line == line_of(text, sign)
    with pytest.raises(FaqError, match=re.escape(LEXICON)):
        knowledge.load(tmp_path / "faq.yaml")


def test_what_cannot_be_told_apart_is_no_second_line(tmp_path: Path) -> None:
    """ "đtx" and "dtx" are one to the bot, which would drop the second in silence."""
    text = WORDS.replace("\n  dt: [", "\n  dtx: [đất trồng xoài]\n  đtx: [đường tàu xe]\n  dt: [", 1)
    [problem] = faults(tmp_path, text)
    assert problem.line == line_of(text, "đtx:")
    assert "“đtx” với “dtx” ở dòng" in problem.message


def test_a_short_form_is_of_one_part_only(tmp_path: Path) -> None:
    """One meaning and several at once cannot be meant."""
    [problem] = faults(tmp_path, WORDS.replace("short_forms:\n", "short_forms:\n  ct: công trình\n", 1))
    assert problem.message.startswith("“ct” đã có ở dòng ")


def test_every_fault_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    """A broken lexicon hides nothing of faq.yaml."""
    faq = ward(tmp_path, WORDS.replace("  vs: với", "\tvs: với"))
    faq.write_text(MINIMAL.replace("kind: original", "kind: orginal").replace("- khai-sinh\n", "- khai-sin\n"), "utf-8")
    files = [problem.file for problem in knowledge.check(faq, today=TODAY).errors]
    assert files == ["faq.yaml", "faq.yaml", LEXICON]


@pytest.mark.parametrize("text", ["", "# trống\n", "- một\n", "ba\n", "short_forms: 1\n"])
def test_a_file_that_is_no_lexicon_is_told(text: str, tmp_path: Path) -> None:
    """Nothing makes the check fall over."""
    assert {problem.file for problem in faults(tmp_path, text)} == {LEXICON}


def test_a_lexicon_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    """A folder of that name is a mistake, not a ward without a lexicon."""
    faq = ward(tmp_path, None)
    (tmp_path / LEXICON).mkdir(parents=True)
    [problem] = knowledge.check(faq, today=TODAY).errors
    assert problem.file == LEXICON
