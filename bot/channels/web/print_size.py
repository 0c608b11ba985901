"""How large the letters of a printed page may be so that all of it stands on one sheet of A4.

Scripts try this out when the page is printed (sheet.js); without them this guess holds, which errs on the small side.
Everything is printed in 11 or 10 points where it fits. Where it does not, what can be read up by the code on the page
stays away ("brief": general notes, the rules by which papers stay at home), and only then the letters become smaller.
"""

from __future__ import annotations

from collections.abc import Iterator

from handlers.sheet import Sheet

LINE = 28
"""How many letters a line of its own takes the place of. This and the limits are measured: see the browser tests."""
FULL = ((2320, "pt-11"), (3000, "pt-10"))
BRIEF = (
    (2350, "pt-11 brief"),
    (3070, "pt-10 brief"),
    (3480, "pt-9-5 brief"),
    (3930, "pt-9 brief"),
    (4700, "pt-8-5 brief"),
)
"""Up to how many letters a page is printed so; the style sheet knows the names."""
FULLEST = "pt-8-5 brief briefest"
"""What has even more goes without its steps."""


def print_size(sheet: Sheet) -> str:
    """The classes for the body of the page."""
    everything, less = room(sheet, brief=False), room(sheet, brief=True)
    full = (size for limit, size in FULL if everything <= limit)
    brief = (size for limit, size in BRIEF if less <= limit)
    return next(full, None) or next(brief, FULLEST)


def room(sheet: Sheet, *, brief: bool) -> int:
    """The letters to be printed, lines counted as letters."""
    lines = [*_papers(sheet), *_facts(sheet), *_remarks(sheet, brief=brief)]
    return sum(map(len, lines)) + LINE * len(lines)


def _papers(sheet: Sheet) -> Iterator[str]:
    yield from (name + more for name, more in sheet.papers)
    for (condition, explained), papers in (*sheet.cases, *sheet.office):
        yield condition + explained
        yield from (name + more for name, more in papers)


def _facts(sheet: Sheet) -> Iterator[str]:
    yield from sheet.who.lines
    for fact in (sheet.fee, sheet.time, sheet.where, sheet.online, sheet.post, sheet.result):
        yield from ("", *fact.lines) if fact.lines else ()
    yield ", ".join(sheet.free_for)
    yield from sheet.steps.lines


def _remarks(sheet: Sheet, *, brief: bool) -> Iterator[str]:
    yield from (*sheet.warning, sheet.case, *sheet.own_notes)
    for one in sheet.not_needed:
        yield one.what + one.on + one.why + (one.fallback or "") + ("" if brief else one.basis)
    yield from () if brief else (sheet.official, *sheet.notes)
