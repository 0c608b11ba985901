"""An answer about a procedure: the whole checklist, or the one part that was asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Literal
from urllib.parse import urlsplit

from handlers import (
    buttons,
    case_condition,
    case_partial,
    case_tree,
    case_words,
    deadlines,
    documents,
    duty,
    fee_or_free,
    fees,
    filing_day,
    forms,
    last_day,
    places,
    texts,
    validity,
)
from handlers.case_tree import Answers
from handlers.desk import Desk
from handlers.messages import Choice, Conversation, Link, Pending, Say, Topic
from handlers.numbered import inline, listed
from handlers.words import plain
from knowledge import dates
from knowledge.folding import comparable
from knowledge.model import Procedure, Source
from knowledge.time_limit import appointment

COMFORTABLE = 1500
"""Letters that an answer should not exceed, so that it is read on a phone without getting lost."""
_REMARK = re.compile(r"\s*\([^()]{40,}\)")
_SENTENCE = re.compile(r"(?<=\.)\s+(?=[A-ZĐÀ-Ỹ])")
_ANYWHERE = re.compile(
    r"nào cũng được|không phụ thuộc nơi cư trú|phi địa giới|nơi thường trú hoặc nơi tạm trú|nơi có (?:đất|nhà)"
)
"""What a note says where a dossier need not be filed at one's own ward."""
_OTHERS = re.compile(r"không được ủy quyền|làm thay|nộp hộ")
"""What a note says of somebody else who comes instead."""
_CITED = re.compile(r"\s*\([^()]*/(?:QĐ|NQ|TT|NĐ)[^()]*\)")


_TAX = re.compile(r"\b(?:dong|nop|chiu|tinh|mat|tra)(?: \w+)? thue\b|\bthue (?:bao nhieu|thu nhap|truoc ba)\b")
"""Asks for taxes, of which a tariff of fees says nothing."""
_NOT = ("Không", "Chưa")
"""How a record begins to say that it cannot be done online."""
ENDS_SOON = timedelta(days=30)
"""How long before its end residents hear that a rule ends."""

Detail = Literal["full", "short", "named"]
CASES: tuple[Detail, ...] = ("full", "short", "named")
"""How the papers of special cases are told, from the fullest on: with all conditions, in short, by examples only."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A procedure as it is to be told: on a day, with the ward's own places."""

    procedure: Procedure
    desk: Desk
    now: datetime
    words: str = ""
    case: Answers = field(default_factory=dict)


def answer(
    procedure_id: str,
    aspect: str | None,
    desk: Desk,
    *,
    now: datetime,
    words: str = "",
    case: Answers = MappingProxyType({}),
    also: Sequence[str] = (),
) -> Say:
    """The reply about a procedure: `aspect` first and short, the checklist when it is None or "documents".

    `words`: what was asked, for the quantities in it; `case`: what was told of one's own case; `also`: other parts.
    """
    procedure = desk.kb.procedures[procedure_id]
    told = case_tree.known(procedure, case)
    subject = Subject(procedure, desk, now, words, told if case_partial.matters(procedure, told) else {})
    if procedure.is_repealed(dates.today(now)):
        return _repealed(subject)
    if procedure.valid_until and procedure.valid_until < dates.today(now):
        return _expired(subject)
    if aspect in (None, "documents"):
        return _checklist(subject)
    return _part(subject, str(aspect), also)


def checklist(procedure_id: str, desk: Desk, *, now: datetime) -> Say:
    """The whole checklist, as an officer sends it."""
    return answer(procedure_id, None, desk, now=now)


def personal(procedure_id: str, papers: list[str], choices: tuple[Choice, ...], desk: Desk, *, now: datetime) -> Say:
    """The checklist with other paragraphs about the papers: those of one's own case."""
    s = Subject(desk.kb.procedures[procedure_id], desk, now)
    text = "\n\n".join([*_opening(s), *papers, _facts(s), *_closing(s), inline(choices)])
    return Say(text, choices, _links(s))


def has_cases(procedure_id: str, desk: Desk, *, now: datetime) -> bool:
    """Whether asking about the resident's own case makes a difference to the papers, and they may be stated today."""
    procedure = desk.kb.procedures[procedure_id]
    expired = procedure.valid_until is not None and procedure.valid_until < dates.today(now)
    gone = expired or procedure.is_repealed(dates.today(now))
    return not gone and case_tree.next_case(procedure, {}) is not None


