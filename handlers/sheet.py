"""A procedure as its page tells it: every part in full, as the law stands on a day, for the ward's own places."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from handlers import case_list, case_words, documents, fees, forms, places, texts
from handlers.case_tree import Answers
from handlers.desk import Desk
from handlers.forms import Form
from knowledge import dates
from knowledge.model import NotNeeded, Procedure, Source

Lines = tuple[str, ...]
Paper = tuple[str, str]
"""What the paper (or the condition) is, and what is to be known about it."""
Cases = tuple[tuple[Paper, tuple[Paper, ...]], ...]
"""Papers by the condition on which they are needed."""
_CLAUSE = re.compile(r"(?:: |; |\. (?=[A-ZĐÀ-Ỹ]))")


@dataclass(frozen=True, slots=True)
class Fact:
    """Lines of one part, and whether they may be stated without confirmation."""

    lines: Lines
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Exempt:
    """A paper that must not be asked for: on what condition, why, by which rule, and what to do where that fails."""

    what: str
    on: str
    why: str
    basis: str
    fallback: str | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that the page shows; where the procedure cannot be told as valid only `warning` and `instead` say something.

    `case` is one's own case in words, `own_notes` what follows from it besides the papers; whether those of `office`
    are needed, only the office can tell.
    """

    id: str
    title: str
    official: str
    field: str
    warning: Lines = ()
    instead: tuple[tuple[str, str], ...] = ()
    valid: bool = True
    who: Fact = Fact(())
    case: str = ""
    papers: tuple[Paper, ...] = ()
    papers_certain: bool = True
    cases: Cases = ()
    office: Cases = ()
    not_needed: tuple[Exempt, ...] = ()
    fee: Fact = Fact(())
    free_for: Lines = ()
    time: Fact = Fact(())
    where: Fact = Fact(())
    online: Fact = Fact(())
    post: Fact = Fact(())
    steps: Fact = Fact(())
    own_notes: Lines = ()
    notes: Lines = ()
    forms: tuple[Form, ...] = ()
    result: Fact = Fact(())
    law: Lines = ()
    sources: tuple[Source, ...] = ()
    confirmed: str | None = None

    @property
    def shaky(self) -> bool:
        """Whether a part is marked as awaiting an officer's word."""
        facts = (self.who, self.fee, self.time, self.where, self.online, self.post, self.steps, self.result)
        told = [name + more for name, more in self.papers] + list(self.notes)
        return not (self.papers_certain and all(fact.certain or not fact.lines for fact in facts)) or any(
            texts.HINT in line for line in told
        )


def sheet(procedure_id: str, desk: Desk, *, now: datetime, answers: Answers = MappingProxyType({})) -> Sheet:
    """The page of a procedure that is known; with answers about one's own case, only the papers of that case."""
    procedure = desk.kb.procedures[procedure_id]
    today = dates.today(now)
    bare = Sheet(
        procedure.id,
        procedure.short,
        procedure.name,
        procedure.field,
        sources=procedure.source,
        confirmed=_confirmed(procedure),
    )
    if procedure.is_repealed(today):
        return replace(bare, warning=_repealed(procedure), instead=_instead(procedure, desk), valid=False)
    if procedure.valid_until and procedure.valid_until < today:
        told = texts.EXPIRED.format(name=procedure.short, day=texts.day(procedure.valid_until))
        return replace(bare, warning=(told,), valid=False)
    full = _filled(bare, procedure, desk, now=now)
    return _own(full, procedure, answers) if answers else full


def _filled(bare: Sheet, procedure: Procedure, desk: Desk, *, now: datetime) -> Sheet:
    """With everything that may be told as valid today."""
    today = dates.today(now)
    future = procedure.valid_from if procedure.valid_from and procedure.valid_from > today else None
    ends = procedure.repealed.on if procedure.repealed else None
    warning = [
        *([texts.REPEALED_SOON.format(day=texts.day(ends))] if ends else []),
        *([texts.NOT_YET.format(day=texts.day(future))] if future else []),
        *([texts.ALL_CONFIRMS] if procedure.confidence == "memory" else []),
    ]
    fee_known = fees.lines(procedure, today)
    return replace(
        bare,
        warning=tuple(warning),
        who=_fact(procedure, "who", procedure.who),
        papers=tuple(_paper(procedure, line[2:]) for line in documents.to_bring(procedure, short=False)),
        papers_certain=not documents.all_uncertain(procedure) or procedure.confidence == "memory",
        cases=_cases(procedure),
        not_needed=tuple(map(_exempt, procedure.not_needed)),
        fee=_fact(procedure, "fee", *(fee_known or _no_fee(procedure))),
        free_for=_free_for(procedure, fee_known, fees.exemptions(procedure, today)),
        time=_fact(procedure, "time_limit", procedure.time_limit),
        where=_where(procedure, desk),
        online=_fact(procedure, "how.online", procedure.how.online),
        post=_fact(procedure, "how.post", procedure.how.post),
        steps=_fact(procedure, "steps", *procedure.steps),
        notes=tuple(note + _mark(procedure, f"notes[{at}]") for at, note in enumerate(procedure.notes)),
        forms=forms.of(procedure),
        result=_fact(procedure, "result", procedure.result),
        law=procedure.legal_basis,
    )


