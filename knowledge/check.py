"""Checks what no single entry can know: ids, twins, shared names, links."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain, islice
from pathlib import Path
from urllib.parse import urlsplit

from knowledge import hints
from knowledge.draft import Draft, Item, read
from knowledge.errors import Problem, Report
from knowledge.fields import suggest
from knowledge.folding import comparable
from knowledge.lint import lint
from knowledge.model import English, Procedure

MAX_OF_A_KIND = 500


def check(path: Path, *, today: date, phrases: bool = False) -> Report:
    """Every error and warning of a knowledge base, in the order of its files and lines.

    With `phrases` the bot reads every alias too, which takes seconds; not before all errors are mended.
    """
    draft = read(path)
    problems = [*errors(draft), *hints.hints(draft, today)]
    if phrases and all(problem.severity == "warning" for problem in problems):
        problems += lint(draft)
    found = in_order(draft, problems)
    return Report(
        errors=tuple(problem for problem in found if problem.severity == "error"),
        warnings=tuple(problem for problem in found if problem.severity == "warning"),
    )


def errors(draft: Draft) -> list[Problem]:
    """What reading noted, and all that is wrong between entries (of one kind, so many that nobody reads on)."""
    found = [*draft.log.problems]
    found += islice(_duplicate_ids(draft), MAX_OF_A_KIND)
    if draft.complete:  # else every id of the unread file would be reported, and hide the cause
        found += islice(_unknown_ids(draft), MAX_OF_A_KIND)
        found += islice(_heard_of_nothing(draft), MAX_OF_A_KIND)
    found += islice(_shared_aliases(draft), MAX_OF_A_KIND)
    found += islice(_foreign_links(draft), MAX_OF_A_KIND)
    for within in (_repeated_options, _unknown_cases, _misplaced_repeal):
        of_all = chain.from_iterable(within(draft, procedure) for procedure in draft.procedures)
        found += islice(of_all, MAX_OF_A_KIND)
    return found


def in_order(draft: Draft, problems: list[Problem]) -> list[Problem]:
    """The same problems, once each, by file and line."""
    rank = {name: index for index, name in enumerate(draft.files)}
    return sorted(set(problems), key=lambda found: (rank[found.file], found.line, found.message))


def _at(draft: Draft, item: Item, message: str, advice: str, *path: str | int) -> Problem:
    return Problem(item.file, draft.line(item, *path), message, advice)


def _duplicate_ids(draft: Draft) -> Iterator[Problem]:
    seen: dict[str, Item] = {}
    for item in draft.items:
        first = seen.setdefault(item.id, item)
        if item.id and first is not item:
            yield _at(
                draft,
                item,
                f"id “{item.id}” đã dùng ở {first.file}:{first.line}",
                "đặt id khác, hoặc xoá mục thừa",
                "id",
            )


def _unknown_ids(draft: Draft) -> Iterator[Problem]:
    """Everything that names a procedure names one that exists, and not itself."""
    known = {procedure.id: procedure for procedure in draft.procedures}
    for item, name, path in _references(draft):
        if name and name not in known:
            advice = suggest(name, list(known), fallback="kiểm tra lại id của thủ tục")
            yield _at(draft, item, f"không có thủ tục nào mang id “{name}”", advice, *path)
        elif name and name == item.id:
            yield _at(draft, item, f"“{name}” trỏ về chính nó", "bỏ dòng này", *path)


def _heard_of_nothing(draft: Draft) -> Iterator[Problem]:
    """Residents' sentences belong to an entry that exists."""
    known = {item.id: item for item in draft.items}
    for heard in draft.heard:
        if heard.id and heard.id not in known:
            advice = suggest(heard.id, list(known), fallback="kiểm tra lại id của mục")
            line = draft.line(heard, "id")
            yield Problem(heard.file, line, f"không có mục nào mang id “{heard.id}”", advice)


def _references(draft: Draft) -> Iterator[tuple[Item, str, tuple[str | int, ...]]]:
    for procedure in draft.procedures:
        for index, sibling in enumerate(procedure.siblings):
            yield procedure, sibling.id, ("siblings", index, "id")
        for index, name in enumerate(procedure.replaced_by):
            yield procedure, name, ("replaced_by", index)
    for referral in draft.referrals:
        for index, name in enumerate(referral.see):
            yield referral, name, ("see", index)


