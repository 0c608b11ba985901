"""The shape of the knowledge base: which keys an entry has, of what kind, and what must hold inside it."""

from __future__ import annotations

import dataclasses
import re
from datetime import date
from typing import get_args

from knowledge.fields import Fields, suggest
from knowledge.folding import comparable
from knowledge.model import (
    Case,
    CaseOption,
    Confidence,
    Confirmation,
    Document,
    DocumentKind,
    Doubt,
    English,
    FeeRule,
    FeeTier,
    FilingChannel,
    FollowUp,
    General,
    Heard,
    How,
    Link,
    NotNeeded,
    OnlineLevel,
    Place,
    Procedure,
    Referral,
    Repeal,
    Shift,
    Sibling,
    SmallTalk,
    Source,
    Status,
    Ward,
)

WARD_FACTS = ("name", "hours", "places", "hotline", "website", "email", "links")
DEFAULT_SIGNATURE = "Cán bộ phường"
DEFAULT_POPULARITY = 3
FOLLOWED = (
    "documents",
    "fee",
    "time",
    "deadline",
    "where",
    "online",
    "form",
    "who",
    "steps",
    "result",
    "validity",
    "law",
    "again",
    "plainly",
    "thanks",
    "aside",
    "complaint",
)
"""What a follow-up may ask for: a part of the procedure, the same once more or more plainly; or nothing of it."""

_CODE = re.compile(r"\d\.\d{6}")
_SOURCE_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_PART = re.compile(r"([a-z_]+)(\[\d+\])?(\.[a-z_]+)?")
_BRACES = re.compile(r"\{([^{}]*)\}")
_WEEKDAYS = {
    name: day
    for day, names in enumerate(
        (
            ("thu hai", "thu 2", "t2"),
            ("thu ba", "thu 3", "t3"),
            ("thu tu", "thu 4", "t4"),
            ("thu nam", "thu 5", "t5"),
            ("thu sau", "thu 6", "t6"),
            ("thu bay", "thu 7", "t7"),
            ("chu nhat", "cn"),
        )
    )
    for name in names
}
_PARTS = frozenset(part.name for part in dataclasses.fields(Procedure))


def procedure(f: Fields) -> Procedure:
    """A procedure."""
    name = f.required("name")
    value = Procedure(
        id=f.identifier(),
        code=_code(f),
        name=name,
        short=f.text("short") or name,
        field=f.required("field"),
        level=f.text("level"),
        status=f.choice("status", get_args(Status)) or "current",
        popularity=_popularity(f),
        confirmed=f.one("confirmed", _confirmation) or Confirmation(),
        aliases=f.texts("aliases"),
        questions=f.texts("questions"),
        english=f.one("english", _english) or English(),
        who=f.text("who"),
        documents=f.many("documents", _document),
        not_needed=f.many("not_needed", _not_needed),
        cases=f.many("cases", _case),
        steps=f.texts("steps"),
        how=f.one("how", _how) or How(),
        online_level=f.choice("online_level", get_args(OnlineLevel)),
        counter=f.text("counter"),
        fee=f.text("fee"),
        fee_rules=f.many("fee_rules", _fee_rule),
        time_limit=f.text("time_limit"),
        result=f.text("result"),
        notes=f.texts("notes"),
        siblings=f.many("siblings", _sibling),
        valid_from=f.day("valid_from"),
        valid_until=f.day("valid_until"),
        valid_basis=f.text("valid_basis"),
        legal_basis=f.texts("legal_basis"),
        unverified=_parts(f, "unverified"),
        doubtful=f.many("doubtful", _doubt),
        confidence=_confidence(f),
        source=f.many("source", _source),
        replaced_by=f.texts("replaced_by"),
        repealed=f.one("repealed", _repeal),
        line=f.line,
        file=f.file,
    )
    _check_validity(f, value.valid_from, value.valid_until)
    _check_parts(f, value)
    return value