def remember(conversation: Conversation, procedure_id: str, guide: Say, *, now: datetime) -> Conversation:
    """The conversation after an officer sent a checklist: its numbers and "còn phí?" are understood."""
    pending = Pending("after_answer", guide.choices, guide.text.splitlines()[0].capitalize(), now)
    return replace(conversation, pending=pending, topic=Topic(procedure_id, None, now))


def is_known(procedure_id: str, desk: Desk) -> bool:
    """Whether there is such a procedure."""
    return procedure_id in desk.kb.procedures


# The whole checklist


def _checklist(s: Subject) -> Say:
    """The fullest form that is still comfortable to read."""
    for cases in CASES:
        choices = _more(s, cases)
        paragraphs = [*_opening(s), *_papers(s, cases), _facts(s), *_closing(s), inline(choices)]
        text = "\n\n".join(paragraphs)
        if len(text) <= COMFORTABLE:
            break
    return Say(text, choices, _links(s))


def _opening(s: Subject) -> list[str]:
    return [title(s.procedure), *_not_yet(s), *([texts.ALL_CONFIRMS] if s.procedure.confidence == "memory" else [])]


def title(procedure: Procedure) -> str:
    """What a procedure is called among people."""
    return procedure.short.upper()


def _papers(s: Subject, cases: Detail) -> list[str]:
    if not s.procedure.documents:
        return [texts.BRING_NOTHING]
    if s.case:
        return [*_papers_of_case(s), *not_needed(s.procedure, short=True)]
    return [
        *_block(texts.BRING, documents.to_bring(s.procedure, short=True), uncertain=_papers_uncertain(s.procedure)),
        *_some_cases(s, cases),
        *not_needed(s.procedure, short=True),
    ]


def _papers_of_case(s: Subject) -> list[str]:
    """The papers after what was told of one's own case."""
    bring, rest = case_partial.papers(s.procedure, s.case)
    papers = s.procedure.documents
    lines = [
        documents.for_this_case(s.procedure, at, said=None, short=not case_condition.is_for_others(papers[at]))
        for at in bring
    ]
    more = documents.under_conditions(s.procedure, rest)
    notes = [f"• {option.note}" for option in case_tree.notes(s.procedure, s.case)]
    return [
        texts.CASE_YOURS.format(answers=case_words.answers(s.procedure, s.case, english=False)),
        *_block(texts.BRING, lines, uncertain=_papers_uncertain(s.procedure)),
        *_block(texts.IN_SOME_CASES if lines else texts.ONLY_SOME_CASES, more),
        *_block(texts.NOTES, notes),
    ]


def not_needed(procedure: Procedure, *, short: bool, ruled_out: Sequence[int] = ()) -> list[str]:
    """What not to bring; in short the rules stand once, in the heading, and so does the condition that all share."""
    rules = documents.rules(procedure) if short else ()
    heading = texts.DO_NOT_BRING_BY.format(rules=", ".join(rules)) if rules else texts.DO_NOT_BRING
    lines = documents.not_to_bring(procedure, short=short, ruled_out=ruled_out)
    shared = f" ({texts.IF_FOUND})"
    if all(line.endswith(shared) for line in lines):
        heading = heading.replace(texts.NOT_BRING, f"{texts.NOT_BRING} {texts.IF_FOUND}")
        lines = [line.removesuffix(shared) for line in lines]
    return _block(heading, lines)


def _some_cases(s: Subject, cases: Detail) -> list[str]:
    lines = documents.in_some_cases(s.procedure, short=cases != "full")
    ordinary = documents.to_bring(s.procedure, short=True)
    if cases == "named" and lines and ordinary:
        return [texts.SOME_CASES.format(cases=_examples(lines))]
    return _block(texts.IN_SOME_CASES if ordinary else texts.ONLY_SOME_CASES, lines)


def _examples(lines: list[str]) -> str:
    """The first conditions, as examples."""
    conditions = [line[2:].split(":", 1)[0] for line in lines]
    short = [c[:1].lower() + c[1:] for c in conditions if len(c) <= 50][:2]
    return ", ".join([*short, "…"])


def _papers_uncertain(procedure: Procedure) -> bool:
    return procedure.confidence != "memory" and documents.all_uncertain(procedure)


