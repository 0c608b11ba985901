"""The twin check: every phrase of a procedure that has a twin, damaged in every way, must not be answered with the twin.

`make twins` reads them all; a sample of them is a test.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from knowledge import KnowledgeBase, default_faq, entries, load
from knowledge.decision import Verdict
from knowledge.matcher import Matcher
from knowledge.twins import Twins
from tests.bench.noise import NOISES, Damage, damaged

SEEDS = (0,)
_BEFORE = ("e ơi", "alo", "ad ơi cho hỏi", "chị ơi e muốn", "dạ cho mình hỏi", "bác muốn", "cháu ơi")
_AFTER = ("ạ", "thì ntn", "với ad", "lm sao z", "nhé", "nha e", "cần j ko", "hả cháu")


def turned(text: str, rng: random.Random) -> str:
    """The end of the text said first ("căn cước cấp lại")."""
    words = text.split()
    at = rng.randrange(1, len(words)) if len(words) > 1 else 0
    return " ".join(words[at:] + words[:at])


def exchanged(text: str, rng: random.Random) -> str:
    """Two neighbouring words in the wrong order."""
    words = text.split()
    if len(words) > 1:
        at = rng.randrange(len(words) - 1)
        words[at], words[at + 1] = words[at + 1], words[at]
    return " ".join(words)


def chatty(text: str, rng: random.Random) -> str:
    """Slang around the text, as people open and close a message."""
    return f"{rng.choice(_BEFORE)} {text} {rng.choice(_AFTER)}"


_MORE: Mapping[str, Damage] = {"order turned": turned, "words exchanged": exchanged, "slang around": chatty}
MUTATIONS = ("as written", *NOISES, *_MORE)


def mutated(text: str, mutation: str) -> str:
    """The text after one mutation of `MUTATIONS`, the same on every run."""
    if mutation == "as written":
        return text
    if mutation in _MORE:
        return _MORE[mutation](text, random.Random(f"{mutation}:{text}"))
    return damaged(text, mutation)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A phrase of a procedure, and what became of it."""

    procedure: str
    phrase: str
    mutation: str

    @property
    def text(self) -> str:
        """What is read."""
        return mutated(self.phrase, self.mutation)


@dataclass(frozen=True, slots=True)
class Crossing:
    """A mutant that came to a twin."""

    mutant: Mutant
    twin: str
    decision: str

    def __str__(self) -> str:
        m = self.mutant
        return f"{m.procedure} → {self.twin} ({self.decision}, {m.mutation}): “{m.phrase}” as “{m.text}”"


@dataclass(frozen=True, slots=True)
class Found:
    """What came of a set of mutants: how many by mutation and outcome, and those that crossed."""

    counts: Mapping[tuple[str, str], int]
    crossings: tuple[Crossing, ...]


def mutants(kb: KnowledgeBase, twins: Twins) -> list[Mutant]:
    """Every Vietnamese phrase of every procedure with a twin, in every mutation."""
    return [
        Mutant(procedure.id, phrase, mutation)
        for procedure in kb.procedures.values()
        if twins.twins_of(procedure.id)
        for phrase in (procedure.name, procedure.short, *procedure.aliases, *procedure.questions)
        for mutation in MUTATIONS
    ]


def run(some: Iterable[Mutant], matcher: Matcher, twins: Twins) -> Found:
    """Reads the mutants."""
    counts: Counter[tuple[str, str]] = Counter()
    crossings: list[Crossing] = []
    for mutant in some:
        verdict = matcher.read(mutant.text)
        twin = twins.crossing(mutant.procedure, verdict)
        if twin is not None:
            crossings.append(Crossing(mutant, twin, verdict.decision))
        counts[mutant.mutation, "crossed" if twin else _outcome(mutant, verdict)] += 1
    return Found(counts, tuple(crossings))


def _outcome(mutant: Mutant, verdict: Verdict) -> str:
    if verdict.decision == "answer":
        return "answered" if verdict.entry and verdict.entry.id == mutant.procedure else "another"
    return "asked" if verdict.decision == "choose" else "else"
