"""On which days and at what hours the ward works: the day asked is looked up, and told for each counter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from handlers import asking, buttons, parts, places, question, texts
from handlers.messages import Choice, Decision, Outcome, Say
from handlers.numbered import listed
from handlers.turn import Turn
from handlers.words import plain
from knowledge import dates, named_days
from knowledge.decision import Verdict
from knowledge.model import Ward

WEEKEND, HOLIDAYS, HOURS = "thu-bay", "nghi-le", "gio-lam-viec"
"""The general entries about it."""
_WORKS = r"(?:lam|mo|mo cua|nghi|truc|nhan|tiep|open|closed)\b"
_DAY = {
    WEEKEND: r"(?:thu (?:7|bay)|t7|chu nhat|cn|cuoi tuan|weekends?|saturdays?|sundays?)",
    HOLIDAYS: r"(?:ngay le|le tet|tet|nghi le|quoc khanh|gio to|holidays?)",
    HOURS: r"(?:may gio|gio (?:nao|hanh chinh|lam)|buoi (?:trua|toi)|gio trua|ngoai gio|opening hours)",
}
_ASKED = {
    entry: re.compile(rf"\b{day}\b(?: \w+){{0,4}}? {_WORKS}|\b{_WORKS}(?: \w+){{0,5}}? {day}\b")
    for entry, day in _DAY.items()
}
_OPENS = re.compile(
    r"\b(?:(?:lam|nhan|mo|truc|nghi|tiep)"
    r"(?= (?:viec |ho so |dan |cua )?(?:khong|ko|k|hong|hok|chua|a|ha|nhi|vay|the)\b)"
    r"|lam viec|mo cua(?! hang)|dong cua(?! hang)|tiep dan|nhan ho so"
    r"|(?:lam|nghi)$|nghi (?:le|bu|tet)|open|closed"
    r"|(?:den|qua|ra|len|ghe|toi)(?: (?:phuong|nop|lam|do|day|ho so|lay|luon)){0,3}"
    r" (?:co )?(?:duoc|dc|dk) (?:khong|ko|k|hong|hok)"
    r"|nop(?: (?:ho so|vao|ngay|thu|chu nhat|cuoi tuan|[2-7t]\w*|\w{2,3})){1,4}?"
    r" (?:co )?(?:duoc|dc|dk) (?:khong|ko|k|hong|hok)"
    r"|can i come|may i come)\b"
)
"""That a place works or rests, and no person, shop or need."""
_NOW = re.compile(
    r"^(?:(?:da|alo|cho hoi|em hoi|phuong|ubnd|uy ban|mot cua|trung tam|van phong|co quan|cong an|minh|ta|nha minh|ben"
    r"|gio|con|dang|da|co|hien) )*(?:lam viec|mo cua|dong cua|open|closed)"
    r" ?(?:khong|ko|k|hong|chua|roi|now|a|ad|vay|the|nhi|ha| )*$"
)
"""Whether it is open, without a day: now."""
_QUESTION = re.compile(r"\b(?:khong|ko|k|hong|hok|chua|nao|may|bao gio|khi nao|bao lau|den dau)\b")
_POLICE = re.compile(r"\bcong an\b")
_TELLS = re.compile(r"\b(?:thu (?:[2-7]|hai|ba|tu|nam|sau|bay)|chu nhat|gio hanh chinh)\b")
LONGEST = 12
"""More words than this tell a story."""


def route(turn: Turn) -> Decision | None:
    """The day asked, or the ward's general answer; none if a procedure is named or the topic's place tells its days."""
    words = plain(turn.text)
    entry = next((entry for entry, asked in _ASKED.items() if asked.search(words)), None)
    days = _days(turn, words, entry)
    entry = entry or (HOURS if days else None)
    if entry is None or entry not in turn.desk.kb.general or len(words.split()) > LONGEST:
        return None
    if turn.topic and parts.closing(turn) not in (None, "where", "time"):
        return None
    if _is_told_with_the_place(turn) and not _is_better_known(turn, entry, days):
        return None
    verdict = asking.clearer(turn, turn.read(turn.text))
    only_the_day = bool(days) and not turn.english and set(asking.parts(turn, turn.text)) <= {"where", "who"}
    if verdict.decision == "answer" and verdict.entry and only_the_day:
        return _of_a_procedure(turn, verdict.entry.id, verdict, days)
    if verdict.decision == "answer" or (verdict.decision == "chat" and not _QUESTION.search(words)):
        return None
    known = verdict.entry.id if verdict.decision == "refer" and verdict.entry else entry
    entry = known if known in turn.desk.kb.general else entry
    told = None if turn.english else _on_days(turn, days) if days else _on_holiday(turn, words)
    return _say(turn, entry, told) if told else question.refer(turn, entry)


def _of_a_procedure(turn: Turn, procedure_id: str, verdict: Verdict, days: list[date]) -> Decision:
    """Whether its counter works on these days, before where it is filed."""
    decision = question.about(turn, procedure_id, "where", verdict)
    about_it = replace(turn, conversation=decision.conversation)
    first, *rest = decision.say
    return replace(decision, say=(replace(first, text=f"{_on_days(about_it, days)}\n\n{first.text}"), *rest))


def _days(turn: Turn, words: str, entry: str | None) -> list[date]:
    if _NOW.search(words):
        return [turn.today]
    return named_days.days(turn.text, turn.today) if entry == WEEKEND or _OPENS.search(words) else []


def _is_better_known(turn: Turn, entry: str, days: list[date]) -> bool:
    """Whether the calendar tells more of these days than the law's words on where to file."""
    return bool(days) and (entry != WEEKEND or any(ward.hours for _, ward in _counters(turn)))


