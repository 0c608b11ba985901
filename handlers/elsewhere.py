""" "Hộ khẩu em ở Thái Bình, làm ở đây được không": where or how the procedure talked of is filed, and no other need."""

from __future__ import annotations

import re

from handlers import asking, question
from handlers.messages import Decision
from handlers.turn import Turn
from handlers.words import plain

LONGEST = 25
"""More words than this tell a story."""

_AT = r"(?:o|tai|ra|ve|len|xuong|vao|den|ngoai|trong|tren|duoi|luon|ngay)"
_NO_PLACE = (
    r"(?!(?:mang|vneid|dien thoai|app|web|cong dich vu|may tinh|nha|mot|ngay|buoi|sang|chieu|toi|tuan|thang|nam|gio|luc"
    r"|thu|hom|\d+)\b)"
)
_THERE = rf"(?:{_AT} )+{_NO_PLACE}\w+(?: \w+){{0,4}}?"
_MAY = r"(?:co )?(?:duoc|dc|đc|dk)(?: luon| ngay)?(?: (?:khong|ko|k|kg|hong|hok|chu|a|ha)\b)?"
_DOES = (
    r"(?:lam|nop|xin|lay|dang ky|dk|khai|bao|doi|ky|cap)"
    r"(?: (?:ho so|thu tuc|giay|giay to|cai nay|viec nay|luon|ngay|thang))*"
)
_MAY_BE_DONE_THERE = re.compile(rf"\b{_DOES} {_THERE} {_MAY}|\b{_THERE} (?:co )?{_DOES} {_MAY}")
"""Only asks whether it may be done at a place, and names nothing that is done."""
_OR_ONLY_THERE = re.compile(r"\bhay (?:la )?(?:bat buoc |can )?(?:phai )?(?:quay |di )?(?:ve|ra|len|vao)(?: \w+){0,5}$")
"""Or whether one must go back home for it."""
_OR_ONLY_ONLINE = re.compile(
    r"\bhay (?:la )?(?:bat buoc |chi )?(?:can |phai )?(?:lam |nop |khai |dang ky )?(?:tren |qua )?"
    r"(?:mang|vneid|online|onl|truc tuyen|truc tiep)(?: \w+){0,3}$"
)
"""Or whether it must come by the net."""
_WISHES = re.compile(r"\b(?:muon|can(?! cuoc)|xin|thu tuc|chuyen|nhap|cat|tach|mua|mat|doi|lam|nop|dang ky|cap|ky)\b")
"""Beside that, a need of its own."""


def route(turn: Turn) -> Decision | None:
    """Where the procedure under discussion is filed, if all that is asked is whether it may be done here or there."""
    words = plain(turn.text)
    if turn.topic is None or turn.english or len(words.split()) > LONGEST:
        return None
    part = "online" if _OR_ONLY_ONLINE.search(words) else "where"
    told = _MAY_BE_DONE_THERE.sub(" ", _OR_ONLY_THERE.sub(" ", _OR_ONLY_ONLINE.sub(" ", words)))
    if told == words or _WISHES.search(told):
        return None
    name = turn.desk.kb.procedures[turn.topic.procedure_id].short
    also = tuple(one for one in asking.parts(turn, turn.text) if one in ("fee", "time"))
    return question.about(turn, turn.topic.procedure_id, part, words=f"{turn.text} ({name})", also=also)
