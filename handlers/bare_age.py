""" "Cháu 5 tuổi": how old the one is for whom it is, and nothing else."""

from __future__ import annotations

import re

from handlers import question, siblings
from handlers.messages import Decision
from handlers.turn import Turn
from handlers.words import plain

_AGE = re.compile(
    r"^(?:da )?(?:(?:nam nay|duoc|moi|da|gan|hon|tam|khoang|la|thi|nha|cua) |(?:con|chau|be|em|me|bo|ong|ba|vo|chong"
    r"|toi|minh|anh|chi|no|trai|gai|cu|ba ay|ong ay|ca) )*\d{1,3} (?:tuoi|t|thang tuoi)(?: (?:roi|a|ah|em|thoi))*$"
)
"""Who it is for is this old, and nothing else is said."""


def route(turn: Turn) -> Decision | None:
    """The part under discussion once more, where the age leads to no sibling."""
    if turn.topic is None or not _AGE.match(plain(turn.text)) or siblings.likeliest(turn, turn.read(turn.text)):
        return None
    name = turn.desk.kb.procedures[turn.topic.procedure_id].short
    return question.about(turn, turn.topic.procedure_id, turn.topic.aspect, words=f"{turn.text} ({name})")