def referral(f: Fields) -> Referral:
    """A referral."""
    return Referral(
        id=f.identifier(),
        name=f.required("name"),
        aliases=f.texts("aliases"),
        questions=f.texts("questions"),
        answer=f.required("answer"),
        link=f.text("link"),
        see=f.texts("see"),
        english=f.one("english", _english) or English(),
        source=f.many("source", _source),
        unverified=f.flag("unverified"),
        line=f.line,
        file=f.file,
    )


def general(f: Fields) -> General:
    """A question about the ward or about filing at large."""
    value = General(
        id=f.identifier(),
        name=f.required("name"),
        aliases=f.texts("aliases"),
        questions=f.texts("questions"),
        answer=f.required("answer"),
        english=f.one("english", _english) or English(),
        line=f.line,
        file=f.file,
    )
    _check_braces(f, value.answer, "answer")
    _check_braces(f, value.english.answer or "", "english", "answer")
    return value


def small_talk(f: Fields) -> SmallTalk:
    """A piece of small talk."""
    return SmallTalk(
        id=f.identifier(),
        aliases=f.texts("aliases"),
        questions=f.texts("questions"),
        answer=f.required("answer"),
        english=f.text("english"),
        line=f.line,
        file=f.file,
    )


def heard(f: Fields) -> Heard:
    """What residents said when they meant an entry."""
    return Heard(f.identifier(), f.texts("questions"), f.texts("english"), f.line, f.file)


def follow_up(f: Fields) -> FollowUp:
    """What residents say to ask for a part of the procedure that is talked of."""
    part = f.choice("part", FOLLOWED) or ""
    if not part:
        f.problem("thiếu “part”", f"thêm “part: …”, một trong {', '.join(FOLLOWED)}", "part")
    return FollowUp(part, f.texts("questions"), f.texts("english"), f.line, f.file)


def ward(f: Fields) -> Ward:
    """The ward; what is still to be filled in is None or empty."""
    return Ward(
        name=f.text("name"),
        city=f.text("city"),
        signature=f.text("signature") or DEFAULT_SIGNATURE,
        hotline=f.text("hotline"),
        website=f.text("website"),
        email=f.text("email"),
        places=f.many("places", _place),
        hours=_hours(f),
        closed=f.days("closed"),
        open_extra=f.days("open_extra"),
        links=tuple(link for link in f.many("links", _link) if link.title and link.url),
        allowed_hosts=_hosts(f),
    )


def _code(f: Fields) -> str | None:
    value = f.text("code")
    if value and not _CODE.fullmatch(value):
        f.problem(f"“{value}” không phải mã thủ tục", 'viết như "1.001193"', "code")
    return value


def _popularity(f: Fields) -> int:
    value = f.number("popularity")
    if value is not None and not 1 <= value <= 5:
        f.problem(f"popularity: {value} ngoài thang 1 đến 5", "5 là hỏi hằng ngày, 1 là hiếm", "popularity")
    return DEFAULT_POPULARITY if value is None else value


def _confidence(f: Fields) -> Confidence:
    """As written; left out, an entry is as good as whether it names a source."""
    default: Confidence = "sourced" if f.is_list("source") else "memory"
    return f.choice("confidence", get_args(Confidence)) or default


def _confirmation(f: Fields) -> Confirmation:
    value = Confirmation(by=f.text("by"), on=f.day("on"))
    if (value.by is None) != (value.on is None):
        f.problem("xác nhận thiếu tên hoặc thiếu ngày", 'điền cả by: "…" và on: "2026-01-31"')
    return value


def _english(f: Fields) -> English:
    return English(
        name=f.text("name"),
        aliases=f.texts("aliases"),
        questions=f.texts("questions"),
        answer=f.text("answer"),
    )


def _document(f: Fields) -> Document:
    return Document(
        name=f.required("name"),
        kind=f.choice("kind", get_args(DocumentKind)) or _missing_kind(f),
        count=_count(f),
        form=f.text("form"),
        when=f.text("when"),
        when_case=_when_case(f),
        office_decides=_office_decides(f),
        english=f.text("english"),
        english_when=f.text("english_when"),
        form_url=_form_url(f),
    )


