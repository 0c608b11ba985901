"""The facts in an answer that a person wrote in English, a sentence or line each, and until when they stand."""

from __future__ import annotations

import re
from datetime import date

from handlers import answer, texts
from knowledge.fees import in_force
from knowledge.model import FeeRule, Procedure

_FACT = {
    "fee": r"Fee(?: [a-z]+)?:|ask an officer for the fee|confirms the fee",
    "time": r"Time:",
    "where": r"Where:",
    "online": r"Where:",
}
_FEE_TOLD = re.compile(r"\b[Ff]ee\b|VND")
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


def names_the_days(procedure: Procedure, rule: FeeRule) -> bool:
    """Whether the answer tells from or until when a line of the tariff applies, so that it stands before and after."""
    days = [texts.day(day) for day in (rule.valid_from, rule.valid_until) if day]
    return any(day in (procedure.english.answer or "") for day in days)


def limits(procedure: Procedure, today: date, told: str) -> list[str]:
    """Until when what is told stands, where that is soon or the fee has a last day."""
    soon = answer.ends_soon(procedure, today, english=True)
    last_days = [r.valid_until for r in procedure.fee_rules if r.valid_until and r.amount and in_force(r, today)]
    if not last_days or not _FEE_TOLD.search(told) or texts.day(min(last_days)) in told:
        return soon
    return [*soon, texts.EN_FEE_UNTIL.format(day=texts.day(min(last_days)))]
