"""A death in the family: one line of condolence at the first answer, and never a cheerful word."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers import texts
from handlers.messages import Say, Topic
from handlers.turn import Turn
from handlers.words import plain

_FAMILY = (
    r"(?:bo|me|ba|ma|cha|ong|ba noi|ong noi|ba ngoai|ong ngoai|vo|chong|con|chau|anh|chi|em|co|di|chu|bac|cau|mo|cu"
    r"|nguoi nha|nguoi than|ong xa|ba xa|ck|vk|thay|bu|u|tia|nha em|nha toi|gia dinh)"
)
_DIED = re.compile(
    rf"\b{_FAMILY}(?: \w+){{0,3}} (?:mat|chet|qua doi|tu tran|tu vong|hy sinh|khuat nui|di roi|nam xuong)"
    r"(?! (?:giay|the|cccd|cmnd|cc|can|so|bang|bien|khai|ho|hk|bao|bn|may|phi|tien|bhyt|dang|xe|dt|dien|vi|bia|het"
    r"|nhieu|thoi|cong|chung|ban|lien lac|trich|cai))"
    r"|\b(?:qua doi|tu tran|khuat nui|tu vong|mai tang|dam ma|dam tang|khai tu|bao tu|chung tu)\b"
)
_ACCENTED_MAT = re.compile(r"\b(?:mật|mắt|mặt|mát|mạt)\b", re.IGNORECASE)
_AFTER_DEATH = re.compile(r"\b(khai tu|mai tang|qua doi|tu tran|nguoi co cong mat)\b")
_OLD = re.compile(r"\b(dang ky lai|trich luc|ban sao|cap lai|bi mat|lam mat)\b")


def speaks_of_death(text: str) -> bool:
    """Whether a message tells of a death (and not of a lost paper, a cost, or an old record)."""
    words = plain(_ACCENTED_MAT.sub(" ", text))
    return bool(_DIED.search(words)) and not _OLD.search(words)


def with_condolence(turn: Turn, procedure_id: str | None, say: Say) -> Say:
    """The reply with the line before it, unless it is one of several answers on the same matter."""
    if not speaks_of_death(turn.text):
        return say
    if turn.topic is not None and (turn.topic.procedure_id == procedure_id or _is_mournful(turn, turn.topic)):
        return say
    return replace(say, text=f"{texts.CONDOLENCE}\n\n{say.text}")


def _is_mournful(turn: Turn, topic: Topic) -> bool:
    """Whether the talk is already about somebody's death, so that the line was said."""
    return bool(_AFTER_DEATH.search(plain(turn.desk.kb.procedures[topic.procedure_id].short)))
