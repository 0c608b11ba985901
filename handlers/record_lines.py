"""Every line of a record with the part that it belongs to, as it may be quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from handlers import documents, texts
from knowledge.model import Document, NotNeeded, Procedure

_SENTENCE = re.compile(r"(?<=\.)\s+(?=[A-ZĐÀ-Ỹ])")
_CLAUSE = re.compile(r"; ")
_CITED = re.compile(r"\s*\([^()]*(?:/(?:QĐ|NQ|TT|NĐ)|Thông tư|Điều \d|Luật |mã \d|QĐ \d)[^()]*\)")
"""Laws and codes in brackets, which the foot of an answer names."""


class Line(NamedTuple):
    """What a record says of one thing: its part of an answer, the fact that it is, and the words to quote.

    `heads` is what the line is about and `says` its clauses, one of which a question may be about.
    """

    part: str
    fact: str
    text: str
    head: str
    says: tuple[str, ...]


def lines(procedure: Procedure) -> Iterator[Line]:
    """The lines of a record, in its own order."""
    for at, paper in enumerate(procedure.documents):
        yield _paper(procedure, at, paper)
        yield from _forms(at, paper)
    for one in procedure.not_needed:
        yield _not_needed(one)
    yield from _told("who", "who", procedure.who)
    for at, note in enumerate(procedure.notes):
        yield from _told("steps", f"notes[{at}]", note)
    for step in procedure.steps:
        yield from _told("steps", "steps", step)
    yield from _told("where", "how.in_person", procedure.how.in_person)
    yield from _told("where", "how.post", _by_post(procedure.how.post))
    yield from _told("online", "how.online", procedure.how.online)
    yield from _told("time", "time_limit", procedure.time_limit)
    yield from _told("fee", "fee", procedure.fee)
    yield from _told("result", "result", procedure.result)
    for case in procedure.cases:
        for option in case.options:
            yield from _told("documents", "cases", option.note)


def _paper(procedure: Procedure, at: int, paper: Document) -> Line:
    """A paper with all that its condition says."""
    told = documents.for_this_case(procedure, at, said=None).removeprefix("• ")
    return Line("documents", f"documents[{at}]", told, paper.name, _clauses(paper.when or ""))


def _forms(at: int, paper: Document) -> Iterator[Line]:
    """The forms of a paper, where there are several and the case tells which."""
    if paper.form and "," in paper.form and paper.form.count("Mẫu") > 1:
        yield Line("form", f"documents[{at}].form", f"{paper.name}: {paper.form}", "", tuple(paper.form.split(", ")))


def _not_needed(one: NotNeeded) -> Line:
    """A paper that stays at home, why, and what is done instead."""
    fallback = f"; {one.fallback[:1].lower()}{one.fallback[1:]}" if one.fallback else ""
    text = f"không cần “{one.what}”: {one.why[:1].lower()}{one.why[1:]}{fallback}"
    return Line("documents", "not_needed", text, one.what, (one.why, one.fallback or ""))


def _by_post(post: str | None) -> str | None:
    """What a record says of the post, with the word for it."""
    if post is None or "bưu" in post.lower():
        return post
    return f"{texts.POST}: {post[:1].lower()}{post[1:]}"


def _told(part: str, fact: str, text: str | None) -> Iterator[Line]:
    """The sentences of a fact, each a line."""
    for sentence in _SENTENCE.split(text) if text else ():
        bare = _CITED.sub("", sentence).rstrip(". ")
        if bare:
            yield Line(part, fact, bare, "", _clauses(bare))


def _clauses(text: str) -> tuple[str, ...]:
    return tuple(_CLAUSE.split(text))
