"""The twin check: a phrase of a procedure, damaged in any way, is never answered with a twin (`make twins`)."""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from knowledge import KnowledgeBase, default_faq, entries, load
from knowledge.decision import Verdict
from knowledge.folding import comparable
from knowledge.matcher import Matcher
from knowledge.model import Procedure
from tests.bench.confusable import Twins
from tests.bench.noise import NOISES, Damage, damaged

Outcome = Literal["answered", "asked", "elsewhere", "unsaid", "crossed"]
"""`unsaid` crossed as well, but a slip had taken the very words that tell the two apart ("dưới", "lại")."""

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


def mutated(text: str, mutation: str, seed: int = 0) -> str:
    """The text after one mutation of `MUTATIONS`, the same on every run with the same seed."""
    if mutation == "as written":
        return text
    if mutation in _MORE:
        return _MORE[mutation](text, random.Random(f"{seed}:{mutation}:{text}"))
    return damaged(text, mutation, seed)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A phrase of a procedure, and what became of it."""

    procedure: str
    phrase: str
    mutation: str
    seed: int = 0

    @property
    def text(self) -> str:
        """What is read."""
        return mutated(self.phrase, self.mutation, self.seed)


@dataclass(frozen=True, slots=True)
class Crossing:
    """A mutant that came to a twin."""

    mutant: Mutant
    twin: str
    decision: str
    unsaid: bool = False

    def __str__(self) -> str:
        asked = self.mutant
        how = f"{'unsaid' if self.unsaid else self.decision}, {asked.mutation}"
        return f"{asked.procedure} → {self.twin} ({how}): “{asked.phrase}” as “{asked.text}”"


@dataclass(frozen=True)
class Found:
    """What came of a set of mutants: how many by mutation and outcome, and those that crossed."""

    counts: Mapping[tuple[str, Outcome], int]
    crossings: Sequence[Crossing]

    @property
    def crossed(self) -> list[Crossing]:
        """Those that must not be."""
        return [crossing for crossing in self.crossings if not crossing.unsaid]


def mutants(kb: KnowledgeBase, twins: Twins, seed: int = 0) -> list[Mutant]:
    """Every Vietnamese phrase of every procedure with a twin, what residents said among them, in every mutation."""
    said: defaultdict[str, list[str]] = defaultdict(list)
    for heard in kb.heard:
        said[heard.id] += heard.questions
    return [
        Mutant(procedure.id, phrase, mutation, seed)
        for procedure in kb.procedures.values()
        if twins.twins_of(procedure.id)
        for phrase in (procedure.name, procedure.short, *procedure.aliases, *procedure.questions, *said[procedure.id])
        for mutation in MUTATIONS
    ]


def run(some: Iterable[Mutant], kb: KnowledgeBase, twins: Twins) -> Found:
    """Reads the mutants."""
    matcher = Matcher(entries(kb))
    counts: Counter[tuple[str, Outcome]] = Counter()
    crossings: list[Crossing] = []
    for mutant in some:
        verdict = matcher.read(mutant.text)
        outcome = _outcome(mutant, verdict)
        if twin := twins.crossing(mutant.procedure, verdict):
            unsaid = not twins.opposed(mutant.procedure, twin) and _unsaid(mutant, kb.procedures[twin])
            crossings.append(Crossing(mutant, twin, verdict.decision, unsaid))
            outcome = "unsaid" if unsaid else "crossed"
        counts[mutant.mutation, outcome] += 1
    return Found(counts, crossings)


def _unsaid(mutant: Mutant, twin: Procedure) -> bool:
    """Whether slips left none of the words by which the phrase differs from the twin's names."""
    names = {word for name in (twin.name, twin.short, *twin.aliases) for word in comparable(name).split()}
    telling = {*comparable(mutant.phrase).split()} - names
    return mutant.mutation.startswith("typos") and bool(telling) and telling.isdisjoint(comparable(mutant.text).split())


def _outcome(mutant: Mutant, verdict: Verdict) -> Outcome:
    if verdict.decision == "choose":
        return "asked"
    right = verdict.decision == "answer" and verdict.entry is not None and verdict.entry.id == mutant.procedure
    return "answered" if right else "elsewhere"


def main() -> None:
    """Read every mutant and print what came of it; exit code 1 if any crossed."""
    kb = load(default_faq())
    twins = Twins(kb)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=0, help="another number, other typos")
    every = mutants(kb, twins, parser.parse_args().seed)
    found = run(every, kb, twins)
    phrases = {(mutant.procedure, mutant.phrase) for mutant in every}
    sys.stdout.write(f"{len(twins.pairs)} pairs of twins, {len(phrases)} phrases, {len(every)} mutants\n\n")
    sys.stdout.writelines(f"{line}\n" for line in (*_table(found), "", *map(str, found.crossings)))
    sys.exit(1 if found.crossed else 0)


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
