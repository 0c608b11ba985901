"""The papers of a procedure in plain words: what to bring, what only in some cases, what not to bring."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from handlers import texts
from knowledge.folding import comparable
from knowledge.model import Case, Document, NotNeeded, Procedure

KINDS = {
    "original": "bản chính",
    "copy": "bản sao",
    "certified_copy": "bản sao chứng thực",
    "present_original": "chỉ xuất trình",
    "original_or_copy": "bản chính hoặc bản sao",
    "original_or_certified_copy": "bản chính hoặc bản sao chứng thực",
}
_TO_FILL_IN = re.compile(r"(to khai|don |phieu |giay de nghi|ban khai|thong bao|bieu mau|van ban de nghi)")
_SAYS_KIND = re.compile(r"(ban chinh|ban sao|chung thuc|xuat trinh|ban chup|photo)")
_REMARK = re.compile(
    r"(khong phai nop|khong bat buoc|khong bi |khong co thi|khong co trong thanh phan|nop |moi nguoi|cong an "
    r"|do co quan|mang ban chinh|hop phap hoa|xuat trinh|chua ky|giay to |ca hai ben|con han|cap chua qua|ghi "
    r"|nguoi chua thanh nien ghi|co quan |bieu mau|tich hop|de xac dinh|cung cap so|ban sao kem|co xac nhan|hoac "
    r"|cua nhung|nguoi su dung lao dong|da co tren|du lieu ky so|mot trong|khi nop truc tiep|tru khi"
    r"|nguoi duoi 14 tuoi mat nang luc hanh vi kho khan trong nhan thuc nguoi dai dien|nhieu nguoi cung du dieu kien "
    r"|duoi 14 tuoi nguoi duoc giam ho dung so|chua co trong nguon|trinh bay|cung dung|neu (?:co|con)\b)"
)
"""How a `when` begins that only remarks on a paper; any other `when` is a condition."""
_ONLY = re.compile(
    r"(chi |neu (?!co|con)|khi |khong |chua |lam thong qua|qua |nguoi |dang |can bo |nhiem |muon |to chuc "
    r"|ho kinh doanh )"
)
"""How a `when` begins that narrows the case even where the answers to `cases` already call for the paper."""
_FORM_CODE = re.compile(
    r"Mẫu ([A-ZĐ]{1,3}\d{1,2}[a-z]?(?:-[A-Z]{2})?|số \d{1,2}[a-z]?)(?: \(Thông tư .*\)| (?:kèm|phụ lục) .*)?"
)
"""A form with a code or a number of its own, by which residents and counters call it."""
_FILING = frozenset({"truc-tiep", "truc-tuyen", "buu-chinh"})
_DECREE = re.compile(r"\d[\d.]*/\d{4}/[\w-]+")
_SHORT = 60
_BRIEF = 45
_IF_KNOWN = re.compile(r"(?:da (?:co|nop|tich hop)|khai thac duoc|tra cuu duoc|co trong)\b(?!.* thi )")
"""How a reason begins that holds only once the State has the data."""
_THEN_BRING = re.compile(r"\b(?:nop|xuat trinh|mang|dinh kem)\b")
"""What the resident does where the data is missing: the paper stays at home only on a condition then."""
_FORM_OF = re.compile(r"^(?:ban (?:giay|goc|chinh|sao|chup) )+(?:hoac ban \w+ )?")
_AFTER_CONDITION = re.compile(r"[;:] |\. (?=[A-ZĐÀ-Ỹ])")


def to_bring(procedure: Procedure, *, short: bool) -> list[str]:
    """One line for each paper that the ordinary case needs; `short` keeps the first clause of long remarks."""
    return [
        _line(procedure, at, short=short)
        for at, paper in enumerate(procedure.documents)
        if not is_conditional(procedure, paper)
    ]


def in_some_cases(procedure: Procedure, *, short: bool) -> list[str]:
    """One line for each special case, its condition first, with the papers that it needs."""
    papers = by_condition(procedure, short=short)
    alone = [f"• {told}" for told in papers.pop("", [])]
    return [*(f"• {condition}: {_lower('; '.join(told))}" for condition, told in papers.items()), *alone]


def by_condition(procedure: Procedure, *, short: bool, chosen: Collection[int] | None = None) -> dict[str, list[str]]:
    """The papers of special cases (or those chosen) by condition, those without words for a condition under ""."""
    papers: dict[str, list[str]] = {}
    for at, paper in enumerate(procedure.documents):
        if is_conditional(procedure, paper) if chosen is None else at in chosen:
            condition, told = _conditional(procedure, at, short=short)
            papers.setdefault(condition, []).append(told)
    return papers


def not_to_bring(procedure: Procedure, *, short: bool, ruled_out: Collection[int] = ()) -> list[str]:
    """One line for each paper that must not be asked for; reason, rule and fallback too unless `short`."""
    return [_not_needed(item, short=short) for item in exempt(procedure, ruled_out)]


def exempt(procedure: Procedure, ruled_out: Collection[int]) -> list[NotNeeded]:
    """What must not be asked for, but for papers that one's own case does without anyway."""
    return [item for item in procedure.not_needed if not _is_ruled_out(procedure, item, ruled_out)]


