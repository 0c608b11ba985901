"""Reads YAML into nodes that keep their lines, and refuses all that an officer's file never needs.

The text goes through the parser event by event and is refused at the first anchor, alias, tag or
nesting too deep, before anything is built from it. Every scalar stays text: what 7:30 or 0243… mean
is for the schema to say.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from knowledge.errors import Problem

MAX_BYTES = 4 << 20
"""Twice what everything that ships needs in one file, for a ward may keep it so."""
MAX_DEPTH = 12
MAX_EVENTS = 200_000
MAX_DUPLICATES = 100

# The events of libyaml are those of the pure parser, ten times faster. Its crash on deep nesting
# lies in its composer, which is not used here.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_DIRECTIVE = re.compile("^%", re.MULTILINE)
_TAB_INDENT = re.compile(r"^ *\t\s*\S", re.MULTILINE)
_MAX_MARKS = 8

# Faults of these are told at the line where they begin, not where the parser gave up.
_STARTS_EARLIER = ("while scanning a simple key", "while scanning a quoted", "while parsing a flow")
_OPEN_QUOTE = ("dấu ngoặc kép mở mà không đóng", "thêm dấu ngoặc kép ở cuối câu")
_SYNTAX = (
    (
        "mapping values are not allowed",
        "dấu hai chấm đứng giữa câu, hoặc dòng trên thụt lề khác dòng này",
        'đặt cả câu trong dấu ngoặc kép "…", hoặc chỉnh cho các dòng thẳng hàng',
    ),
    (
        "could not find expected ':'",
        "dòng này thiếu dấu hai chấm sau tên mục",
        "viết “tên mục: nội dung”, có dấu cách sau dấu hai chấm",
    ),
    ("unexpected end of stream", *_OPEN_QUOTE),
    (
        "while parsing a flow",
        "dấu ngoặc [ hoặc { chưa đóng hay đóng sai chỗ",
        "đóng ngoặc, hoặc viết mỗi ý một dòng bắt đầu bằng “- ”",
    ),
    (
        "found character",
        "có ký tự không được đứng đầu một nội dung",
        'đặt nội dung trong dấu ngoặc kép "…"',
    ),
    (
        "did not find expected",
        "dòng này thụt lề không khớp các dòng quanh nó, hoặc thiếu dấu “- ”",
        "chỉnh cho thẳng hàng với mục cùng cấp, dùng dấu cách",
    ),
    (
        "expected <block end>",
        "dòng này thụt lề không khớp các dòng quanh nó, hoặc thiếu dấu “- ”",
        "chỉnh cho thẳng hàng với mục cùng cấp, dùng dấu cách",
    ),
)


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """A piece of text; `plain` when it was written without quotes."""

    text: str
    plain: bool
    line: int


@dataclass(frozen=True, slots=True)
class ListNode:
    """A list, in order."""

    items: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class MapNode:
    """A mapping with text keys, in order; `key_lines` tells where each key stands."""

    pairs: dict[str, Node]
    key_lines: dict[str, int]
    line: int


Node = ScalarNode | ListNode | MapNode


class Budget:
    """The number of events that may still be read, shared by all files of a knowledge base."""

    def __init__(self, events: int = MAX_EVENTS) -> None:
        """Start with all events unspent."""
        self.left = events

    def spend(self) -> bool:
        """Take one event; False when none was left."""
        self.left -= 1
        return self.left >= 0


class _RefusedError(Exception):
    """The rest of the file cannot be read."""

    def __init__(self, line: int, message: str, advice: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message
        self.advice = advice


def parse(data: bytes, file: str, budget: Budget | None = None) -> tuple[Node | None, list[Problem]]:
    """Return the root node of one file, or None, and what is wrong with it as YAML."""
    problems: list[Problem] = []
    try:
        text = _decode(data)
        root: Node | None = _Builder(text, file, budget or Budget(), problems).document()
    except _RefusedError as refused:
        problems.append(Problem(file, refused.line, refused.message, refused.advice))
        root = None
    return root, problems


def line_of(node: Node, *path: str | int) -> int:
    """The line where `path` stands under `node`, or of the nearest part of it that exists."""
    line = node.line
    for step in path:
        if isinstance(node, MapNode) and isinstance(step, str) and step in node.pairs:
            line, node = node.key_lines[step], node.pairs[step]
        elif isinstance(node, ListNode) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            line = node.line
        else:
            break
    return line


def _decode(data: bytes) -> str:
    """UTF-8 text in NFC, or a refusal that says how to save the file."""
    if len(data) > MAX_BYTES:
        told = f"file lớn hơn {MAX_BYTES >> 20} MiB"
        raise _RefusedError(1, told, "bỏ phần thừa, hoặc chia ra nhiều file rồi nêu ở include:")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _RefusedError(
            data.count(b"\n", 0, error.start) + 1,
            "file không lưu ở bảng mã UTF-8 (có lẽ là bảng mã Windows cũ)",
            "mở file, chọn Lưu thành (Save as), Encoding: UTF-8",
        ) from None
    _refuse_strange_lines(text)
    return _composed(text, 1)


def _refuse_strange_lines(text: str) -> None:
    """Refuse what YAML allows or explains badly, and no officer means."""
    if not text.strip():
        raise _RefusedError(1, "file trống", "chép lại nội dung từ bản sao lưu")
    if found := _DIRECTIVE.search(text):
        raise _RefusedError(
            _line_at(text, found.start()), "có dấu % ở đầu dòng", 'đặt nội dung trong dấu ngoặc kép "…"'
        )
    if found := _TAB_INDENT.search(text):
        raise _RefusedError(
            _line_at(text, found.start()),
            "dòng thụt lề bằng phím Tab",
            "thay bằng dấu cách (mỗi cấp hai dấu cách)",
        )


def _composed(text: str, line: int) -> str:
    """The text in NFC; refused if it holds what no keyboard types or what would be slow to compose."""
    if found := _CONTROL.search(text):
        raise _RefusedError(
            line + text.count("\n", 0, found.start()),
            f"có ký tự điều khiển lạ (U+{ord(found[0]):04X})",
            "xoá ký tự đó, hoặc lưu lại file ở bảng mã UTF-8",
        )
    marks = "".join(filter(unicodedata.combining, set(text)))
    stacked = marks and re.search(f"[{re.escape(marks)}]{{{_MAX_MARKS + 1}}}", text)
    if stacked:
        raise _RefusedError(
            line + text.count("\n", 0, stacked.start()),
            "có chữ mang quá nhiều dấu chồng lên nhau",
            "gõ lại chữ đó",
        )
    return unicodedata.normalize("NFC", text)


def _line_at(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


class _Builder:
    """Builds the nodes of one document from parser events."""

    def __init__(self, text: str, file: str, budget: Budget, problems: list[Problem]) -> None:
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=_LOADER)
        self._file = file
        self._budget = budget
        self._problems = problems
        self._last: yaml.Event | None = None

    def document(self) -> Node:
        """The one document of the stream."""
        self._next()  # start of the stream
        if isinstance(self._next(), yaml.StreamEndEvent):
            raise _RefusedError(1, "file chỉ có ghi chú, không có nội dung", "thêm nội dung")
        root = self._node(self._next(), 1)
        self._next()  # end of the document
        after = self._next()
        if not isinstance(after, yaml.StreamEndEvent):
            raise _RefusedError(_line(after), "có dòng “---” chia file làm hai", "xoá dòng “---” đó")
        return root

    def _next(self) -> yaml.Event:
        """The next event, if it is one that may be."""
        try:
            event = next(self._events)
        except yaml.YAMLError as error:
            raise _syntax(error, self._last) from None
        if not self._budget.spend():
            raise _RefusedError(_line(event), "nội dung quá dài, quá nhiều mục", "bớt mục, hoặc báo người phụ trách")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _RefusedError(
                _line(event),
                "có dấu & hoặc * đứng đầu nội dung (YAML hiểu là tham chiếu)",
                'đặt nội dung trong dấu ngoặc kép "…"',
            )
        if getattr(event, "tag", None):
            raise _RefusedError(
                _line(event),
                "có dấu ! đứng đầu nội dung (YAML hiểu là nhãn kiểu)",
                'bỏ dấu !, hoặc đặt nội dung trong dấu ngoặc kép "…"',
            )
        self._last = event
        return event

    def _node(self, event: yaml.Event, depth: int) -> Node:
        """The node that starts with `event`; nesting is counted, so the recursion is bounded."""
        if isinstance(event, yaml.ScalarEvent):
            # Escapes in double quotes can bring back what the file itself may not hold.
            text = _composed(event.value, _line(event)) if event.style == '"' else event.value
            return ScalarNode(text, not event.style, _line(event))
        if depth > MAX_DEPTH:
            raise _RefusedError(
                _line(event),
                f"các mục lồng nhau quá sâu (tối đa {MAX_DEPTH} cấp)",
                "kiểm tra lại cách thụt lề và các dấu [ {",
            )
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(event, depth)
        return self._map(event, depth)

    def _list(self, start: yaml.Event, depth: int) -> ListNode:
        items = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        return ListNode(tuple(items), _line(start))

    def _map(self, start: yaml.Event, depth: int) -> MapNode:
        pairs: dict[str, Node] = {}
        lines: dict[str, int] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise _RefusedError(_line(event), "tên mục phải là chữ", "bỏ dấu ? [ { ở đầu tên mục")
            value = self._node(self._next(), depth + 1)
            self._keep(event, value, pairs, lines)
        return MapNode(pairs, lines, _line(start))

    def _keep(self, key: yaml.ScalarEvent, value: Node, pairs: dict[str, Node], lines: dict[str, int]) -> None:
        """Keep a pair unless its key was there before: the first stays, the second is reported."""
        if key.value in pairs:
            if len(self._problems) == MAX_DUPLICATES:
                raise _RefusedError(_line(key), "quá nhiều mục viết hai lần", "chép lại file từ bản sao lưu")
            self._problems.append(
                Problem(
                    self._file,
                    _line(key),
                    f"mục “{key.value}” viết hai lần (lần đầu ở dòng {lines[key.value]})",
                    "gộp hai mục làm một",
                )
            )
            return
        pairs[key.value] = value
        lines[key.value] = _line(key)


def _line(event: yaml.Event) -> int:
    mark = event.start_mark
    return mark.line + 1 if mark else 1


def _syntax(error: yaml.YAMLError, last: yaml.Event | None) -> _RefusedError:
    """What the parser could not read, in an officer's words, at the line where it began."""
    context = getattr(error, "context", None) or ""
    mark = getattr(error, "problem_mark", None)
    if context.startswith(_STARTS_EARLIER):
        mark = getattr(error, "context_mark", None) or mark
    line = mark.line + 1 if mark else 1
    if last and _swallowed(last, line):
        return _RefusedError(_line(last), *_OPEN_QUOTE)
    described = f"{context} {getattr(error, 'problem', error)}"
    for sign, message, advice in _SYNTAX:
        if sign in described:
            return _RefusedError(line, message, advice)
    return _RefusedError(line, "dòng này viết không đúng mẫu", "so với một mục khác cùng loại rồi sửa cho giống")


def _swallowed(last: yaml.Event, line: int) -> bool:
    """Whether a quoted text ran over several lines right up to the line in question."""
    quoted = isinstance(last, yaml.ScalarEvent) and last.style in {'"', "'"}
    end = last.end_mark.line + 1 if last.end_mark else 0
    return quoted and _line(last) < end == line
