""" "Không, ý tôi là khai tử", "nhầm, thường trú cơ": another procedure is meant than the one that was answered."""

from __future__ import annotations

import re

from handlers import asking, question, siblings
from handlers.messages import Decision
from handlers.turn import Turn
from handlers.words import plain, tail
from knowledge.decision import Verdict

LONGEST = 12
"""More words than this behind the denial tell a story."""

_I = r"(?:e|em|toi|minh|mik|mk|chi|anh|chau|tui|bac|co|chu|con|ong|ba)"
"""How residents speak of themselves."""
_OH = r"(?:(?:a|oi|u|da|chet|uh|sorry|xin loi|ay) )*"
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
_DENIED = re.compile(rf"^{_OH}(?:{_NO}|(?:khong|ko|k) phai .+)$")
"""What stands before the comma where the last procedure was not the one."""
_NOT_SO = re.compile(rf"^{_OH}(?:khong|ko|k|kg)(?: bi| can)? (?P<what>.+)$")
"""Where it stands in the name of that procedure, this denies it, too."""
_AND_NOT = re.compile(r"(?: a| nhe)?(?: chu (?:khong|ko|k|kg)| (?:khong|ko|k|kg) phai) .+$")
"""What is not meant, behind what is."""
_PARTICLE = re.compile(r"[\s.!]*(?:\b(?:cơ|cơ mà|kia|mới đúng|ấy|á|cơ ạ|co|co ma|ay)\b)?[\s.!]*$", re.IGNORECASE)
"""The particle behind what is meant."""


def route(turn: Turn) -> Decision | None:
    """What is meant instead is the question; the part that was asked stays."""
    words = plain(turn.text)
    told = _first(_MEANT, words)
    rather = None if told or turn.topic is None else _behind_the_comma(turn) or _first(_RATHER, words)
    if told is None and rather is None:
        return None
    rest = _PARTICLE.sub("", tail(turn.text, _AND_NOT.sub("", told or rather or "")))
    verdict = turn.read(rest)
    if near := _sibling(turn, rest, verdict):
        return question.about(turn.with_text(rest), near, _part(turn, verdict), words=rest)
    if verdict.decision not in (("answer", "choose", "refer") if told else ("answer",)):
        return None
    return question.reply(turn.with_text(rest), verdict, aspect=_part(turn, verdict))


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


def _behind_the_comma(turn: Turn) -> str | None:
    """What is meant, if the words before the comma deny the last procedure, or what its name says."""
    denied, comma, rest = turn.text.partition(",")
    words = plain(denied)
    if turn.topic is None or not comma or len(rest.split()) > LONGEST:
        return None
    procedure = turn.desk.kb.procedures[turn.topic.procedure_id]
    not_so = _NOT_SO.match(words)
    of_its_name = not_so is not None and set(not_so["what"].split()) <= set(plain(procedure.short).split())
    return plain(rest) or None if of_its_name or _DENIED.match(words) else None


def _part(turn: Turn, verdict: Verdict) -> str | None:
    """The part asked beside what is meant, else the one asked so far: "chứ không phải rách, mất bao lâu"."""
    return asking.told_aspect(verdict.aspect, asking.parts(turn, turn.text)) or _part_so_far(turn)


def _part_so_far(turn: Turn) -> str | None:
    """The part that was asked before the resident put right which procedure is meant."""
    if turn.pending and turn.pending.kind in ("choose", "of_what"):
        return turn.pending.aspect
    return turn.topic.aspect if turn.topic else None
