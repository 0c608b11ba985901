"""Hints about a knowledge base that works but could serve better."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from rapidfuzz import fuzz, process

from knowledge.changes import NOTICE, REPEAL, Change, of_procedure
from knowledge.draft import Draft, Item
from knowledge.errors import Problem
from knowledge.folding import comparable
from knowledge.model import Heard, Procedure
from knowledge.yaml_guard import line_of

MAX_SHORT = 40
MAX_FIELDS = 200
_WARD_SHAPES = {
    "hotline": (re.compile(r"\D*(?:\d\D*){3,}"), "không phải số gọi được", "ghi số điện thoại, ví dụ 0225 300 0000"),
    "website": (re.compile(r"https?://[^\s/]+\.\S+"), "không phải địa chỉ mở được", "ghi đủ https://…"),
    "email": (re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"), "không phải địa chỉ thư", "ghi đủ, ví dụ mot-cua@phuong.gov.vn"),
}


def hints(draft: Draft, today: date) -> Iterator[Problem]:
    """All the hints, as warnings."""
    yield from _odd_ward(draft)
    yield from _one_sided_twins(draft)
    yield from _untaken_fields(draft)
    yield from _near_fields(draft)
    yield from _empty_fields(draft)
    yield from _borrowed_names(draft)
    yield from _repeated_phrases(draft)
    yield from _heard_twice(draft)
    yield from _shared_short_names(draft)
    for procedure in draft.procedures:
        yield from _without_words(draft, procedure)
        yield from _without_facts(draft, procedure)
        yield from _out_of_date(draft, procedure, today)


def _hint(draft: Draft, item: Item, message: str, advice: str, *path: str | int) -> Problem:
    return Problem(item.file, draft.line(item, *path), message, advice, "warning")


def _odd_ward(draft: Draft) -> Iterator[Problem]:
    """What residents would dial, open or write to, and cannot."""
    if draft.ward is None or draft.ward_node is None:
        return
    for key, (shape, message, advice) in _WARD_SHAPES.items():
        value = getattr(draft.ward, key)
        if value and not shape.fullmatch(value):
            line = line_of(draft.ward_node, key)
            yield Problem(draft.front, line, f"“{key}: {value}” {message}", advice, "warning")
    if "name" not in draft.ward_node.pairs:
        line = draft.ward_node.line
        yield Problem(draft.front, line, "chưa có tên phường, xã", "thêm “name: …” vào ward:", "warning")


def _one_sided_twins(draft: Draft) -> Iterator[Problem]:
    """Of two procedures easily confused, each should name the other."""
    known = {procedure.id: procedure for procedure in draft.procedures}
    for procedure in draft.procedures:
        for index, sibling in enumerate(procedure.siblings):
            other = known.get(sibling.id)
            if other and procedure.id not in {twin.id for twin in other.siblings}:
                yield _hint(
                    draft,
                    procedure,
                    f"“{procedure.id}” nhắc “{other.id}” là dễ nhầm, nhưng không có chiều ngược lại",
                    f"cân nhắc thêm siblings ở {other.file}:{other.line}",
                    "siblings",
                    index,
                )


def _untaken_fields(draft: Draft) -> Iterator[Problem]:
    """Every field is taken at some place of the ward."""
    places = draft.ward.places if draft.ward else ()
    taken = {comparable(name) for place in places for name in place.fields}
    if not places or "all" in taken:
        return
    for name, procedure in _first_of_each_field(draft):
        if comparable(name) not in taken:
            yield _hint(
                draft,
                procedure,
                f"không nơi nào của phường nhận lĩnh vực “{name}”",
                "thêm lĩnh vực vào ward: places: fields: trong faq.yaml",
                "field",
            )


def _near_fields(draft: Draft) -> Iterator[Problem]:
    """A field written almost like a larger one is probably a slip."""
    counts = Counter(procedure.field for procedure in draft.procedures)
    if len(counts) > MAX_FIELDS:
        return
    for name, procedure in _first_of_each_field(draft):
        larger = [other for other in counts if counts[other] > counts[name]]
        near = process.extractOne(name, larger, scorer=fuzz.ratio, score_cutoff=85)
        if near:
            yield _hint(
                draft,
                procedure,
                f"lĩnh vực “{name}” gần giống “{near[0]}”",
                f"có phải ý anh/chị là “{near[0]}”?",
                "field",
            )


def _empty_fields(draft: Draft) -> Iterator[Problem]:
    """A field that a place takes has procedures."""
    if not draft.complete or not draft.ward or not draft.ward_node:
        return
    known = {comparable(procedure.field) for procedure in draft.procedures} | {"all"}
    for index, place in enumerate(draft.ward.places):
        for position, name in enumerate(place.fields):
            if comparable(name) not in known:
                yield Problem(
                    draft.front,
                    line_of(draft.ward_node, "places", index, "fields", position),
                    f"“{place.id}” nhận lĩnh vực “{name}” mà không thủ tục nào thuộc lĩnh vực đó",
                    "xem lại tên lĩnh vực",
                    "warning",
                )


def _first_of_each_field(draft: Draft) -> Iterator[tuple[str, Procedure]]:
    seen: set[str] = set()
    for procedure in draft.procedures:
        if procedure.field not in seen:
            seen.add(procedure.field)
            yield procedure.field, procedure


def _repeated_phrases(draft: Draft) -> Iterator[Problem]:
    """The same phrase twice in one entry is idle; the same question in two entries pulls both ways."""
    seen: dict[str, Item] = {}
    for item in draft.items:
        own: set[str] = set()
        for key, phrases in (("aliases", item.aliases), ("questions", item.questions)):
            for index, phrase in enumerate(phrases):
                folded = comparable(phrase)
                first = seen.setdefault(folded, item)
                if folded in own:
                    yield _hint(draft, item, f"“{phrase}” viết hai lần trong mục này", "bỏ bớt", key, index)
                elif first is not item and key == "questions":
                    yield _hint(
                        draft,
                        item,
                        f"câu “{phrase}” cũng có ở “{first.id}” ({first.file}:{first.line})",
                        "giữ ở mục đúng nhất",
                        key,
                        index,
                    )
                own.add(folded)


def _heard_twice(draft: Draft) -> Iterator[Problem]:
    """A sentence of residents stands at one entry only."""
    seen: dict[str, Heard] = {}
    for heard in draft.heard:
        for key, sentences in (("questions", heard.questions), ("english", heard.english)):
            for index, sentence in enumerate(sentences):
                first = seen.setdefault(comparable(sentence), heard)
                if first.id != heard.id:
                    message = f"câu “{sentence}” cũng có ở “{first.id}” ({first.file}:{first.line})"
                    line = draft.line(heard, key, index)
                    yield Problem(heard.file, line, message, "giữ ở mục đúng nhất", "warning")


def _borrowed_names(draft: Draft) -> Iterator[Problem]:
    """An alias that is the very name of another procedure leads astray."""
    owners = {
        comparable(name): procedure for procedure in draft.procedures for name in (procedure.name, procedure.short)
    }
    for item in draft.items:
        for index, alias in enumerate(item.aliases):
            owner = owners.get(comparable(alias), item)
            if owner is not item:
                yield _hint(
                    draft,
                    item,
                    f"tên gọi “{alias}” chính là tên của “{owner.id}” ({owner.file}:{owner.line})",
                    "bỏ ở mục này",
                    "aliases",
                    index,
                )


def _shared_short_names(draft: Draft) -> Iterator[Problem]:
    """Two buttons must not read the same."""
    seen: dict[str, Procedure] = {}
    for procedure in draft.procedures:
        first = seen.setdefault(comparable(procedure.short), procedure)
        if first is not procedure:
            yield _hint(
                draft,
                procedure,
                f"tên ngắn “{procedure.short}” trùng với “{first.id}” ({first.file}:{first.line})",
                "đặt tên ngắn khác để người dân chọn được",
                "short",
            )


def _without_words(draft: Draft, procedure: Procedure) -> Iterator[Problem]:
    missing = [key for key, words in (("aliases", procedure.aliases), ("questions", procedure.questions)) if not words]
    if missing:
        yield _hint(
            draft,
            procedure,
            f"“{procedure.id}” chưa có {' và '.join(missing)}",
            "thêm vài cách người dân hay gọi, hay hỏi",
        )
    if len(procedure.short) > MAX_SHORT:
        yield _hint(
            draft,
            procedure,
            f"tên ngắn dài {len(procedure.short)} ký tự, nút bấm chỉ đọc được {MAX_SHORT}",
            "viết short ngắn hơn",
            "short",
        )


def _without_facts(draft: Draft, procedure: Procedure) -> Iterator[Problem]:
    if procedure.confidence == "sourced" and not procedure.source:
        yield _hint(
            draft,
            procedure,
            f"“{procedure.id}” ghi là có nguồn mà không nêu nguồn nào",
            "thêm source:, hoặc ghi “confidence: memory”",
            "confidence",
        )
    if procedure.status == "repealed" and not procedure.replaced_by:
        yield _hint(
            draft,
            procedure,
            f"“{procedure.id}” đã bãi bỏ mà chưa ghi thủ tục thay thế",
            "thêm replaced_by: nếu biết",
            "status",
        )


def _what(change: Change) -> str:
    return REPEAL if change.what == REPEAL else f"{change.what} đổi"


def _where(change: Change) -> str:
    """The key that the change is written under."""
    if change.what == "quy định":
        return "valid_from" if change.known else "valid_until"
    return "repealed" if change.what == REPEAL else "fee_rules"


def _out_of_date(draft: Draft, procedure: Procedure, today: date) -> Iterator[Problem]:
    if procedure.valid_until and procedure.valid_until < today:
        yield _hint(
            draft,
            procedure,
            f"“{procedure.id}” hết hiệu lực từ {procedure.valid_until:%d/%m/%Y}",
            "đối chiếu quy định mới rồi sửa nội dung và ngày",
            "valid_until",
        )
    for change in of_procedure(procedure):
        if today < change.on <= today + timedelta(days=NOTICE[0]):
            yield _hint(
                draft,
                procedure,
                f"“{procedure.id}”: {_what(change)} từ {change.on:%d/%m/%Y}, còn {(change.on - today).days} ngày",
                "đối chiếu lại điều đã ghi sẵn" if change.known else "đối chiếu quy định mới rồi sửa nội dung và ngày",
                _where(change),
            )
    if procedure.confirmed.on and procedure.confirmed.on > today:
        yield _hint(
            draft,
            procedure,
            f"ngày xác nhận {procedure.confirmed.on:%d/%m/%Y} ở tương lai",
            "sửa lại ngày",
            "confirmed",
            "on",
        )
