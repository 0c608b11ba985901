"""Procedures that are easily taken for the one under discussion: which of them a few words mean.

The words are read alone, and beside the theme of the talk, which is what the names of siblings have in common: "mất hẳn
rồi" tells little, "mất hẳn rồi sổ đỏ" is the lost one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from handlers import sibling_question
from handlers.turn import Turn
from knowledge.decision import Candidate, Verdict
from knowledge.entry import Entry
from knowledge.model import Procedure

AGREED = 0.5
"""How sure one of both readings must be, where both put the same sibling first."""
ALONE = 0.8
"""How sure the words alone must be of a sibling, where the theme speaks for the procedure under discussion."""
POSSIBLE = 0.5
"""From here on a sibling is offered where only the reading beside the theme puts it first."""
MOST_FIELDS = 3
"""Words in the names of more fields than this ("đăng ký") are no theme."""
HINTED = 0.1
"""How sure the words alone must be where it is put right which procedure is meant."""
TELLING = 0.35
"""How much of an officer's question words must have to mean its side, where the reading has that, too."""
HEARD = 0.2
"""How much they must have for it to be offered."""
NEARLY = 0.7
"""How much of what the first of several has is as good."""
NAMED = 0.3
"""How sure the first of several siblings must be for all of them to be offered."""
MOST = 2
"""No more of them are offered."""
_WORD = re.compile(r"[^\W_]+")


class Meant(NamedTuple):
    """A procedure or referral that words mean in the present talk; `sure` if it may be told at once."""

    entry: Entry
    sure: bool


def likeliest(turn: Turn, verdict: Verdict) -> str | None:
    """The likeliest procedure of a verdict, if it is a sibling of the one under discussion."""
    first = _first(verdict) if turn.topic else None
    return first.id if turn.topic and first and first.id in _declared(turn, turn.topic.procedure_id) else None


def told(turn: Turn, verdict: Verdict) -> str | None:
    """The same for what is only told: of several siblings that are none of them sure, the one that was spoken of."""
    first = likeliest(turn, verdict)
    if turn.topic is None or first is None or verdict.decision == "answer":
        return first
    near = _declared(turn, turn.topic.procedure_id)
    kin = [one.entry.id for one in verdict.candidates if one.entry.id in near]
    before = turn.pending.question if turn.pending else ""
    again = turn.read(f"{before} {turn.text}").candidates if before and len(kin) > 1 else ()
    return next((one.entry.id for one in again if one.entry.id in kin), first)


def meant(turn: Turn, words: str) -> Meant | None:
    """The sibling of the procedure under discussion, or what else has its theme, that the words mean; None for none."""
    if turn.topic is None or turn.english or not words:
        return None
    here, theme = turn.topic.procedure_id, _theme(turn, turn.topic.procedure_id)
    alone, beside = turn.read(words), turn.read(f"{words} {theme}")
    by_itself, first = _first(alone), _first(beside)
    if first is None or by_itself is None:
        return None
    told = alone.confidence >= ALONE and by_itself.id in _declared(turn, here)
    if told and (first.id == here or alone.decision == "answer"):
        return Meant(by_itself, sure=True)
    named = first in (by_itself, *(one.entry for one in alone.candidates)) or first != _first(turn.read(theme))
    near = first.id != here and named and _is_near(turn, first)
    agreed = first.id == by_itself.id and max(alone.confidence, beside.confidence) >= AGREED
    both = beside.confidence >= ALONE and first in [one.entry for one in alone.candidates]
    if near and (beside.decision in ("answer", "refer") or agreed or both):
        return Meant(first, sure=True)
    asked = None if alone.decision == "answer" else _as_officers_ask(turn, words, alone.candidates, beside.candidates)
    return asked or (Meant(first, sure=False) if near and beside.confidence >= POSSIBLE else None)


