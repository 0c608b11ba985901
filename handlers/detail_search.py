"""The lines of a record that answer a kind of detail: how many, original or copy, by when, who goes."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

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
_THEN = frozenset({"thi", "moi", "la"})
BESIDE = 5
"""So many words behind the question tell what it is about."""


def asked(message: Message) -> Kind | None:
    """The first kind of detail that is asked for."""
    return next((kind for kind, _ in kinds(_folded(said_in(message)))), None)


def answer(records: Records, procedure: Procedure, message: Message) -> Answer | None:
    """The first kind of detail that is asked for and that lines of the record answer, and those lines."""
    said = said_in(message)
    for kind, words in kinds(_folded(said)):
        rest = [word for at, word in enumerate(said) if at not in words]
        asked = [said[at].folded for at in sorted(words)]
        before = _beside(said, words) if kind.asks == "before" else rest
        if found := _of_the_span(_answering(records, procedure, kind, rest, before), asked):
            return kind, _best(found)
    return None


def _answering(
    records: Records, procedure: Procedure, kind: Kind, rest: Sequence[Syllable], before: Sequence[Syllable]
) -> list[Found]:
    """The lines of the kind that speak of what the rest of the question tells, or any where it tells nothing more.

    `before`: the words of which the last must tell it.
    """
    units = [unit for unit in units_of(rest) if unit.key not in (AGE, TERM) and not unit.key.isdecimal()]
    names = [f" {records.folded(name)} " for name in (procedure.short, procedure.name, *procedure.aliases)]
    telling = [unit for unit in units if unit.ways[0] not in ACTS and not _is_of_the_name(unit, names)]
    fitting = (
        [one for one in clauses if _tells(records, kind, one)]
        for clauses in records.compared(procedure, rest, telling or units)
    )
    found = [max(clauses, key=lambda one: one.near) for clauses in fitting if clauses]
    named = [one for one in found if one.share >= ENOUGH and (telling or (kind.asks == "named" and one.line.head))]
    if kind.asks == "before" and not _is_said_last(before, telling):
        return []
    return named or (found if kind.asks == "whatever" or (kind.asks == "alone" and not telling) else [])


def _is_said_last(before: Sequence[Syllable], telling: Sequence[Unit]) -> bool:
    """Whether the last words that tell anything are among those that no name of the procedure has."""
    last = units_of(before)
    own = {unit.ways for unit in telling}
    return bool(last) and any(unit.ways in own for unit in last[:1])


def _beside(said: Sequence[Syllable], words: Collection[int]) -> Sequence[Syllable]:
    """The words before those that ask, or the next ones behind "mấy ngày thì …"."""
    behind = said[max(words) + 1 :]
    return behind[1:BESIDE] if behind and behind[0].folded in _THEN else said[: min(words)]


def _of_the_span(found: list[Found], asked: Sequence[str]) -> list[Found]:
    """The lines that count in the span that is asked about, or say before when, if any does."""
    spans = [rf"\b\d+ {span}\b" for span in sorted(_SPANS.intersection(asked))]
    spans += [r"\btruoc\b(?: \w+){0,3} \d+|\d+ \w+ truoc\b"] if "truoc" in asked else []
    fitting = [one for one in found if any(re.search(span, one.clause.folded) for span in spans)]
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
