"""Every broken file of the corpus is refused at its own line, with advice, and quickly.

A fixture is good.yaml with one change. The line at fault says what the message must name in a comment
`# lỗi: …`; where no comment can stand, the first line says it: `# lỗi ở dòng 7: …`.
"""

from __future__ import annotations

import re
import time
from datetime import date
from pathlib import Path

import pytest

import knowledge

CORPUS = Path(__file__).parents[1] / "fixtures" / "faq"
HERE = re.compile(r"# lỗi: (.+)$")
THERE = re.compile(r"^# lỗi ở dòng (\d+): (.+)$")
TODAY = date(2026, 11, 22)

GOOD = {"good", "include-good"}
CASES = sorted({path.stem for path in CORPUS.iterdir()} - GOOD)


def front(name: str) -> Path:
    single = CORPUS / f"{name}.yaml"
    return single if single.exists() else CORPUS / name / "faq.yaml"


def expected(path: Path) -> list[tuple[str, int, str]]:
    """(file, line, text) of each fault that the comments of a fixture promise."""
    root = path.parent
    files = [path] if path.parent == CORPUS else sorted(root.rglob("*.yaml"))
    found = []
    for file in files:
        name = file.relative_to(root).as_posix()
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            if match := THERE.match(line):
                found.append((name, int(match[1]), match[2]))
            elif match := HERE.search(line):
                found.append((name, number, match[1]))
    return found


def test_the_corpus_is_large() -> None:
    """There are at least forty ways to break a file, each with a promise in its comments."""
    assert len(CASES) >= 40
    assert all(expected(front(name)) for name in CASES)


@pytest.mark.parametrize("name", sorted(GOOD))
def test_the_unbroken_file_loads_without_a_word(name: str) -> None:
    """The file that every fixture is made from has neither error nor warning."""
    report = knowledge.check(front(name), today=TODAY)
    assert (report.errors, report.warnings) == ((), ())
    assert knowledge.load(front(name)).size == 5


@pytest.mark.parametrize("name", CASES)
def test_a_broken_file_is_refused_at_its_own_line(name: str) -> None:
    """Exactly the promised lines are reported, each naming its fault and what to do, within two seconds."""
    path = front(name)
    started = time.process_time()
    with pytest.raises(knowledge.FaqError) as caught:
        knowledge.load(path)
    assert time.process_time() - started < 2
    problems = caught.value.problems
    wanted = expected(path)
    assert {(p.file, p.line) for p in problems} == {(file, line) for file, line, _ in wanted}
    for file, line, text in wanted:
        here = [str(p) for p in problems if (p.file, p.line) == (file, line)]
        assert any(text in told for told in here), here
    assert all(re.fullmatch(r"\S+:\d+: .+ → .+", str(p)) for p in problems)


@pytest.mark.parametrize("name", CASES)
def test_check_tells_the_same_errors_as_load(name: str) -> None:
    """What keeps a file from loading is what the check calls an error."""
    with pytest.raises(knowledge.FaqError) as caught:
        knowledge.load(front(name))
    assert knowledge.check(front(name), today=TODAY).errors == caught.value.problems
