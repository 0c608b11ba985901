"""Reads one mapping of a file, key by key, and says of everything it cannot read where and why.

Reading never stops at a fault: it is noted, and a harmless value stands in, so that an officer
sees all the faults of all the files at once. Key absent = unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from functools import lru_cache
from typing import TypeVar

from rapidfuzz import fuzz, process

from knowledge.errors import Problem, Severity
from knowledge.folding import comparable
from knowledge.yaml_guard import ListNode, MapNode, Node, ScalarNode, line_of

T = TypeVar("T")
Choice = TypeVar("Choice", bound=str)

MAX_ID = 40
MAX_LISTED = 30

_PLACEHOLDER = "[điền"
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NUMBER = re.compile(r"\d{1,12}")
_CLOCK = re.compile(r"(\d{1,2})[:hg](\d{2})")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LINK = re.compile(r"https?://[^\s<>\"“”)\]]+|(?<![@\w./-])(?:[a-z0-9-]+\.)+(?:vn|com|net|org|info|me|io)\b")
_YES = {"true": True, "có": True, "false": False, "không": False}


@dataclass(frozen=True, slots=True)
class LinkUse:
    """A link written somewhere in a file."""

    file: str
    line: int
    url: str


@dataclass(slots=True)
class Log:
    """What reading gathers besides values: problems, and the links to be held against the ward's list."""

    problems: list[Problem] = field(default_factory=list)
    links: list[LinkUse] = field(default_factory=list)