def _facts(s: Subject) -> str:
    """Fee, time and place, a line each."""
    procedure = s.procedure
    lines = [_fee_line(s, fees.short(procedure, dates.today(s.now)))]
    if procedure.time_limit:
        lines.append(f"{texts.TIME}{_hint(procedure, 'time_limit')}: {procedure.time_limit}")
    if procedure.how.in_person:
        lines.append(f"{texts.WHERE}{_hint(procedure, 'how.in_person')}: {_place(s)}")
    if procedure.how.online:
        lines.append(f"{texts.ONLINE}{_hint(procedure, 'how.online')}: {_first_sentence(procedure.how.online)}")
    return "\n".join(lines)


def _fee_line(s: Subject, lines: list[str]) -> str:
    head = f"{texts.FEE}{_hint(s.procedure, 'fee')}:"
    if not lines:
        return f"{head} {texts.FEE_EXPIRED if s.procedure.fee_rules else texts.UNKNOWN_SHORT}"
    return f"{head} {lines[0]}" if len(lines) == 1 else "\n".join([head, *(f"• {line}" for line in lines)])


def _place(s: Subject) -> str:
    """Where to file in general, and the ward's own counter once its address is known."""
    general = _people(_REMARK.sub("", s.procedure.how.in_person or ""))
    own = places.address(s.desk.kb.ward, s.procedure.field, s.procedure.how.in_person or "")
    return f"{general}. {own}" if own else general


def _first_sentence(text: str) -> str:
    return text.split(". ", 1)[0]


def _people(text: str) -> str:
    return text.replace(" cấp xã", " xã, phường")


def _more(s: Subject, cases: Detail) -> tuple[Choice, ...]:
    """What is one tap away from the checklist: at most three parts, and an officer."""
    procedure = s.procedure
    fee = fees.lines(procedure, dates.today(s.now))
    names = [
        *(["papers"] if _left_out(s, cases) else []),
        *(["fee"] if fees.short(procedure, dates.today(s.now)) != fee else []),
        *(["steps"] if procedure.steps else []),
        *(["who"] if procedure.who and procedure.is_certain("who") else []),
        *(["online"] if procedure.how.online else []),
    ]
    own = [buttons.own_case(procedure.id, texts.MY_CASE)] if has_cases(procedure.id, s.desk, now=s.now) else []
    most = 2 if own and cases == "named" else 3
    return (*own, *_choices(procedure, names[:most]))


def _left_out(s: Subject, cases: Detail) -> bool:
    """Whether the checklist leaves out something about the papers."""
    cut = documents.to_bring(s.procedure, short=True) != documents.to_bring(s.procedure, short=False)
    return cut or cases != "full" or bool(s.procedure.not_needed)


def _choices(procedure: Procedure, names: list[str]) -> tuple[Choice, ...]:
    parts = (buttons.aspect(name, procedure.id, texts.ASPECTS[name]) for name in names)
    return (*parts, Choice(buttons.OFFICER, texts.OFFICER))


# One part


def _part(s: Subject, aspect: str, also: Sequence[str]) -> Say:
    """The part that was asked, and the others if several were."""
    asked = [aspect, *(name for name in also if name in PARTS)]
    first, *told = [line for name in asked for line in _told(s, name)]
    rest = [name for name in ("documents", "fee", "time", "online") if name not in asked][:3]
    choices = _choices(s.procedure, rest)
    text = "\n\n".join([first, *_not_yet(s), *told, *source_lines(s.procedure), inline(choices)])
    return Say(text, choices, _links_of(s, asked))


def _links_of(s: Subject, asked: list[str]) -> tuple[Link, ...]:
    """The page, and where the part that was asked leads on."""
    files = forms.links(forms.of(s.procedure)) if "form" in asked else ()
    return (*_page(s), *files) if files or asked[0] not in ("online", "law", "form") else _links(s)


def _told(s: Subject, aspect: str) -> list[str]:
    """The paragraphs of a part under its heading, and whether it is certain."""
    body = PARTS[aspect](s) if aspect in PARTS else []
    if not body:
        body = [texts.UNKNOWN.format(what=texts.ASPECTS[aspect].lower(), name=s.procedure.short)]
    elif not s.procedure.is_certain(FACTS[aspect]):
        body = [*body, texts.CONFIRMS_THIS]
    return [_headed(s, aspect, body[0]), *body[1:]]


def _headed(s: Subject, aspect: str, first: str) -> str:
    return f"{s.procedure.short} – {texts.ASPECTS[aspect].lower()}:\n{first}"


