"""By which day a resident must have done something, as far as the record tells it: not how long the office takes."""

from __future__ import annotations

import re

from handlers import texts
from handlers.words import plain
from knowledge.model import Procedure

_TOLD = re.compile(r"\b(?:trước|trong|chậm nhất|ít nhất|sau)\b[^.;]*?\b\d+ (?:ngày|giờ|tháng)", re.IGNORECASE)
_PART = re.compile(r"(?<=\.)\s+(?=[A-ZĐÀ-Ỹ])")
_ASKED = re.compile(
    r"\btruoc (?:bao|may|it nhat|toi thieu|khoang|tam)|\btrong (?:vong )?(?:may|bao)|\b(?:qua|dung|tre|den|het) han\b"
    r"|\bhan (?:nop|lam|khai|dang ky|chot|bao|la|den|toi|cuoi)\b|\b(?:truoc|tu|den|toi) (?:ngay|hom|bua) nao\b"
    r"|\bcon (?:kip|han)\b|\bkip (?:khong|ko|k|hong)\b"
    r"|\b(?:bao lau|(?:may|bao nhieu) ngay) (?:thi |la )?phai\b"
    r"|\b(?:cham|muon) nhat\b|\b(?:hieu luc|co gia tri|dung (?:duoc|dc|dk))\b"
)
"""Words that ask for it, or from when something holds."""


_TO_DO = re.compile(r"\bhan (?:chot |cuoi )?(?:de )?(?:di |phai )?(?:khai|nop|lam|dang ky|bao (?:cao|mat))\b")
"""A term within which something must be done, even where "hết hạn" stands before it."""


_LATE = re.compile(
    r"\b(?:bi|co|da) (?:muon|tre|cham|qua han)\b(?! (?:con|em|tuoi|mang|phat trien))|\bcon (?:kip|han)\b"
    r"|\btruoc (?:ngay|hom|bua) nao\b|\bhan (?:den|toi|la) (?:ngay|hom|bua|bao gio|khi nao)\b"
    r"|\b(?:cham|muon) nhat (?:la |den )?(?:ngay|hom|bua|bao gio|khi nao)\b"
)
"""Asks whether it is too late, or by which day: by when it must be done says so."""


def late(words: str) -> bool:
    """Whether a question asks if it is too late to do something."""
    return bool(_LATE.search(plain(words)))


def asked_to_do(words: str) -> bool:
    """Whether what ends is the time to do it, and not a paper."""
    return bool(_TO_DO.search(plain(words)))


def asked(words: str) -> bool:
    """Whether a question asks by when, instead of how long it takes."""
    return bool(_ASKED.search(plain(words))) or late(words)


def told(procedure: Procedure) -> list[str]:
    """The sentences of who may file and of the notes that name a term, each under its hint where it is not certain."""
    facts = [("who", procedure.who or ""), *((f"notes[{at}]", note) for at, note in enumerate(procedure.notes))]
    return [
        f"{_sentence(part)}{'' if procedure.is_certain(fact) else f' ({texts.HINT})'}"
        for fact, text in facts
        for part in _PART.split(text)
        if _TOLD.search(part)
    ]


def _sentence(part: str) -> str:
    return part[:1].upper() + part[1:].rstrip(". ")
