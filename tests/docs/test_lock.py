"""The lock files answer to pyproject.toml, carry hashes, and name no address."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PIN = re.compile(r"^(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>\S+)", re.MULTILINE)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
RUNTIME: list[str] = PROJECT["dependencies"]
DEV: list[str] = PROJECT["optional-dependencies"]["dev"]


def pins(lock: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for match in PIN.finditer((ROOT / lock).read_text("utf-8")):
        found.setdefault(canonicalize_name(match["name"]), set()).add(match["version"])
    return found


@pytest.mark.parametrize(
    ("lock", "needs"), [("requirements.lock", RUNTIME), ("requirements-dev.lock", RUNTIME + DEV)], ids=["run", "dev"]
)
def test_every_requirement_is_locked_within_its_range(lock: str, needs: list[str]) -> None:
    """A dependency that is added or raised in pyproject.toml without `make lock` is found out."""
    locked = pins(lock)
    for need in map(Requirement, needs):
        versions = locked.get(canonicalize_name(need.name), set())
        assert versions, f"{need.name} is not in {lock}: run make lock"
        assert all(need.specifier.contains(version) for version in versions), f"{lock}: {need.name} {versions}"


def test_both_locks_pin_the_same_versions() -> None:
    """What is tested is what runs."""
    run, dev = pins("requirements.lock"), pins("requirements-dev.lock")
    assert {name: dev.get(name) for name in run} == run


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_has_a_hash_for_every_pin_and_no_address(lock: str) -> None:
    """Installation is checked by hash, and no index or host name is written down."""
    text = (ROOT / lock).read_text("utf-8")
    blocks = re.split(r"\n(?=\S)", "\n".join(line for line in text.splitlines() if not line.startswith("#")))
    assert all("--hash=sha256:" in block for block in blocks if block.strip())
    assert not re.search(r"https?://|--index|--find-links|@ file", text)
