""" "Quên chưa nói, chồng em người Hàn": what is told makes a sibling of the procedure talked of the right one."""

from __future__ import annotations

from dataclasses import replace

from handlers import case_tree, nationality, question, siblings, telling, texts
from handlers.messages import Decision
from handlers.turn import Turn
from handlers.words import plain
from knowledge.model import Procedure

_FOREIGN = "nuoc ngoai"
"""Stands in the name of what is for foreigners."""
LIKELY = 0.4
"""How sure it must be that the words mean the sibling, where they say what only its name says."""
SURE = 0.6
"""How sure it must be otherwise."""


def route(turn: Turn, procedure: Procedure, told: dict[str, str]) -> Decision | None:
    """The answer about the sibling, and a line that says so; `told`: what the words say of the case, as asked here."""
    other = by_answer(turn, procedure, told) or _by_nationality(turn, procedure)
    if other is None and not told:
        other = _by_reading(turn, procedure)
    return led(turn, other) if other else None


def for_foreigners(turn: Turn, procedure: Procedure) -> Decision | None:
    """The answer about the sibling for foreigners, where somebody turns out to be one and no question asks it here."""
    asks_it = any(case_tree.other_code(option) for case in case_tree.cases(procedure) for option in case.options)
    other = None if asks_it or _FOREIGN in _names(procedure) else _by_nationality(turn, procedure)
    return led(turn, other) if other else None


def of_the_former(turn: Turn) -> Decision | None:
    """The answer for people at home, where the only foreigner told of is whom somebody was married to before."""
    if not nationality.has_former_foreigner(turn.text) or not nationality.is_at_home(turn.text):
        return None
    verdict = turn.read(turn.text)
    first = verdict.entry or next((candidate.entry for candidate in verdict.candidates), None)
    here = turn.desk.kb.procedures.get(first.id) if first and verdict.decision in ("answer", "choose") else None
    other = _by_nationality(turn, here) if here and _FOREIGN in _names(here) else None
    return question.about(turn, other.id, verdict.aspect) if other else None


def led(turn: Turn, other: Procedure) -> Decision:
    """The answer about another procedure, as the one that the case belongs to."""
    decision = question.about(turn, other.id, None, words=other.short)
    first, *rest = decision.say
    name = (other.english.name if turn.english else None) or other.short
    lead = turn.words(texts.CASE_OTHER_PROCEDURE).format(name=name)
    told = (replace(first, text=f"{lead}\n\n{first.text}"), *rest)
    return replace(decision, say=told, conversation=replace(decision.conversation, case=None))


def by_answer(turn: Turn, procedure: Procedure, told: dict[str, str]) -> Procedure | None:
    """The procedure that an answer names by its code ("làm theo mã …")."""
    options = (o for case in case_tree.cases(procedure) for o in case.options if told.get(case.id) == o.id)
    codes = {code for option in options if (code := case_tree.other_code(option))}
    return next((one for one in turn.desk.kb.procedures.values() if one.code in codes), None)


def _by_nationality(turn: Turn, procedure: Procedure) -> Procedure | None:
    """The sibling for foreigners, once somebody turns out to be one; the one that is not, if nobody is."""
    here = _FOREIGN in _names(procedure)
    if not (nationality.is_at_home(turn.text) if here else nationality.is_foreign(turn.text)):
        return None
    fitting = [one for one in _kin(turn, procedure) if (_FOREIGN in _names(one)) != here]
    if here:  # of those that are not for foreigners only the one that is otherwise called the same
        own = set(_names(procedure).split()) - set(_FOREIGN.split())
        fitting = [one for one in fitting if set(plain(one.short).split()) <= own | {"dang", "ky"}]
    return fitting[0] if len(fitting) == 1 else _nearest(turn, fitting)


def _by_reading(turn: Turn, procedure: Procedure) -> Procedure | None:
    """The sibling that the words are understood as, where they say what its name does and this record does not."""
    verdict = turn.read(turn.text)
    near = siblings.told(turn, verdict) if verdict.confidence >= LIKELY else None
    other = turn.desk.kb.procedures.get(near) if near else None
    if other is None or (_FOREIGN in _names(other)) != (_FOREIGN in _names(procedure)):
        return None
    its_own = set(_names(other).split()) - telling.record_words(procedure)
    said_so = bool(its_own & set(plain(turn.text).split()))
    return other if said_so or verdict.confidence >= SURE else None


def _nearest(turn: Turn, fitting: list[Procedure]) -> Procedure | None:
    """The one of several that the words beside the name are understood as."""
    known = {one.id: one for one in fitting}
    near = (candidate.entry.id for candidate in turn.read(turn.text).candidates)
    return next((known[one] for one in near if one in known), fitting[0] if fitting else None)


def _kin(turn: Turn, procedure: Procedure) -> list[Procedure]:
    known = turn.desk.kb.procedures
    return [known[one.id] for one in procedure.siblings if one.id in known]


def _names(procedure: Procedure) -> str:
    return plain(f"{procedure.short} {procedure.name}")
