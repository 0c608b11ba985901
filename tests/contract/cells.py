"""What every channel does, and where a behaviour does not apply, why."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

CHANNELS = ("web", "console", "telegram", "zalo_bot", "zalo_oa")
ROOMS = ("web", "telegram", "zalo_bot", "zalo_oa")

_NO_WIRE = {
    "web": "the page reads the database: nothing is sent over a platform",
    "console": "the bot prints it itself: nothing is sent over a platform",
}
_ONLY_TEXT = {"console": "a terminal carries nothing but text"}


@dataclass(frozen=True)
class Behaviour:
    """A line of the contract; `not_for` says of a channel why the line cannot apply to it."""

    label: str
    not_for: dict[str, str] = field(default_factory=dict)


BEHAVIOURS = {
    "answers": Behaviour("asked → answered, once"),
    "chooses_by_number": Behaviour("a number chooses"),
    "chooses_by_button": Behaviour(
        "a button chooses", {"console": "a terminal has no buttons", "zalo_bot": "the platform has no buttons"}
    ),
    "hands_off": Behaviour("handed to officers → their answer arrives signed"),
    "corrects_an_answer": Behaviour("an officer's edited answer is corrected"),
    "follows_an_edit": Behaviour(
        "a resident's edited message is followed",
        {
            "web": "the page does not let residents change what they sent",
            "console": "a line that was typed stays typed",
            "zalo_bot": "Zalo tells nothing of edits",
            "zalo_oa": "Zalo tells nothing of edits",
        },
    ),
    "tells_who_sees": Behaviour("asked who sees the talk → names the platform"),
    "takes_once": Behaviour("delivered again → one effect", {"console": "a terminal delivers each line exactly once"}),
    "splits": Behaviour("a long reply fits, cut between paragraphs"),
    "meets_the_unreadable": Behaviour("what cannot be read gets a human way", _ONLY_TEXT),
    "carries_photos": Behaviour("photos cross to the room and back", _ONLY_TEXT),
    "survives_a_crash": Behaviour("crash between commit and send → sent once"),
    "survives_a_lost_reply": Behaviour("a send whose reply is lost", _NO_WIRE),
    "waits_when_busy": Behaviour("429: waited out, sent once", _NO_WIRE),
    "tries_again": Behaviour("5xx, send failed: sent again", _NO_WIRE),
    "tells_of_a_block": Behaviour("blocked: officers told, kept for pick-up", _NO_WIRE),
    "keeps_after_the_window": Behaviour(
        "window closed: officers told, kept for pick-up",
        {
            **dict.fromkeys(("web", "console", "telegram"), "residents can be answered at any time"),
            "zalo_bot": "the platform has no such window",
        },
    ),
}


def behaviour(name: str) -> pytest.MarkDecorator:
    """Run the test for every channel that the behaviour applies to."""
    fitting = [channel for channel in CHANNELS if channel not in BEHAVIOURS[name].not_for]
    return pytest.mark.parametrize("channel", fitting)
