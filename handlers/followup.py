"""Messages that only make sense after what was said before: numbers, yes and no, "còn phí?", "ý tôi là…"."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers import (
    answer,
    asides,
    asking,
    back,
    circumstance,
    correction,
    detail,
    elsewhere,
    english,
    handoff,
    not_yet,
    of_which,
    other_party,
    own_words,
    paper_to_get,
    parts,
    plainly,
    press,
    question,
    remarks,
    siblings,
    telling,
    texts,
    told,
    what_if,
    which_part,
)
from handlers.messages import Choice, Decision, Guess, Outcome, Pending, Say
from handlers.numbered import listed
from handlers.turn import Turn
from handlers.words import LAST, asks, is_bare_number, number, picked, plain, says_no, says_yes, tail
from knowledge.decision import Verdict

_THIS = re.compile(
    r"^(?:da )?(?:co )?(?:phai|can) .+ (?:khong|ko|k)(?: a| ah| nhi| vay)?$"
    r"|^(?:da )?(?:the|vay|con|neu|truong hop)\b|\b(?:cai|viec|thu tuc|giay|vu|mon) (?:nay|do|ay)\b|\bnhu vay\b"
    r"|\bthi (?:sao|the nao|ntn|phai lam sao|lam sao)(?: (?:a|ah|nhi|ha|em|vay|ad|day|bay gio))*$"
)
_WHICH = re.compile(r"\b(?:thu tuc|giay to) (?:gi|nao)\b")
"""Asks which procedure it takes: another need, and no detail of the last one."""
SURE = 0.75
"""How sure it must be that another procedure is meant, where the words lean on the last one."""
NAMED = 0.95
"""How sure a sibling must be to be told at once."""
POSSIBLE = 0.5
"""Below this, "thế còn …" names no other procedure but a detail of the last one."""
LIKELY = 0.6
"""How sure is enough when a procedure is named right after another one, in two or three words."""

_AND_THAT = re.compile(
    r"^(?:(?:and |so |ok )?(?:what|how) about )?(?:da )?(?:the|vay)?(?: ?con| thi| neu)?"
    r" ?(?:viec |cai |thu tuc |ve )?(?P<rest>.+?)"
    r"(?: thi)?(?: sao| the nao| nhu nao| ntn)?(?: a| ah| nhi| ha| em| vay)*$"
)
_IF = re.compile(
    r"^(?:da )?(?:(?:the|vay|con|neu|truong hop|gia su|lo|nho) )+(?:la )?(?P<rest>\w+(?: \w+){1,5}?)"
    r"(?: thi)?(?: sao| the nao| nhu nao| ntn)?(?: a| ah| nhi| ha| em| vay)*$"
)
_WHO_WORDS = "la nguoi toi em minh chong vo con bo me ben co thi"
_WHO = frozenset(_WHO_WORDS.split())
_OF_A_PROCEDURE = frozenset({"fee", "time", "documents", "result", "law", "validity"})
"""Parts that mean nothing without a procedure, whatever else the words come near to."""
FEW_WORDS = 3
FEW_TO_REPLY = 8
NOTHING_NEAR = 0.3
"""Below this a brief question after an answer is about what was answered."""
SEVERAL = 3
_AGE = re.compile(
    r"^(?:da )?(?:(?:nam nay|duoc|moi|da|gan|hon|tam|khoang|la|thi|nha|cua) |(?:con|chau|be|em|me|bo|ong|ba|vo|chong"
    r"|toi|minh|anh|chi|no|trai|gai|cu|ba ay|ong ay|ca) )*\d{1,3} (?:tuoi|t|thang tuoi)(?: (?:roi|a|ah|em|thoi))*$"
)
"""Who it is for is this old, and nothing else is said."""
_SECOND = re.compile(
    r"\b(?:cai|viec|mon|vu|thu tuc|y|cau|phan) (?:thu (?:hai|2)|so (?:hai|2)|sau|kia|con lai)\b"
    r"|\b(?:noi|tra loi|lam) (?:not|tiep)\b|\btiep di\b|\bthe second\b"
)
_CUE = re.compile(
    r"^(?:da )?(?:the|vay|con|(?:and |so |ok )?(?:what|how) about)\b|\bthi (?:sao|the nao|ntn)(?: a| ah| nhi| ha| em)*$"
)


def pick(turn: Turn) -> Decision | None:
    """The answer to the bot's own question."""
    pending = turn.pending
    if pending is None or not turn.text:
        return None
    choice = pending.choices[0] if _is_the_second(turn.text, pending) else _choice(turn.text, pending)
    if choice:
        taken = press.act(turn, choice.id)
        return back.remembered(turn, taken) if taken else None
    if is_bare_number(turn.text) and pending.choices:
        say = Say(f"{turn.words(texts.NO_SUCH_NUMBER)}\n{listed(pending.choices)}", pending.choices)
        return turn.decide(Outcome("choose"), say, pending=pending)
    if says_no(turn.text) and pending.kind != "case":
        return _refused(turn, pending)
    if says_yes(turn.text) and pending.kind == "choose":
        say = Say(f"{turn.words(texts.PICK)}\n{listed(pending.choices)}", pending.choices)
        return turn.decide(Outcome("choose"), say, pending=pending)
    return None


