"""Groups that are no staff room: the bot keeps silent, and answers a direct address by asking to write in private."""

from __future__ import annotations

import re

from handlers import texts
from handlers.messages import Decision, Outcome, Say
from handlers.turn import Turn

_ADDRESSED = re.compile(r"^/start\b|@\w*bot\b", re.IGNORECASE)


def route(turn: Turn) -> Decision | None:
    """Nothing personal is ever answered in front of a group."""
    if turn.incoming.chat_kind != "group":
        return None
    say = (Say(texts.GO_PRIVATE),) if _ADDRESSED.search(turn.text) else ()
    return Decision(turn.conversation, say, Outcome("chat"))
