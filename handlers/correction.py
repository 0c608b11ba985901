""" "Không, ý tôi là khai tử", "nhầm, thường trú cơ": another procedure is meant than the one that was answered."""

from __future__ import annotations

import re

from handlers import asking, question, sibling_question, sibling_told, siblings
from handlers.messages import Decision
from handlers.turn import Turn
from handlers.words import asks, plain, tail
from knowledge.decision import Verdict

DENIED = 0.5
"""How much the words must have of a sibling's side where the topic's is denied."""
LONGEST = 12
"""More words than this behind the denial tell a story."""

_I = r"(?:e|em|toi|minh|mik|mk|chi|anh|chau|tui|bac|co|chu|con|ong|ba)"
"""How residents speak of themselves."""
_OH = r"(?:(?:a|oi|u|da|chet|uh|sorry|xin loi|ay|the|vay|gio) )*"
_MISTAKE = rf"(?:{_I} )?(?:hoi |go |viet |noi |bam )?(?:nham|lon|sai)(?: nham| roi| mat)?"
_NO = rf"(?:khong|ko|k|kg|hong|thoi|{_MISTAKE})(?: phai| dung| dau)?"
_MEANT = (
    rf"^{_OH}(?:{_NO} )*(?:{_I} )?y (?:(?:cua )?{_I} )?(?:(?:muon )?(?:noi|hoi) )?la (?P<rest>.+)$",
    rf"^{_OH}(?:{_NO} )+(?:{_I} )?(?:(?:muon |dang |dinh )?hoi (?:ve |la )?|phai la )(?P<rest>.+)$",
    r"\b(?:khong|ko|k|kg) phai (?:la |ve )?(?:.+?) ma (?:la |phai la |ve )?(?P<rest>.+)$",
    r"^(?:(?:no|oh|sorry|actually) )*i (?:mean|meant) (?:to ask (?:about )?)?(?P<rest>.+)$",
)
"""What is meant, told as such."""
_RATHER = (
    rf"^{_OH}(?:{_NO} )*(?P<rest>.+) chu (?:khong|ko|k|kg) (?:phai |bi )?.+$",
    rf"^{_OH}(?:nham|lon|sai)(?: roi)? (?P<rest>.+?) (?:co|kia|co ma|moi dung)$",
    r"^(?:khong phai|ko phai|k phai|nham(?: roi)?|sai roi) (?:la |ve )?(?P<rest>.+)$",
)
"""What is meant rather than that which was talked of."""
_OH_THEN = re.compile(r"^(?:(?:a|ah|ua|oi|chet|quen|uh|o) )+(?!ma\b)(?P<rest>.+)$")
"""What is told on second thought."""
_DENIED = re.compile(rf"^{_OH}(?:{_NO}|(?:khong|ko|k) phai .+)$")
"""What stands before the comma where the last procedure was not the one."""
_NOT_SO = re.compile(rf"^{_OH}(?:no )?(?:khong|ko|k|kg|chua)(?: (?:phai|la|bi|can))* (?P<what>.+?)(?: (?:nua|dau))?$")
"""Where it stands in the name of that procedure, this denies it, too."""
_CLAUSE = re.compile(r"[,;.!]+|\s(?:nhưng|nhung|mà|ma)(?: mà| ma)?\s")
_FOUND = re.compile(r"^(?:a |da )*(?:tim|kiem|nhin|nhat) (?:lai )?(?:thay|duoc|ra)(?: (?:lai|roi|no))*$")
"""That it is not lost after all."""
_ALONE = re.compile(
    rf"^(?:(?:{_I}|a|da|thoi|the|vay|hay|la|gio|thi|chi|moi|rieng|cu|lam|xin|can|dang ky|muon|mot|cai) )+(?P<rest>.+?)"
    r"(?: (?:truoc|thoi|da|nhe|nha|a|cho nhanh|truoc mat))*$"
)
_JUST = re.compile(r"^(?:a |da )*(?:thoi|chi)\b|\b(?:chi|moi|rieng)\b.*\b(?:thoi|truoc|da)$")
"""That only one thing is to be done, or that first."""
_AND_NOT = re.compile(r"(?: a| nhe)?(?: chu (?:khong|ko|k|kg)| (?:khong|ko|k|kg) phai) .+$")
"""What is not meant, behind what is."""
_PARTICLE = re.compile(r"[\s.!]*(?:\b(?:cơ|cơ mà|kia|mới đúng|ấy|á|cơ ạ|co|co ma|ay)\b)?[\s.!]*$", re.IGNORECASE)
"""The particle behind what is meant."""