def _own(full: Sheet, procedure: Procedure, answers: Answers) -> Sheet:
    """The papers as the answers leave them: those to bring, and those that still depend on something."""
    found = case_list.papers(procedure, answers)
    told = [documents.for_this_case(procedure, at, said=None) for at in found["bring"]]
    return replace(
        full,
        case=case_words.answers(procedure, answers, english=False),
        not_needed=tuple(map(_exempt, documents.exempt(procedure, found["not"]))),
        papers=tuple(_paper(procedure, line[2:]) for line in told),
        cases=_cases(procedure, found["maybe"]),
        office=_cases(procedure, found["if"]),
        own_notes=tuple(case_list.notes(procedure, answers)),
        forms=forms.of(procedure, found["bring"] + found["maybe"] + found["if"]),
    )


def _fact(procedure: Procedure, part: str, *lines: str | None) -> Fact:
    """A part; the whole page says it once where everything awaits confirmation."""
    certain = procedure.confidence == "memory" or procedure.is_certain(part)
    return Fact(tuple(line for line in lines if line), certain)


def _exempt(item: NotNeeded) -> Exempt:
    on, why = documents.stays_home_if(item), documents.why_not_needed(item)
    return Exempt(item.what, on, why, item.basis, item.fallback)


def _mark(procedure: Procedure, part: str) -> str:
    return "" if _fact(procedure, part).certain else f" ({texts.HINT})"


def _paper(procedure: Procedure, told: str) -> Paper:
    """The name of a paper and its details, which `documents` writes in brackets or behind a dash."""
    name = max((one.name for one in procedure.documents if told.startswith(one.name)), key=len, default=told)
    more = told[len(name) :].removeprefix(" – ").strip()
    plain = more[1:-1] if more.startswith("(") and more.count("(") == 1 else more
    return name, plain[:1].upper() + plain[1:]


def _cases(procedure: Procedure, chosen: Collection[int] | None = None) -> Cases:
    """Papers by condition; those without words for one come last."""
    found = documents.by_condition(procedure, short=False, chosen=chosen)
    rest = found.pop("", [])
    grouped = [*found.items(), *([(texts.WHEN_NEEDED, rest)] if rest else [])]
    return tuple((_condition(on), tuple(_paper(procedure, line) for line in lines)) for on, lines in grouped)


def _condition(text: str) -> Paper:
    """The condition itself, and the sentences that explain it."""
    first, *more = _CLAUSE.split(text, maxsplit=1)
    return first, "".join(more)[:1].upper() + "".join(more)[1:]


def _no_fee(procedure: Procedure) -> list[str]:
    return [texts.FEE_EXPIRED if procedure.fee_rules else texts.UNKNOWN_SHORT]


def _free_for(procedure: Procedure, lines: list[str], exempt: Lines) -> Lines:
    return () if any("miễn" in line.lower() for line in lines) else exempt


def _where(procedure: Procedure, desk: Desk) -> Fact:
    """Where to file in general, and the ward's own counter and hours once they are known."""
    own = places.address(desk.kb.ward, procedure.field, procedure.how.in_person or "")
    hours = places.hours(places.at_counter(desk.kb.ward, procedure.field, procedure.how.in_person or ""))
    told = (procedure.how.in_person or "").replace(" cấp xã", " xã, phường")
    return _fact(procedure, "how.in_person", told, own, texts.HOURS.format(hours=hours) if hours and own else None)


def _repealed(procedure: Procedure) -> Lines:
    repealed = procedure.repealed
    when = f" từ ngày {texts.day(repealed.on)}" if repealed and repealed.on else ""
    note = repealed.note if repealed else None
    return (texts.REPEALED.format(name=procedure.short, when=when), *([note] if note else []))


def _instead(procedure: Procedure, desk: Desk) -> tuple[tuple[str, str], ...]:
    known = desk.kb.procedures
    return tuple((one, known[one].short) for one in procedure.replaced_by if one in known)


def _confirmed(procedure: Procedure) -> str | None:
    by, on = procedure.confirmed.by, procedure.confirmed.on
    return texts.CONFIRMED.format(by=by, day=texts.day(on)) if by and on else None
