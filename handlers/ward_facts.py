"""Answers about the ward: the facts it has filled in take the place of the braces; what it has not, is not said."""

from __future__ import annotations

import re

from handlers import buttons, places, texts
from handlers.messages import Choice, Link, Say
from handlers.numbered import inline
from handlers.turn import Turn
from knowledge.model import General

_BRACES = re.compile(r"\{(\w+)\}")


def general(entry: General, turn: Turn, *, in_english: bool) -> Say:
    """The answer of a general entry, or the offer of an officer when a fact it needs is not known."""
    template = (entry.english.answer if in_english else None) or entry.answer
    known = facts(turn)
    choices = (Choice(buttons.OFFICER, texts.EN_OFFICER if in_english else texts.OFFICER),)
    if any(name not in known for name in _BRACES.findall(template)):
        return Say(f"{texts.NO_WARD_FACT}\n\n{inline(choices)}", choices)
    text = _BRACES.sub(lambda match: known[match[1]], template)
    links = tuple(Link(link.title, link.url) for link in turn.ward.links) if "{links}" in template else ()
    return Say(text, (), links)


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
    hours = places.hours(turn.ward)
    now = places.open_line(turn.ward, turn.now)
    return f"{hours}. {now}" if hours and now else hours
