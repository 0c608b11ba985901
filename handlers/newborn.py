"""A child that died when it was born: birth and death both concern it, and the officer says which is registered."""

from __future__ import annotations

import re

from handlers import buttons, mourning, texts
from handlers.messages import Choice, Decision, Guess, Outcome, Say
from handlers.numbered import listed
from handlers.turn import Turn
from handlers.words import plain

BOTH = ("khai-tu", "khai-sinh")
"""The registration of a death and of a birth."""
_ONE_OF_THEM = re.compile(r"\bkhai tu\b|\btrich luc\b")


def route(turn: Turn) -> Decision | None:
    """Both registrations and an officer, unless that of the death is named: no record says which are due."""
    procedures = turn.desk.kb.procedures
    told = mourning.of_a_newborn(turn.text) and not _ONE_OF_THEM.search(plain(turn.text))
    if not told or turn.english or any(one not in procedures for one in BOTH):
        return None
    choices = (
        *(buttons.procedure(one, procedures[one].short) for one in BOTH),
        Choice(buttons.OFFICER, texts.OFFICER),
    )
    say = mourning.with_condolence(turn, None, Say(f"{texts.NEWBORN_DIED}\n{listed(choices)}", choices))
    guesses = tuple(Guess(one, procedures[one].short, 0.5) for one in BOTH)
    pending = turn.ask("choose", choices, turn.text, guesses=guesses)
    return turn.decide(Outcome("choose", BOTH), say, pending=pending)