def _say(turn: Turn, entry: str, told: str) -> Decision:
    """What is told, with an officer offered while the ward has not filled in its hours."""
    known = any(ward.hours for _, ward in _counters(turn))
    choices = () if known else (Choice(buttons.OFFICER, texts.OFFICER),)
    say = Say(f"{told}\n\n{listed(choices)}" if choices else told, choices)
    pending = turn.ask("after_answer", choices, turn.text) if choices else None
    return turn.decide(Outcome("refer", entry=entry, confidence=1.0), say, pending=pending)


def _on_days(turn: Turn, days: list[date]) -> str:
    """For each day, at each counter, the hours; while they are not known, whether public offices work."""
    counters = [(who, ward) for who, ward in _counters(turn) if ward.hours]
    if not counters:
        return "\n".join(_unknown(turn, days))
    lines = [_at_counter(turn, day, who, ward) for day in days for who, ward in counters]
    told = (
        texts.ON_A_DAY.format(line=lines[0])
        if len(lines) == 1
        else "\n".join([texts.ON_DAYS, *map("• {}".format, lines)])
    )
    closed = not all(places.spans(ward, day) for day in days for _, ward in counters)
    urgent = texts.URGENT.format(hotline=turn.ward.hotline) if closed and turn.ward.hotline else None
    return "\n".join(filter(None, [told, urgent]))


def _unknown(turn: Turn, days: list[date]) -> Iterator[str]:
    """Which of the days public offices work or rest, without the ward's own hours."""
    for works, words in ((True, texts.WORK_ON), (False, texts.REST_ON)):
        told = [day for day in days if dates.is_working_day(turn.ward, day) is works]
        if told:
            yield words.format(days=", ".join(_called(turn, day) + _name(day) for day in told))


def _counters(turn: Turn) -> list[tuple[str, Ward]]:
    """The police where it is named, the counter of what is talked of, else the ward and all with hours of their own."""
    own = places.with_own_hours(turn.ward)
    police = [one for one in own if _POLICE.search(plain(one[0]))] if _POLICE.search(plain(turn.text)) else []
    return police or _of_the_topic(turn) or [(texts.THE_WARD, turn.ward), *own]


def _of_the_topic(turn: Turn) -> list[tuple[str, Ward]]:
    if turn.topic is None:
        return []
    procedure = turn.desk.kb.procedures[turn.topic.procedure_id]
    filed = procedure.how.in_person or ""
    place = places.counter(turn.ward, procedure.field, filed)
    return [(place.name, places.at_counter(turn.ward, procedure.field, filed))] if place else []


def _at_counter(turn: Turn, day: date, who: str, ward: Ward) -> str:
    """What one counter does on a day: "công an phường thứ Bảy 28/11 làm việc 07:30–11:30"."""
    name, spans = f"{who} {_called(turn, day)}", places.spans(ward, day)
    if spans:
        now = places.open_line(ward, turn.now) if day == turn.today else None
        return " ".join(filter(None, [texts.WORKS_ON.format(who=name, hours=spans), now]))
    after = dates.next_opening(ward, dates.midnight_after(day))
    return texts.CLOSED_ON.format(who=name, name=_name(day), when=f", mở lại {texts.moment(after)}" if after else "")


def _called(turn: Turn, day: date) -> str:
    name = texts.weekday(day) if day.year == turn.today.year else f"{texts.weekday(day)}/{day.year}"
    return texts.TODAY.format(day=name) if day == turn.today else name


def _name(day: date) -> str:
    name = dates.holiday_name(day)
    return f" ({name})" if name else ""


def _on_holiday(turn: Turn, words: str) -> str | None:
    """From when until when a public holiday lasts, as the calendar has it until now."""
    name = named_days.holiday(words)
    day = dates.next_holiday(name, turn.today) if name else None
    if name is None or day is None:
        return None
    first, last = dates.days_off_around(turn.ward, day)
    told = (texts.HOLIDAY if last > first else texts.HOLIDAY_OF_A_DAY).format(
        name=name,
        year=day.year,
        first=texts.weekday(first),
        last=texts.weekday(last),
        next=texts.weekday(dates.working_day_after(turn.ward, last, 1)),
    )
    return f"{told}\n{texts.HOLIDAY_MAY_MOVE}"


def _is_told_with_the_place(turn: Turn) -> bool:
    """Whether the answer where to file says on which days, so that it is the better one."""
    if turn.topic is None:
        return False
    procedure = turn.desk.kb.procedures[turn.topic.procedure_id]
    in_person = procedure.how.in_person or ""
    own = places.address(turn.ward, procedure.field, in_person)
    return bool(_TELLS.search(plain(in_person)) or (own and places.hours(turn.ward)))
