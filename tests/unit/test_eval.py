"""An officer's own questions are marked, every miss says what to do, and every mistake in the file has its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli import main
from bot.cli.eval import judge
from bot.cli.question_file import ExamQuestion, read_questions
from bot.errors import HoidapError
from handlers.messages import Outcome
from knowledge import FaqError

FAQ = Path(__file__).parents[1] / "fixtures" / "faq" / "good.yaml"
KNOWN = {"khai-sinh": "Khai sinh", "khai-tu": "Đăng ký khai tử", "ket-hon": "Đăng ký kết hôn"}


def question(*expect: str, accept: tuple[str, ...] = ()) -> ExamQuestion:
    return ExamQuestion("câu hỏi", expect, accept, 1)


def write(folder: Path, text: str) -> Path:
    path = folder / "cau-hoi.yaml"
    path.write_text(text, "utf-8")
    return path


def test_both_spellings_of_the_keys_are_read(tmp_path: Path) -> None:
    """Vietnamese and English keys mean the same; several ids, "không" and `none` are understood; lines are kept."""
    text = (
        '- cau: "bé mới sinh"\n  thu_tuc: khai-sinh\n'
        "- text: cưới rồi sinh con\n  expect: [ket-hon, khai-sinh]\n  accept: [khai-tu]\n  style: teencode\n"
        "- cau: giá vàng\n  thu_tuc: không\n"
        "- text: giá dầu\n  expect: none\n  kind: shopping\n"
    )
    assert read_questions(write(tmp_path, text), KNOWN) == [
        ExamQuestion("bé mới sinh", ("khai-sinh",), (), 1),
        ExamQuestion("cưới rồi sinh con", ("ket-hon", "khai-sinh"), ("khai-tu",), 3),
        ExamQuestion("giá vàng", (), (), 7),
        ExamQuestion("giá dầu", (), (), 9),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "- cau: a b c\n  thu_tuc: khai-sin\n",
            "cau-hoi.yaml:2: không có thủ tục nào tên hay mang id “khai-sin” → có phải ý",
        ),
        ("- cau: a b c\n", "cau-hoi.yaml:1: câu này thiếu thủ tục đúng → "),
        ("- thu_tuc: khai-tu\n", "cau-hoi.yaml:1: mục này thiếu câu hỏi → "),
        ("- cau: a\n  thu_tuk: khai-tu\n", "cau-hoi.yaml:2: không hiểu “thu_tuk” → có phải ý anh/chị là “thu_tuc”?"),
        ("cau: a\n", "cau-hoi.yaml:1: tệp phải là một danh sách câu hỏi → "),
        ("- khai sinh\n", "cau-hoi.yaml:1: mục này không phải một câu hỏi → "),
        ("- cau: [a, {b: c}]\n  thu_tuc: khai-tu\n", "cau-hoi.yaml:1: chỗ này phải là chữ → "),
        ('- cau: "a\n', "cau-hoi.yaml:1: "),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    """FaqError names file, line, what is wrong and what to do."""
    with pytest.raises(FaqError) as caught:
        read_questions(write(tmp_path, text), KNOWN)
    assert any(str(problem).startswith(told) for problem in caught.value.problems)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    """Two wrong questions are two problems."""
    with pytest.raises(FaqError) as caught:
        read_questions(write(tmp_path, "- cau: a\n- cau: b\n  thu_tuc: nhà\n"), KNOWN)
    assert [problem.line for problem in caught.value.problems] == [1, 3]


def test_a_procedure_may_be_called_by_its_name(tmp_path: Path) -> None:
    """The name on the button, however it is accented, is as good as the id."""
    path = write(tmp_path, "- cau: a\n  thu_tuc: đăng ký Kết hôn\n- cau: b\n  thu_tuc: [khai-tu, khai sinh]\n")
    assert [asked.expect for asked in read_questions(path, KNOWN)] == [("ket-hon",), ("khai-tu", "khai-sinh")]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """The path is named."""
    with pytest.raises(HoidapError, match=r"khong-co\.yaml"):
        read_questions(tmp_path / "khong-co.yaml", KNOWN)


@pytest.mark.parametrize(
    ("asked", "outcome", "result"),
    [
        (question("a"), Outcome("answer", ("a",), entry="a"), "right"),
        (question("b", accept=("a",)), Outcome("answer", ("a",), entry="a"), "right"),
        (question("dien"), Outcome("refer", ("a",), entry="dien"), "right"),
        (question("a"), Outcome("answer", ("b", "a"), entry="b"), "wrong"),
        (question("a"), Outcome("choose", ("b", "a")), "asked"),
        (question("a"), Outcome("choose", ("b", "c")), "astray"),
        (question("a"), Outcome("refer", ("a",), entry="dien"), "elsewhere"),
        (question("a"), Outcome("chat", entry="chao"), "elsewhere"),
        (question("a"), Outcome("handoff", ("a",)), "handoff"),
        (question(), Outcome("answer", ("a",), entry="a"), "intruded"),
        (question(), Outcome("choose", ("a",)), "declined"),
        (question(), Outcome("refer", entry="dien"), "declined"),
    ],
)
def test_an_outcome_is_judged(asked: ExamQuestion, outcome: Outcome, result: str) -> None:
    """Only what was answered can be right at once or wrong; asking back counts by what it offers."""
    assert judge(asked, outcome) == result


def run(path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setenv("HOIDAP_FAQ", str(FAQ))
    with pytest.raises(SystemExit) as left:
        main(["eval", str(path)])
    return int(left.value.code or 0)


def test_what_is_found_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A question that is answered rightly is no miss, and the command succeeds."""
    path = write(tmp_path, "- cau: con mới sinh cần giấy gì\n  thu_tuc: khai-sinh\n")
    assert run(path, monkeypatch) == 0
    shown = capsys.readouterr().out
    assert "Trong phạm vi: 1 câu" in shown
    assert "cau-hoi.yaml:" not in shown


def test_a_wrong_answer_is_a_miss_with_advice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The miss names its line, what was answered, what was right and where to mend it; the command fails."""
    path = write(tmp_path, "# thử\n- cau: con mới sinh cần giấy gì\n  thu_tuc: không\n")
    assert run(path, monkeypatch) == 1
    shown = capsys.readouterr().out
    assert "cau-hoi.yaml:2: “con mới sinh cần giấy gì”" in shown
    assert "(khai-sinh)" in shown
    assert "→ " in shown


def test_a_phrase_of_another_entry_is_to_be_moved_not_added(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What another entry already says word for word cannot be added to the right one too."""
    path = write(tmp_path, "- cau: Con mới sinh cần giấy gì?\n  thu_tuc: ho-chieu\n")
    run(path, monkeypatch)
    shown = capsys.readouterr().out
    assert "“con mới sinh cần giấy gì” đang là cách gọi của khai-sinh" in shown
    assert "chuyển sang ho-chieu" in shown
