"""The check tells which phrases mislead the bot, which blur two procedures, and which procedure is hard to find."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

import knowledge
from knowledge.draft import read
from knowledge.errors import Problem
from knowledge.lint import lint

TODAY = date(2026, 11, 22)
JUDGEMENT_CALLS = 3
"""Of 3,500 aliases, and of 171 procedures: none when this was written, but every change of a weight moves some."""

WARD = """\
ward:
  name: Phường Thử
  hotline: "0225 000 0000"
  places:
    - id: trung-tam
      name: Trung tâm
      address: 1 phố Thử
      fields:
        - all
  hours:
    - days:
        - thứ hai
      from: "07:30"
      to: "11:30"
  allowed_hosts:
    - gov.vn
procedures:
"""
BIRTH = """\
  - id: khai-sinh
    name: Đăng ký khai sinh
    short: Khai sinh
    field: Hộ tịch
    aliases:
      - làm giấy khai sinh
      - khai sinh cho bé mới đẻ
    questions:
      - Con tôi mới sinh thì làm giấy khai sinh ở đâu
      - Ông bà đi khai sinh cho cháu được không
"""
APART = """\
  - id: tach-ho
    name: Tách hộ
    short: Tách hộ
    field: Hộ tịch
    aliases:
      - tách hộ khẩu
      - ra ở riêng làm hộ khẩu mới
    questions:
      - Vợ chồng con trai muốn tách hộ khẩu riêng với bố mẹ
      - Ở chung nhà mà tách hộ khẩu được không
"""
LIKE_APART = """\
  - id: tach-khau
    name: Tách khẩu
    short: Tách khẩu
    field: Hộ tịch
    aliases:
      - xin tách hộ khẩu riêng
    questions:
      - Tách hộ khẩu
      - Xin tách hộ khẩu riêng được không
"""
SIBLING = """\
    siblings:
      - id: {}
        question: Tách hộ hay cắt tên sang sổ khác?
"""


@cache
def shipped() -> list[Problem]:
    return list(lint(read(knowledge.default_faq())))


def checked(folder: Path, text: str) -> list[Problem]:
    """The warnings that come from reading the phrases."""
    path = folder / "faq.yaml"
    path.write_text(text, "utf-8")
    quick = knowledge.check(path, today=TODAY)
    assert quick.ok, quick.errors
    return [w for w in knowledge.check(path, today=TODAY, phrases=True).warnings if w not in quick.warnings]


def test_sound_phrases_get_no_hint(tmp_path: Path) -> None:
    """Neither a file of one procedure nor one of two different ones is blamed."""
    assert checked(tmp_path, WARD + BIRTH) == []
    assert checked(tmp_path, WARD + BIRTH + APART) == []


def test_an_alias_that_another_wins_is_told_at_its_line(tmp_path: Path) -> None:
    """The alias, who wins it, and where it stands."""
    text = WARD + BIRTH + APART.replace("ra ở riêng làm hộ khẩu mới", "ông bà đi khai sinh cho cháu được không")
    [found] = [found for found in checked(tmp_path, text) if "bị bot hiểu là" in found.message]
    assert (
        found.message
        == "tên gọi “ông bà đi khai sinh cho cháu được không” của “tach-ho” bị bot hiểu là “Khai sinh” (khai-sinh)"
    )
    assert text.splitlines()[found.line - 1].strip() == "- ông bà đi khai sinh cho cháu được không"


def test_two_that_cannot_be_told_apart_are_told_once(tmp_path: Path) -> None:
    """Phrases alike in two procedures are one hint that names both."""
    close = too_close(checked(tmp_path, WARD + BIRTH + APART + LIKE_APART))
    assert len(close) == 1
    assert "“tach-ho” và “tach-khau” quá gần nhau" in close[0]


def test_declared_siblings_may_be_close(tmp_path: Path) -> None:
    """Between them the bot asks the question that tells them apart."""
    both = APART + SIBLING.format("tach-khau") + LIKE_APART + SIBLING.format("tach-ho")
    assert too_close(checked(tmp_path, WARD + BIRTH + both)) == []


def too_close(found: list[Problem]) -> list[str]:
    return [problem.message for problem in found if "quá gần nhau" in problem.message]


def test_a_procedure_that_its_own_questions_do_not_find_is_told(tmp_path: Path) -> None:
    """A question in the words of another procedure finds nothing once it is taken away."""
    stray = APART.replace(
        "Vợ chồng con trai muốn tách hộ khẩu riêng với bố mẹ", "Bé mới đẻ thì làm giấy khai sinh thế nào"
    )
    text = WARD + BIRTH + stray
    [found] = [found for found in checked(tmp_path, text) if "khó tìm" in found.message]
    assert "“tach-ho”" in found.message
    assert found.line == len((WARD + BIRTH).splitlines()) + stray.splitlines().index("    questions:") + 1


def test_phrases_are_not_read_before_errors_are_mended(tmp_path: Path) -> None:
    """A file that does not load is not read as residents would."""
    path = tmp_path / "faq.yaml"
    path.write_text(WARD + BIRTH + APART.replace("short:", "shorts:").replace("tách hộ khẩu\n", "khai sinh\n"), "utf-8")
    report = knowledge.check(path, today=TODAY, phrases=True)
    assert report.errors
    assert not any("bot hiểu" in str(warning) for warning in report.warnings)


@pytest.mark.parametrize("kind", ["bị bot hiểu là", "khó tìm"])
def test_the_shipped_phrases_do_not_mislead(kind: str) -> None:
    """Hardly an alias that ships loses to another procedure, hardly a procedure is hard to find."""
    found = [str(problem) for problem in shipped() if kind in problem.message]
    assert len(found) <= JUDGEMENT_CALLS, "\n".join(found)
