"""The whole ranking of the tuning questions as text, for comparing two processes byte by byte."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from knowledge import default_faq, entries, load
from knowledge.matcher import Matcher
from tests.bench import questions
from tests.bench.noise import damaged

STEP = 3
"""Every third question is also read with typos: repair chooses between near equals."""


def lines(texts: Sequence[str]) -> Iterator[str]:
    """One line per text: decision, aspect, confidence to the last bit, and every candidate with its score."""
    matcher = Matcher(entries(load(default_faq())))
    for text in texts:
        verdict = matcher.read(text)
        found = " ".join(f"{c.entry.id}={c.score!r}/{c.confidence!r}/{c.matched}" for c in verdict.candidates)
        second = verdict.second.id if verdict.second else ""
        yield f"{verdict.decision} {verdict.aspect} {verdict.confidence!r} {second} {verdict.matched} {found}"


def main() -> None:
    """Print the ranking."""
    clean = [question.text for question in questions.load(questions.TUNING)]
    texts = [*clean, *(damaged(text, "typos 25 %") for text in clean[::STEP])]
    sys.stdout.writelines(f"{line}\n" for line in lines(texts))


if __name__ == "__main__":
    main()
