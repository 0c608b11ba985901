"""Where a story comes to what is wanted: "… giờ muốn đứng tên sổ thì làm sao"."""

from __future__ import annotations

from dataclasses import replace

from knowledge.words import Message

STORY = 25
"""From so many words on a message tells a story."""
FEWEST_WORDS = 4
"""What is wanted takes so many words at least."""
_TURNS = frozenset({"gio", "nay", "muon"})
"""Now, or to want."""


def wish(message: Message) -> Message | None:
    """What a story says from where it last speaks of now, or of wanting; None if it does not, or is no story."""
    if len(message.words) < STORY:
        return None
    at = len(message.words) - FEWEST_WORDS
    while at and message.words[at].readings[0][-1].folded not in _TURNS:
        at -= 1
    return replace(message, words=message.words[at:]) if at else None
