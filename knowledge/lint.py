"""What the bot makes of the phrases of a knowledge base: each is read as if a resident had written it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from knowledge.decision import Verdict
from knowledge.draft import Draft, Item
from knowledge.entries import entries
from knowledge.entry import Entry
from knowledge.errors import Problem
from knowledge.lexicon import Lexicon
from knowledge.matcher import Matcher
from knowledge.model import Procedure

CLOSE = 2.0
"""Two procedures are too close for a phrase if the second is less than this behind: odds below seven to one."""


def lint(draft: Draft) -> Iterator[Problem]:
    """Warnings about phrases that mislead, blur or do not help; the draft must be without errors."""
    kb = draft.knowledge_base()
    listed = entries(kb)
    yield from _misleading(draft, Matcher(listed, kb.lexicon))
    yield from _unfound(draft, listed, kb.lexicon)


def _hint(draft: Draft, item: Item, message: str, advice: str, *path: str | int) -> Problem:
    return Problem(item.file, draft.line(item, *path), message, advice, "warning")


def _misleading(draft: Draft, matcher: Matcher) -> Iterator[Problem]:
    """Aliases that, typed word for word, find another procedure, or as well another one (told once for two)."""
    told: set[frozenset[str]] = set()
    items: tuple[Item, ...] = (*draft.procedures, *draft.referrals, *draft.general)
    for item in items:
        for index, alias in enumerate(item.aliases):
            verdict = matcher.read(alias)
            if (winner := _winner(item, verdict)) is not None:
                yield _hint(
                    draft,
                    item,
                    f"tên gọi “{alias}” của “{item.id}” bị bot hiểu là “{winner.short}” ({winner.id})",
                    "thêm chữ mà chỉ mục này mới có, hoặc bỏ đi nếu người dân nói vậy là muốn mục kia",
                    "aliases",
                    index,
                )
            elif (rival := _rival(item, verdict)) and (two := frozenset((item.id, rival[0].id))) not in told:
                told.add(two)
                yield _hint(
                    draft,
                    item,
                    f"“{item.id}” và “{rival[0].id}” quá gần nhau: tên gọi “{alias}” cũng khớp với “{rival[1]}”",
                    "viết rõ chỗ khác nhau, hoặc khai báo siblings kèm câu hỏi phân biệt",
                    "aliases",
                    index,
                )


def _winner(item: Item, verdict: Verdict) -> Entry | None:
    """The procedure that comes before the one the phrase is of; what is no procedure loses only to an answer."""
    if isinstance(item, Procedure):
        first = verdict.candidates[0].entry if verdict.candidates else None
    else:
        first = verdict.entry if verdict.decision == "answer" else None
    return None if first is None or first.id == item.id else first


def _rival(item: Item, verdict: Verdict) -> tuple[Entry, str] | None:
    """The procedure close behind, and its phrase, unless the two are declared siblings."""
    if not isinstance(item, Procedure) or len(verdict.candidates) < 2:
        return None
    first, second = verdict.candidates[:2]
    near = first.score - second.score < CLOSE and second.entry.id not in first.entry.siblings
    return (second.entry, second.matched) if near else None


def _unfound(draft: Draft, listed: list[Entry], lexicon: Lexicon) -> Iterator[Problem]:
    """Procedures that none of half their questions finds for a matcher that knows only the other half.

    Leaving out each question in turn would take a matcher for each. Any that finds it is enough, so few are read.
    """
    matcher = Matcher([replace(entry, questions=entry.questions[1::2]) for entry in listed], lexicon)
    for procedure, entry in zip(draft.procedures, listed, strict=False):
        held_out = entry.questions[::2]
        if held_out and not any(_finds(matcher.read(question), procedure) for question in held_out):
            yield _hint(
                draft,
                procedure,
                f"“{procedure.id}” khó tìm: tạm cất một nửa số câu hỏi thì không câu nào trong đó tìm ra được nữa",
                "thêm vài câu hỏi, tên gọi bằng lời người dân, có những chữ chỉ thủ tục này mới có",
                "questions",
            )


def _finds(verdict: Verdict, procedure: Procedure) -> bool:
    return bool(verdict.candidates) and verdict.candidates[0].entry.id == procedure.id
