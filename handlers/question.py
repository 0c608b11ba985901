"""A question in free words: from the matcher's verdict to a reply."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import cast
from urllib.parse import urlsplit

from handlers import (
    also_referred,
    answer,
    asking,
    both_needs,
    browse,
    buttons,
    case_breath,
    english,
    handoff,
    mourning,
    texts,
    told_counts,
    two_needs,
    ward_facts,
)
from handlers.messages import Asked, Choice, Decision, DecisionKind, Guess, Link, Outcome, Pending, Say, Topic
from handlers.numbered import listed
from handlers.turn import Turn
from handlers.two_needs import Need
from handlers.words import only_begins, plain, thanks
from knowledge.decision import Verdict
from knowledge.entry import Entry
from knowledge.words import Aspect

MENU_ENTRY = "bot-lam-gi"
"""The general entry that asks what the bot can do: the fields follow its answer."""
OFFICER_ENTRY = "gap-can-bo"
"""The general entry that asks for an officer: it is a hand-off, whatever its answer says."""
LATE_ENTRY = "ho-so-tre-hen"
"""The general entry about a dossier that is late."""
_ABOUT_THE_BOT = frozenset({"nguoi-hay-may", "ngon-ngu", "gop-y-bot"})
"""The general entries that only speak of the bot itself: small talk."""
_OWN_DOSSIER = frozenset({"tra-cuu-ho-so", LATE_ENTRY})
_WAITED = re.compile(r"\b(?:chua|khong|ko|k) thay (?:ai |co )*(?:goi|bao|tin|tra|gi|dau)\b|\b(?:qua|tre) hen\b")
_LOOK_IT_UP = re.compile(r"\b(?:kiem tra|tra|xem|hoi|coi) (?:giup|ho|dum|gium)\b")
"""Whoever has waited and asks that it be looked up wants somebody who can: an officer."""
TO_CHOOSE = 3


def route(turn: Turn) -> Decision:
    """The last route: every text gets a reply."""
    verdict = two_needs.still_to_do(turn, asking.clearer(turn, turn.read(turn.text)))
    waiting = turn.pending if turn.pending and turn.pending.kind == "of_what" else None
    decision = reply(turn, verdict, aspect=waiting.aspect if waiting else None)
    return replace(decision, conversation=replace(decision.conversation, asked=asked(turn, verdict)))


def asked(turn: Turn, verdict: Verdict) -> Asked:
    """How this message was understood, to compare with after an edit."""
    first = verdict.entry or next((candidate.entry for candidate in verdict.candidates), None)
    return Asked(turn.incoming.message_id, verdict.decision, first.id if first else None, verdict.aspect)


def reply(turn: Turn, verdict: Verdict, *, aspect: str | None = None) -> Decision:
    """What to say to a text that was understood like this; `aspect` when the context says which part is meant."""
    asked = asking.told_aspect(verdict.aspect, asking.parts(turn, turn.text))
    verdict = replace(verdict, aspect=asked or cast("Aspect | None", aspect))
    if verdict.entry and verdict.entry.id == OFFICER_ENTRY:
        return handoff.wanted(turn)
    if verdict.entry and verdict.entry.id == MENU_ENTRY and verdict.decision == "refer":
        told = ward_facts.general(turn.desk.kb.general[MENU_ENTRY], turn, in_english=turn.english)
        return browse.fields(turn, 0, lead=f"{told.text}\n\n{turn.words(texts.FIELDS)}")
    if only_begins(turn.text):
        return turn.decide(outcome(verdict, "chat"), Say(turn.words(texts.GO_ON_ASKING)), pending=turn.pending)
    if needs := two_needs.found(turn, verdict) or also_referred.found(turn, verdict):
        return _both(turn, verdict, *needs)
    match verdict.decision:
        case "answer" if verdict.entry:
            return about(turn, verdict.entry.id, verdict.aspect, verdict)
        case "refer" if verdict.entry and verdict.entry.id in _OWN_DOSSIER and _is_to_be_looked_up(turn.text):
            late = turn.desk.kb.general.get(LATE_ENTRY)
            lead = late.answer.partition("\n")[0] if late else None
            return handoff.offer(turn, turn.text, lead=lead, outcome=outcome(verdict, "handoff"))
        case "refer" if verdict.entry:
            return refer(turn, verdict.entry.id, verdict)
        case "chat" if verdict.entry:
            return _chat(turn, verdict)
        case "choose" if verdict.candidates and not thanks(turn.text):
            return _choose(turn, verdict)
        case _ if thanks(turn.text):
            return turn.decide(outcome(verdict, "chat"), Say(turn.words(texts.THANKS)))
        case _:
            return handoff.offer(turn, turn.text, guesses(verdict), outcome=outcome(verdict, "handoff"))


def _is_to_be_looked_up(text: str) -> bool:
    """Whether somebody who has waited asks that their dossier be looked up."""
    words = plain(text)
    return bool(_WAITED.search(words) and _LOOK_IT_UP.search(words))


def _both(turn: Turn, verdict: Verdict, first: Need, second: Need) -> Decision:
    """The answer to the first need, and the offer to answer the second; both answers where a short part is shared."""
    decision = _to_need(turn, verdict, first)
    if both_needs.are_alike(turn, first, second):
        return both_needs.joined(turn, decision, _to_need(turn, verdict, second), second.words)
    offer = _second_need(turn, second.entry)
    pending = turn.ask("second_need", offer.choices, second.words, aspect=second.aspect)
    known = replace(decision.conversation, pending=pending)
    return replace(decision, say=(*decision.say, offer), conversation=known)


def _to_need(turn: Turn, verdict: Verdict, need: Need) -> Decision:
    """The answer to one of several needs, as if the message had only asked for that."""
    near = sorted(verdict.candidates, key=lambda candidate: candidate.entry.id != need.entry.id)
    understood = replace(verdict, entry=need.entry, candidates=tuple(near))
    also = asking.also(turn.with_text(need.words), need.aspect)
    return about(turn, need.entry.id, need.aspect, understood, words=need.words, also=also)


def about(
    turn: Turn,
    procedure_id: str,
    aspect: str | None,
    verdict: Verdict | None = None,
    *,
    words: str = "",
    also: tuple[str, ...] | None = None,
) -> Decision:
    """The answer about a procedure, and the topic set to it.

    `words` is the question where the message alone is not; `also` the other parts asked, where they are not its own.
    """
    words = words or turn.text
    if aspect == "fee":
        words = told_counts.carried(turn, procedure_id, words)
    part = "documents" if aspect == "papers" else aspect
    now_about = topic(turn, procedure_id, part, words)
    more_asked = asking.also(turn, aspect) if also is None else also
    said = answer.answer(
        procedure_id, aspect, turn.desk, now=turn.now, words=words, case=dict(now_about.said), also=more_asked
    )
    if turn.english:
        said = english.answer(turn, procedure_id, aspect, said, words)
    else:
        said = mourning.with_condolence(turn, procedure_id, said)
    pending = turn.ask("after_answer", said.choices, words)
    told = outcome(verdict, "answer") if verdict else Outcome("answer", (procedure_id,), aspect, 1.0, "", procedure_id)
    return turn.decide(replace(told, aspect=part or "documents"), said, pending=pending, topic=now_about)


def topic(turn: Turn, procedure_id: str, part: str | None, words: str) -> Topic:
    """The topic from now on, with what these words and those before told of the resident's own case."""
    procedure = turn.desk.kb.procedures[procedure_id]
    if procedure.is_repealed(turn.today) and len(procedure.replaced_by) == 1:
        return Topic(procedure.replaced_by[0], part, turn.now)
    before = dict(turn.topic.said) if turn.topic and turn.topic.procedure_id == procedure_id else {}
    said = {**before, **case_breath.in_passing(words, procedure)} if words else before
    return Topic(procedure_id, part, turn.now, tuple(said.items()))