def rules(procedure: Procedure) -> tuple[str, ...]:
    """The numbers of the decrees by which papers need not be brought."""
    return tuple(dict.fromkeys(found for item in procedure.not_needed for found in _DECREE.findall(item.basis)))


def form(procedure: Procedure, at: int) -> str:
    """What the form of a paper is called, and whether that is certain; nothing where it has no name."""
    called = procedure.documents[at].form
    return f"{called}{_hint(procedure, f'documents[{at}].form')}" if called else ""


def all_uncertain(procedure: Procedure) -> bool:
    """Whether no paper of the list is certain, so that the heading says it once."""
    return bool(procedure.documents) and not any(
        procedure.is_certain(f"documents[{at}].name") for at in range(len(procedure.documents))
    )


def is_conditional(procedure: Procedure, paper: Document) -> bool:
    """Whether the ordinary case does without this paper; the first option of a case is the ordinary one."""
    ordinary = {case.id: case.options[0].id for case in procedure.cases if case.options and not _is_filing(case)}
    if paper.office_decides:
        return True
    if any(ordinary.get(case, options[0]) not in options for case, options in paper.when_case.items()):
        return True
    if paper.when is None or is_remark(paper.when):
        return False
    return not paper.when_case or bool(_ONLY.match(comparable(paper.when)))


def condition(when: str) -> str:
    """The condition alone, without what follows it about the paper, to stand inside a sentence."""
    clause = _AFTER_CONDITION.split(when, maxsplit=1)[0].rstrip(".")
    return _lower(re.sub(r"^(?:Chỉ khi|Khi|Nếu|Chỉ) ", "", clause))


def for_this_case(procedure: Procedure, at: int, *, said: str | None, short: bool = False) -> str:
    """One line for a paper that the resident's own case needs; `said` is the condition that they have confirmed."""
    paper = procedure.documents[at]
    remark = paper.when
    if remark and said and comparable(condition(remark)) == comparable(said):
        remark = "".join(_AFTER_CONDITION.split(remark, maxsplit=1)[1:])
    return f"• {_told(procedure, at, [*_kind(paper), *_remark(remark, short=short)])}"


def under_conditions(procedure: Procedure, chosen: Sequence[int], *, short: bool = True) -> list[str]:
    """One line for each condition on which one of the chosen papers depends."""
    papers: dict[str, list[str]] = {}
    for at in chosen:
        on, told = _conditional(procedure, at, short=short)
        papers.setdefault(on, []).append(told)
    alone = [f"• {told}" for told in papers.pop("", [])]
    return [*(f"• {on}: {_lower('; '.join(told))}" for on, told in papers.items()), *alone]


def is_filled_in(name: str) -> bool:
    """Whether a paper of this name is a form."""
    return bool(_TO_FILL_IN.match(comparable(name)))


def _is_filing(case: Case) -> bool:
    """Whether a case only asks by which way the dossier comes."""
    return _FILING.issuperset(option.id for option in case.options)


def is_remark(when: str) -> bool:
    """Whether a `when` only remarks on a paper ("nếu có" too) instead of naming a case."""
    return bool(_REMARK.match(comparable(when)))


def _line(procedure: Procedure, at: int, *, short: bool) -> str:
    paper = procedure.documents[at]
    remark = paper.when or _labels(procedure, paper)
    return f"• {_told(procedure, at, [*_kind(paper), *_remark(remark, short=short)])}"