def _fee(s: Subject) -> list[str]:
    day = fees.day_asked(s.words, dates.today(s.now))
    lines = fees.lines(s.procedure, day) if _stands(s.procedure, day) else []
    if not lines:
        return [texts.FEE_EXPIRED.capitalize() + "."] if s.procedure.fee_rules else []
    exempt = fees.exemptions(s.procedure, day)
    said = any("miễn" in line.lower() for line in lines)
    free = [f"Miễn cho: {', '.join(exempt)}."] if exempt and not said else []
    if _TAX.search(plain(s.words)) and not any("thuế" in line for line in lines):
        free = [*free, texts.NO_TAX]
    later = [texts.FEE_ON.format(day=texts.day(day))] if day > dates.today(s.now) else []
    came = fees.sums(s.procedure, day, s.words)
    if came:
        return ["\n".join([*later, *came]), "\n".join([texts.SUM_RULES, *(f"• {line}" for line in lines)]), *free]
    example = fees.example(s.procedure, day)
    told = fee_or_free.answered(s.words, lines, exempt=bool(exempt))
    return ["\n".join([*later, *told]), *free, *([example] if example else [])]


def _stands(procedure: Procedure, day: date) -> bool:
    """Whether the record is known to be in force on a day."""
    return not procedure.is_repealed(day) and (procedure.valid_until is None or day <= procedure.valid_until)


def _time(s: Subject) -> list[str]:
    return _deadline(s) if deadlines.asked(s.words) else _takes(s, terms=False)


def _deadline(s: Subject) -> list[str]:
    """By when one must file, as far as the record tells it, and how long it takes then."""
    terms = deadlines.told(s.procedure)
    last = last_day.told(s.procedure, s.desk.kb.ward, s.words, dates.today(s.now))
    by_when = ["\n".join(texts.DEADLINE.format(term=_lowered(term)) for term in terms)] if terms else []
    return [*last, *by_when, *_takes(s, terms=bool(terms))]


def _takes(s: Subject, *, terms: bool) -> list[str]:
    if not s.procedure.time_limit:
        return []
    takes = f"{texts.TAKES}: {_lowered(s.procedure.time_limit)}." if terms else f"{s.procedure.time_limit}."
    return [takes, *_due(s)]


def _due(s: Subject) -> list[str]:
    """When it may be expected if it is filed now, or when the resident says, where that can be computed."""
    limit = s.procedure.time_limit or ""
    told = filing_day.told(s.words, s.now)
    certain = s.procedure.is_certain("time_limit")
    due = appointment(limit, s.desk.kb.ward, told.moment if told else s.now) if certain else None
    if due is None:
        return []
    late = None if told and told.on_the_hour else due.late
    words = texts.DUE_CUT_OFF if late else texts.DUE_SAME_DAY if due.due == due.filed else texts.DUE
    filed = _filed(s, due.filed, dates.today(told.moment) if told else None)
    return [words.format(filed=filed, due=texts.weekday(due.due), late=texts.weekday(late or due.due))]


def _filed(s: Subject, filed: date, told: date | None) -> str:
    """The day of filing; why it is another one than was told."""
    day = f"hôm nay ({texts.weekday(filed)})" if filed == dates.today(s.now) else texts.weekday(filed)
    closed = told is not None and told != filed and not dates.is_working_day(s.desk.kb.ward, told)
    return f"{day} (vì {texts.weekday(told)} nghỉ)" if closed and told else day


def _where(s: Subject) -> list[str]:
    if not s.procedure.how.in_person:
        return []
    ward = places.at_counter(s.desk.kb.ward, s.procedure.field, s.procedure.how.in_person)
    own = places.address(ward, s.procedure.field, s.procedure.how.in_person)
    hours = places.hours(ward)
    now = places.open_line(ward, s.now)
    post = f"{texts.POST}: {_lowered(s.procedure.how.post)}" if s.procedure.how.post else None
    lines = [
        _people(s.procedure.how.in_person),
        own,
        texts.HOURS.format(hours=hours) if hours and own else None,
        now if own else None,
        places.days_off(ward, s.now) if own else None,
        f"{texts.ONLINE}: {s.procedure.how.online}" if s.procedure.how.online else None,
        post,
    ]
    return ["\n".join(line for line in lines if line), *_block(texts.ANYWHERE, _elsewhere(s.procedure))]


