"""Speed, growth, memory and hostile texts, next to other matchers on the same phrases and questions (`make bench`).

Every engine is asked as the program asks its own: what it was built of is taken for lasting first. Else Python looks
through all of it now and then, and the text that it does so for seems to take 50 ms more.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import os
import random
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from bot.heap import settle
from knowledge import default_faq, entries, load
from knowledge.entry import Entry
from knowledge.matcher import Matcher
from tests.bench import synthetic
from tests.bench.hostile import HOSTILE
from tests.bench.noise import damaged
from tests.bench.peers import PEERS, Peer, first_procedures, trigrams_missing
from tests.bench.questions import TUNING, Question
from tests.bench.questions import load as load_questions

Ask = Callable[[str], Sequence[str]]

SIZES = (171, 6_000, 60_000)
BUDGET = 10.0
"""Seconds after which an engine is asked no further question; the table says how many it got."""
FEWEST = 5
WARM_UP = 40
HOSTILE_ROUNDS = 5
OURS = "hoidap"
_HEAD = f"{'':30}{'p50 ms':>9}{'p99 ms':>9}{'max ms':>9}{'MB':>8}{'build s':>9}{'first %':>9}{'three %':>9}{'asked':>7}"


@dataclass(frozen=True, slots=True)
class Run:
    """One engine at one size: milliseconds per question, what it took to build, and how often it was right."""

    times: np.ndarray[tuple[int], np.dtype[np.float64]]
    megabytes: float
    seconds: float
    first: float
    three: float

    @property
    def p99(self) -> float:
        """The time that 99 of 100 questions stay under, in ms."""
        return float(np.percentile(self.times, 99))

    def __str__(self) -> str:
        p50, most = float(np.median(self.times)), float(self.times.max())
        speed = f"{p50:9.2f}{self.p99:9.2f}{most:9.2f}"
        return f"{speed}{self.megabytes:8.0f}{self.seconds:9.2f}{self.first:9.1f}{self.three:9.1f}{len(self.times):7}"


def main() -> None:
    """Print every table as soon as it is measured."""
    options = _options()
    core = max(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {core})
    for line in _tables(options.sizes, options.budget, peers=not options.alone):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of procedures")
    parser.add_argument("--budget", type=float, default=BUDGET, help="seconds for each engine and size")
    parser.add_argument("--alone", action="store_true", help="without the other engines")
    return parser.parse_args()


def _tables(sizes: Sequence[int], budget: float, *, peers: bool) -> Iterator[str]:
    questions = load_questions(TUNING)
    random.Random(0).shuffle(questions)  # engines that run out of time have seen a fair sample
    real = entries(load(default_faq()))
    yield f"{len(questions)} questions, each asked once after a warm-up, one core; all times are CPU times."
    yield "All engines in one process over the phrases of the procedures; ours also tells referrals and small talk."
    if missing := trigrams_missing():
        yield f"SQLite FTS5 trigram is left out: {missing}"
    ours: dict[int, Run] = {}
    for size in sizes:
        catalogue = synthetic.grown(real, size)
        yield f"\n{_title(catalogue, real)}\n{_HEAD}"
        ours[size] = _run(partial(_matcher, catalogue), questions, budget)
        yield f"{OURS:30}{ours[size]}"
        for name, make in PEERS.items() if peers else ():
            if not (missing and "FTS5" in name):
                yield f"{name:30}{_run(partial(_peer, make, catalogue), questions, budget)}"
        del catalogue
    yield from _growth(ours)
    yield from _hostile(real)


def _title(catalogue: Sequence[Entry], real: Sequence[Entry]) -> str:
    procedures = sum(entry.kind == "procedure" for entry in catalogue)
    phrases = [phrase for entry in catalogue for phrase in _phrases(entry)]
    syllables = len({word for phrase in phrases for word in re.findall(r"[^\W\d_]+", phrase.lower())})
    made_up = len(catalogue) - len(real)
    return (
        f"{procedures:,} procedures ({made_up:,} made up), {len(phrases):,} phrases, {syllables:,} distinct syllables"
    )


def _phrases(entry: Entry) -> Sequence[str]:
    return list(dict.fromkeys((entry.name, entry.short, *entry.aliases, *entry.questions, *entry.english)))


def _matcher(catalogue: Sequence[Entry]) -> Ask:
    matcher = Matcher(catalogue)
    return lambda text: [candidate.entry.id for candidate in matcher.read(text).candidates]


def _peer(make: Callable[[Sequence[str]], Peer], catalogue: Sequence[Entry]) -> Ask:
    owned = [(phrase, entry.id) for entry in catalogue if entry.kind == "procedure" for phrase in _phrases(entry)]
    owners = [owner for _, owner in owned]
    peer = make([phrase for phrase, _ in owned])
    return lambda text: first_procedures(peer(text), owners)


def _run(build: Callable[[], Ask], questions: Sequence[Question], budget: float) -> Run:
    """Build an engine, warm it up on damaged questions, then ask each question once until the budget is spent."""
    before, started = _resident(), time.thread_time()
    ask = build()
    seconds = time.thread_time() - started
    megabytes = _resident() - before
    settle()
    _until(budget / 4, (damaged(question.text, "teencode") for question in questions[:WARM_UP]), ask)
    times, found = _until(budget, (question.text for question in questions), ask)
    gc.unfreeze()
    answered = [(q, ids) for q, ids in zip(questions, found, strict=False) if q.in_scope]
    first = sum(ids[:1] != [] and ids[0] in q.right for q, ids in answered)
    three = sum(not q.right.isdisjoint(ids[:3]) for q, ids in answered)
    of = max(1, len(answered)) / 100
    return Run(np.array(times), megabytes, seconds, first / of, three / of)


def _until(budget: float, texts: Iterator[str], ask: Ask) -> tuple[list[float], list[Sequence[str]]]:
    """Milliseconds and answers for as many texts as the budget allows, but a few in any case."""
    times: list[float] = []
    found: list[Sequence[str]] = []
    stop = time.perf_counter() + budget
    for text in texts:
        started = time.thread_time()
        found.append(ask(text))
        times.append(1000 * (time.thread_time() - started))
        if time.perf_counter() > stop and len(times) >= FEWEST:
            break
    return times, found


def _resident() -> float:
    """Megabytes this process holds, after giving back what it does not use."""
    gc.collect()
    if hasattr(libc := ctypes.CDLL(None), "malloc_trim"):
        libc.malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _growth(runs: dict[int, Run]) -> Iterator[str]:
    smallest = min(runs)
    for size, run in sorted(runs.items())[1:]:
        times = run.p99 / runs[smallest].p99
        yield f"\n{size / smallest:.0f} times the procedures, {times:.2f} times the p99 ({smallest:,} to {size:,})"


def _hostile(real: Sequence[Entry]) -> Iterator[str]:
    yield f"\n{'Hostile texts (worst of five, each new)':40}{'ms':>8}  decision"
    matcher = Matcher(real)
    settle()
    rng = random.Random(0)
    for name, make in HOSTILE.items():
        worst, decisions = 0.0, set[str]()
        for _ in range(HOSTILE_ROUNDS):
            text = make(rng)
            started = time.thread_time()
            decisions.add(matcher.read(text).decision)
            worst = max(worst, 1000 * (time.thread_time() - started))
        yield f"{name:40}{worst:8.2f}  {', '.join(sorted(decisions))}"


if __name__ == "__main__":
    main()
