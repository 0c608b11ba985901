"""Turns a knowledge base into the entries that the matcher searches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from knowledge.entry import Entry
from knowledge.model import English, General, Heard, KnowledgeBase, Procedure, Referral, SmallTalk

_POPULARITY = 3


def entries(kb: KnowledgeBase) -> list[Entry]:
    """One entry for everything that can be found, procedures first, repealed ones included.

    Procedures are siblings of each other as soon as one of the two names the other.
    """
    siblings = _both_ways(kb)
    known = [
        *(_procedure(procedure, siblings[procedure.id]) for procedure in kb.procedures.values()),
        *map(_referral, kb.referrals.values()),
        *map(_general, kb.general.values()),
        *map(_chat, kb.small_talk.values()),
    ]
    return _with_heard(known, kb.heard)


def _with_heard(known: list[Entry], heard: Iterable[Heard]) -> list[Entry]:
    """The same entries, each with what residents said when they meant it."""
    questions: defaultdict[str, list[str]] = defaultdict(list)
    english: defaultdict[str, list[str]] = defaultdict(list)
    for said in heard:
        questions[said.id] += said.questions
        english[said.id] += said.english
    return [
        replace(entry, questions=(*entry.questions, *questions[entry.id]), english=(*entry.english, *english[entry.id]))
        for entry in known
    ]


def _both_ways(kb: KnowledgeBase) -> dict[str, set[str]]:
    siblings: dict[str, set[str]] = {procedure: set() for procedure in kb.procedures}
    for procedure in kb.procedures.values():
        for sibling in procedure.siblings:
            siblings[procedure.id].add(sibling.id)
            siblings[sibling.id].add(procedure.id)
    return siblings


def _procedure(p: Procedure, siblings: set[str]) -> Entry:
    return Entry(
        id=p.id,
        kind="procedure",
        name=p.name,
        short=p.short,
        aliases=p.aliases,
        questions=p.questions,
        english=_english(p.english),
        siblings=frozenset(siblings),
        popularity=p.popularity,
    )


def _referral(r: Referral) -> Entry:
    return Entry(
        id=r.id,
        kind="referral",
        name=r.name,
        short=r.name,
        aliases=r.aliases,
        questions=r.questions,
        english=_english(r.english),
        siblings=frozenset(r.see),
        popularity=_POPULARITY,
    )


def _general(g: General) -> Entry:
    return Entry(
        id=g.id,
        kind="general",
        name=g.name,
        short=g.name,
        aliases=g.aliases,
        questions=g.questions,
        english=_english(g.english),
        siblings=frozenset(),
        popularity=_POPULARITY,
    )


def _chat(talk: SmallTalk) -> Entry:
    name = talk.aliases[0] if talk.aliases else talk.id
    return Entry(
        id=talk.id,
        kind="chat",
        name=name,
        short=name,
        aliases=talk.aliases,
        questions=talk.questions,
        english=(),
        siblings=frozenset(),
        popularity=_POPULARITY,
    )


def _english(english: English) -> tuple[str, ...]:
    name = () if english.name is None else (english.name,)
    return (*name, *english.aliases, *english.questions)
