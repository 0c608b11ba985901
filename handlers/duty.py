"""Whether a procedure must be done at all ("mở quán có phải đăng ký không"): for whom it is, never a bare yes."""

from __future__ import annotations

import re

from handlers import texts
from handlers.words import plain
from knowledge.model import Procedure

_ACT = (
    r"(?:dang ky|xin phep|xin giay phep|giay phep|khai bao|thong bao|trinh bao|bao (?:cong an|phuong|cho phuong)"
    r"|lam (?:lai|thu tuc|giay|dang ky|khai)|lam|doi|cap (?:lai|doi)|sang ten|tach|cap nhat|dieu chinh|gia han)"
)
_NO = r"(?:khong|ko|k|kg|hong|hok)(?! (?:co|con|duoc|biet|phai|o|thay|cung|lam|can|dang)\b)"
_ASKED = re.compile(
    rf"\b(?:can|phai|bat buoc)(?: (?:phai|di|ra phuong|len phuong|den phuong))* (?P<what>{_ACT}\b"
    r"(?! (?:o|tai|truoc|luon|ngay|gi|nao|bao|may|truc tiep|cung|ho so|la)\b)"
    rf"(?: (?!gi\b|nao\b|la\b|o\b|tai\b)\w+){{0,8}}?) {_NO}\b"
    rf"|^(?!.*\b(?:giay|hop dong|ban sao|ho khau|anh|to khai|online|truc tuyen|qua mang|mat)\b).*"
    rf"\b(?:bat buoc|can thiet)(?: phai)?(?: {_ACT})? {_NO}\b"
)
"""Asks for the duty itself: not for a paper, a place or a day."""
_TELLS = re.compile(
    r"miễn giấy phép|bắt buộc|phải (?:đăng ký|đổi|xin|khai|báo)\b|không cần (?:xin|đổi|đăng ký)", re.IGNORECASE
)
"""What a note says of who is bound, or free."""


def asked(words: str) -> bool:
    """Whether a question asks if something must be done at all."""
    return bool(_ASKED.search(plain(words)))


def what(words: str) -> str:
    """What one is asked to do, in folded words, where the question names it: "đổi căn cước"."""
    found = _ASKED.search(plain(words))
    return (found["what"] or "") if found else ""


def told(procedure: Procedure) -> list[str]:
    """For whom the procedure is, and what the notes say of duty and exemption; an officer confirms one's own case."""
    bound = _inside(procedure.who or "") + _hint(procedure, "who")
    who = [texts.sentence(texts.DUTY_WHO.format(who=bound))] if procedure.who else []
    notes = [
        f"• {note.rstrip('.')}{_hint(procedure, f'notes[{at}]')}"
        for at, note in enumerate(procedure.notes)
        if _TELLS.search(note)
    ]
    return [*who, *(["\n".join([texts.NOTES, *notes])] if notes else []), texts.DUTY_CONFIRM]


def _inside(who: str) -> str:
    return who[:1].lower() + who[1:].rstrip(". ")


def _hint(procedure: Procedure, part: str) -> str:
    return "" if procedure.is_certain(part) else f" ({texts.HINT})"
