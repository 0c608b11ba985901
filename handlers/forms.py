"""The forms of a procedure: which papers are written on one, what it is called, and where it is to be had."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from handlers import documents, texts
from handlers.messages import Link
from knowledge.model import Procedure


@dataclass(frozen=True, slots=True)
class Form:
    """A paper and the form it is written on; `url` leads to the form itself, or else to a page that holds it."""

    paper: str
    called: str
    url: str | None
    is_file: bool

    @property
    def where(self) -> str:
        """Where it is to be had, in a few words."""
        return texts.FORM_FILE if self.is_file else texts.FORM_PAGE if self.url else texts.FORM_COUNTER


def of(procedure: Procedure, chosen: Collection[int] | None = None) -> tuple[Form, ...]:
    """The forms of all papers, or of those with these numbers."""
    return tuple(
        Form(
            paper.name,
            documents.form(procedure, at),
            paper.form_url or procedure.portal_page,
            is_file=paper.form_url is not None,
        )
        for at, paper in enumerate(procedure.documents)
        if (paper.form or paper.form_url) and (chosen is None or at in chosen)
    )


def told(procedure: Procedure) -> list[str]:
    """A line for each form, then where they are to be had; nothing where no form is known."""
    known = of(procedure)
    lines = [f"• {one.paper}: {one.called}" if one.called else f"• {one.paper}" for one in known]
    return [*(["\n".join(lines)] if lines else []), *places(known)]


def places(known: Collection[Form]) -> list[str]:
    """A sentence for each way by which one of the forms is to be had."""
    return [texts.FORM_HAD[where] for where in dict.fromkeys(one.where for one in known)]


def links(known: Collection[Form]) -> tuple[Link, ...]:
    """Where the forms are downloaded, each address once."""
    titles = {
        one.url: texts.FORM_OPEN.format(paper=one.paper) if one.is_file else texts.FORM_OPEN_PAGE
        for one in known
        if one.url
    }
    return tuple(Link(title, url) for url, title in titles.items())