def refer(turn: Turn, entry_id: str, verdict: Verdict | None = None) -> Decision:
    """Where to go instead, or what is asked about the ward itself."""
    kb = turn.desk.kb
    in_english = turn.english
    if entry_id in kb.general:
        say = ward_facts.general(kb.general[entry_id], turn, in_english=in_english)
    else:
        say = _referral(turn, entry_id, in_english=in_english)
    kind: DecisionKind = "chat" if entry_id in _ABOUT_THE_BOT else "refer"
    told = outcome(verdict, kind) if verdict else Outcome(kind, entry=entry_id, confidence=1.0)
    pending = turn.ask("after_answer", say.choices, turn.text) if say.choices else None
    return turn.decide(told, say, pending=pending)


def outcome(verdict: Verdict, decision: DecisionKind) -> Outcome:
    """What was understood, for counters and the command line."""
    meant = [verdict.entry.id] if verdict.entry and verdict.entry.kind == "procedure" else []
    return Outcome(
        decision,
        tuple(dict.fromkeys([*meant, *(candidate.entry.id for candidate in verdict.candidates)])),
        verdict.aspect,
        verdict.confidence,
        verdict.matched,
        verdict.entry.id if verdict.entry else None,
    )


def guesses(verdict: Verdict) -> tuple[Guess, ...]:
    """The nearest procedures, for the officers."""
    return tuple(Guess(c.entry.id, c.entry.short, round(c.confidence, 3)) for c in verdict.candidates)


