"""Which answers about one's own case single words point to, since no other answer of the procedure is told by them."""

from __future__ import annotations

from collections.abc import Iterator

from handlers import case_said, case_tree
from handlers.words import plain
from knowledge.model import Procedure

FEW_WORDS = 8
"""In more words than this one word alone points to nothing."""
LONG = 4
"""A word of fewer letters is too common to point to anything alone."""
SEVERAL = 2
"""So many words point to an answer together, however short."""


def taken(clause: str, procedure: Procedure) -> dict[str, str]:
    """The options by case that the words of a clause point to, where they point to one option of the case."""
    pointed: dict[str, dict[str, set[str]]] = {}
    for word, case, option in _pointing(clause, procedure):
        pointed.setdefault(case, {}).setdefault(option, set()).add(word)
    few = len(clause.split()) <= FEW_WORDS
    return {
        case: option
        for case, options in pointed.items()
        for option, words in options.items()
        if len(options) == 1 and (len(words) >= SEVERAL or (few and len(max(words, key=len)) >= LONG))
    }


def _pointing(clause: str, procedure: Procedure) -> Iterator[tuple[str, str, str]]:
    """Each word that tells one answer from all others, with the case and the option."""
    name = set(plain(" ".join((procedure.short, procedure.name, *procedure.aliases))).split())
    told = {
        (case.id, option.id): case_said.words_of(option, clause)
        for case in case_tree.cases(procedure)
        for option in case.options
    }
    for word in case_said.affirmed_words(clause):
        owners = [key for key, words in told.items() if word in words]
        if len(owners) == 1 and word not in name:
            yield word, *owners[0]