def _is_the_second(text: str, pending: Pending) -> bool:
    """Whether the second need of a message is asked for, after the first was answered."""
    return pending.kind == "second_need" and bool(_SECOND.search(plain(text))) and not asks(text)


def stray_number(turn: Turn) -> Decision | None:
    """A number when nothing was asked."""
    if not is_bare_number(turn.text):
        return None
    return turn.decide(Outcome("choose"), Say(turn.words(texts.NUMBER_OF_WHAT)))


def in_context(turn: Turn) -> Decision | None:
    """A text that leans on the last procedure or the last aspect."""
    if not turn.text or len(turn.text) > 200:
        return None
    return (
        plainly.route(turn)
        or correction.route(turn)
        or _same_procedure(turn)
        or asides.route(turn)
        or elsewhere.route(turn)
        or other_party.route(turn)
        or (_offer_detail(turn) if other_party.is_told(turn) else None)
        or not_yet.route(turn)
        or paper_to_get.route(turn)
        or circumstance.of_people(turn)
        or (what_if.route(turn) if circumstance.of_case(turn) is None else None)
        or what_if.next_need(turn)
        or _age(turn)
        or remarks.route(turn)
        or told.own_case(turn)
        or _told_from(turn)
        or own_words.route(turn)
        or _variant(turn)
        or circumstance.of_case(turn)
        or (_offer_detail(turn) if circumstance.is_of_others(turn) else None)
        or _other_procedure(turn)
        or _condition(turn)
        or detail.sure(turn)
        or which_part.told(turn)
        or detail.route(turn)
        or told.nothing_new(turn)
        or _detail(turn)
        or _part_of_it(turn)
        or which_part.offered(turn)
    )


def _choice(text: str, pending: Pending) -> Choice | None:
    """The choice that the words take: by number, by yes where one is offered, by words of its label."""
    given = number(text)
    if given == LAST and pending.choices:
        return pending.choices[-1]
    if given and 0 < given <= len(pending.choices):
        return pending.choices[given - 1]
    if says_yes(text):
        return pending.choices[0] if pending.choices and _is_yes_or_no(pending) else None
    return picked(text, pending.choices) if pending.kind in ("choose", "browse") or len(text.split()) > 1 else None


def _is_yes_or_no(pending: Pending) -> bool:
    """Whether a bare yes takes the first choice: only that was asked about, or the other one only declines."""
    alone = len(pending.choices) == 1 and pending.kind != "after_answer"
    return alone or pending.kind == "second_need" or (pending.kind == "choose" and len(pending.choices) == 2)


