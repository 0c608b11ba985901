"""Which part of the procedure under discussion a short message asks about, when it names no need of its own."""

from __future__ import annotations

import re

from handlers import asking, english, privacy, telling
from handlers.turn import Turn
from handlers.words import asks, plain

LIKELY = 0.8
"""How sure another procedure must be to be meant, where it is not answered at once."""
LONGEST = 12
"""More words than this tell a story."""

_LITTLE_WORDS = """
    the con vay thi la a ah da vang em e toi minh chau anh chi co ban tui lam phai khong ko k duoc dc lay mau can muon
    hoi nua them luon o xin cho nao nhu bi ca viec nay do cai thu tuc ho so oi roi ma nhi va thoi biet giup voi nhe
    vo chong bo me ong ba bac chu di nguoi khac nha tu gio luc may bao nhieu lau ngay sao gi het mat ton
    tra ket qua nop ay vao tren mang bang tien dong khoang hay giay to nhan ve neu nho ngoai noi thay cung theo
    can cu phap luat quy qui dinh van ban truong hop cac buoc trinh tu gom xong kq j z nhung don mau nhac lai de
    vay y cua ra ket qa xem cac lai tai ha hen he nghen mac ok oke okie okay um dung
    tom chot cuoi hieu cam on dua hai tat moi
"""
_LITTLE = frozenset(_LITTLE_WORDS.split())
"""Words that name no need of their own."""
_BY_WHICH_WAY = re.compile(r"\b(?:truc tiep|truc tuyen|qua mang|online|onl|tai quay|buu dien|tren mang)\b")
"""How a dossier comes; no need of its own."""
_EMPTY = frozenset({"the", "vay", "thi", "co", "nha", "toi"})
"""Words that cannot be all that names a need."""
_PHRASES = {
    "result": r"ket qua|kq",
    "form": r"to khai(?: dau)?|mau to",
    "fee": r"gia(?: ca)?|tien|bao nhieu(?=(?: (?:vay|the|a|ah|nhi|ha|em|tat ca))*$)",
    "time": r"nhanh|bao gio|bh",
    "where": r"noi nop",
    "steps": r"lam (?:nhu )?(?:the nao|nao)|cach lam|huong dan",
    "documents": r"(?:danh sach )?(?:giay to|ho so)|chuan bi",
}
"""Bare words that ask for a part once a procedure is under discussion; alone they mean something else."""
_ASKED = {aspect: re.compile(rf"\b(?:{words})\b") for aspect, words in _PHRASES.items()}
_POINTED = {
    "fee": re.compile(r"\b(?:phi|le phi|tien|khoan|muc) (?:do|nay|ay)\b"),
    "time": re.compile(r"\b(?:thoi gian|thoi han) (?:do|nay|ay)\b"),
}
"""The part of what is talked of."""
_CLAUSE = re.compile(r"[,;.:?!\n]+")
_WHAT_ABOUT = re.compile(r"^(?:(?:and|so|ok) )?(?:what|how) about\b")
"""Leads to another need in English, whose words tell nothing to the Vietnamese telling of another one."""
_ELSEWHERE = re.compile(r"\b(?:(?:den|toi) dau roi|xong chua|co ket qua chua|duoc chua)\b")
"""Not about the rules but about somebody's own dossier."""


def only_part(turn: Turn) -> str | None:
    """The part that the message asks for; None if it names a need of its own or asks for none."""
    if len(turn.text.split()) > LONGEST:
        return None
    if turn.english:
        return english.only_part(turn.text)
    message = turn.desk.matcher.explain(privacy.without(turn.text)).message
    words = [s.folded for word in message.words for s in word.readings[0]]
    heavy = {s.folded for word in message.words if word.factor > 0.5 for s in word.readings[0]}
    if _ELSEWHERE.search(" ".join(words)):
        return None
    asked = asking.parts(turn, turn.text)
    left = set(_BY_WHICH_WAY.sub(" ", plain(asking.need(turn, turn.text))).split())
    nothing_else = bool(asked) and (left <= _LITTLE or _is_of_topic(turn, left))
    if turn.read(turn.text).decision == "answer" and not (turn.topic and nothing_else and left <= _EMPTY):
        return None
    if nothing_else and (part := asking.told_aspect(message.aspect, asked)):
        return part
    if message.aspect and heavy <= _LITTLE:
        return "form" if "mau" in heavy else asking.told_aspect(message.aspect, asked)
    return _by_phrase(" ".join(words), message.aspect)


def _is_of_topic(turn: Turn, words: set[str]) -> bool:
    """Whether words are how people speak of the procedure under discussion, or of what comes of it.

    One buys an insurance, and waits for the card.
    """
    procedure = turn.desk.kb.procedures[turn.topic.procedure_id] if turn.topic else None
    if procedure is None:
        return False
    named = len(words) == 1 and any(words <= set(plain(name).split()) for name in (procedure.short, *procedure.aliases))
    return named or words - _LITTLE <= set(plain(procedure.result or "").split())


def closing(turn: Turn) -> str | None:
    """The part that the last clause asks for alone, where what leads up to it asks nothing and names no other need.

    "Sdt em 09…, lệ phí bao nhiêu", "em hiểu rồi, thế giờ ra đâu làm".
    """
    clauses = [clause.strip() for clause in _CLAUSE.split(turn.text) if clause.strip()]
    part = only_part(turn.with_text(clauses[-1])) if turn.topic and len(clauses) > 1 else None
    if turn.topic is None or part is None:
        return None
    procedure = turn.desk.kb.procedures[turn.topic.procedure_id]
    if _is_likely_of_another(turn, procedure.id) or _WHAT_ABOUT.search(plain(turn.text)):
        return None
    lead = turn.with_text(", ".join(clauses[:-1]))
    if asks(lead.text) and not asking.parts(lead, lead.text):
        return None
    return None if telling.names_another(lead, procedure) else part


def _is_likely_of_another(turn: Turn, here: str) -> bool:
    """Whether all the clauses together are understood as another procedure."""
    verdict = turn.read(turn.text)
    first = verdict.entry or next((candidate.entry for candidate in verdict.candidates), None)
    likely = verdict.decision == "answer" or (verdict.decision == "choose" and verdict.confidence >= LIKELY)
    return likely and first is not None and first.id != here


def of_it(turn: Turn) -> str | None:
    """The part that a message points at whatever else it says: "nếu là công ty thì phí đó bao nhiêu"."""
    found = asking.parts(turn, turn.text) if len(turn.text.split()) <= LONGEST else ()
    return next((part for part in found if part in _POINTED and _POINTED[part].search(plain(turn.text))), None)


def _by_phrase(words: str, aspect: str | None) -> str | None:
    """The part by its phrase, if all the other words are little ones."""
    for name, phrase in _ASKED.items():
        rest, found = phrase.subn(" ", words)
        if found and set(rest.split()) <= _LITTLE:
            return "form" if name == "form" else aspect or name
    return None
