"""One's own case told in one breath: every clause of a message that answers a question about it, asked yet or not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from handlers import case_hints, case_said, case_tree
from handlers.denying import tells
from handlers.words import plain
from knowledge.model import Case, Procedure

_BETWEEN = re.compile(r"[,;:.!\n]+|\s-\s")
_MOST = 40
"""How many parts of a message are looked at: more of them tell no story."""
_ABOUT = 2
"""Fewer words of a question than this do not answer it."""
_HALF = 0.5
"""How much of a clause must be words of the question that it answers."""
_YES, _NO = frozenset({"co", "da"}), frozenset({"khong", "chua"})


def told(text: str, procedure: Procedure, asked: Case | None = None) -> dict[str, str]:
    """The options by case, clause by clause; a clause that nothing else accounts for answers what was asked."""
    found: dict[str, str] = {}
    for clause in filter(tells, clauses(text)):
        known = case_said.known(clause, procedure)
        taken = known or _of_a_question(clause, procedure) or _of_what_was_asked(clause, asked)
        found = {**taken, **found}
    return found


def in_passing(text: str, procedure: Procedure) -> dict[str, str]:
    """The options by case that a question with a story tells: in plain words, or by a clause that says nothing else."""
    name = set(plain(f"{procedure.short} {procedure.name}").split())
    told = (clause for clause in clauses(text) if tells(clause) and not case_said.telling(clause) <= name)
    stories = list(told) if is_in_one_breath(text) else []
    ways = (case_hints.taken, case_said.stated_only)
    stated = {case: option for way in ways for story in stories for case, option in way(story, procedure).items()}
    return {**stated, **case_said.known(text, procedure)}


def only_tells(text: str) -> bool:
    """Whether no clause of a message asks anything."""
    return all(map(tells, clauses(text)))


def is_in_one_breath(text: str) -> bool:
    """Whether a message has several clauses."""
    return len(clauses(text)) > 1


def clauses(text: str) -> list[str]:
    """The first parts of a message between commas and stops."""
    return [clause for part in _BETWEEN.split(text) if (clause := part.strip())][:_MOST]


def _of_what_was_asked(clause: str, asked: Case | None) -> Mapping[str, str]:
    option = case_said.reply(clause, asked) if asked else None
    return {asked.id: option} if asked and option and option != case_tree.UNKNOWN else {}


def _of_a_question(clause: str, procedure: Procedure) -> Mapping[str, str]:
    """The yes or no to the one question that the clause says again in its own words."""
    fits = {case.id: _fit(clause, case) for case in case_tree.cases(procedure)}
    best = max(fits.values(), default=0)
    nearest = [case for case in case_tree.cases(procedure) if fits[case.id] == best]
    option = _yes_or_no(nearest[0], denied=case_said.denies(clause)) if best and len(nearest) == 1 else None
    return {nearest[0].id: option} if option else {}


def _fit(clause: str, case: Case) -> int:
    """How many words of a question of yes or no the clause has; none where they are too few."""
    if _yes_or_no(case, denied=True) is None:
        return 0
    words, question = case_said.telling(clause), plain(case.question).split()
    shared = words.intersection(question)
    said_again = _is_within(case_said.affirmed(clause), question)
    return len(shared) if said_again or len(shared) >= max(_ABOUT, _HALF * len(words)) else 0


def _is_within(words: Sequence[str], question: Sequence[str]) -> bool:
    """Whether two words or more stand in the question just so."""
    return len(words) >= _ABOUT and f" {' '.join(words)} " in f" {' '.join(question)} "


def _yes_or_no(case: Case, *, denied: bool) -> str | None:
    """The option that agrees, or the one that denies, where there are just these two."""
    firsts = {option.id: plain(option.label).split()[0] for option in case.options}
    yes = [option for option, first in firsts.items() if first in _YES]
    no = [option for option, first in firsts.items() if first in _NO]
    if len(firsts) != 2 or len(yes) != 1 or len(no) != 1:
        return None
    return no[0] if denied else yes[0]