def _elsewhere(procedure: Procedure) -> list[str]:
    """What the notes say of filing at another place than one's own."""
    return [
        f"• {sentence.rstrip('.')}{_hint(procedure, f'notes[{at}]')}"
        for at, note in enumerate(procedure.notes)
        for sentence in _SENTENCE.split(note)
        if _ANYWHERE.search(sentence)
    ]


def _online(s: Subject) -> list[str]:
    online = s.procedure.how.online
    if not online or online.startswith(_NOT):
        place = [f"{texts.WHERE}: {_people(s.procedure.how.in_person)}."] if s.procedure.how.in_person else []
        post = [f"{texts.POST}: {_lowered(s.procedure.how.post)}."] if s.procedure.how.post else []
        return ["\n".join([f"{online}." if online else texts.NOT_ONLINE, *place, *post])]
    level = f" (trực tuyến {s.procedure.online_level})" if s.procedure.online_level else ""
    return [f"{online}{level}."]


def _form(s: Subject) -> list[str]:
    return forms.told(s.procedure) or [texts.NO_FORM]


def _who(s: Subject) -> list[str]:
    behalf = [at for at, paper in enumerate(s.procedure.documents) if case_condition.is_for_others(paper)]
    instead = _block(texts.ON_BEHALF, documents.under_conditions(s.procedure, behalf, short=False))
    notes = [line for line, note in zip(_notes(s.procedure), s.procedure.notes, strict=True) if _OTHERS.search(note)]
    return [*([texts.sentence(s.procedure.who)] if s.procedure.who else []), *instead, *_block(texts.NOTES, notes)]


def _steps(s: Subject) -> list[str]:
    if not s.procedure.steps:
        return []
    steps = "\n".join(f"Bước {at}: {step}" for at, step in enumerate(s.procedure.steps, start=1))
    return [steps, *_block(texts.NOTES, _notes(s.procedure))]


def _notes(procedure: Procedure) -> list[str]:
    return [f"• {note}{_hint(procedure, f'notes[{at}]')}" for at, note in enumerate(procedure.notes)]


def _result(s: Subject) -> list[str]:
    return [f"{s.procedure.result}."] if s.procedure.result else []


def _validity(s: Subject) -> list[str]:
    lines = validity.told(s.procedure)
    return ["\n".join(lines)] if lines else []


def _duty(s: Subject) -> list[str]:
    return duty.told(s.procedure)


def _law(s: Subject) -> list[str]:
    return [_bullets(s.procedure.legal_basis)] if s.procedure.legal_basis else []


def _all_papers(s: Subject) -> list[str]:
    return [
        *_block(texts.BRING, documents.to_bring(s.procedure, short=False)),
        *_some_cases(s, "full"),
        *not_needed(s.procedure, short=False),
    ]


PARTS = {
    "papers": _all_papers,
    "fee": _fee,
    "time": _time,
    "deadline": _deadline,
    "where": _where,
    "online": _online,
    "form": _form,
    "who": _who,
    "steps": _steps,
    "result": _result,
    "validity": _validity,
    "duty": _duty,
    "law": _law,
}
FACTS = {
    "papers": "documents",
    "fee": "fee",
    "time": "time_limit",
    "deadline": "time_limit",
    "where": "how.in_person",
    "online": "how.online",
    "form": "documents.form",
    "who": "who",
    "steps": "steps",
    "result": "result",
    "validity": "validity",
    "duty": "duty",
    "law": "legal_basis",
}
"""Which fact of an entry each part tells; those that are told from several carry their hints themselves."""


def part_that_says(procedure: Procedure, words: str, first: str | None, *, day: date) -> str | None:
    """The part in whose text these folded words stand together, the one under discussion before the others."""
    said = {
        "fee": fees.lines(procedure, day),
        "time": [procedure.time_limit or ""],
        "where": [procedure.how.in_person or ""],
        "online": [procedure.how.online or ""],
        "who": [procedure.who or ""],
        "steps": [*procedure.steps, *procedure.notes],
    }
    order = sorted(said, key=lambda part: part != first)
    return next((part for part in order if any(f" {words} " in f" {comparable(line)} " for line in said[part])), None)


# What must not be told as valid