class Fields:
    """One mapping of one file while it is read; a key that nobody asks for is unknown."""

    def __init__(self, node: MapNode, file: str, log: Log) -> None:
        """Read `node`, which stands in `file`; faults go to `log`."""
        self.node = node
        self.file = file
        self.log = log
        self._asked: list[str] = []

    @property
    def line(self) -> int:
        """The line where the mapping starts."""
        return self.node.line

    def problem(self, message: str, advice: str, *path: str | int, severity: Severity = "error") -> None:
        """Note a fault of what stands at `path`."""
        line = line_of(self.node, *path)
        self.log.problems.append(Problem(self.file, line, message, advice, severity))

    def text(self, key: str) -> str | None:
        """The text under `key`; None when it is absent, null or still a placeholder."""
        node = self._take(key)
        return None if node is None else self._scalar(node, key)

    def required(self, key: str) -> str:
        """The text under `key`, which must be there."""
        value = self.text(key)
        if value is None:
            self.problem(f"thiếu “{key}”, hoặc chưa điền", f"thêm “{key}: …” vào mục này", key)
        return value or ""

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of texts under `key`; a single text counts as a list of one."""
        node = self._take(key)
        if node is None:
            return ()
        if isinstance(node, MapNode):
            self.problem(f"“{key}” phải là danh sách", "mỗi mục bắt đầu bằng một dòng “- …”", key)
            return ()
        if isinstance(node, ListNode):
            found = [self._scalar(item, key, index) for index, item in enumerate(node.items)]
        else:
            found = [self._scalar(node, key)]
        return tuple(text for text in found if text is not None)

    def identifier(self, key: str = "id") -> str:
        """The required id under `key`."""
        value = self.required(key)
        if value and (not _ID.fullmatch(value) or len(value) > MAX_ID):
            self.problem(
                f"“{value}” không dùng làm {key} được",
                f"chỉ dùng chữ thường không dấu, số và dấu gạch nối, tối đa {MAX_ID} ký tự, ví dụ khai-sinh",
                key,
            )
        return value

    def number(self, key: str) -> int | None:
        """The whole number under `key`."""
        value = self.text(key)
        if value is None:
            return None
        if not _NUMBER.fullmatch(value):
            self.problem(
                f"“{key}: {value}” không phải số nguyên",
                "viết liền các chữ số, không dấu chấm, không đơn vị, ví dụ 8000",
                key,
            )
            return None
        return int(value)

    def required_number(self, key: str) -> int:
        """The whole number under `key`, which must be there."""
        self.required(key)
        return self.number(key) or 0

    def day(self, key: str) -> date | None:
        """The date under `key`."""
        value = self.text(key)
        return None if value is None else self._date(value, key)

    def days(self, key: str) -> frozenset[date]:
        """The set of dates under `key`."""
        found = (self._date(value, key, index) for index, value in enumerate(self.texts(key)))
        return frozenset(day for day in found if day)

    def clock(self, key: str) -> time:
        """The required time of day under `key`, such as "07:30"."""
        value = self.required(key)
        match = _CLOCK.fullmatch(value)
        if match and int(match[1]) < 24 and int(match[2]) < 60:
            return time(int(match[1]), int(match[2]))
        if value:
            self.problem(f"“{value}” không phải giờ trong ngày", 'viết như "07:30"', key)
        return time()

    def flag(self, key: str) -> bool:
        """The yes or no under `key`; no when absent."""
        value = self.text(key)
        if value is not None and value.lower() not in _YES:
            self.problem(f"“{key}: {value}” không rõ có hay không", "viết true hoặc false", key)
        return _YES.get((value or "").lower(), False)

    def choice(self, key: str, allowed: Sequence[Choice]) -> Choice | None:
        """One of the `allowed` words under `key`."""
        value = self.text(key)
        if value is None:
            return None
        return self._one_of(value, allowed, key)

    def choices(self, key: str, allowed: Sequence[Choice]) -> tuple[Choice, ...]:
        """A list of `allowed` words under `key`."""
        found = (self._one_of(value, allowed, key, index) for index, value in enumerate(self.texts(key)))
        return tuple(value for value in found if value)

    def one(self, key: str, build: Callable[[Fields], T]) -> T | None:
        """What `build` makes of the mapping under `key`."""
        node = self._take(key)
        return None if node is None else self._build(node, build, key)

    def many(self, key: str, build: Callable[[Fields], T]) -> tuple[T, ...]:
        """What `build` makes of each mapping in the list under `key`."""
        node = self._take(key)
        if node is None:
            return ()
        if not isinstance(node, ListNode):
            self.problem(f"“{key}” phải là danh sách", "mỗi mục bắt đầu bằng một dòng “- …”", key)
            return ()
        built = (self._build(item, build, key, index) for index, item in enumerate(node.items))
        return tuple(value for value in built if value is not None)

    def mapping(self, key: str) -> Fields | None:
        """The free mapping under `key`, whose keys are not words of the schema."""
        node = self._take(key)
        if isinstance(node, MapNode):
            return Fields(node, self.file, self.log)
        if node is not None:
            self.problem(f"“{key}” phải gồm các dòng “tên: nội dung”", "xem mục mẫu", key)
        return None

    def __iter__(self) -> Iterator[str]:
        """The keys that are written here, in order."""
        return iter(self.node.pairs)

    def __contains__(self, key: str) -> bool:
        """Whether `key` is written here."""
        return key in self.node.pairs

    def is_list(self, key: str) -> bool:
        """Whether a list stands under `key`."""
        return isinstance(self.node.pairs.get(key), ListNode)

    def close(self) -> None:
        """Report every key that nobody asked for, with the nearest that exists."""
        for key in self.node.pairs:
            if key not in self._asked:
                self.problem(f"không có mục nào tên “{key}”", suggest(key, self._asked), key)

    def _take(self, key: str) -> Node | None:
        """The node under `key`, unless it is empty or a plain null."""
        self._asked.append(key)
        node = self.node.pairs.get(key)
        empty = isinstance(node, ScalarNode) and node.plain and node.text in {"", "~", "null"}
        return None if empty else node

    def _scalar(self, node: Node, *path: str | int) -> str | None:
        """The text of `node`, its links noted; None when it is not text or not yet filled in."""
        if not isinstance(node, ScalarNode):
            self.problem(
                f"“{path[0]}” phải là một câu chữ, không phải danh sách",
                'đặt câu trong dấu ngoặc kép "…"',
                *path,
            )
            return None
        text = node.text.strip()
        if _PLACEHOLDER in text:
            self.problem(f"“{path[0]}” chưa điền: {text}", "điền nội dung thật", *path, severity="warning")
            return None
        if "." in text:
            self.log.links += (LinkUse(self.file, node.line, url) for url in _LINK.findall(text))
        return text or None

    def _date(self, value: str, *path: str | int) -> date | None:
        try:
            if _DAY.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        self.problem(f"“{value}” không phải ngày có thật", 'viết năm-tháng-ngày, ví dụ "2026-01-31"', *path)
        return None

    def _one_of(self, value: str, allowed: Sequence[Choice], *path: str | int) -> Choice | None:
        for word in allowed:
            if value == word:
                return word
        self.problem(f"“{path[0]}” không nhận “{value}”", suggest(value, allowed), *path)
        return None

    def _build(self, node: Node, build: Callable[[Fields], T], *path: str | int) -> T | None:
        if not isinstance(node, MapNode):
            self.problem(
                f"mỗi mục trong “{path[0]}” phải gồm các dòng “tên: nội dung”",
                "viết theo mục bên cạnh, hoặc xem docs/write-faq.md",
                *path,
            )
            return None
        fields = Fields(node, self.file, self.log)
        value = build(fields)
        fields.close()
        return value


def suggest(word: str, known: Sequence[str], fallback: str = "") -> str:
    """Advice for a word that is not known: the nearest that is, else `fallback`, else all of them."""
    choices = _comparable_names(tuple(known))
    near = process.extractOne(comparable(word), choices, scorer=fuzz.ratio, score_cutoff=60)
    if near:
        return f"có phải ý anh/chị là “{known[near[2]]}”?"
    listed = ", ".join(known[:MAX_LISTED]) + (", …" if len(known) > MAX_LISTED else "")
    return fallback or f"dùng một trong: {listed}"


@lru_cache(maxsize=64)
def _comparable_names(known: tuple[str, ...]) -> list[str]:
    return [comparable(name) for name in known]