def _conditional(procedure: Procedure, at: int, *, short: bool) -> tuple[str, str]:
    """The condition and the paper; a remark stands behind the paper, and the condition is then what the cases say."""
    paper = procedure.documents[at]
    details = list(_kind(paper))
    condition = paper.when or _labels(procedure, paper)
    if paper.when and is_remark(paper.when):
        condition = _labels(procedure, paper)
        details += _remark(paper.when, short=short)
    if not condition:
        return "", _told(procedure, at, details)
    return _clause(condition, short=short), _told(procedure, at, details)


def _told(procedure: Procedure, at: int, details: Sequence[str]) -> str:
    """A paper and its details, in brackets unless there are brackets already."""
    name, told = procedure.documents[at].name, "; ".join([*_form_code(procedure, at), *details])
    nested = name.endswith(")") or "(" in told
    detailed = name if not told else f"{name} – {told}" if nested else f"{name} ({told})"
    return f"{detailed}{_paper_hint(procedure, at)}"


def _form_code(procedure: Procedure, at: int) -> list[str]:
    """The code of the form on which the paper is written, where the record is sure of it."""
    paper = procedure.documents[at]
    coded = _FORM_CODE.fullmatch(paper.form or "")
    sure = not _hint(procedure, f"documents[{at}].form")
    return [texts.FORM_CODE.format(code=coded[1])] if coded and sure and coded[1] not in paper.name else []


def _remark(text: str | None, *, short: bool) -> list[str]:
    return [_lower(_clause(text, short=short))] if text else []


def _labels(procedure: Procedure, paper: Document) -> str:
    """The answers that call for a paper, when its entry has no words of its own for the condition."""
    labels = [
        option.label
        for case in procedure.cases
        for option in case.options
        if option.id in paper.when_case.get(case.id, ())
    ]
    return " hoặc ".join(labels)


def _kind(paper: Document) -> Iterator[str]:
    """Kind and number, where the name does not say so and it is not plain."""
    name = comparable(paper.name)
    if paper.count > 1:
        yield f"{paper.count} bản"
    if not _SAYS_KIND.search(name) and not _TO_FILL_IN.match(name):
        yield KINDS[paper.kind]


def _clause(text: str, *, short: bool) -> str:
    """The first clause of a long remark if it is to be short."""
    return re.split(r"[;.] ", text, maxsplit=1)[0] if short and len(text) > _SHORT else text


def _lower(text: str) -> str:
    """The text inside a sentence: its first letter small, unless it begins with an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def stays_home_if(item: NotNeeded) -> str:
    """On what condition a paper stays at home, to stand behind its name; nothing where the office sees to the rest."""
    if _IF_KNOWN.match(comparable(item.why)):
        return f"khi {_lower(item.why)}"
    return texts.IF_FOUND if item.fallback and _THEN_BRING.search(comparable(item.fallback)) else ""


def why_not_needed(item: NotNeeded) -> str:
    """The reason, where it is not the condition already."""
    return "" if _IF_KNOWN.match(comparable(item.why)) else item.why


def _not_needed(item: NotNeeded, *, short: bool) -> str:
    if short:
        on = _briefly(item)
        return f"• {item.what}{f' ({on})' if on else ''}"
    on, why = stays_home_if(item), why_not_needed(item)
    head = " ".join(filter(None, (item.what, on)))
    fallback = f" {item.fallback}." if item.fallback else ""
    return f"• {head}{f': {_lower(why)}' if why else ''} ({item.basis}).{fallback}"


def _briefly(item: NotNeeded) -> str:
    """The condition in a few words: what to do without the data, or why the paper is not asked for."""
    on = stays_home_if(item)
    if item.fallback is None:
        return on or _lower(item.why)
    return _lower(item.fallback) if on == texts.IF_FOUND and len(item.fallback) <= _BRIEF else on


def _is_ruled_out(procedure: Procedure, item: NotNeeded, ruled_out: Collection[int]) -> bool:
    """Whether all papers of the list that it is, as far as names tell, are among those ruled out."""
    words = _FORM_OF.sub("", comparable(item.what)).split()
    name = " ".join(words[: 4 if words[:2] in (["giay", "to"], ["giay", "chung"]) else 3])
    named = [at for at, paper in enumerate(procedure.documents) if name in comparable(paper.name)]
    return bool(named) and all(at in ruled_out for at in named)


def _paper_hint(procedure: Procedure, at: int) -> str:
    return "" if all_uncertain(procedure) else _hint(procedure, f"documents[{at}].name")


def _hint(procedure: Procedure, part: str) -> str:
    uncertain = procedure.confidence != "memory" and not procedure.is_certain(part)
    return f" ({texts.HINT})" if uncertain else ""
