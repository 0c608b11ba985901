"""Groups that are no staff room: the bot keeps silent, and answers a direct address by asking to write in private.

`/id` tells the group's id, which the ward's IT person needs to make it a staff room.
"""

from __future__ import annotations

import re

from handlers import texts
from handlers.messages import Decision, Outcome, Say
from handlers.turn import Turn

_ADDRESSED = re.compile(r"^/start\b|@\w*bot\b", re.IGNORECASE)
_ASKS_ID = re.compile(r"(?:@\w+\s+)?/id\b", re.IGNORECASE)


def route(turn: Turn) -> Decision | None:
    """Nothing personal is ever answered in front of a group."""
    if turn.incoming.chat_kind != "group":
        return None
    said = turn.incoming
    if _ASKS_ID.match(turn.text):
        say: tuple[Say, ...] = (Say(texts.GROUP_ID.format(room=f"{said.channel}:{said.chat_id}")),)
    else:
        say = (Say(texts.GO_PRIVATE),) if said.addressed or _ADDRESSED.search(turn.text) else ()
    return Decision(turn.conversation, say, Outcome("chat"))
