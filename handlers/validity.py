"""How long what one gets is good for, as far as the record tells it: not how long the office takes."""

from __future__ import annotations

import re

from handlers import texts
from knowledge.model import Procedure

_TOLD = re.compile(
    r"\bcó giá trị (?:từ|trong|đến|\d)|\b(?:thời hạn|hiệu lực|có hạn)(?: tối đa)? \d+ (?:tháng|năm)"
    r"|\bmỗi lần \d+ (?:tháng|năm)|^Đến tuổi đổi",
    re.IGNORECASE,
)
_PART = re.compile(r"(?<=\.)\s+(?=[A-ZĐÀ-Ỹ])")


def told(procedure: Procedure) -> list[str]:
    """The sentences of result, conditions and notes that name it, each under its hint where it is not certain."""
    facts = [("result", procedure.result or ""), ("who", procedure.who or "")]
    facts += [(f"notes[{at}]", note) for at, note in enumerate(procedure.notes)]
    return [
        f"{part.rstrip('. ')}{'' if procedure.is_certain(fact) else f' ({texts.HINT})'}."
        for fact, text in facts
        for part in _PART.split(text)
        if _TOLD.search(part)
    ]
