"""The check says what could serve better, and when something runs out, without keeping a ward from working."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import knowledge

GOOD = (Path(__file__).parents[1] / "fixtures" / "faq" / "good.yaml").read_text("utf-8")
TODAY = date(2026, 11, 22)


def check(folder: Path, text: str, today: date = TODAY) -> knowledge.Report:
    path = folder / "faq.yaml"
    path.write_text(text, "utf-8")
    return knowledge.check(path, today=today)


ONE_CHANGE = {
    "a ward fact to fill in": (
        "  name: Phường Thử Nghiệm",
        '  name: "[điền: tên phường]"',
        "“name” chưa điền",
    ),
    "a twin that does not name its twin": (
        "    siblings:\n      - id: khai-sinh\n        question: Xin bản sao hay làm lần đầu?\n",
        "",
        "chiều ngược lại",
    ),
    "a field that no place takes": ("      fields:\n        - all\n", "", "không nơi nào của phường nhận"),
    "a place that takes a field of no procedure": (
        "        - all\n",
        "        - all\n        - Hộ tịchh\n",
        "không thủ tục nào thuộc lĩnh vực",
    ),
    "a procedure without questions": (
        "    questions:\n      - con mới sinh cần giấy gì\n",
        "",
        "chưa có questions",
    ),
    "a procedure without aliases": ("    aliases:\n      - làm giấy khai sinh\n", "", "chưa có aliases"),
    "a button too long": ("    short: Khai sinh\n", f"    short: {'Khai sinh ' * 5}\n", "tên ngắn dài 49 ký tự"),
    "two buttons alike": (
        "    short: Khai sinh\n",
        "    short: Cấp bản sao Trích lục hộ tịch\n",
        "trùng với “khai-sinh”",
    ),
    "a phrase twice": (
        "      - làm giấy khai sinh\n",
        "      - làm giấy khai sinh\n      - Lam giay khai sinh\n",
        "viết hai lần trong mục này",
    ),
    "a question of two entries": (
        "      - làm hộ chiếu ở đâu\n",
        "      - con mới sinh cần giấy gì?\n",
        "cũng có ở “khai-sinh”",
    ),
    "an alias that is another's name": (
        "      - làm hộ chiếu\n",
        "      - đăng ký khai sinh\n",
        "chính là tên của “khai-sinh”",
    ),
    "a ward without a name": ("  name: Phường Thử Nghiệm\n", "", "chưa có tên phường"),
    "a hotline nobody can dial": ("hotline: 02253000000", "hotline: gọi chị Lan", "không phải số gọi được"),
    "a website without https": ("website: https://", "website: www.", "không phải địa chỉ mở được"),
    "half an e-mail address": ("email: mot-cua@thunghiem.gov.vn", "email: mot-cua", "không phải địa chỉ thư"),
    "a confirmation from the future": ("      on: 2026-10-01\n", "      on: 2026-12-01\n", "ở tương lai"),
    "repealed without successor": ("    status: current\n", "    status: repealed\n", "chưa ghi thủ tục thay thế"),
    "sourced without source": (
        "      - id: khai-sinh\n        question: Xin bản sao hay làm lần đầu?\n    source:\n"
        "      - title: Cổng Dịch vụ công Quốc gia\n",
        "      - id: khai-sinh\n        question: Xin bản sao hay làm lần đầu?\n    confidence: sourced\n",
        "không nêu nguồn nào",
    ),
}


@pytest.mark.parametrize("name", ONE_CHANGE)
def test_one_change_gives_one_warning_and_no_error(name: str, tmp_path: Path) -> None:
    """Each hint appears when its cause is the only change, names its line, and lets the file load."""
    old, new, text = ONE_CHANGE[name]
    assert old in GOOD
    report = check(tmp_path, GOOD.replace(old, new, 1))
    assert report.ok
    assert [text in str(warning) for warning in report.warnings] == [True]
    assert report.warnings[0].line > 1
    knowledge.load(tmp_path / "faq.yaml")


def test_a_field_almost_like_a_larger_one_is_a_slip(tmp_path: Path) -> None:
    """A field of one procedure, a letter away from a field of two, is questioned at its own line."""
    slip = "  - id: khai-tu\n    name: Đăng ký khai tử\n    field: Hộ tich\n    aliases: [a]\n    questions: [b]\n"
    text = GOOD.replace("referrals:\n", f"{slip}referrals:\n", 1)
    [warning] = check(tmp_path, text).warnings
    assert warning.advice == "có phải ý anh/chị là “Hộ tịch”?"
    assert text.splitlines()[warning.line - 1] == "    field: Hộ tich"


def test_what_ran_out_is_told_from_the_day_after(tmp_path: Path) -> None:
    """The last day of validity is still valid."""
    [ahead] = check(tmp_path, GOOD, date(2027, 3, 1)).warnings
    assert "quy định đổi từ 02/03/2027, còn 1 ngày" in str(ahead)
    [warning] = check(tmp_path, GOOD, date(2027, 3, 2)).warnings
    assert "hết hiệu lực từ 01/03/2027" in str(warning)


def test_a_problem_reads_as_one_line_with_advice(tmp_path: Path) -> None:
    """File, line, what is wrong, what to do."""
    [error] = check(tmp_path, GOOD.replace("kind: original", "kind: orignal")).errors
    assert str(error) == "faq.yaml:52: “kind” không nhận “orignal” → có phải ý anh/chị là “original”?"


def test_an_unread_file_does_not_bury_its_own_fault(tmp_path: Path) -> None:
    """While an included file cannot be read, ids that it would have held are not reported as unknown."""
    (tmp_path / "broken.yaml").write_text("procedures: [\n", "utf-8")
    report = check(tmp_path, GOOD.replace("- khai-sinh\n", "- o-file-kia\n") + "include:\n  - broken.yaml\n")
    assert [error.file for error in report.errors] == ["broken.yaml"]


def test_thousands_of_faults_take_no_more_than_seconds(tmp_path: Path) -> None:
    """Faults between entries are capped per kind, so that a wrecked file is refused in time."""
    entries = "".join(
        f"  - {{id: a{n}, name: x, field: f{n}, siblings: [{{id: b{n}, question: x}}]}}\n" for n in range(8_000)
    )
    head = GOOD[: GOOD.index("procedures:")]
    report = check(tmp_path, f"{head}procedures:\n{entries}")
    assert len(report.errors) == 500
