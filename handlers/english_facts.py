"""The facts in an answer that a person wrote in English: fee, time and place, a sentence or line each."""

from __future__ import annotations

import re

_FACT = {
    "fee": r"Fee(?: [a-z]+)?:|ask an officer for the fee|confirms the fee",
    "time": r"Time:",
    "where": r"Where:",
    "online": r"Where:",
}
_NEXT = re.compile(r"(?<=\.)\s+(?=(?:Fee|Time|Where|An officer)\b)|\n")
_AFTER_PAPERS = re.compile(r"(?:Fee(?: [a-z]+)?|Time|Where):|An officer\b")


def part(told: str, aspect: str | None) -> str | None:
    """The sentence of the answer about a part, under the first line, which says what it is; None if it has none."""
    mark = _FACT.get(aspect or "")
    if mark is None:
        return None
    title, *facts = _NEXT.split(told)
    found = [fact for fact in facts if re.match(mark, fact) or (aspect == "fee" and re.search(mark, fact))]
    return "\n".join([title, *found]) if found else None


def after_the_papers(told: str) -> list[str]:
    """Where, how much and how long, without what to bring."""
    return [fact for fact in _NEXT.split(told) if _AFTER_PAPERS.match(fact)]