def possible(turn: Turn, words: str) -> tuple[str, ...]:
    """The procedures that may be meant, the likeliest first: the sibling of `meant`, else those that the words name."""
    found = meant(turn, words)
    if found:
        return (found.entry.id,) if found.entry.kind == "procedure" else ()
    near = _declared(turn, turn.topic.procedure_id) if turn.topic and words else set()
    candidates = turn.read(words).candidates if near else ()
    if not candidates or candidates[0].entry.id not in near or candidates[0].confidence < NAMED:
        return ()
    return tuple(one.entry.id for one in candidates if one.entry.id in near)[:MOST]


def _as_officers_ask(turn: Turn, words: str, *found: tuple[Candidate, ...]) -> Meant | None:
    """The sibling that the question which tells both apart speaks of in these words, and the reading has, too.

    Of several the one that what was asked so far speaks of.
    """
    procedure = turn.desk.kb.procedures[turn.topic.procedure_id] if turn.topic else None
    leads = sibling_question.leads(turn.desk.kb, procedure, words) if procedure else {}
    if not leads:
        return None
    enough = max(HEARD, max(leads.values()) * NEARLY)
    near = ([one.entry for one in some if leads.get(one.entry.id, 0.0) >= enough] for some in found)
    read = next(filter(None, near), [])
    before = f"{turn.pending.question} {words}" if turn.pending and turn.pending.question else words
    order = [one.entry.id for one in turn.read(before).candidates] if len(set(read)) > 1 else []
    meant = min(read, key=lambda one: order.index(one.id) if one.id in order else len(order), default=None)
    return Meant(meant, sure=leads[meant.id] >= TELLING) if meant else None


def _first(verdict: Verdict) -> Entry | None:
    """What comes first, whatever the decision."""
    return verdict.entry or next((candidate.entry for candidate in verdict.candidates), None)


def _declared(turn: Turn, here: str) -> set[str]:
    """The procedures that the knowledge base declares siblings of this one, on either side."""
    known = turn.desk.kb.procedures
    other_side = (one.id for one in known.values() if any(sibling.id == here for sibling in one.siblings))
    return {*(one.id for one in known[here].siblings if one.id in known), *other_side}


def _is_near(turn: Turn, entry: Entry) -> bool:
    """Whether an entry is a sibling of the procedure under discussion; where it has none, has its theme in its name."""
    here = turn.topic.procedure_id if turn.topic else ""
    declared, theme = _declared(turn, here), _theme(turn, here)
    return entry.id in declared if declared else bool(theme) and _says(theme, entry.name)


def _theme(turn: Turn, here: str) -> str:
    """The words of the procedure's short name that the names near it share most, and others least; maybe none."""
    known = turn.desk.kb.procedures
    declared = [known[one] for one in _declared(turn, here)]
    of_field = [one for one in known.values() if one.field == known[here].field and one.id != here]
    referred = [one.name for one in turn.desk.kb.referrals.values()]
    stretches = list(_stretches(known[here]))
    for names in ([one.short for one in declared], [one.short for one in of_field], referred):
        worth = {words: _worth(words, names, known[here], list(known.values())) for words in stretches}
        if best := max((words for words in stretches if worth[words] > (0, 0)), key=lambda one: worth[one], default=""):
            return best
    return ""


def _stretches(procedure: Procedure) -> Iterator[str]:
    """All that stands side by side in its short name."""
    words = _WORD.findall(procedure.short.partition("(")[0])
    for first in range(len(words)):
        for end in range(first + 1, len(words) + 1):
            yield " ".join(words[first:end])


def _worth(words: str, names: list[str], here: Procedure, others: list[Procedure]) -> tuple[int, float]:
    """How good a theme the words are: nothing if no name near or too many fields have them; two words beat one."""
    fields = {one.field for one in others if _says(words, one.short)} | {here.field}
    near = sum(_says(words, name) for name in names)
    if not near or len(fields) > MOST_FIELDS:
        return (0, 0)
    long = len(words.split())
    return (2 if long > 1 else 1, long * near * near / len(fields))


def _says(words: str, name: str) -> bool:
    return f" {words.lower()} " in f" {' '.join(_WORD.findall(name)).lower()} "