def _form_url(f: Fields) -> str | None:
    value = f.text("form_url")
    if value and not re.fullmatch(r"https://[^\s/]+\.[^\s/]+/\S+", value):
        f.problem(f"“{value}” không phải địa chỉ để tải mẫu", "ghi đủ, bắt đầu bằng https://", "form_url")
    return value


def _missing_kind(f: Fields) -> DocumentKind:
    if "kind" not in f:
        f.problem("giấy tờ chưa ghi bản chính hay bản sao", "thêm “kind: original” hoặc kind khác")
    return "original"


def _count(f: Fields) -> int:
    value = f.number("count")
    return 1 if value is None else value


def _when_case(f: Fields) -> dict[str, tuple[str, ...]]:
    cases = f.mapping("when_case")
    return {case: cases.texts(case) for case in cases} if cases else {}


def _office_decides(f: Fields) -> bool:
    decides = f.flag("office_decides")
    if decides and not f.text("when"):
        f.problem("cơ quan quyết định mà chưa ghi khi nào cần giấy này", "thêm “when: …” bằng lời", "office_decides")
    return decides


def _not_needed(f: Fields) -> NotNeeded:
    return NotNeeded(
        what=f.required("what"),
        why=f.required("why"),
        basis=f.required("basis"),
        fallback=f.text("fallback"),
        english=f.text("english"),
    )


def _case(f: Fields) -> Case:
    return Case(f.identifier(), f.required("question"), f.many("options", _case_option), f.text("english"))


def _case_option(f: Fields) -> CaseOption:
    return CaseOption(
        id=f.identifier(),
        label=f.required("label"),
        said=f.texts("said"),
        note=f.text("note"),
        english=f.text("english"),
        english_note=f.text("english_note"),
    )


def _how(f: Fields) -> How:
    return How(in_person=f.text("in_person"), online=f.text("online"), post=f.text("post"))


def _fee_rule(f: Fields) -> FeeRule:
    rule = FeeRule(
        unit=f.required("unit"),
        channel=f.choices("channel", get_args(FilingChannel)),
        basis=f.required("basis"),
        amount=f.number("amount"),
        tiers=f.many("tiers", _fee_tier),
        per=f.text("per"),
        cap=f.number("cap"),
        condition=f.text("condition"),
        exempt=f.texts("exempt"),
        valid_from=f.day("valid_from"),
        valid_until=f.day("valid_until"),
    )
    if ("amount" in f) == ("tiers" in f):
        f.problem(
            "mức thu phải có đúng một trong hai: amount (một giá) hoặc tiers (theo trang)",
            "thêm “amount: 8000”, hoặc bỏ bớt một trong hai",
        )
    _check_tiers(f, rule.tiers)
    _check_validity(f, rule.valid_from, rule.valid_until)
    return rule


def _fee_tier(f: Fields) -> FeeTier:
    return FeeTier(
        from_page=f.required_number("from_page"),
        to_page=f.number("to_page"),
        amount=f.required_number("amount"),
    )


def _check_tiers(f: Fields, tiers: tuple[FeeTier, ...]) -> None:
    """Pages run from 1 on without gap or overlap, and only the last tier is open."""
    expected: int | None = 1
    for index, tier in enumerate(tiers):
        if tier.from_page != expected:
            right = f"đáng lẽ từ trang {expected}" if expected else "mà bậc trước không có trang cuối"
            f.problem(
                f"bậc này bắt đầu từ trang {tier.from_page}, {right}",
                "các bậc phải nối tiếp nhau từ trang 1, chỉ bậc cuối bỏ trống to_page",
                "tiers",
                index,
            )
        expected = None if tier.to_page is None else tier.to_page + 1


def _check_validity(f: Fields, start: date | None, end: date | None) -> None:
    if start and end and end < start:
        f.problem(
            f"hết hiệu lực ({end}) trước khi có hiệu lực ({start})",
            "xem lại valid_from và valid_until",
            "valid_until",
        )


