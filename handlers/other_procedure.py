""" "Thế còn tạm trú?": the same part of another procedure."""

from __future__ import annotations

import re

from handlers import asking, detail, english, question, unknown_detail
from handlers.messages import Decision
from handlers.turn import Turn
from handlers.words import plain, tail
from knowledge.decision import Verdict

SURE = 0.75
"""How sure it must be that another procedure is meant, where the words lean on the last one."""
LIKELY = 0.6
"""How sure is enough when a procedure is named right after another one, in two or three words."""
POSSIBLE = 0.5
"""Below this, "thế còn …" names no other procedure but a detail of the last one."""
LONGEST = 10
"""More words than this tell a story."""
FEW_WORDS = 3
"""A name alone has no more words: what is left without the words that lead to it."""
_CUE = re.compile(
    r"^(?:da )?(?:the|vay|con|(?:and |so |ok )?(?:what|how) about)\b|\bthi (?:sao|the nao|ntn)(?: a| ah| nhi| ha| em)*$"
)
"""Leads on from what was said: "thế còn …", "… thì sao"."""
_AND_THAT = re.compile(
    r"^(?:(?:and |so |ok )?(?:what|how) about )?(?:da )?(?:the|vay)?(?: ?con| thi| neu)?"
    r" ?(?:viec |cai |thu tuc |ve )?(?P<rest>.+?)"
    r"(?: thi)?(?: sao| the nao| nhu nao| ntn)?(?: a| ah| nhi| ha| em| vay)*$"
)
"""What is named between the words that lead to it and those that only ask about it."""


def route(turn: Turn) -> Decision | None:
    """The part under discussion, of the procedure that is named."""
    words = plain(turn.text)
    if turn.topic is None or not _CUE.search(words) or len(words.split()) > LONGEST:
        return None
    match = _AND_THAT.match(words)
    rest = tail(turn.text, match["rest"]) if match else turn.text
    rest = english.infinitive(rest) if turn.english else rest
    verdict = asking.clearer(turn.with_text(rest), turn.read(rest))
    if _is_bare_name(turn, rest, verdict):
        return question.reply(turn.with_text(rest), verdict, aspect=turn.topic.aspect)
    if verdict.decision not in ("answer", "choose") or verdict.confidence < POSSIBLE:
        return None
    own_name = plain(turn.desk.kb.procedures[turn.topic.procedure_id].name).split()
    other = verdict.confidence >= SURE and verdict.candidates[0].entry.id != turn.topic.procedure_id
    of_it = set(plain(asking.need(turn, rest)).split()) <= set(own_name) and not other
    if verdict.decision == "choose" and verdict.aspect and of_it:
        return question.about(turn, turn.topic.procedure_id, verdict.aspect, words=rest)
    first = verdict.candidates[0] if verdict.candidates else None
    if first and verdict.decision == "choose" and first.entry.id == turn.topic.procedure_id:
        return detail.route(turn) or unknown_detail.offered(turn)
    alone = len(verdict.choices) == 1 and verdict.confidence >= SURE
    few = len(rest.split()) <= FEW_WORDS and verdict.confidence >= LIKELY
    if first and verdict.decision == "choose" and (few or alone):
        return question.about(turn, first.entry.id, verdict.aspect or turn.topic.aspect, words=rest)
    return question.reply(turn.with_text(rest), verdict, aspect=turn.topic.aspect)


def _is_bare_name(turn: Turn, words: str, verdict: Verdict) -> bool:
    """Whether a few words are what several procedures are called by, though none of them alone ("căn cước")."""
    known, said = turn.desk.kb.procedures, f" {asking.written_out(turn, words)} "
    if turn.topic is None or len(words.split()) > FEW_WORDS or verdict.decision not in ("choose", "refer"):
        return False
    if len(verdict.choices) == 1 and verdict.confidence >= SURE:
        return False
    near = [known[one.entry.id].short for one in verdict.candidates if one.entry.id in known]
    called = verdict.decision == "refer" or any(said in f" {plain(name)} " for name in near)
    return called and said not in f" {plain(known[turn.topic.procedure_id].short)} "