def _refused(turn: Turn, pending: Pending) -> Decision | None:
    """ "Không" to what was offered."""
    if pending.kind == "choose" and pending.question:
        return press.act(turn, pending.choices[-1].id)
    return turn.decide(Outcome("chat"), Say(turn.words(texts.ALL_RIGHT)))


def yes_or_no(turn: Turn) -> Decision | None:
    """A yes or no to nothing that was asked."""
    if says_yes(turn.text) or says_no(turn.text):
        return turn.decide(Outcome("chat"), Say(turn.words(texts.ALL_RIGHT)), pending=turn.pending)
    return None


def _same_procedure(turn: Turn) -> Decision | None:
    """ "Mấy ngày có?": only a part is asked; with nothing to refer to, the bot asks of what."""
    aspect = parts.only_part(turn) or parts.closing(turn) or (parts.of_it(turn) if turn.topic else of_which.asked(turn))
    if aspect is None:
        return None
    waiting = of_which.waiting(turn)
    if waiting and (turn.topic is None or turn.topic.at <= waiting.asked_at):
        return of_which.part(turn, waiting, aspect)
    if turn.topic:
        name = turn.desk.kb.procedures[turn.topic.procedure_id].short
        part = which_part.rather(turn, aspect)
        return question.about(turn, turn.topic.procedure_id, part, words=f"{turn.text} ({name})")
    if aspect not in _OF_A_PROCEDURE and turn.read(turn.text).decision in ("answer", "refer"):
        return None
    pending = turn.ask("of_what", (), turn.text, aspect=aspect)
    return turn.decide(Outcome("choose", aspect=aspect), Say(turn.words(texts.ASK_ABOUT_WHAT)), pending=pending)


def _other_procedure(turn: Turn) -> Decision | None:
    """ "Thế còn tạm trú?": the same part of another procedure."""
    words = plain(turn.text)
    if turn.topic is None or not _CUE.search(words) or len(words.split()) > 10:
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
        return detail.route(turn) or _offer_detail(turn)
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


def _told_from(turn: Turn) -> Decision | None:
    """A sibling that is as good as named: its only rival is the procedure under discussion."""
    verdict = turn.read(turn.text)
    near = siblings.likeliest(turn, verdict) if verdict.decision == "choose" and verdict.confidence >= NAMED else None
    return (
        question.reply(turn, replace(verdict, decision="answer", entry=verdict.candidates[0].entry)) if near else None
    )


def _variant(turn: Turn) -> Decision | None:
    """ "Thế nếu là người nước ngoài?": the sibling of the procedure under discussion that is for just that."""
    match = _IF.match(plain(turn.text)) if turn.topic else None
    if turn.topic is None or match is None:
        return None
    said = " ".join(word for word in match["rest"].split() if word not in _WHO)
    known = turn.desk.kb.procedures
    kin = [known[one.id] for one in known[turn.topic.procedure_id].siblings if one.id in known]
    fitting = [one for one in kin if f" {said} " in f" {plain(one.short)} {plain(one.name)} " and "+" not in one.short]
    called = {one.entry.id for one in turn.read(said).candidates if asking.is_called(turn, one.entry.id, said)}
    if len(said.split()) < 2 or called - {one.id for one in kin}:  # one word fits too much
        return None
    if not fitting:
        return _offer_detail(turn) if _only_qualifies(turn, said) else None
    nearest = min(fitting, key=lambda one: one.id not in called)
    return question.about(turn, nearest.id, turn.topic.aspect, words=f"{turn.text} ({nearest.short})")


def _only_qualifies(turn: Turn, said: str) -> bool:
    """Whether words stand in the names of several procedures but are the name of none ("nước ngoài").

    What one or two fields know names what it is about ("căn cước").
    """
    current = [one for one in turn.desk.kb.procedures.values() if not one.is_repealed(turn.today)]
    named = any(said in map(plain, (one.short, *one.aliases)) for one in current)
    fields = [one.field for one in current if f" {said} " in f" {plain(one.short)} "]
    here = turn.desk.kb.procedures[turn.topic.procedure_id].field if turn.topic else None
    return not named and len(fields) >= SEVERAL and len(set(fields)) > (1 if here in fields else 2)


