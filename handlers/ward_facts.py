"""Answers about the ward: the facts it has filled in take the place of the braces; what it has not, is not said."""

from __future__ import annotations

import re
from collections.abc import Collection

from handlers import buttons, places, texts
from handlers.messages import Choice, Link, Say
from handlers.numbered import listed
from handlers.turn import Turn
from knowledge import dates
from knowledge.model import General, Ward

_BRACES = re.compile(r"\{(\w+)\}")
_SENTENCE = re.compile(r"(?<=[.?!])\s+(?=[A-ZĐÀ-Ỹ])")


def general(entry: General, turn: Turn, *, in_english: bool) -> Say:
    """The answer of a general entry without the sentences that need an unknown fact; then an officer is offered too."""
    template = (entry.english.answer if in_english else None) or entry.answer
    known = facts(turn)
    lines = template.splitlines()
    told = [line for line in (_known_part(line, known.keys()) for line in lines) if line is not None]
    text = _BRACES.sub(lambda match: known[match[1]], "\n".join(told)).strip()
    links = tuple(Link(link.title, link.url) for link in turn.ward.links) if "{links}" in template else ()
    if told == lines:
        return Say(text, (), links)
    choices = (Choice(buttons.OFFICER, texts.EN_OFFICER if in_english else texts.OFFICER),)
    if not text or _announces_nothing(told) or _BRACES.fullmatch(_missing(lines, told)):
        name = (entry.english.name if in_english else None) or entry.name
        unknown = texts.spoken(texts.NO_WARD_FACT, english=in_english).format(name=name)
        off = _off(turn) if "{hours}" in template and not in_english else []
        text, links = " ".join([unknown, *off]), ()
    return Say(f"{text}\n\n{listed(choices)}", choices, links)


def _known_part(line: str, known: Collection[str]) -> str | None:
    """The sentences of a line that need no unknown fact; None where all of them do."""
    sentences = _SENTENCE.split(line)
    kept = [sentence for sentence in sentences if set(_BRACES.findall(sentence)) <= set(known)]
    return " ".join(kept) if kept else None


def _off(turn: Turn) -> list[str]:
    """That today is a day off for everybody, and which weekdays soon are: known without the ward's hours."""
    rests = not dates.is_working_day(turn.ward, turn.today)
    today = [texts.REST_TODAY.format(day=texts.weekday(turn.today))] if rests else []
    return [*today, *filter(None, [places.days_off(turn.ward, turn.now)])]


def _missing(lines: list[str], told: list[str]) -> str:
    """The first line that needs an unknown fact."""
    return next((line.strip() for line in lines if line not in told), "")


def _announces_nothing(lines: list[str]) -> bool:
    """Whether a line that ends in a colon is not followed by a fact any more."""
    return any(
        line.endswith(":") and not any(_BRACES.search(below) for below in lines[at + 1 : at + 2])
        for at, line in enumerate(lines)
    )


def facts(turn: Turn) -> dict[str, str]:
    """The ward's facts by their names in braces, only those that are filled in."""
    ward = turn.ward
    found = {
        "name": ward.name,
        "hotline": ward.hotline,
        "website": ward.website,
        "email": ward.email,
        "hours": _hours(turn),
        "places": "\n".join(places.addresses(ward)),
        "links": ", ".join(link.title for link in ward.links),
    }
    return {name: value for name, value in found.items() if value}


def _hours(turn: Turn) -> str | None:
    """The ward's hours and those of the counters that keep their own, each with whether it is open now."""
    general = _hours_now(turn.ward, turn)
    own = [f"{name}: {_hours_now(ward, turn)}" for name, ward in places.with_own_hours(turn.ward)]
    off = places.days_off(turn.ward, turn.now)
    lines = list(filter(None, [general, *own]))
    return ("\n" if own else " ").join(filter(None, [*lines, off])) if lines else None


def _hours_now(ward: Ward, turn: Turn) -> str | None:
    hours, now = places.hours(ward), places.open_line(ward, turn.now)
    return f"{hours}. {now}" if hours and now else hours
