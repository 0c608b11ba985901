"""What is done already and only leads to the question counts less: "giấy chia đã ký xong rồi, giờ đứng tên sổ".

Told in full like a need of its own, it would else be answered with the procedure that lies behind the resident.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.words import Word

DONE_FACTOR = 0.65
"""How much of its weight a word keeps that tells what is done: it still tells which case it is."""
FEWEST_WORDS = 3
"""What is left beside it must be able to name a need."""

_NOW = frozenset({"gio", "nay"})
_OTHER_TIMES = frozenset(
    [
        *("may", "bao", "lam", "gan", "xua", "truoc", "den", "vua", "luc", "khi"),
        *("hom", "sang", "trua", "chieu", "toi", "dem", "bua", "ngay", "tuan", "thang", "nam"),
    ]
)
"""What makes of "giờ" and "nay" anything but now ("mấy giờ", "hôm nay")."""
_DO = (
    r"(?:co|lam|ky|cap|nhan|cong chung|chung thuc|dang ky|nop|khai|xin|lay|phan chia|chia|tach|mo|ke khai|chung|duoc"
    r"|sang ten|hoan thanh|nhap|cat|chuyen|bao|doi|thoa thuan|hop|lap|dang)"
)
"""What people do about papers."""
_DONE = re.compile(
    rf"\b(?:da|moi|vua) {_DO}\b"
    rf"|\b{_DO}\b.* (?:roi|xong)(?: \w+)?$"
    r"|\bxong(?: (?:xuoi|ca|het))?(?: roi)?$"
    r"|\bda \w+(?: \w+){0,6} (?:roi|xong)\b"
    r"|\b(?:truoc day|truoc kia|hoi truoc|hoi do|ngay xua|ngay truoc|nam ngoai|thang truoc|tuan truoc)\b"
)
_STILL_TELLS = re.compile(
    r"\b(?:chua|khong|ko|chet|mat|hong|rach|sai|het han|ben|nuoc ngoai|muon|can|xin|the nao|lam sao|gi|dau|nao|may"
    r"|bao)\b"
)
"""What happened, is missing or was done abroad makes the need, as what is wanted does."""


def mark_done(words: Sequence[Word]) -> list[Word]:
    """The words, those of clauses that tell what is done made lighter, if another clause is left for the need."""
    clauses = _clauses(words)
    done = [_is_done(clause) for clause in clauses[:-1]]
    left = (len(clause) for clause, is_done in zip(clauses, [*done, False], strict=True) if not is_done)
    if not any(done) or max(left) < FEWEST_WORDS:
        return list(words)
    marked: list[Word] = []
    for clause, is_done in zip(clauses, [*done, False], strict=True):
        marked += [word._replace(factor=word.factor * DONE_FACTOR, done=True) for word in clause] if is_done else clause
    return marked


def _clauses(words: Sequence[Word]) -> list[list[Word]]:
    """The words, cut where a clause or something new ("giờ …") begins."""
    clauses: list[list[Word]] = [[]]
    before = ""
    for word in words:
        said = word.readings[0][0].folded
        is_now = said in _NOW and before not in _OTHER_TIMES
        if clauses[-1] and (word.starts_clause or is_now):
            clauses.append([])
        clauses[-1].append(word)
        before = word.readings[0][-1].folded
    return clauses


def _is_done(clause: Sequence[Word]) -> bool:
    said = " ".join(syllable.folded for word in clause for syllable in word.readings[0])
    return _DONE.search(said) is not None and not _STILL_TELLS.search(said)