def _part_of_it(turn: Turn) -> Decision | None:
    """A question that names no need we know, or may mean the procedure under discussion, but a part: its part."""
    if turn.topic is None:
        return None
    verdict = asking.clearer(turn, turn.read(turn.text))
    part = asking.told_aspect(verdict.aspect, asking.parts(turn, turn.text))
    near = turn.topic.procedure_id in [candidate.entry.id for candidate in verdict.candidates]
    unsure = near or verdict.confidence < POSSIBLE or (verdict.confidence < SURE and not telling.wishes(turn))
    unknown = verdict.decision == "handoff" or (verdict.decision == "choose" and unsure)
    if part is None or not unknown or (part == "online" and not asks(turn.text)):
        return None
    return question.about(turn, turn.topic.procedure_id, part, words=turn.text)


def _age(turn: Turn) -> Decision | None:
    """ "Cháu 5 tuổi": who it is for, where that leads to no sibling: the part under discussion once more."""
    if turn.topic is None or not _AGE.match(plain(turn.text)) or siblings.likeliest(turn, turn.read(turn.text)):
        return None
    name = turn.desk.kb.procedures[turn.topic.procedure_id].short
    return question.about(turn, turn.topic.procedure_id, turn.topic.aspect, words=f"{turn.text} ({name})")


def _condition(turn: Turn) -> Decision | None:
    """ "Thế nếu đúng hạn?": the part under discussion, or another one, speaks of just that."""
    match = _IF.match(plain(turn.text)) if turn.topic else None
    if turn.topic is None or match is None:
        return None
    procedure = turn.desk.kb.procedures[turn.topic.procedure_id]
    part = answer.part_that_says(procedure, match["rest"], turn.topic.aspect, day=turn.today)
    return question.about(turn, procedure.id, part, words=f"{turn.text} ({procedure.short})") if part else None


def _detail(turn: Turn) -> Decision | None:
    """ "Cái này bố mẹ có phải đi cùng không?": about the last procedure, but no part of it that we know."""
    waits = turn.pending is not None and turn.pending.kind == "case" and not asks(turn.text)
    if turn.topic is None or waits:
        return None
    verdict = turn.read(turn.text)
    if not (_THIS.search(plain(turn.text)) or (_is_brief_question(turn.text) and verdict.confidence < NOTHING_NEAR)):
        return None
    if verdict.decision not in ("choose", "handoff") or verdict.confidence >= SURE:
        return None
    if verdict.decision == "choose" and _WHICH.search(plain(turn.text)):
        return None
    part = asking.told_aspect(verdict.aspect, asking.parts(turn, turn.text))
    if part and verdict.confidence < POSSIBLE:
        return question.about(turn, turn.topic.procedure_id, part, words=turn.text)
    return what_if.offered(turn) or _offer_detail(turn)


def _is_brief_question(text: str) -> bool:
    return asks(text) and len(text.split()) <= FEW_TO_REPLY


def _offer_detail(turn: Turn) -> Decision | None:
    """The question about the procedure under discussion, for an officer; it is no miss."""
    if turn.topic is None:
        return None
    verdict = turn.read(turn.text)
    procedure = turn.desk.kb.procedures[turn.topic.procedure_id]
    others = (g for g in question.guesses(verdict) if g.id != procedure.id and g.confidence >= handoff.LIKELY)
    guesses = (Guess(procedure.id, procedure.short, 1.0), *others)
    lead = texts.DETAIL.format(name=procedure.short)
    outcome = Outcome("handoff", (procedure.id,), verdict.aspect)
    decision = handoff.offer(turn, f"{turn.text} ({procedure.short})", guesses, outcome=outcome, lead=lead)
    return replace(decision, conversation=replace(decision.conversation, misses=0))