def _shared_aliases(draft: Draft) -> Iterator[Problem]:
    """One name leads to one entry, however it is accented."""
    seen: dict[str, tuple[Item, int]] = {}
    for item in draft.items:
        for alias, path in _aliases(item):
            line = draft.line(item, *path)
            first, first_line = seen.setdefault(comparable(alias), (item, line))
            if first is not item:
                yield Problem(
                    item.file,
                    line,
                    f"tên gọi “{alias}” trùng với “{first.id}” ({first.file}:{first_line})",
                    "giữ ở mục mà đa số người dân muốn nói, bỏ ở mục kia",
                )


def _aliases(item: Item) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """The aliases of an entry in both languages, and where they stand."""
    for index, alias in enumerate(item.aliases):
        yield alias, ("aliases", index)
    if isinstance(item.english, English):
        for index, alias in enumerate(item.english.aliases):
            yield alias, ("english", "aliases", index)


def _foreign_links(draft: Draft) -> Iterator[Problem]:
    """Links lead only to hosts that the ward allows."""
    if draft.ward is None:
        return
    allowed = draft.ward.allowed_hosts
    for link in draft.log.links:
        host = urlsplit(link.url if "://" in link.url else f"//{link.url}").hostname or ""
        if not any(host == name or host.endswith(f".{name}") for name in allowed):
            yield Problem(
                link.file,
                link.line,
                f"đường dẫn tới “{host}” chưa được phép",
                "kiểm tra trang đó; nếu đúng thì thêm vào ward: allowed_hosts: trong faq.yaml",
            )


def _repeated_options(draft: Draft, procedure: Procedure) -> Iterator[Problem]:
    """Cases of a procedure, and options of a case, have ids of their own."""
    cases: set[str] = set()
    for index, case in enumerate(procedure.cases):
        if case.id in cases:
            yield _repeated(draft, procedure, case.id, "cases", index)
        cases.add(case.id)
        options: set[str] = set()
        for place, option in enumerate(case.options):
            if option.id in options:
                yield _repeated(draft, procedure, option.id, "cases", index, "options", place)
            options.add(option.id)
        if len(options) < 2:
            yield _at(
                draft,
                procedure,
                f"câu hỏi “{case.id}” có chưa đến hai lựa chọn",
                "thêm options, hoặc bỏ câu hỏi",
                "cases",
                index,
            )


def _repeated(draft: Draft, procedure: Procedure, name: str, *path: str | int) -> Problem:
    return _at(draft, procedure, f"id “{name}” lặp lại trong cùng danh sách", "đặt id khác", *path, "id")


def _unknown_cases(draft: Draft, procedure: Procedure) -> Iterator[Problem]:
    """`when_case` names only cases and options of the same procedure."""
    cases = {case.id: [option.id for option in case.options] for case in procedure.cases}
    for index, document in enumerate(procedure.documents):
        for case, options in document.when_case.items():
            path = ("documents", index, "when_case", case)
            if case not in cases:
                advice = suggest(case, list(cases)) if cases else "thêm câu hỏi đó vào cases:"
                yield _at(draft, procedure, f"thủ tục này không có câu hỏi “{case}”", advice, *path)
                continue
            for option in options:
                if option not in cases[case]:
                    yield _at(
                        draft,
                        procedure,
                        f"câu hỏi “{case}” không có lựa chọn “{option}”",
                        suggest(option, cases[case]),
                        *path,
                    )


def _misplaced_repeal(draft: Draft, procedure: Procedure) -> Iterator[Problem]:
    repealed = procedure.status == "repealed"
    if not repealed and (procedure.repealed or procedure.replaced_by):
        yield _at(
            draft,
            procedure,
            "thủ tục còn hiệu lực mà có phần bãi bỏ",
            "ghi “status: repealed”, hoặc bỏ repealed và replaced_by",
            "repealed" if procedure.repealed else "replaced_by",
        )
