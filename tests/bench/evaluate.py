"""The exam: how well questions are read, against the floors and goals that were set (`make eval`)."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.bench import questions, report
from tests.bench.figures import figures
from tests.bench.measure import Exam, take


def main() -> None:
    """Take the exam and print what came of it."""
    options = _options()
    exam = take(questions.load(options.file))
    if options.json:
        sys.stdout.write(json.dumps(_record(exam), ensure_ascii=False, indent=1) + "\n")
        return
    # The final questions are for one look at the totals: who reads their misses has spent them.
    brief = options.brief or options.file.resolve() == questions.FINAL
    sys.stdout.writelines(f"{line}\n" for line in _printed(exam, options.file, brief=brief))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--file", type=Path, default=questions.TUNING, help="the questions (YAML)")
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    parser.add_argument("--brief", action="store_true", help="the totals only")
    return parser.parse_args()


def _printed(exam: Exam, path: Path, *, brief: bool) -> Iterator[str]:
    counts = (exam.in_scope, exam.near, exam.far, exam.vague, exam.accented)
    kinds = ("in scope", "near", "far", "vague", "of those in scope with accents")
    yield f"{path.name}: " + ", ".join(f"{len(found)} {kind}" for found, kind in zip(counts, kinds, strict=True))
    parts: list[Iterable[str]] = [report.totals(exam)]
    if not brief:
        parts += [
            report.groups("By style", exam.by(lambda question: question.style)),
            report.groups("By field", exam.by(exam.field_of)),
            report.confusions(exam),
            report.misses(exam),
        ]
    for part in parts:
        yield ""
        yield from part


def _record(exam: Exam) -> dict[str, object]:
    return {
        figure.name.strip(): {
            "value": round(figure.value, 4),
            "hits": figure.tally.hits if figure.tally else None,
            "of": figure.tally.of if figure.tally else None,
            "mark": figure.mark,
        }
        for figure in figures(exam)
    }


if __name__ == "__main__":
    main()