def _repealed(s: Subject) -> Say:
    procedure, repealed = s.procedure, s.procedure.repealed
    when = f" từ ngày {texts.day(repealed.on)}" if repealed and repealed.on else ""
    note = repealed.note if repealed and repealed.note else None
    next_ones = [s.desk.kb.procedures[i] for i in procedure.replaced_by if is_known(i, s.desk)]
    choices = (
        *(buttons.procedure(other.id, other.short) for other in next_ones),
        Choice(buttons.OFFICER, texts.OFFICER),
    )
    lead = [texts.REPEALED.format(name=procedure.short, when=when), *([note] if note else [])]
    turn = texts.REPLACED if next_ones else texts.NOT_REPLACED
    return Say("\n\n".join([*lead, *source_lines(s.procedure), f"{turn}\n{listed(choices)}"]), choices)


def _expired(s: Subject) -> Say:
    until = s.procedure.valid_until
    choices = (Choice(buttons.OFFICER, texts.OFFICER),)
    told = texts.EXPIRED.format(name=s.procedure.short, day=texts.day(until) if until else "")
    return Say(f"{told}\n\n{listed(choices)}", choices)


def _not_yet(s: Subject) -> list[str]:
    start, today = s.procedure.valid_from, dates.today(s.now)
    if start and start > today:
        return [texts.NOT_YET.format(day=texts.day(start))]
    return ends_soon(s.procedure, today)


def ends_soon(procedure: Procedure, today: date, *, english: bool = False) -> list[str]:
    """The line that says until when the record stands, if that is soon."""
    ends = procedure.repealed.on if procedure.repealed else None
    if ends and ends - today <= ENDS_SOON:
        return [texts.spoken(texts.REPEALED_SOON, english=english).format(day=texts.day(ends))]
    until = procedure.valid_until
    soon = until is not None and until - today <= ENDS_SOON
    return [texts.spoken(texts.ENDS_SOON, english=english).format(day=texts.day(until))] if until and soon else []


# The foot


def _closing(s: Subject) -> list[str]:
    return [*([texts.CONFIRMS] if _told_with_hint(s.procedure) else []), *source_lines(s.procedure)]


def _told_with_hint(procedure: Procedure) -> bool:
    """Whether any part that the checklist tells is marked as not certain."""
    if procedure.confidence == "memory":
        return False
    parts = ["fee", *(f"documents[{at}].name" for at in range(len(procedure.documents)))]
    parts += ["time_limit"] if procedure.time_limit else []
    parts += [f"how.{way}" for way in ("in_person", "online") if getattr(procedure.how, way)]
    return not all(map(procedure.is_certain, parts))


def _hint(procedure: Procedure, part: str) -> str:
    uncertain = procedure.confidence != "memory" and not procedure.is_certain(part)
    return f" ({texts.HINT})" if uncertain else ""


def source_lines(procedure: Procedure) -> list[str]:
    """The line that says where the record was read, and who stands by it."""
    confirmed = procedure.confirmed
    stands = (
        f" {texts.CONFIRMED.format(by=confirmed.by, day=texts.day(confirmed.on))}"
        if confirmed.by and confirmed.on
        else ""
    )
    if not procedure.source:
        return [stands.strip()] if stands else []
    first = next((source for source in procedure.source if source.url), procedure.source[0])
    return [texts.SOURCE.format(title=_CITED.sub("", first.title), day=_source_day(first)) + "." + stands]


def _source_day(source: Source) -> str:
    if not source.date:
        return ""
    parts = [part.lstrip("0") for part in reversed(source.date.split("-"))]
    return texts.SOURCE_DAY.format(day="/".join(parts)) if len(parts) == 3 else f" ({'/'.join(parts)})"


def _links(s: Subject) -> tuple[Link, ...]:
    url = next((source.url for source in s.procedure.source if source.url), None)
    source = (Link(texts.OPEN_SOURCE.format(host=urlsplit(url).hostname), url),) if url else ()
    return (*_page(s), *source)


def _page(s: Subject) -> tuple[Link, ...]:
    page = s.desk.page_of(s.procedure.id)
    return (Link(texts.PAGE, page),) if page else ()


def _block(heading: str, lines: list[str], *, uncertain: bool = False) -> list[str]:
    head = heading.replace(":", f" ({texts.HINT}):") if uncertain else heading
    return ["\n".join([head, *lines])] if lines else []


def _bullets(lines: list[str] | tuple[str, ...]) -> str:
    return texts.sentence(lines[0]) if len(lines) == 1 else "\n".join(f"• {line}" for line in lines)


def _lowered(text: str | None) -> str:
    return text[:1].lower() + text[1:] if text else ""
