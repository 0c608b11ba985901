"""Reads a file of test questions, an officer's or the bench's: each with the id of what must answer it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.errors import HoidapError
from knowledge import FaqError, Problem
from knowledge.fields import suggest
from knowledge.folding import comparable
from knowledge.yaml_guard import ListNode, MapNode, Node, ScalarNode, parse

NONE = ("none", "không", "khong")
"""How a file says that nothing in the knowledge base answers a question."""

_KEYS = {
    "cau": "text",
    "text": "text",
    "thu_tuc": "expect",
    "expect": "expect",
    "chap_nhan": "accept",
    "accept": "accept",
    "style": "",
    "kind": "",
}
_EXAMPLE = 'viết mỗi câu một mục: “- cau: "…"” và dòng dưới “thu_tuc: khai-sinh”'


@dataclass(frozen=True, slots=True)
class ExamQuestion:
    """A question, the ids it asks for (none if it is out of scope), the ids that are right too, and its line."""

    text: str
    expect: tuple[str, ...]
    accept: tuple[str, ...]
    line: int

    @property
    def right(self) -> frozenset[str]:
        """Every id that answers it."""
        return frozenset((*self.expect, *self.accept))


def read_questions(path: Path, known: Mapping[str, str]) -> list[ExamQuestion]:
    """The questions in `path` about the entries `known`, their names by id; FaqError lists every mistake with its line.

    A file may call an entry by its id or by its name.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = "không có tệp này" if isinstance(error, FileNotFoundError) else error.strerror
        raise HoidapError(f"Không đọc được tệp {path} ({reason}). Kiểm tra lại đường dẫn.") from None
    root, problems = parse(data, path.name)
    reader = _Reader(path.name, known, problems)
    questions = reader.read(root) if root else []
    if problems:
        raise FaqError(sorted(problems))
    return questions


class _Reader:
    """Turns nodes into questions and notes what is wrong with them."""

    def __init__(self, file: str, known: Mapping[str, str], problems: list[Problem]) -> None:
        self._file = file
        self._known = sorted(known)
        self._ids_by_name = {comparable(name): id_ for id_, name in known.items()} | {id_: id_ for id_ in known}
        self._problems = problems

    def read(self, root: Node) -> list[ExamQuestion]:
        if not isinstance(root, ListNode) or not root.items:
            self._note(root.line, "tệp phải là một danh sách câu hỏi", _EXAMPLE)
            return []
        return [question for item in root.items if (question := self._question(item))]

    def _question(self, item: Node) -> ExamQuestion | None:
        if not isinstance(item, MapNode):
            self._note(item.line, "mục này không phải một câu hỏi", _EXAMPLE)
            return None
        found: dict[str, Node] = {}
        for key, node in item.pairs.items():
            if key not in _KEYS:
                self._note(item.key_lines[key], f"không hiểu “{key}”", suggest(key, list(_KEYS)))
            found[_KEYS.get(key, "")] = node
        text = self._texts(found.get("text"))
        if not text or not text[0].strip():
            self._note(item.line, "mục này thiếu câu hỏi", "thêm dòng “cau:”")
            return None
        if "expect" not in found:
            self._note(item.line, "câu này thiếu thủ tục đúng", "thêm “thu_tuc:”; không thủ tục nào thì ghi “không”")
            return None
        return ExamQuestion(text[0], self._ids(found["expect"]), self._ids(found.get("accept")), item.line)

    def _ids(self, node: Node | None) -> tuple[str, ...]:
        """The ids in a node; what names no entry is noted."""
        names = self._texts(node)
        if node is None or (len(names) == 1 and names[0].lower() in NONE):
            return ()
        ids = [self._ids_by_name.get(name) or self._ids_by_name.get(comparable(name)) for name in names]
        for name, id_ in zip(names, ids, strict=True):
            if id_ is None:
                advice = suggest(name, self._known, fallback="chép id, hoặc tên ngắn (short), trong các tệp thủ tục")
                self._note(node.line, f"không có thủ tục nào tên hay mang id “{name}”", advice)
        return tuple(filter(None, ids))

    def _texts(self, node: Node | None) -> tuple[str, ...]:
        """One text or a list of them."""
        nodes = node.items if isinstance(node, ListNode) else () if node is None else (node,)
        for each in nodes:
            if not isinstance(each, ScalarNode):
                self._note(each.line, "chỗ này phải là chữ", _EXAMPLE)
        return tuple(each.text for each in nodes if isinstance(each, ScalarNode))

    def _note(self, line: int, message: str, advice: str) -> None:
        self._problems.append(Problem(self._file, line, message, advice))
