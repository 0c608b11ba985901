"""What an officer should read and confirm next: the most asked first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal

from knowledge.model import KnowledgeBase, Procedure, Referral

STALE_AFTER = timedelta(days=180)
EXPIRES_WITHIN = timedelta(days=60)

ReasonKind = Literal["unconfirmed", "unverified", "doubtful", "stale", "expiring", "expired", "unhelpful"]

_PARTS = {
    "name": "tên",
    "who": "ai làm được",
    "documents": "giấy tờ",
    "not_needed": "giấy không phải nộp",
    "cases": "câu hỏi về hoàn cảnh",
    "steps": "các bước",
    "how": "cách nộp",
    "fee": "lệ phí",
    "fee_rules": "bảng lệ phí",
    "time_limit": "thời hạn",
    "result": "kết quả",
    "notes": "ghi chú",
    "legal_basis": "căn cứ pháp lý",
    "valid_from": "ngày có hiệu lực",
    "valid_until": "ngày hết hiệu lực",
    "valid_basis": "văn bản đang áp dụng",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an entry is on the list."""

    kind: ReasonKind
    text: str


@dataclass(frozen=True, slots=True)
class Todo:
    """One entry to read: where it stands, how often it was asked, and what is open."""

    id: str
    title: str
    file: str
    line: int
    asked: int
    popularity: int
    reasons: tuple[Reason, ...]
    unhappy: int = 0

    def __str__(self) -> str:
        """One line in Vietnamese."""
        reasons = "; ".join(reason.text for reason in self.reasons)
        return f"{self.file}:{self.line}: {self.title} (được hỏi {self.asked} lần) → {reasons}"


def todo(
    kb: KnowledgeBase,
    *,
    today: date,
    asked: Mapping[str, int],
    unhappy: Mapping[str, Mapping[date, int]] = MappingProxyType({}),
) -> list[Todo]:
    """Every entry with something open: first those whose answers were of no use, then by how often they were asked.

    `asked` counts by id, `unhappy` by id and day; complaints from before an officer confirmed the entry are over.
    """
    found = [
        *(_of_procedure(one, today, asked, unhappy.get(one.id, {})) for one in kb.procedures.values()),
        *(_of_referral(referral, asked) for referral in kb.referrals.values()),
    ]
    return sorted(
        (entry for entry in found if entry.reasons),
        key=lambda entry: (-entry.unhappy, -entry.asked, -entry.popularity),
    )


def _of_procedure(p: Procedure, today: date, asked: Mapping[str, int], unhappy: Mapping[date, int]) -> Todo:
    complaints = sum(count for day, count in unhappy.items() if p.confirmed.on is None or day > p.confirmed.on)
    told = (Reason("unhelpful", f"{complaints} lần người dân báo câu trả lời chưa có ích"),) if complaints else ()
    reasons = (*told, *_validity(p, today), *_confirmation(p, today), *_doubts(p))
    return Todo(p.id, p.short, p.file, p.line, asked.get(p.id, 0), p.popularity, reasons, complaints)


def _of_referral(r: Referral, asked: Mapping[str, int]) -> Todo:
    reasons = (Reason("unverified", "nơi làm chưa đối chiếu nguồn"),) if r.unverified else ()
    return Todo(r.id, r.name, r.file, r.line, asked.get(r.id, 0), 0, reasons)


def _validity(p: Procedure, today: date) -> Iterator[Reason]:
    yield from _ending(p.valid_until, "quy định", today)
    starts = [rule.valid_from for rule in p.fee_rules if rule.valid_from]
    ends = {rule.valid_until for rule in p.fee_rules if rule.valid_until}
    for end in sorted(ends):
        if not any(start > end for start in starts):
            yield from _ending(end, "mức lệ phí", today)


def _ending(end: date | None, what: str, today: date) -> Iterator[Reason]:
    if end is None:
        return
    if end < today:
        yield Reason("expired", f"{what} đã hết hiệu lực từ {end:%d/%m/%Y}")
    elif end - today <= EXPIRES_WITHIN:
        yield Reason("expiring", f"{what} hết hiệu lực ngày {end:%d/%m/%Y}")


def _confirmation(p: Procedure, today: date) -> Iterator[Reason]:
    on = p.confirmed.on
    if on is None:
        yield Reason("unconfirmed", "chưa cán bộ nào xác nhận")
    elif p.valid_from and on < p.valid_from <= today:
        yield Reason("stale", f"xác nhận {on:%d/%m/%Y}, trước quy định mới {p.valid_from:%d/%m/%Y}")
    elif today - on > STALE_AFTER:
        yield Reason("stale", f"xác nhận đã lâu ({on:%d/%m/%Y})")


def _doubts(p: Procedure) -> Iterator[Reason]:
    if p.confidence == "memory":
        yield Reason("unverified", "cả mục ghi theo kiến thức chung, chưa có nguồn")
    elif p.unverified:
        yield Reason("unverified", f"chưa đối chiếu nguồn: {_named(p.unverified, p)}")
    for doubt in p.doubtful:
        yield Reason("doubtful", f"{_named(doubt.fields, p)} còn khác nhau: {doubt.why}")


def _named(parts: tuple[str, ...], p: Procedure) -> str:
    return ", ".join(_name(part, p) for part in parts)


def _name(part: str, p: Procedure) -> str:
    """A part of a procedure in words: "documents[2]" is the third paper, by its name."""
    whole, _, index = part.rstrip("]").partition("[")
    if whole == "documents" and index.isdigit() and int(index) < len(p.documents):
        return f"giấy “{p.documents[int(index)].name}”"
    name = _PARTS.get(whole.split(".")[0], whole)
    return f"{name} (mục {int(index) + 1})" if index.isdigit() else name
