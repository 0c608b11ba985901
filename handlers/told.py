"""What a resident tells after an answer: it stays with the topic and makes the answer theirs."""

from __future__ import annotations

from dataclasses import replace

from handlers import (
    answer,
    asking,
    buttons,
    case_breath,
    case_hints,
    case_partial,
    case_said,
    case_tree,
    case_words,
    cases,
    plainly,
    question,
    sibling_told,
    telling,
    texts,
    which_part,
)
from handlers.messages import Choice, Decision, Guess, Outcome, Say
from handlers.numbered import listed
from handlers.turn import Turn
from knowledge.model import Procedure

FEW_TO_REPLY = 8
"""A message of no more words is heard as if each question had been asked."""
SEVERAL = 2
"""So many answers about the topic's own case are about the topic, whatever else they sound like."""


def own_case(turn: Turn) -> Decision | None:
    """The papers for the case as known so far, where the message tells more of it, or the sibling it belongs to."""
    procedure = _told_of(turn)
    if procedure is None:
        return None
    told = heard(turn, procedure)
    if len(told) < SEVERAL and telling.is_of_another(turn, procedure):
        return sibling_told.route(turn, procedure, told)
    if other := sibling_told.route(turn, procedure, told):
        return other
    if not told or turn.topic is None:
        return None
    said = {**dict(turn.topic.said), **told}
    topic = replace(turn.topic, said=tuple(said.items()))
    known = replace(turn, conversation=replace(turn.conversation, topic=topic))
    decision = question.about(known, procedure.id, None, words=procedure.short)
    return decision if case_partial.matters(procedure, said) else _noted(turn, decision, procedure, told)


def at_length(turn: Turn) -> Decision | None:
    """The same where the words surely answer several questions about the case: what they deny puts nothing right."""
    procedure = _told_of(turn)
    return own_case(turn) if procedure and len(case_breath.told(turn.text, procedure)) >= SEVERAL else None


def beside_draft(turn: Turn) -> Decision | None:
    """The same while a draft to the officers waits that the bot offered of its own accord."""
    pending = turn.pending
    draft = pending is not None and pending.kind == "confirm_handoff" and not pending.wanted
    return own_case(turn) if draft else None


def nothing_new(turn: Turn) -> Decision | None:
    """What is told but answers nothing: the first question about the case, else the papers in short, and an officer."""
    procedure = _told_of(turn)
    draft = turn.pending is not None and turn.pending.kind == "confirm_handoff"
    if procedure is None or draft or asking.parts(turn, turn.text) or not _is_about(turn, procedure):
        return None
    if answer.has_cases(procedure.id, turn.desk, now=turn.now) and turn.conversation.case is None:
        return cases.ask_first(turn, procedure.id)
    return None if turn.conversation.misses else _papers(turn, procedure)


def _is_about(turn: Turn, procedure: Procedure) -> bool:
    """Whether what is told is about the topic: no other need, no small talk, nothing that is strange to its record."""
    verdict = turn.read(turn.text)
    if verdict.decision in ("chat", "refer") or telling.is_of_another(turn, procedure):
        return False
    if verdict.decision == "answer":
        return verdict.entry is not None and verdict.entry.id == procedure.id
    return verdict.decision == "choose" or telling.is_spoken_of(turn.text, procedure)


def heard(turn: Turn, procedure: Procedure) -> dict[str, str]:
    """The answers about the case that the words give."""
    few = len(turn.text.split()) <= FEW_TO_REPLY and not which_part.is_likely(turn)
    told = (_as_asked(turn.text, procedure) if few else {}) or case_breath.told(turn.text, procedure)
    return told or {
        case: option
        for part in case_breath.clauses(turn.text)
        for case, option in case_hints.taken(part, procedure).items()
    }


def _as_asked(text: str, procedure: Procedure) -> dict[str, str]:
    """The answers that a few words give as if each question had been asked."""
    if stated := case_said.stated(text, procedure):
        return stated
    found = {case.id: case_said.reply(text, case) for case in case_tree.cases(procedure)}
    replies = {case: option for case, option in found.items() if option and option != case_tree.UNKNOWN}
    return replies if len(replies) == 1 else {}


def _told_of(turn: Turn) -> Procedure | None:
    """The procedure talked of, if the message only tells, and answers no question of the bot's about it."""
    if turn.topic is None or cases.waits(turn) or turn.ticket or turn.incoming.media or not telling.only_tells(turn):
        return None
    return turn.desk.kb.procedures[turn.topic.procedure_id]


def _noted(turn: Turn, decision: Decision, procedure: Procedure, told: dict[str, str]) -> Decision:
    """The decision with what was noted before it, where the papers stay the same."""
    english = turn.english and case_words.in_english(procedure)
    noted = case_words.answers(procedure, told, english=english)
    first, *rest = decision.say
    lead = texts.spoken(texts.CASE_NOTED, english=english).format(answers=noted)
    return replace(decision, say=(replace(first, text=f"{lead}\n\n{first.text}"), *rest)) if noted else decision


def _papers(turn: Turn, procedure: Procedure) -> Decision | None:
    """What to bring, said again in short, with an officer for what the words may change."""
    lines = plainly.lines(turn, procedure)
    if turn.english or not lines:
        return None
    choices = (Choice(buttons.OFFICER, texts.OFFICER),)
    told = "\n".join([texts.TOLD_AND_NOTED.format(name=procedure.short), *lines])
    say = Say(f"{told}\n\n{texts.TOLD_MORE}\n{listed(choices)}", choices)
    asked, guess = f"{turn.text} ({procedure.short})", Guess(procedure.id, procedure.short, 1.0)
    pending = turn.ask("after_answer", choices, asked, guesses=(guess,))
    topic = question.topic(turn, procedure.id, "documents", "")
    outcome = Outcome("answer", (procedure.id,), "documents", 1.0, "", procedure.id)
    return turn.decide(outcome, say, pending=pending, topic=topic, misses=1)
