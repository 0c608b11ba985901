"""Reads faq.yaml and the files it includes: the values, the faults found so far, and where all stands."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import TypeVar

from knowledge import schema
from knowledge.errors import Problem
from knowledge.fields import Fields, Log, suggest
from knowledge.lexicon import Lexicon
from knowledge.lexicon_file import SHIPPED, read_lexicon
from knowledge.model import FollowUp, General, Heard, KnowledgeBase, Procedure, Referral, SmallTalk, Ward
from knowledge.yaml_guard import MAX_BYTES, Budget, ListNode, MapNode, line_of, parse

PACKAGE = Path(__file__).resolve().parent
MAX_FILES = 100
LEXICON = "knowledge/lexicon.yaml"
"""Where a ward's own lexicon lies; without one, the bot's own serves."""

Item = Procedure | Referral | General | SmallTalk
Kind = TypeVar("Kind", bound=Item)


@dataclass(slots=True)
class Draft:
    """All that was read, whether or not it may be used; `complete` unless a file could not be read at all."""

    front: str
    ward: Ward | None = None
    ward_node: MapNode | None = None
    procedures: list[Procedure] = field(default_factory=list)
    referrals: list[Referral] = field(default_factory=list)
    general: list[General] = field(default_factory=list)
    small_talk: list[SmallTalk] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    follow_ups: list[FollowUp] = field(default_factory=list)
    lexicon: Lexicon | None = None
    files: list[str] = field(default_factory=list)
    log: Log = field(default_factory=Log)
    nodes: dict[tuple[str, int], MapNode] = field(default_factory=dict)
    digest: str = ""
    complete: bool = True

    def knowledge_base(self) -> KnowledgeBase:
        """All that was read, as the bot knows it; only for a draft without errors."""
        if self.ward is None or self.lexicon is None:
            raise ValueError("a knowledge base needs a ward and a lexicon")
        return KnowledgeBase(
            ward=self.ward,
            procedures=_by_id(self.procedures),
            referrals=_by_id(self.referrals),
            general=_by_id(self.general),
            small_talk=_by_id(self.small_talk),
            lexicon=self.lexicon,
            version=self.digest,
            files=tuple(self.files),
            heard=tuple(self.heard),
            follow_ups=tuple(self.follow_ups),
        )

    @property
    def items(self) -> list[Item]:
        """Every entry, procedures first."""
        return [*self.procedures, *self.referrals, *self.general, *self.small_talk]

    def line(self, item: Item | Heard, *path: str | int) -> int:
        """The line where a part of an entry stands."""
        return line_of(self.nodes[item.file, item.line], *path)


def _by_id(items: Iterable[Kind]) -> Mapping[str, Kind]:
    return MappingProxyType({item.id: item for item in items})


def root_of(path: Path) -> Path:
    """The folder that `include:` counts from.

    It is the folder of faq.yaml; only for the faq.yaml inside an installed package it is the
    folder of the package, so that the same lines hold in a checkout and in a wheel.
    """
    folder = path.resolve().parent
    return folder.parent if folder == PACKAGE else folder


def read(path: Path) -> Draft:
    """Read everything that `path` leads to; faults are in the draft, nothing is raised."""
    return _Reader(path).draft


class _Reader:
    """One pass over faq.yaml and its includes."""

    def __init__(self, path: Path) -> None:
        self._root = root_of(path)
        self._budget = Budget()
        self._digest = hashlib.sha256()
        self.draft = Draft(front=path.name)
        if front := self._open(path.resolve(), path.name):
            self._front(front)
        self._lexicon()
        self.draft.digest = self._digest.hexdigest()[:16]

    def _front(self, front: Fields) -> None:
        draft = self.draft
        node = front.node.pairs.get("ward")
        draft.ward_node = node if isinstance(node, MapNode) else None
        draft.ward = front.one("ward", schema.ward)
        if draft.ward is None:
            front.problem("thiếu phần “ward:” (thông tin của phường)", "chép lại từ faq.yaml mẫu")
        includes = front.texts("include")
        self._entries(front)
        draft.small_talk += front.many("small_talk", schema.small_talk)
        self._remember(front, "small_talk")
        front.close()
        self._include(front, includes)

    def _entries(self, fields: Fields) -> None:
        """Add the entries of one file."""
        self.draft.procedures += fields.many("procedures", schema.procedure)
        self.draft.referrals += fields.many("referrals", schema.referral)
        self.draft.general += fields.many("general", schema.general)
        self.draft.heard += fields.many("heard", schema.heard)
        self.draft.follow_ups += fields.many("follow_ups", schema.follow_up)
        for key in ("procedures", "referrals", "general", "heard"):
            self._remember(fields, key)

    def _remember(self, fields: Fields, key: str) -> None:
        """Keep the nodes of the entries under `key`, to find lines later."""
        listed = fields.node.pairs.get(key)
        for node in listed.items if isinstance(listed, ListNode) else ():
            if isinstance(node, MapNode):
                self.draft.nodes[fields.file, node.line] = node

    def _include(self, front: Fields, names: tuple[str, ...]) -> None:
        """Read each included file once, if it lies where it may."""
        if len(names) > MAX_FILES:
            front.problem(f"include quá {MAX_FILES} file", "gộp bớt file", "include")
        seen: set[str] = set()
        for index, name in enumerate(names[:MAX_FILES]):
            fault = self._include_fault(name, seen)
            seen.add(name)
            if fault:
                self.draft.complete = False
                front.problem(*fault, "include", index)
            elif fields := self._open(self._root / name, name):
                self._entries(fields)
                fields.close()

    def _include_fault(self, name: str, seen: set[str]) -> tuple[str, str] | None:
        """Why a file may not be included, and what to do."""
        path = PurePosixPath(name)
        target = self._root / name
        inside = target.resolve().is_relative_to(self._root)
        if path.is_absolute() or ".." in path.parts or "\\" in name or not inside:
            return f"“{name}” nằm ngoài thư mục của faq.yaml", "chỉ nêu file trong thư mục này"
        if name in seen:
            return f"“{name}” được nêu hai lần", "xoá một dòng"
        if path.suffix not in {".yaml", ".yml"}:
            return f"“{name}” không phải file .yaml", "chỉ nêu file .yaml"
        if not target.is_file():
            siblings = sorted(file.name for file in target.parent.glob("*.yaml"))
            advice = suggest(path.name, siblings) if siblings else "kiểm tra lại tên file"
            return f"không có file “{name}”", advice
        return None

    def _lexicon(self) -> None:
        """Read the ward's own lexicon, else the bot's; a ward that has none yet may lay one there."""
        name = LEXICON
        if not (self._root / LEXICON).exists():
            self.draft.files.append(LEXICON)
            name = str(SHIPPED)
        if (data := self._bytes(self._root / name, name)) is not None:
            self._digest.update(data)
            self.draft.lexicon, problems = read_lexicon(data, name)
            self.draft.log.problems += problems

    def _open(self, path: Path, name: str) -> Fields | None:
        """The top of one file, or None with a problem noted."""
        if (data := self._bytes(path, name)) is None:
            return None
        self._digest.update(f"{name}\0{len(data)}\0".encode() + data)
        node, problems = parse(data, name, self._budget)
        self.draft.log.problems += problems
        if isinstance(node, MapNode):
            return Fields(node, name, self.draft.log)
        self.draft.complete = False
        if node is not None:
            self._fault(name, "file phải gồm các mục như “procedures:”", "xem file mẫu")
        return None

    def _bytes(self, path: Path, name: str) -> bytes | None:
        """What one file holds, or None with a problem noted."""
        self.draft.files.append(name)
        try:
            with path.open("rb") as file:
                return file.read(MAX_BYTES + 1)
        except OSError as error:
            self._fault(name, f"không mở được file ({_why(error)})", "kiểm tra tên và quyền đọc")
            return None

    def _fault(self, name: str, message: str, advice: str) -> None:
        self.draft.complete = False
        self.draft.log.problems.append(Problem(name, 1, message, advice))


def _why(error: OSError) -> str:
    known = {
        FileNotFoundError: "không có file này",
        IsADirectoryError: "đó là thư mục",
        PermissionError: "không được đọc",
    }
    return known.get(type(error)) or error.strerror or type(error).__name__
