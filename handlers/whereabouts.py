"""Where the ward's own offices are, asked by nothing but their name."""

from __future__ import annotations

import re

from handlers import question
from handlers.messages import Decision
from handlers.turn import Turn
from handlers.words import plain

ADDRESS = "dia-chi"
"""The general entry about it."""
_OFFICE = (
    r"phuong|ubnd(?: phuong)?|uy ban(?: nhan dan)?(?: phuong)?|cong an(?: phuong)?|(?:bo phan )?mot cua"
    r"|trung tam (?:phuc vu )?hanh chinh(?: cong)?(?: phuong)?|tru so(?: (?:phuong|ubnd|uy ban|cong an(?: phuong)?))?"
)
_ASKED = re.compile(
    r"(?:(?:da|alo|oi|cho|em|toi|minh|chau|hoi|xin|ad|ban|a|the|vay|dia chi|vi tri|cua|cai) )*"
    rf"(?:{_OFFICE})(?: (?:minh|nay|ta|nha|em|moi|hien|gio|nay gio|nam|dat|o|tai|la))*"
    r" (?:dau|cho nao|duong nao|khu nao|so may|so bao nhieu)"
    r"(?: (?:vay|the|a|ah|ak|ha|nhi|ban|em|anh|chi|ad|z|voi|nhe|nhi a|chi voi))*"
)


def route(turn: Turn) -> Decision | None:
    """The ward's addresses to "phường ở đâu": no procedure is meant."""
    asked = _ASKED.fullmatch(plain(turn.text)) and ADDRESS in turn.desk.kb.general
    return question.refer(turn, ADDRESS) if asked else None
