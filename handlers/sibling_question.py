"""What tells a procedure from its sibling, as officers put it ("… chưa có sổ lần nào, hay đã có sổ mà bị mất ạ?").

The words of a resident are held against both sides of every such question about the procedure under discussion.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from knowledge.model import KnowledgeBase, Procedure
from knowledge.syllables import Syllable, syllable

_OR = ", hay "
_ENDS = re.compile(r"\s*ạ\?$")
_DENIED = re.compile(
    r"\b(?:không|khong|ko|k|chưa|chua|chẳng)(?: phải| phai| bị| bi| có| co| là| la)? (\w+)", re.IGNORECASE
)
_DIED = re.compile(r"\bngười (?:đã |mới |vừa )?mất\b", re.IGNORECASE)
"""No loss of a paper."""
_WORD = re.compile(r"[^\W_]+")
_LITTLE_WORDS = """
    con co da bi ma va roi chi can nay giay to viec lam xin muon dang ky nguoi cho lai trong tu thi mot moi a o di do de
    khi la ra nao cua duoc phai khong len cac luc thoi luon the em toi minh chau ban anh chi vo chong bo me ong ba bac
"""
_LITTLE = frozenset(_LITTLE_WORDS.split()) - {"the"}
"""Words of the questions that tell nothing alone."""


Words = frozenset[Syllable]
Shares = Mapping[Syllable, float]


class Sides(NamedTuple):
    """The words that stand only on the side of the procedure talked of, and only on that of its sibling."""

    here: Words
    there: Words


def leads(kb: KnowledgeBase, procedure: Procedure, words: str) -> Mapping[str, float]:
    """How much more the words tell of each sibling than of the procedure talked of, where they do.

    Where they do of none, of their siblings: who opens a business may ask about closing it. 1 is a word of no other
    question.
    """
    denied = _words(" ".join(_DENIED.findall(words)))
    said = _words(words) - denied - _names(procedure.short, procedure.name)
    near = _sides(kb)[procedure.id]
    beyond = {other: sides for one in near for other, sides in _sides(kb)[one].items() if other != procedure.id}
    for kin in (near, {one: sides for one, sides in beyond.items() if one not in near}):
        told = {one: _lead(_weights(kb), sides, said, denied) for one, sides in kin.items()}
        if found := {one: lead for one, lead in told.items() if lead > 0}:
            return found
    return {}


def _lead(weights: Mapping[Syllable, float], sides: Sides, said: Words, denied: Words) -> float:
    """How much more speaks for the sibling than for the procedure talked of; a denial speaks for the other."""
    there = _shared(sides.there, said) | _shared(sides.here, denied)
    here = _shared(sides.here, said) | _shared(sides.there, denied)
    return sum(weights[word] for word in there - here) - sum(weights[word] for word in here - there)


def _shared(side: Words, said: Words) -> Words:
    """The words of a side that were said, with the same marks where they were said with any."""
    return frozenset(word for word in side if word in said or Syllable(word.folded, word.folded) in said)


@lru_cache(maxsize=2)
def _weights(kb: KnowledgeBase) -> Mapping[Syllable, float]:
    """From 0 for a word that every question has to 1 for one that a single one has."""
    told = [sides.here | sides.there for one in _sides(kb).values() for sides in one.values()]
    counts = Counter(word for words in told for word in words)
    return {word: 1 - math.log(count / 2) / math.log(len(told)) for word, count in counts.items()}


@lru_cache(maxsize=2)
def _sides(kb: KnowledgeBase) -> Mapping[str, Mapping[str, Sides]]:
    """The sides of every question, by the procedure talked of and its sibling."""
    found: dict[str, dict[str, Sides]] = {one: {} for one in kb.procedures}
    shares = {one: _shares(procedure) for one, procedure in kb.procedures.items()}
    for here in kb.procedures.values():
        for sibling in here.siblings:
            known = sibling.id in kb.procedures
            sides = _told_apart(sibling.question, shares[here.id], shares[sibling.id]) if known else None
            if sides:
                found[here.id][sibling.id] = sides
                found[sibling.id].setdefault(here.id, Sides(sides.there, sides.here))
    return found


def _told_apart(question: str, here: Shares, there: Shares) -> Sides | None:
    """The sides of one question; None where it is no choice of two, or does not show whose side is whose."""
    first, between, second = _ENDS.sub("", question).rpartition(_OR)
    as_said = _fits(first, here, there) + _fits(second, there, here)
    turned = _fits(first, there, here) + _fits(second, here, there)
    if not between or as_said == turned:
        return None
    first, second = _DIED.sub(" ", first), _DIED.sub(" ", second)
    mine, theirs = map(_words, (first, second) if as_said > turned else (second, first))
    return Sides(mine - theirs, theirs - mine)


def _fits(side: str, own: Shares, other: Shares) -> float:
    """How much more the names of the one say the words of a side than those of the other do."""
    return sum(own.get(word, 0.0) - other.get(word, 0.0) for word in _all_words(side))


def _shares(procedure: Procedure) -> Shares:
    """The share of a procedure's names that have a word, its short name counting as all others together."""
    names = (procedure.name, *procedure.aliases)
    others = Counter(word for name in names for word in _all_words(name))
    short = dict.fromkeys(_all_words(procedure.short), 1.0)
    return {word: short.get(word, 0.0) + others[word] / len(names) for word in {*short, *others}}


def _names(*names: str) -> Words:
    return frozenset(word for name in names for word in _words(name))


def _words(text: str) -> Words:
    """The syllables of a text that tell anything."""
    return frozenset(word for word in _all_words(text) if word.folded not in _LITTLE)


def _all_words(text: str) -> Words:
    return frozenset(map(syllable, _WORD.findall(unicodedata.normalize("NFC", text).lower())))
