"""The twin check: a phrase of a procedure, damaged in any way, is never answered with a twin (`make twins`)."""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from knowledge import KnowledgeBase, default_faq, entries, load
from knowledge.decision import Verdict
from knowledge.matcher import Matcher
from knowledge.twins import Twins
from tests.bench.noise import NOISES, Damage, damaged

Outcome = Literal["answered", "asked", "elsewhere", "crossed"]

_BEFORE = ("e ơi", "alo", "ad ơi cho hỏi", "chị ơi e muốn", "dạ cho mình hỏi", "bác muốn", "cháu ơi")
_AFTER = ("ạ", "thì ntn", "với ad", "lm sao z", "nhé", "nha e", "cần j ko", "hả cháu")


def turned(text: str, rng: random.Random) -> str:
    """The end of the text said first ("căn cước cấp lại")."""
    words = text.split()
    places = _between(words)
    at = rng.choice(places) if places else 0
    return " ".join(words[at:] + words[:at])


def exchanged(text: str, rng: random.Random) -> str:
    """Two neighbouring words in the wrong order."""
    words = text.split()
    places = _between(words)
    if places:
        at = rng.choice(places)
        words[at - 1 : at + 1] = words[at], words[at - 1]
    return " ".join(words)


def _between(words: Sequence[str]) -> list[int]:
    """Where the order may change: not beside a number, for "6 dưới tuổi" is no longer "dưới 6 tuổi"."""
    return [at for at in range(1, len(words)) if not any(word.isdigit() for word in words[at - 1 : at + 1])]


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
        asked = self.mutant
        return (
            f"{asked.procedure} → {self.twin} ({self.decision}, {asked.mutation}): “{asked.phrase}” as “{asked.text}”"
        )


@dataclass(frozen=True)
class Found:
    """What came of a set of mutants: how many by mutation and outcome, and those that crossed."""

    counts: Mapping[tuple[str, Outcome], int]
    crossings: Sequence[Crossing]


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
    counts: Counter[tuple[str, Outcome]] = Counter()
    crossings: list[Crossing] = []
    for mutant in some:
        verdict = matcher.read(mutant.text)
        twin = twins.crossing(mutant.procedure, verdict)
        if twin is not None:
            crossings.append(Crossing(mutant, twin, verdict.decision))
        counts[mutant.mutation, "crossed" if twin else _outcome(mutant, verdict)] += 1
    return Found(counts, crossings)


def _outcome(mutant: Mutant, verdict: Verdict) -> Outcome:
    if verdict.decision == "choose":
        return "asked"
    right = verdict.decision == "answer" and verdict.entry is not None and verdict.entry.id == mutant.procedure
    return "answered" if right else "elsewhere"


def main() -> None:
    """Read every mutant and print what came of it; exit code 1 if any crossed."""
    kb = load(default_faq())
    twins = Twins(kb)
    every = mutants(kb, twins)
    found = run(every, Matcher(entries(kb)), twins)
    phrases = {(mutant.procedure, mutant.phrase) for mutant in every}
    sys.stdout.write(f"{len(twins.pairs)} pairs of twins, {len(phrases)} phrases, {len(every)} mutants\n\n")
    sys.stdout.writelines(f"{line}\n" for line in (*_table(found), "", *map(str, found.crossings)))
    sys.exit(1 if found.crossings else 0)


def _table(found: Found) -> Iterator[str]:
    """One line a mutation, and one of all together."""
    outcomes = get_args(Outcome)
    yield f"{'mutation':<16}" + "".join(f"{outcome:>11}" for outcome in outcomes)
    for mutation in MUTATIONS:
        yield f"{mutation:<16}" + "".join(f"{found.counts[mutation, outcome]:>11}" for outcome in outcomes)
    totals = (sum(found.counts[mutation, outcome] for mutation in MUTATIONS) for outcome in outcomes)
    yield f"{'all':<16}" + "".join(f"{total:>11}" for total in totals)


if __name__ == "__main__":
    main()