def _choose(turn: Turn, verdict: Verdict) -> Decision:
    """Ask back with the nearest procedures, in the words that tell them apart if they are siblings."""
    near = mourning.fitting(turn, [candidate.entry for candidate in verdict.choices[:TO_CHOOSE]])
    other = Choice(buttons.OTHER, turn.words(texts.OTHER))
    if len(near) == 1:
        choices: tuple[Choice, ...] = (_this_one(turn, near[0]), other)
        lead = turn.words(texts.CHOOSE_ONE).format(name=_name(turn, near[0]))
        say = Say(f"{lead}\n{listed(choices)}", choices)
    else:
        choices = (*(_label(turn, entry) for entry in near), other)
        lead = texts.EN_CHOOSE if turn.english else _lead(turn, near)
        say = Say(f"{lead}\n{listed(choices)}\n\n{turn.words(texts.PICK)}", choices)
    say = mourning.with_condolence(turn, None, say)
    again = turn.pending is not None and turn.pending.kind == "choose"
    return turn.decide(
        outcome(verdict, "choose"),
        say,
        pending=turn.ask("choose", choices, turn.text, guesses=guesses(verdict), aspect=verdict.aspect),
        misses=turn.conversation.misses + 1 if again else 0,
    )


def _name(turn: Turn, entry: Entry) -> str:
    procedure = turn.desk.kb.procedures.get(entry.id)
    return (procedure.english.name if procedure and turn.english else None) or entry.short


def _this_one(turn: Turn, entry: Entry) -> Choice:
    """Yes to the only procedure that it may be."""
    name = _name(turn, entry)
    inside = name if name[1:2].isupper() else name[:1].lower() + name[1:]
    return buttons.procedure(entry.id, turn.words(texts.THIS_ONE).format(name=inside))


def _label(turn: Turn, entry: Entry) -> Choice:
    name = turn.desk.kb.procedures[entry.id].english.name if turn.english else None
    return buttons.procedure(entry.id, f"{name} ({entry.short})" if name else entry.short)


def _lead(turn: Turn, near: list[Entry]) -> str:
    """The question before the choices."""
    if turn.pending is not None and turn.pending.kind == "choose":
        return texts.CHOOSE_AGAIN
    # One question: two at once leave people unsure which of them their number answers.
    question = next(filter(None, (_distinguishing(turn, near[0], other) for other in near[1:])), None)
    return texts.CHOOSE_SIBLING.format(question=question) if question else texts.CHOOSE


def _distinguishing(turn: Turn, one: Entry, other: Entry) -> str | None:
    """The question that tells two siblings apart, from either's entry; None if they are none."""
    procedures = turn.desk.kb.procedures
    for here, there in ((one, other), (other, one)):
        for sibling in procedures[here.id].siblings:
            if sibling.id == there.id:
                return sibling.question
    return None


def _second_need(turn: Turn, entry: Entry) -> Say:
    kind = buttons.procedure if entry.kind == "procedure" else buttons.entry
    choices = (kind(entry.id, turn.words(texts.YES_PLEASE)), Choice(buttons.OFFICER, turn.words(texts.OFFICER)))
    return Say(f"{turn.words(texts.SECOND_NEED).format(name=_name(turn, entry))}\n{listed(choices)}", choices)


def _referral(turn: Turn, entry_id: str, *, in_english: bool) -> Say:
    referral = turn.desk.kb.referrals[entry_id]
    told = referral.answer
    if in_english:
        told = referral.english.answer or f"{texts.EN_DETAILS}\n\n{referral.answer}"
    notes = [texts.UNVERIFIED] if referral.unverified and not in_english else []
    near = [turn.desk.kb.procedures[i] for i in referral.see if i in turn.desk.kb.procedures][:TO_CHOOSE]
    names = ((p.english.name if in_english else None) or p.short for p in near)
    choices = (
        *(buttons.procedure(p.id, name) for p, name in zip(near, names, strict=True)),
        Choice(buttons.OFFICER, turn.words(texts.OFFICER)),
    )
    host = urlsplit(referral.link or "").hostname
    links = (Link(texts.OPEN_SOURCE.format(host=host), referral.link),) if referral.link else ()
    lead = f"{turn.words(texts.SEE_PROCEDURE)}\n" if near else ""
    return Say("\n\n".join([told, *notes, f"{lead}{listed(choices)}"]), choices, links)


def _chat(turn: Turn, verdict: Verdict) -> Decision:
    """A friendly word; the topic and the bot's question stay as they are."""
    entry = turn.desk.kb.small_talk.get(verdict.entry.id) if verdict.entry else None
    told = entry.answer if entry else turn.words(texts.CHAT_FALLBACK)
    if entry and entry.english and turn.english:
        told = entry.english
    pending: Pending | None = turn.pending
    return turn.decide(outcome(verdict, "chat"), Say(told), pending=pending)