def route(turn: Turn) -> Decision | None:
    """What is meant instead is the question; the part that was asked stays."""
    words = plain(turn.text)
    told = _first(_MEANT, words)
    rather = None if told or turn.topic is None else _first(_RATHER, words)
    beside = None if told or turn.topic is None else _beside_the_denial(turn)
    if told is None and rather is None and beside is None:
        return _only(turn) or _on_second_thought(turn)
    if beside and _AND_NOT.search(plain(beside)):
        rather, beside = plain(beside), None
    rest = beside or _PARTICLE.sub("", tail(turn.text, _AND_NOT.sub("", told or rather or "")))
    verdict = turn.read(rest)
    here = turn.topic.procedure_id if turn.topic and _FOUND.match(plain(_CLAUSE.split(turn.text)[0])) else None
    if near := _by_denial(turn, verdict) or _sibling(turn, rest, verdict) or here:
        return question.about(turn.with_text(rest), near, _part(turn, verdict), words=rest)
    if verdict.decision not in (("answer", "choose", "refer") if told else ("answer",)):
        return None
    return question.reply(turn.with_text(rest), verdict, aspect=_part(turn, verdict))


def _only(turn: Turn) -> Decision | None:
    """The one thing that is to be done, where more was talked of: "thôi chỉ làm khai sinh trước, bảo hiểm sau"."""
    head, *_ = turn.text.partition(",")
    match = _ALONE.match(plain(head)) if turn.topic else None
    if turn.topic is None or match is None or not _JUST.search(plain(head)):
        return None
    rest = tail(head, match["rest"])
    verdict = asking.clearer(turn.with_text(rest), turn.read(rest))
    other = verdict.entry if verdict.decision == "answer" else None
    if other is None or other.id not in turn.desk.kb.procedures or other.id == turn.topic.procedure_id:
        return None
    return question.about(turn.with_text(rest), other.id, verdict.aspect, words=rest)


def _on_second_thought(turn: Turn) -> Decision | None:
    """The sibling that is surely meant by what is told after an "à": "à khai sinh đúng, chỉ trên VNeID sai"."""
    match = _OH_THEN.match(plain(turn.text)) if turn.topic else None
    if match is None or asks(turn.text) or len(turn.text.split()) > LONGEST:
        return None
    rest = tail(turn.text, match["rest"])
    found = siblings.meant(turn, rest)
    if found is None or not found.sure or found.entry.kind != "procedure":
        return None
    return sibling_told.led(turn.with_text(rest), turn.desk.kb.procedures[found.entry.id])


def _by_denial(turn: Turn, verdict: Verdict) -> str | None:
    """The sibling whose side of an officer's question is told, where the side of the topic is denied."""
    denied = _AND_NOT.search(plain(turn.text)) if turn.topic else None
    if turn.topic is None or denied is None or siblings.likeliest(turn, verdict):
        return None
    procedure = turn.desk.kb.procedures[turn.topic.procedure_id]
    if set(denied[0].split()).isdisjoint(plain(procedure.short).split()):
        return None
    leads = sibling_question.leads(turn.desk.kb, procedure, turn.text)
    return next((one.entry.id for one in verdict.candidates if leads.get(one.entry.id, 0.0) >= DENIED), None)


def _sibling(turn: Turn, words: str, verdict: Verdict) -> str | None:
    """The sibling that the words mean; a name alone ("thường trú") counts before what it is beside the last one."""
    if turn.topic is None or verdict.decision not in ("choose", "handoff"):
        return None
    if verdict.confidence >= siblings.HINTED and (near := siblings.likeliest(turn, verdict)):
        return near
    found = siblings.meant(turn, words)
    return found.entry.id if found and found.entry.kind == "procedure" else None


def _first(patterns: tuple[str, ...], words: str) -> str | None:
    """What the first pattern that fits takes for meant."""
    found = (re.search(pattern, words) for pattern in patterns)
    return next((match["rest"] for match in found if match), None)


def _beside_the_denial(turn: Turn) -> str | None:
    """What is told beside a clause that denies the last procedure, or what its name says."""
    clauses = [clause.strip() for clause in _CLAUSE.split(turn.text) if clause.strip()]
    denying = {at for at, clause in enumerate(clauses) if _denies(turn, plain(clause), first=at == 0)}
    told = (_FOUND.sub("", plain(clause)) for at, clause in enumerate(clauses) if at not in denying)
    rest = ", ".join(tail(turn.text, clause) for clause in told if clause)
    return rest if denying and rest and len(rest.split()) <= LONGEST else None


def _denies(turn: Turn, words: str, *, first: bool) -> bool:
    """Whether a clause denies what the name of the last procedure says; the first may just say no."""
    not_so = _NOT_SO.match(words)
    if turn.topic is None or (first and (_DENIED.match(words) or _FOUND.match(words))):
        return turn.topic is not None
    name = set(plain(turn.desk.kb.procedures[turn.topic.procedure_id].short).split())
    return not_so is not None and set(not_so["what"].split()) <= name


def _part(turn: Turn, verdict: Verdict) -> str | None:
    """The part asked beside what is meant, else the one asked so far: "chứ không phải rách, mất bao lâu"."""
    return asking.told_aspect(verdict.aspect, asking.parts(turn, turn.text)) or _part_so_far(turn)


def _part_so_far(turn: Turn) -> str | None:
    """The part that was asked before the resident put right which procedure is meant."""
    if turn.pending and turn.pending.kind in ("choose", "of_what"):
        return turn.pending.aspect
    return turn.topic.aspect if turn.topic else None
