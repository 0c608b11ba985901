"""Choices as numbers in the text, for every channel with or without buttons."""

from __future__ import annotations

from collections.abc import Sequence

from handlers import texts
from handlers.messages import Choice


def listed(choices: Sequence[Choice]) -> str:
    """One choice a line, numbered from 1."""
    return "\n".join(f"{at}. {choice.label}" for at, choice in enumerate(choices, start=1))


def inline(choices: Sequence[Choice], *, english: bool = False) -> str:
    """All in one line, for what is offered beside an answer."""
    return texts.spoken(texts.SEE_ALSO, english=english).format(
        options=" · ".join(f"{at}. {choice.label}" for at, choice in enumerate(choices, start=1))
    )