def _sibling(f: Fields) -> Sibling:
    return Sibling(f.identifier(), f.required("question"))


def _doubt(f: Fields) -> Doubt:
    return Doubt(_parts(f, "fields"), f.required("why"))


def _parts(f: Fields, key: str) -> tuple[str, ...]:
    """Names of parts of a procedure, such as "fee" or "documents[2]"."""
    names = f.texts(key)
    for index, name in enumerate(names):
        match = _PART.fullmatch(name)
        if not match or match[1] not in _PARTS:
            f.problem(
                f"“{name}” không phải một phần của thủ tục",
                suggest(match[1] if match else name, sorted(_PARTS)),
                key,
                index,
            )
    return names


def _check_parts(f: Fields, value: Procedure) -> None:
    """Every "documents[7]" under `unverified` exists (counted from 0)."""
    lengths = {"documents": len(value.documents), "notes": len(value.notes), "steps": len(value.steps)}
    for index, name in enumerate(value.unverified):
        match = _PART.fullmatch(name)
        if not match or not match[2] or match[1] not in lengths:
            continue
        if int(match[2][1:-1]) >= lengths[match[1]]:
            f.problem(
                f"“{name}” chỉ vào chỗ không có",
                f"{match[1]} có {lengths[match[1]]} mục, đếm từ 0",
                "unverified",
                index,
            )


def _source(f: Fields) -> Source:
    value = Source(title=f.required("title"), url=f.text("url"), repo=f.text("repo"), date=f.text("date"))
    if value.date and not _SOURCE_DATE.fullmatch(value.date):
        f.problem(f"“{value.date}” không phải ngày", 'viết "2026-01-31" hoặc "2026"', "date")
    return value


def _repeal(f: Fields) -> Repeal:
    return Repeal(on=f.day("on"), basis=f.text("basis"), note=f.text("note"))


def _place(f: Fields) -> Place:
    return Place(
        id=f.identifier(),
        name=f.required("name"),
        address=f.text("address"),
        fields=f.texts("fields"),
        hours=_hours(f),
    )


def _link(f: Fields) -> Link:
    return Link(f.text("title") or "", f.text("url") or "")


def _hours(f: Fields) -> tuple[Shift, ...]:
    """The shifts; a text instead of a list is taken only while it is a placeholder."""
    if f.is_list("hours"):
        return f.many("hours", _shift)
    if f.text("hours") is not None:
        f.problem("giờ làm việc phải là danh sách ca", "viết days, from, to như mẫu", "hours")
    return ()


def _shift(f: Fields) -> Shift:
    shift = Shift(_weekdays(f), f.clock("from"), f.clock("to"))
    if shift.start >= shift.end:
        f.problem(
            f"ca kết thúc ({shift.end:%H:%M}) không sau lúc bắt đầu ({shift.start:%H:%M})",
            "xem lại from và to",
            "to",
        )
    return shift


def _weekdays(f: Fields) -> tuple[int, ...]:
    names = f.texts("days")
    if not names:
        f.problem("ca làm việc chưa ghi ngày nào", "thêm “days:” và các thứ trong tuần")
    days = []
    for index, name in enumerate(names):
        day = _WEEKDAYS.get(comparable(name))
        if day is None:
            f.problem(f"“{name}” không phải thứ trong tuần", "viết thứ hai … chủ nhật", "days", index)
        else:
            days.append(day)
    return tuple(days)


def _hosts(f: Fields) -> tuple[str, ...]:
    hosts = f.texts("allowed_hosts")
    for index, host in enumerate(hosts):
        if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", host):
            f.problem(f"“{host}” không phải tên miền", "viết như dichvucong.gov.vn", "allowed_hosts", index)
    return hosts


def _check_braces(f: Fields, answer: str, *path: str) -> None:
    for name in _BRACES.findall(answer):
        if name not in WARD_FACTS:
            f.problem(
                f"không có thông tin nào của phường tên “{{{name}}}”",
                suggest(name, WARD_FACTS),
                *path,
            )
