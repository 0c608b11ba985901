"""Hostile bytes are refused quickly and with a line; honest text comes through as it was typed."""

from __future__ import annotations

import time
from unicodedata import normalize

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge import yaml_guard
from knowledge.yaml_guard import MAX_BYTES, Budget, ListNode, MapNode, Node, ScalarNode, line_of, parse

LOADERS = [yaml.BaseLoader]
if yaml.__with_libyaml__:
    LOADERS.append(yaml.CBaseLoader)


def bomb(levels: int) -> bytes:
    lines = ["k0: &k0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"k{level}: &k{level} [{', '.join([f'*k{level - 1}'] * 9)}]" for level in range(1, levels)]
    return "\n".join(lines).encode()


HOSTILE = {
    "brackets": b"[" * 100_000,
    "a megabyte of brackets": b"[" * MAX_BYTES,
    "braces": b"{" * 100_000,
    "brackets and braces": b"[{" * 200_000,
    "nested flow mappings": b"{a: " * 200_000,
    "dashes on one line": b"- " * 500_000,
    "question marks": b"? " * 500_000,
    "colons": b": " * 500_000,
    "a staircase of lists": b"".join(b" " * step + b"-\n" for step in range(1_000)),
    "a staircase of mappings": b"".join(b" " * step + b"a:\n" for step in range(1_000)),
    "a long list": b"-\n" * 500_000,
    "a long mapping of one key": b"{" + b"a," * 500_000,
    "an alias bomb": bomb(9),
    "a merge bomb": b"a: &a {x: 1}\nb: {<<: [*a, *a]}",
    "a python tag": b"a: !!python/object/apply:os.system [x]",
    "a local tag": b"a: !x y",
    "many tag directives": b"".join(b"%%TAG !a%d! b\n" % number for number in range(50_000)),
    "many documents": b"---\n" * 200_000,
    "an open quote": b'a: "' + b"x\n" * 400_000,
    "quotes only": b'"' * 500_000,
    "comments only": b"#\n" * 400_000,
    "blanks only": b" \n" * 400_000,
    "nothing": b"",
    "tabs": b"a:\n\tb: 1",
    "a letter under 500,000 accents": ("a: a" + "\u0301" * 500_000).encode(),
    "accents of two classes": ("a: a" + "\u0301\u0323" * 200_000).encode(),
    "one byte too many": b"a: " + b"x" * (MAX_BYTES - 2),
    "windows-1258": "tên: Hộ tịch".encode("cp1258", errors="replace") + b"\xf0\xe3",
    "latin-1": "a: é".encode("latin-1"),
    "utf-16": "a: b".encode("utf-16"),
    "utf-16 without a mark": "a: b".encode("utf-16-le"),
    "a surrogate": b"a: \xed\xa0\x80",
    "a cut letter": "a: hộ".encode()[:-1],
    "an escaped NUL": rb'a: "\x00"',
    "an escaped surrogate": rb'a: "\ud800"',
    "escaped accents": b'a: "a' + rb"\u0301" * 100_000 + b'"',
    "NUL": b"a: \x00",
    "escape": b"a: \x1b[31m",
    "backspace": b"a: x\x08y",
    "a binary file": bytes(range(256)) * 64,
    "a picture": b"\x89PNG\r\n\x1a\n" + b"\x00" * 64,
}


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_bytes_are_refused_in_time(name: str, loader: type, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is built and the fault has a line and advice: within two seconds, or five without libyaml."""
    monkeypatch.setattr(yaml_guard, "_LOADER", loader)
    started = time.process_time()
    root, problems = parse(HOSTILE[name], "faq.yaml")
    assert time.process_time() - started < (2 if loader is LOADERS[-1] else 5)
    assert root is None
    assert problems
    assert all(problem.line >= 1 and problem.message and problem.advice for problem in problems)


def scalars(node: Node) -> list[str]:
    if isinstance(node, ScalarNode):
        return [node.text]
    parts = node.items if isinstance(node, ListNode) else node.pairs.values()
    return [text for part in parts for text in scalars(part)]


@pytest.mark.parametrize(
    "typed", ["7:30", "16:30", "0243766123", "no", "yes", "on", "1.001193", "2026-01-31", "1e3", "0x1F"]
)
def test_what_looks_like_another_type_stays_text(typed: str) -> None:
    """Times, phone numbers, codes, dates and words are kept letter for letter."""
    root, problems = parse(f"a: {typed}".encode(), "faq.yaml")
    assert not problems
    assert root is not None
    assert scalars(root) == [typed]


@pytest.mark.parametrize(
    "data",
    [
        "a: đường\nb: x\n".encode("utf-8-sig"),
        "a: đường\r\nb: x\r\n".encode(),
        "a: đươ\u0300ng\nb: x".encode(),
    ],
    ids=["byte order mark", "lines of Windows", "decomposed letters"],
)
def test_what_editors_write_is_read_alike(data: bytes) -> None:
    """A byte order mark, Windows line ends and decomposed letters make no difference."""
    root, problems = parse(data, "faq.yaml")
    assert not problems
    assert isinstance(root, MapNode)
    assert scalars(root) == ["đường", "x"]
    assert root.key_lines == {"a": 1, "b": 2}


def test_lines_are_found_through_lists_and_mappings() -> None:
    """A path leads to the line where the thing stands, or to the nearest part that exists."""
    root, _ = parse(b"a:\n  - b: 1\n    c:\n      - x\n      - y\nd: z", "faq.yaml")
    assert root is not None
    assert line_of(root, "a", 0, "c", 1) == 5
    assert line_of(root, "a", 0, "missing") == 2
    assert line_of(root, "d", "deeper") == 6


def test_the_budget_is_shared_by_files() -> None:
    """What one file spends, the next cannot."""
    budget = Budget(events=20)
    assert parse(b"a: [1, 2, 3]", "one.yaml", budget)[1] == []
    assert "quá dài" in parse(b"a: [1, 2, 3]", "two.yaml", budget)[1][0].message


def test_all_duplicate_keys_are_told_at_once() -> None:
    """The first value stays, and each repetition is named with its line."""
    root, problems = parse(b"a: 1\nb: 2\na: 3\nb: 4", "faq.yaml")
    assert [problem.line for problem in problems] == [3, 4]
    assert root is not None
    assert scalars(root) == ["1", "2"]


@given(st.binary(max_size=400) | st.text("ab:-[]{}\"'#&*!|>%@`\t \n", max_size=200).map(str.encode))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    """Whatever stands in a file, the answer is a node or a problem, never an exception."""
    root, problems = parse(data, "faq.yaml")
    assert root is not None or problems


PRINTABLE = st.text(st.characters(codec="utf-8", exclude_categories=["C", "M"]))


@given(st.dictionaries(PRINTABLE, PRINTABLE | st.lists(PRINTABLE), min_size=1))
def test_what_a_dumper_writes_is_read_back(content: dict[str, str | list[str]]) -> None:
    """Any printable text comes through, in NFC."""
    content = {normalize("NFC", key): value for key, value in content.items()}
    root, problems = parse(yaml.safe_dump(content, sort_keys=False).encode(), "faq.yaml")
    assert not problems
    assert isinstance(root, MapNode)
    assert list(root.pairs) == list(content)
    flat = [text for value in content.values() for text in ([value] if isinstance(value, str) else value)]
    assert scalars(root) == [normalize("NFC", text) for text in flat]
