"""What only leads to the question: "tóm lại …", "em có VNeID rồi, …"; what is left asks for a part of the topic."""

from __future__ import annotations

import re

from handlers import asking, parts, question
from handlers.messages import Decision
from handlers.turn import Turn
from handlers.words import plain, tail

LONGEST = 24
"""More words than this tell a story."""

_CUES = r"(?:(?:da|a|the|vay|nhung|ma|con|u|ok) )*"
_SUMMING_UP = re.compile(
    rf"^{_CUES}(?:(?:noi )?tom lai|cuoi cung|rot cuoc|chot lai|chung quy|noi chung|tong cong|tong ket)(?: (?:la|thi))?"
    r"(?: (?P<rest>.+))?$"
)
_WHO = r"(?:(?:e|em|toi|minh|mk|chau|con|tui|anh|chi|nha|bo|me|vo|chong|ck|vk|ong|ba|co|chu|bac|no|hai|be) )*"
_HAS = re.compile(
    rf"^{_CUES}{_WHO}(?:(?:da |cung |dang )*co |(?:dang )?dung )?(?:san |kich hoat )*(?P<thing>\w+(?: \w+){{0,6}}?) roi"
    r"(?: (?:thi|nen|gio|vay|the|ma|day))* (?P<rest>.+)$"
)
"""What one has already, and what is asked then."""
_LACKS = re.compile(
    r"\b(?:mat|hong|rach|hu|gay|sai|het han|chua|khong|ko|lam|doi|xin|muon|can(?! cuoc)|nop|bao|xong|chet|chuyen)\b"
)
"""What one has not, or does: a need may be told."""
_WISHES = re.compile(r"\b(?:muon|dinh|xin|can (?:lam|doi|xin))\b")
_BRINGS = re.compile(r"\b(?:khoi|khong|ko|k|can|phai|van)(?: can| phai)* (?:mang|nop|dem)\b")
_BY_THAT = re.compile(r"\b(?:tren|bang|qua) (?:do|ay|nay|no)\b")
"""By what one has."""
_OF_A_PART = frozenset({"online", "where", "documents", "fee", "time", "form", "duty"})


def route(turn: Turn) -> Decision | None:
    """The part of the topic that is asked behind such words."""
    words = plain(turn.text)
    if turn.topic is None or turn.english or len(words.split()) > LONGEST:
        return None
    if match := _SUMMING_UP.match(words):
        return _all_of_it(turn, tail(turn.text, match["rest"]) if match["rest"] else "")
    if part := _before_what_all_ask(turn):
        return _about(turn, part)
    match = _HAS.match(words)
    if match is None or _LACKS.search(match["thing"]) or _WISHES.search(match["rest"]):
        return None
    part = _part(turn, _BY_THAT.sub(f"tren {match['thing']}", match["rest"]))
    if part is None and _BRINGS.search(match["rest"]):
        part = "documents"
    return _about(turn, part) if part in _OF_A_PART and _is_of_another(turn) else None


def _before_what_all_ask(turn: Turn) -> str | None:
    """The part that the first clause asks for, where the rest asks what holds for every dossier."""
    first, comma, _ = turn.text.partition(",")
    verdict = turn.read(turn.text)
    general = verdict.decision == "refer" and verdict.entry is not None and verdict.entry.id in turn.desk.kb.general
    return parts.only_part(turn.with_text(first)) if comma and general else None


def _all_of_it(turn: Turn, rest: str) -> Decision | None:
    """The part asked for once more at the end; the papers where nothing else is said."""
    part = _part(turn, rest) if rest else "documents"
    return _about(turn, part) if part else None


def _part(turn: Turn, rest: str) -> str | None:
    """What the rest alone asks for, unless it names another need."""
    verdict = turn.read(rest)
    named = verdict.entry is not None and verdict.decision in ("answer", "refer")
    here = turn.topic.procedure_id if turn.topic else None
    if named and verdict.entry is not None and verdict.entry.id != here and asking.need(turn, rest):
        return None
    return parts.only_part(turn.with_text(rest)) or asking.told_aspect(None, asking.parts(turn, rest))


def _is_of_another(turn: Turn) -> bool:
    """Whether all the words together are rather taken for something else."""
    first = next((one.entry.id for one in turn.read(turn.text).candidates), None)
    return turn.topic is not None and first != turn.topic.procedure_id


def _about(turn: Turn, part: str | None) -> Decision | None:
    if turn.topic is None:
        return None
    name = turn.desk.kb.procedures[turn.topic.procedure_id].short
    return question.about(turn, turn.topic.procedure_id, part, words=f"{turn.text} ({name})")
