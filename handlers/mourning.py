"""A death in the family: one line of condolence at the first answer, and never a cheerful word."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from handlers import texts
from handlers.messages import Say
from handlers.turn import Turn
from handlers.words import plain

_PEOPLE = """
    bố|mẹ|ba|má|cha|u|bu|thầy|tía|ông|bà|cụ|vợ|chồng|con|cháu|anh|chị|em|cô|dì|chú|bác|cậu|mợ|thím|người|trẻ|bé|bạn
"""
_DIED = "mất|chết|hy sinh|nằm xuống"
_THINGS = """
    giấy|tờ|thẻ|sổ|cuốn|quyển|bằng|biển|bìa|cái|chiếc|cccd|cmnd|cc|căn|chứng|trích|bản|hồ|hộ|khai|bhyt|xe|điện thoại|ví
    |dấu|tích|luôn|nốt|hết|nhiều|nhiêu|bao|mấy|phí|tiền|thời|công|lòng|đi|toi|đăng|thuế|một|máu|năng|sức|việc|hàng|thêm
"""
_ALWAYS = """
    qua đời|từ trần|khuất núi|tử vong|tạ thế|mai táng|hỏa táng|chôn cất|ma chay|đám ma|đám tang|tang lễ|lo tang|có tang
    |khai tử(?! xe)|báo tử|về với tổ tiên
"""
_NOT_NOW = """
    đăng ký lại|bị mất|làm mất|rơi mất|lâu rồi|từ lâu|từ năm|chiến tranh|năm trước|đã năm|bước nữa|tự tử|tự vẫn
"""
_OTHER_SENSES = "có|vắng|ra|mở|để|nhắm|mống|trước|tự|bị|làm|rơi"
"""Before "mat" without marks: có mặt, mở mắt, rơi mất…"""


def _any_of(alternatives: str) -> str:
    return "(?:" + "|".join(part.strip() for part in alternatives.split("|")) + ")"


def _death(between: int) -> str:
    """Somebody, a few words, died (and not: lost some thing); or words that are said only of a death."""
    died = rf"{_any_of(_DIED)}(?! {_any_of(_THINGS)}\b)"
    somebody = rf"{_any_of(_PEOPLE)}(?: \w+){{0,{between}}}"
    return rf"\b(?:{somebody} {died}|(?:vừa|mới) {died}|{_any_of(_ALWAYS)})(?!\w)"


def _without_marks(pattern: str) -> str:
    """The same pattern for text that was typed without marks."""
    return "".join(plain(char) if not char.isascii() else char for char in pattern)


_ACCENTED = re.compile(_death(5))
_PLAIN = re.compile(_without_marks(_death(3)))
_FACES = re.compile(rf"\b{_without_marks(_any_of(_OTHER_SENSES))} mat\b")
_OLD = re.compile(rf"\b{_without_marks(_any_of(_NOT_NOW))}\b")
_BIRTH = re.compile(r"\bkhai sinh\b")
_AFTER_DEATH = re.compile(r"\b(khai tu|mai tang|qua doi|tu tran|nguoi co cong mat)\b")


def speaks_of_death(text: str) -> bool:
    """Whether a message tells of a recent death (and not of a lost paper, a cost, or an old record)."""
    words = " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text).lower()))
    told = _PLAIN.search(_FACES.sub(" ", words)) if words.isascii() else _ACCENTED.search(words)
    return bool(told) and not _OLD.search(plain(words))


def with_condolence(turn: Turn, procedure_id: str | None, say: Say) -> Say:
    """The reply with the line before it at the first answer on a death, told in words or by the procedure itself."""
    mournful = procedure_id is not None and _follows_a_death(turn, procedure_id)
    if not (mournful or speaks_of_death(turn.text)) or _was_said(turn, procedure_id):
        return say
    return replace(say, text=f"{texts.CONDOLENCE}\n\n{say.text}")


def _was_said(turn: Turn, procedure_id: str | None) -> bool:
    """Whether the talk is already about this death."""
    if turn.pending is not None and speaks_of_death(turn.pending.question):
        return True
    topic = turn.topic
    return topic is not None and (topic.procedure_id == procedure_id or _follows_a_death(turn, topic.procedure_id))


def _follows_a_death(turn: Turn, procedure_id: str) -> bool:
    """Whether a procedure is asked for only after a recent death, and not as well for the living."""
    name = plain(turn.desk.kb.procedures[procedure_id].short)
    return bool(_AFTER_DEATH.search(name)) and not (_OLD.search(name) or _BIRTH.search(name))
