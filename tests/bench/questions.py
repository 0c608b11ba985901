"""The exam's questions, and what counts as right."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "questions"
TUNING = FOLDER / "tuning.yaml"
FINAL = FOLDER / "final.yaml"
REVIEW = FOLDER / "review.yaml"
"""Questions of the reviewers of the words, who widened them after most of these."""
SPENT = FOLDER / "spent.yaml"
"""Exams by authors who had not seen the phrases, read since: harder than the others, with many long stories."""
POOL = (TUNING, REVIEW, SPENT)
"""What the confidence is fitted to."""

NEAR = frozenset({"other_level", "legal_other", "education_other", "office_info", "tech_support", "complaint"})
"""Kinds of questions that a ward hears and cannot settle; every other kind is far from its work."""
_ACCENTED = 0.5


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the ids of what answers it; `expect` holds several for several needs, none if out of scope."""

    text: str
    expect: tuple[str, ...]
    accept: frozenset[str]
    style: str
    kind: str

    @property
    def in_scope(self) -> bool:
        """Whether a procedure answers it."""
        return bool(self.expect)

    @property
    def vague(self) -> bool:
        """Whether the only right thing is to ask back."""
        return self.kind == "vague"

    @property
    def right(self) -> frozenset[str]:
        """Every id that is right as the first."""
        return self.accept | set(self.expect)

    @property
    def accented(self) -> bool:
        """Whether at least half of its words carry a mark, so that losing the marks is damage."""
        words = self.text.split()
        return sum(not word.isascii() for word in words) >= _ACCENTED * len(words)


def load(path: Path) -> list[Question]:
    """The questions of a file, in its order."""
    return [_question(item) for item in yaml.load(path.read_bytes(), yaml.CSafeLoader)]


def _question(item: dict[str, Any]) -> Question:
    expect = item["expect"]
    several = tuple(expect) if isinstance(expect, list) else (expect,)
    return Question(
        text=str(item["text"]),
        expect=() if several == ("none",) else several,
        accept=frozenset(item.get("accept", ())),
        style=item.get("style", ""),
        kind=item.get("kind", ""),
    )


def of_death(procedure: str) -> bool:
    """Whether a procedure id belongs to the family of registering deaths."""
    return "khai-tu" in procedure


def of_birth(procedure: str) -> bool:
    """Whether a procedure id belongs to the family of registering births."""
    return "khai-sinh" in procedure
