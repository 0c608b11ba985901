"""The papers for one's own case in English, as a person wrote them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from handlers import documents, english_facts, texts
from handlers.messages import Choice, Link, Say
from handlers.numbered import inline
from knowledge.model import Procedure


def papers(procedure: Procedure, chosen: Iterable[int]) -> list[str]:
    """One line for each of the chosen papers, with what must be known about it."""
    return [_line(procedure, at) for at in chosen]


def not_needed(procedure: Procedure, ruled_out: Collection[int]) -> list[str]:
    """One line for each paper that must not be asked for, as far as a person wrote it."""
    return [f"• {item.english}" for item in documents.exempt(procedure, ruled_out) if item.english]


def personal(
    procedure: Procedure, told: list[str], choices: tuple[Choice, ...], links: Sequence[Link], today: date
) -> Say:
    """The checklist under the English name, with fee, time and place as far as they were written and stand."""
    facts = english_facts.after_the_papers(procedure.english.answer or "")
    limits = english_facts.limits(procedure, today, "\n".join(facts))
    title = (procedure.english.name or procedure.short).upper()
    paragraphs = [title, *told, *(["\n".join(facts)] if facts else []), *limits]
    return Say("\n\n".join([*paragraphs, inline(choices, english=True)]), choices, tuple(links))


def _line(procedure: Procedure, at: int) -> str:
    paper = procedure.documents[at]
    certain = procedure.is_certain(f"documents[{at}].name")
    more = [*([paper.english_when] if paper.english_when else []), *([] if certain else [texts.ENGLISH[texts.HINT]])]
    return f"• {paper.english} ({'; '.join(more)})" if more else f"• {paper.english}"
