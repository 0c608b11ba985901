"""A need at the ward beside one that another office serves: "đăng ký kết hôn và làm hộ chiếu"."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers import asking, two_needs
from handlers.turn import Turn
from handlers.two_needs import Need
from handlers.words import plain
from knowledge.decision import Verdict

_WANTS = re.compile(
    r"^(?:(?:em|toi|minh|chau|con|nha \w+|tien|luon|muon|can|dinh) )*(?:hoi|xin|lam|dang ky|doi|cap|nop|dong|lanh|linh"
    r"|nhan|thi|hoc|rut|huong|mua|tham gia|lap|lay|di|ban|tim|goi|bao|gia han|ly hon|kham|tiem|xet nghiem|dich)\b"
)
"""Begins with what is to be done: a circumstance does not."""


def found(turn: Turn, verdict: Verdict) -> tuple[Need, Need] | None:
    """The procedure and the referral that the two sides of a joint surely name; the ward's own need first."""
    if len(turn.text) > two_needs.LONGEST or verdict.decision not in ("answer", "choose", "refer", "handoff"):
        return None
    for place in two_needs.places(turn.text):
        if not (place.joins or place.joint[0].isalpha()) or place.only_tells:
            continue
        sides = [_side(turn, words) for words in (place.before, place.after)]
        named = [side for side in sides if side]
        own = next((side for side in named if side.entry.kind == "procedure"), None)
        other = next((side for side in named if side.entry.id in turn.desk.kb.referrals), None)
        if own and other and verdict.entry in (None, own.entry, other.entry):
            return own, replace(other, aspect=None)
    return None


def _side(turn: Turn, words: str) -> Need | None:
    """What one side surely needs."""
    half = turn.with_text(words)
    read = asking.clearer(half, half.read(words))
    if read.decision not in ("answer", "refer") or read.entry is None:
        return None
    if read.decision == "refer" and not (_WANTS.search(plain(words)) or read.aspect):
        return None
    return Need(read.entry, words, read.aspect)
