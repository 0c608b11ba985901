"""The lines of a record that answer a kind of detail: how many, original or copy, by when, who goes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.detail_kinds import Kind, kinds
from handlers.record_lines import Line
from handlers.record_search import CLOSE, ENOUGH, MOST, Found, Records, Unit, said_in, units_of
from handlers.record_words import ACTS, AGE, LITTLE, TERM
from handlers.words import plain
from knowledge.model import Procedure
from knowledge.syllables import Syllable
from knowledge.words import Message

Answer = tuple[Kind, list[Found]]
"""A kind of detail, and the lines that answer it, the best first."""


_TOLD_WHOLE = frozenset({"fee", "time"})
"""Parts that have an answer of their own."""


_SPANS = frozenset({"thang", "nam", "gio", "tuoi"})


def is_asked(asked: Message) -> bool:
    """Whether a detail of any kind is asked for."""
    return any(True for _ in kinds(_folded(said_in(asked))))


def answer(records: Records, procedure: Procedure, message: Message) -> Answer | None:
    """The first kind of detail that is asked for and that lines of the record answer, and those lines."""
    said = said_in(message)
    for kind, words in kinds(_folded(said)):
        rest = [word for at, word in enumerate(said) if at not in words]
        asked = [said[at].folded for at in sorted(words)]
        if found := _answering(records, procedure, kind, rest, asked):
            return kind, found
    return None


def _answering(
    records: Records, procedure: Procedure, kind: Kind, rest: Sequence[Syllable], asked: Sequence[str]
) -> list[Found]:
    """The lines of the kind that speak of what the rest of the question tells, or any where it tells nothing more."""
    units = [unit for unit in units_of(rest) if unit.key not in (AGE, TERM)]
    names = [f" {records.folded(name)} " for name in (procedure.short, procedure.name, *procedure.aliases)]
    telling = [unit for unit in units if unit.ways[0] not in ACTS and not _is_of_the_name(unit, names)]
    fitting = (
        [one for one in clauses if _tells(records, kind, one)]
        for clauses in records.compared(procedure, rest, telling or units)
    )
    found = _of_the_span([max(clauses, key=lambda one: one.near) for clauses in fitting if clauses], asked)
    named = [one for one in found if one.share >= ENOUGH and (telling or (kind.asks == "named" and one.line.head))]
    if kind.asks == "whatever" or (kind.asks == "alone" and not telling):
        return _best(named or found)
    return _best(named)


def _of_the_span(found: list[Found], asked: Sequence[str]) -> list[Found]:
    """The lines that count in the span that is asked about, if any does."""
    spans = "|".join(_SPANS.intersection(asked))
    fitting = [one for one in found if spans and re.search(rf"\b\d+ (?:{spans})\b", one.clause.folded)]
    return fitting or found


def _is_of_the_name(unit: Unit, names: Sequence[str]) -> bool:
    """Whether words only name the procedure, and tell nothing about a line of its own record."""
    told = unit.ways[:1] if unit.size > 1 else [pair for pair in unit.pairs if LITTLE.isdisjoint(pair)] or unit.ways
    return any(f" {' '.join(words)} " in name for words in told for name in names)


def _tells(records: Records, kind: Kind, found: Found) -> bool:
    """Whether a clause says what answers the kind; a paper with all that stands beside it."""
    line: Line = found.line
    if line.part in _TOLD_WHOLE:
        return False
    text = records.folded(line.text) if line.head else found.clause.folded
    return kind.told.search(text) is not None


def _best(found: list[Found]) -> list[Found]:
    """The nearest line, and another one that comes as near and says something else."""
    ranked = sorted(found, key=lambda one: -one.near)
    told = {plain(one.line.text): one for one in reversed(ranked)}
    return [one for one in ranked if told[plain(one.line.text)] is one and one.near >= ranked[0].near - CLOSE][:MOST]


def _folded(said: Sequence[Syllable]) -> str:
    return " ".join(word.folded for word in said)
