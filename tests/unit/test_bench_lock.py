"""What the bench compares with is locked like everything else, apart from what runs."""

from __future__ import annotations

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.docs import test_lock
from tests.docs.test_lock import PROJECT, RUNTIME, pins

LOCK = "requirements-bench.lock"
BENCH = [Requirement(need) for need in (*RUNTIME, *PROJECT["optional-dependencies"]["bench"])]


def test_the_bench_lock_answers_to_the_project() -> None:
    """Every requirement of the bench is pinned within its range, with hashes and no address."""
    locked = pins(LOCK)
    for need in BENCH:
        versions = locked.get(canonicalize_name(need.name), set())
        assert versions, f"{need.name} is not in {LOCK}: run make lock"
        assert all(need.specifier.contains(version) for version in versions), f"{need.name} {versions}"
    test_lock.test_a_lock_has_a_hash_for_every_pin_and_no_address(LOCK)


def test_the_bench_measures_the_versions_that_run() -> None:
    """All that the running bot pins, the bench pins alike."""
    run, bench = pins("requirements.lock"), pins(LOCK)
    assert {name: bench.get(name) for name in run} == run


def test_the_peers_are_not_in_what_runs() -> None:
    """No peer is installed with the bot."""
    running = pins("requirements.lock")
    assert not {"bm25s", "scikit-learn", "scipy"} & set(running)
