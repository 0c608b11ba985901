"""Was this useful? One tap under an answer, once a day for a procedure; a no leads to the reasons, and an officer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from handlers import buttons, handoff, texts
from handlers.messages import Choice, Decision, Guess, Outcome, Rating, Say
from handlers.numbered import inline, listed
from handlers.turn import Turn
from handlers.words import plain

YES, NO = "yes", "no"
REASONS = ("intent", "missing", "wrong", "unclear")
FEW_WORDS = 8
"""A reason is told in no more words."""
_REASONS = {
    "intent": re.compile(r"\bdung y\b|\b(?:khong|ko|k) phai (?:cai|viec|y|dieu)\b|\b(?:khong|ko|k) (?:hoi|can) cai\b"),
    "missing": re.compile(r"\b(?:thieu|chua du|khong day du)\b"),
    "wrong": re.compile(r"\b(?:sai|khong chinh xac|wrong)\b"),
    "unclear": re.compile(r"\b(?:kho hieu|(?:khong|ko|k|chua|chang) hieu|roi qua|dai qua|unclear)\b"),
}
_UP = re.compile("[\U0001f44d❤♥][\ufe0f\U0001f3fb-\U0001f3ff]*")
_DOWN = re.compile("\U0001f44e[\U0001f3fb-\U0001f3ff]*")
_IN_WORDS = {
    YES: re.compile(r"(?:rat |dung )?(?:huu ich|co ich|huu dung)(?: lam| qua| roi)?|useful|helpful"),
    NO: re.compile(
        r"(?:khong|ko|k|chua|chang) (?:huu ich|co ich|huu dung|giup duoc gi|giup ich gi)(?: gi| lam)?"
        r"|not (?:useful|helpful)"
    ),
}
_NOT = r"(?:khong|ko|k|kg|hong|chua|chang)"
_WRONG = re.compile(
    rf"(?:(?:da|the|vay|ua|oi|nhung|ma|hinh nhu|cau|nay|bot|ban|may|thong tin|tra loi|noi) )*"
    rf"(?:{_NOT} (?:dung|chinh xac|chuan)(?: y| cau)?(?: toi| em| minh| chau)?(?: hoi| can| muon hoi)?"
    rf"|{_NOT} phai (?:cai|viec|thu|cau|y)(?: toi| em| minh| chau)?(?: nay| do| hoi| can| muon hoi)*"
    rf"|(?:toi |em |minh )?{_NOT} (?:hoi|can) (?:cai|viec|cau) (?:nay|do)"
    r"|(?:tra loi |noi )?(?:sai|nham)(?: thong tin| het| bet| qua)?)"
    r"(?: (?:roi|dau|lam|a|ah|nhe|ban|bot|em|anh|chi|ma|day))*"
    r"|(?:that s |this is |it is |it s )?(?:wrong|not correct|incorrect|not right|not what i asked)(?: answer)?"
)
"""That the answer just given is wrong, or to another question."""


def offered(turn: Turn, decision: Decision) -> Decision:
    """The decision with the question under its answer, unless it was asked today or the answer has no receipt.

    The papers for one's own case are asked about apart from the general answer.
    """
    receipt, pending = decision.receipt, decision.conversation.pending
    if receipt is None:
        return decision
    decision = replace(decision, conversation=replace(decision.conversation, receipt=receipt.code))
    if pending is None or not decision.say:
        return decision
    first, *rest = decision.say
    tail = f"\n\n{inline(first.choices, english=turn.english)}"
    asked = f"{receipt.procedure_id}{'+case' if pending.kind == 'case' else ''}@{turn.today.isoformat()}"
    today = tuple(one for one in decision.conversation.rated if one.endswith(f"@{turn.today.isoformat()}"))
    fits = pending.kind in ("after_answer", "case") and pending.choices == first.choices and first.text.endswith(tail)
    if not fits or not first.choices or asked in today:
        return decision
    choices = (
        *first.choices,
        buttons.rating(YES, receipt.code, turn.words(texts.USEFUL)),
        buttons.rating(NO, receipt.code, turn.words(texts.NOT_USEFUL)),
    )
    shown = inline(choices, english=turn.english)
    said = replace(first, text=f"{first.text.removesuffix(tail)}\n\n{shown}", choices=choices)
    memory = replace(decision.conversation, pending=replace(pending, choices=choices), rated=(*today, asked))
    return replace(decision, conversation=memory, say=(said, *rest))


def route(turn: Turn) -> Decision | None:
    """A thumb up or down alone, or the same in words, answers the question; so does that it is wrong."""
    words = plain(turn.text)
    up = _UP.fullmatch(turn.text) or _IN_WORDS[YES].fullmatch(words)
    down = _DOWN.fullmatch(turn.text) or _IN_WORDS[NO].fullmatch(words)
    wanted = YES if up else NO if down else None
    asked = _asked(turn)
    wanted = wanted or _reason(words, asked)
    if wanted in asked:
        return act(turn, str(wanted), asked[str(wanted)])
    complains = _WRONG.fullmatch(words) or wanted == NO
    return act(turn, NO, turn.conversation.receipt) if complains and _was_answered(turn, asked) else None


def _reason(words: str, asked: Mapping[str, str]) -> str | None:
    """What was wrong with the answer, in a few words, where that was asked."""
    brief = len(words.split()) <= FEW_WORDS
    told = [reason for reason in REASONS if reason in asked and brief and _REASONS[reason].search(words)]
    return told[0] if len(told) == 1 else None


def _asked(turn: Turn) -> dict[str, str]:
    """The code of the answer for each verdict that may be tapped now."""
    found = [buttons.read(choice.id) for choice in (turn.pending.choices if turn.pending else ())]
    return {press.what: press.which for press in found if press.kind == "u"}


def _was_answered(turn: Turn, asked: Mapping[str, str]) -> bool:
    """Whether an answer is what was said last, and nobody but the bot is spoken to."""
    if turn.ticket is not None and turn.ticket.state != "closed":
        return False
    pending = turn.pending
    return turn.topic is not None if pending is None else pending.kind == "after_answer" or NO in asked


def act(turn: Turn, verdict: str, code: str) -> Decision | None:
    """What follows from a tap: thanks, the question what was wrong, or the offer of an officer."""
    if verdict == YES:
        said = turn.decide(Outcome("chat"), Say(turn.words(texts.USEFUL_THANKS)))
    elif verdict == NO:
        said = _why(turn, code)
    elif verdict in REASONS:
        said = _to_officer(turn, verdict)
    else:
        return None
    return replace(said, rating=Rating(code, verdict)) if code else said


def _why(turn: Turn, code: str) -> Decision:
    reasons = (buttons.rating(reason, code, turn.words(texts.USEFUL_REASONS[reason])) for reason in REASONS)
    choices = (*reasons, Choice(buttons.OFFICER, turn.words(texts.OFFICER)))
    say = Say(f"{turn.words(texts.USEFUL_WHY)}\n{listed(choices)}", choices)
    return turn.decide(Outcome("chat"), say, pending=turn.ask("after_answer", choices, _question(turn)))


def _to_officer(turn: Turn, reason: str) -> Decision:
    """The question goes on with what was wrong with the answer."""
    topic = turn.topic
    procedure = turn.desk.kb.procedures[topic.procedure_id] if topic else None
    guesses = (Guess(procedure.id, procedure.short, 1.0),) if procedure else ()
    told = texts.USEFUL_TOLD.format(reason=texts.USEFUL_REASONS[reason].lower())
    return handoff.offer(turn, f"{_question(turn)}\n{told}".strip(), guesses, lead=texts.USEFUL_OFFICER)


def _question(turn: Turn) -> str:
    """The words that were answered; the procedure's name where they are gone."""
    if turn.pending and turn.pending.question:
        return turn.pending.question
    return turn.desk.kb.procedures[turn.topic.procedure_id].short if turn.topic else ""
