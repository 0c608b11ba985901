"""A death in the family: one line of condolence at the first answer, and never a cheerful word."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from handlers import texts
from handlers.messages import Say
from handlers.turn import Turn
from handlers.words import plain
from knowledge.entry import Entry

_PEOPLE = r"""
    bố|mẹ|ba|má|cha|u|bu|thầy|tía|ông|bà|cụ|vợ|chồng|con|cháu|anh|chị|em|cô|dì|chú|bác|cậu|mợ|thím|người|trẻ|bé
    |bạn(?! (?:chính|sao|gốc|phô|công)\b)
"""
_DIED = "mất|chết|hy sinh|nằm xuống"
_THINGS = """
    giấy|tờ|thẻ|sổ|cuốn|quyển|bằng|biển|bìa|cái|chiếc|cccd|cmnd|cc|căn|chứng|trích|bản|hồ|hộ|khai|bhyt|xe|điện thoại|ví
    |dấu|tích|luôn|nốt|hết|nhiều|nhiêu|bao|mấy|phí|tiền|thời|công|lòng|đi|toi|đăng|thuế|một|máu|năng|sức|việc|hàng|thêm
"""
_ALWAYS = """
    qua đời|từ trần|khuất núi|tử vong|tạ thế|mai táng|hỏa táng|chôn cất|ma chay|đám ma|đám tang|tang lễ|lo tang|có tang
    |khai tử(?! xe)|báo tử|về với tổ tiên|đã khuất|khuất bóng|không qua khỏi|chết lưu
"""
_ELDERS = "bố|mẹ|ba|má|cha|u|bu|thầy|tía|ông|bà|cụ|nội|ngoại|vợ|chồng"
_GONE = """
    (?:vừa |mới |đã )?đi (?:mất )?(?:rồi(?! mà)|hôm qua|hôm kia|đêm qua|tối qua|sáng nay|chiều qua|tuần trước)
    |không còn nữa|vừa mới đi|đi xa rồi
"""
"""What is said of a death, and as well of somebody who is out: with papers to be made it is a death."""
_PAPERS_TO_MAKE = re.compile(r"\b(?:giay|thu tuc|ho so|lam gi|nhung gi|can gi)\b")
_OUT = re.compile(
    r"\b(?:uy quyen|di lam|nuoc ngoai|cong tac|quay lai|tam tru|tam vang|nop|lay|giay\w* (?:\w+ ){0,3}khong con nua)\b"
)
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
_GONE_ACCENTED = re.compile(rf"\b{_any_of(_ELDERS)}(?: \w+){{0,2}}? {_any_of(_GONE)}(?!\w)")
_GONE_PLAIN = re.compile(_without_marks(_GONE_ACCENTED.pattern))
_FACES = re.compile(rf"\b{_without_marks(_any_of(_OTHER_SENSES))} mat\b")
_OLD = re.compile(rf"\b{_without_marks(_any_of(_NOT_NOW))}\b")
_BIRTH = re.compile(r"\bkhai sinh\b")
_NEWBORN = re.compile(
    r"\b(?:con|chau|be|tre|em be)\b(?: \w+){0,10} (?:mat|chet|khong song|khong giu duoc)\b|\bchet luu\b"
)
_JUST_BORN = re.compile(
    r"\b(?:(?:moi|vua|luc|khi|sau) (?:sinh|de)|so sinh|(?:sinh|de) (?:ra|xong|non|duoc)|lot long|chet luu)\b"
)
_AFTER_A_TIME = re.compile(
    rf"\b(?:duoc|sau|moi|co)(?: \w+){{1,3}} (?:phut|tieng|gio|ngay|hom|tuan|thang)(?: tuoi)? (?:thi |la |da )?"
    rf"(?:mat|chet)\b(?! {_without_marks(_any_of(_THINGS))}\b)"
)
"""A child that died so long after its birth."""
_DID_NOT_LIVE = re.compile(r"\bkhong (?:song|giu) duoc\b")
_MOTHER_DIED = re.compile(r"\b(?:vo|me|chi)(?: \w+){0,3} (?:mat|chet|qua doi)\b")
_OF_A_BIRTH = re.compile(r"(?:dang ky )?(?:lai )?khai sinh\b")
_AFTER_DEATH = re.compile(r"\b(khai tu|mai tang|qua doi|tu tran|nguoi co cong mat)\b")


def speaks_of_death(text: str) -> bool:
    """Whether a message tells of a recent death (and not of a lost paper, a cost, or an old record)."""
    words = " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text).lower()))
    told = _PLAIN.search(_FACES.sub(" ", words)) if words.isascii() else _ACCENTED.search(words)
    return bool(told or _is_gone(words) or _died_young(plain(words))) and not _OLD.search(plain(words))


def _died_young(words: str) -> bool:
    """Whether a child is told to have died some time after it was born."""
    return bool(_JUST_BORN.search(words) and _AFTER_A_TIME.search(words))


def _is_gone(words: str) -> bool:
    """Whether somebody who "went" died: papers are to be made, and nothing says where they went."""
    gone = (_GONE_PLAIN if words.isascii() else _GONE_ACCENTED).search(words)
    return bool(gone and _PAPERS_TO_MAKE.search(plain(words)) and not _OUT.search(plain(words)))


def of_a_newborn(text: str) -> bool:
    """Whether a child is told to have died when it was born."""
    words = plain(text)
    died = speaks_of_death(text) or _DID_NOT_LIVE.search(words)
    child = _NEWBORN.search(words) and _JUST_BORN.search(words) and not _MOTHER_DIED.search(words)
    return bool(died and child) and not _OLD.search(words)


def fitting(turn: Turn, near: list[Entry]) -> list[Entry]:
    """What may be meant, without births where a death is told and no birth is named."""
    if not speaks_of_death(turn.text) or _BIRTH.search(plain(turn.text)):
        return near
    return [entry for entry in near if not _OF_A_BIRTH.match(plain(entry.short))] or near


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
