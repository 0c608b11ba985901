"""A conversation in English: when it is one, and the answer that a person wrote for it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from handlers import buttons, case_tree, case_words, english_facts, fees, texts
from handlers.messages import Choice, Decision, Link, Say
from handlers.numbered import inline
from handlers.words import plain
from knowledge.model import Procedure
from knowledge.syllables import is_syllable

if TYPE_CHECKING:
    from handlers.turn import Turn

_CLEAR_WORDS = """
    renewal extension extend recognize recognise abroad divorce driving exchange translate translation criminal
    household officer residence certificate certified marriage register registration foreigner document documents
    office address passport permit license licence online what where when how who need needed required bring somebody
    someone understand please thanks thank number person
"""
_BORROWED = {"online", "passport"}
"""What Vietnamese people write too."""
LOOKED_AT = 300
"""How many letters of a message tell its language."""
_CLEAR = frozenset(_CLEAR_WORDS.split())
"""Words that nobody takes for Vietnamese typed without marks."""
_FRAME_WORDS = """
    i i'm my the of for need needs want how what where when is are get with please register copy copies certificate
    price fee cost bring need have wife husband son daughter and live work birth marriage
"""
_FRAME = frozenset(_FRAME_WORDS.split())
"""English words around the Vietnamese name of a paper."""
FEWEST = 3
"""Fewer of them are no sentence."""
WORD = 3
"""Shorter words are of any language."""
_LETTERS = re.compile(r"[^\W\d_]")
_ASKED = {
    "fee": r"how (?:much|many) money|how much|fees?|costs?|price|charge|pay|money|free",
    "time": r"how (?:long|many (?:days?|times?|hours?|weeks?)|soon)|processing time|when (?:will|can|do|is|i|it)|ready"
    r"|time",
    "online": r"online|internet|vneid|portal",
    "where": r"where|(?:which|what) office|address|what place",
    "form": r"forms?",
    "who": r"who|(?:does|do|must) (?:she|he|they) (?:need|bring|have)(?: to bring)?"
    r"(?: (?:a|an|any|some))? (?:letter|authori[sz]ation|power of attorney|papers?)"
    r"|somebody else|someone else|on my behalf"
    r"|(?:my )?(?:wife|husband|friend|mother|father|sister|brother|son|daughter|parents?|relatives?)"
    r" (?:go|do|file|apply|submit|come|sign)(?: (?:it|this|them))?(?: for me)?",
    "documents": r"(?:what|which) (?:documents?|papers?)|documents?|papers?|need|bring|required",
    "steps": r"steps?|process|how do i (?:do|apply|start)",
    "law": r"laws?|legal|decree",
}
_PARTS = {part: re.compile(rf"\b(?:{words})\b") for part, words in _ASKED.items()}
_GERUND = re.compile(
    r"\b(register|renew|extend|open|clos|transfer|sell|buy|recogni[sz]|declar|exchang|chang|renam)ing\b", re.IGNORECASE
)
_ENDS_IN_E = frozenset({"clos", "recogniz", "recognis", "declar", "exchang", "chang", "renam"})
_BROKEN = {
    "fee": re.compile(r"\b(?:how (?:much|many) (?:money|cost|fee)|price|what (?:cost|fee))\b"),
    "time": re.compile(r"\bhow (?:many day|many time|long time|much time)\b"),
}
_SMALL_WORDS = """
    and what about is it the a an for this that of to in do does did i can could you we my me how much long take it s
    be will would should have need go get ok okay please then there are any not so also if on at with by one thing
    don t not which where when who tell say again now must many days give send show list all full complete
    day office if come came after before ready file apply submit online by person she he they her him us total money
"""
_SMALL = frozenset(_SMALL_WORDS.split())
_HOUR = re.compile(r"\b\d{1,2}(?: \d{2})? ?(?:am|pm|o clock|h)\b")
"""When somebody comes is told beside what they ask."""


_ONLY_IN_VIETNAMESE = frozenset({"papers", "law", "form", "steps", "result", "validity", "duty"})
"""Parts that an answer in English leaves out, so that the Vietnamese one is told."""


def spoken(turn: Turn) -> bool:
    """Whether the conversation is in English now; a number, a button or "ok" leaves it as it was."""
    text, before = turn.text, turn.conversation.english
    if turn.incoming.button or text.startswith("/") or not _LETTERS.search(text):
        return before
    if before and turn.pending and turn.pending.kind == "case" and text.isascii():
        return True
    if not text.isascii() and any(not char.isascii() for char in _LETTERS.findall(text)):
        return _only_names_papers(text)
    words = plain(text).split()
    clear = sum(word in _CLEAR - _BORROWED for word in words)
    known = sum(word in _CLEAR for word in words)
    if turn.read(text[:LOOKED_AT]).language == "en" or clear > 1 or (clear and 2 * known >= len(words)):
        return True
    goes_on = len(words) <= 2 or set(words) <= _SMALL | _CLEAR or only_part(text) is not None
    return before and (goes_on or _is_foreign(words))


def _only_names_papers(text: str) -> bool:
    """Whether the marked words of an English sentence are the fewer ones: the Vietnamese name of a paper."""
    words = text.lower().split()
    marked = sum(not word.isascii() for word in words)
    return sum(word.strip(".,;?!()") in _FRAME for word in words) >= max(FEWEST, marked)


def _is_foreign(words: list[str]) -> bool:
    """Whether half of the longer words cannot be Vietnamese, even without marks."""
    longer = [word for word in words if len(word) >= WORD]
    return bool(longer) and 2 * sum(not is_syllable(word) for word in longer) >= len(longer)


def infinitive(text: str) -> str:
    """The text with the verbs of "what about registering …" as the records have them."""
    return _GERUND.sub(lambda found: f"{found[1]}{'e' if found[1].lower() in _ENDS_IN_E else ''}", text)


def broken(text: str) -> str | None:
    """The fee or the time where it is asked for in the words of somebody who learns English."""
    words = plain(text)
    return next((part for part, asked in _BROKEN.items() if asked.search(words)), None)


def only_part(text: str) -> str | None:
    """The part that a short English message asks for, if it names no need of its own."""
    words = _HOUR.sub(" ", plain(text))
    for part, asked in _PARTS.items():
        rest, found = asked.subn(" ", words)
        if found and set(rest.split()) <= _SMALL:
            return part
    return None


def answer(turn: Turn, procedure_id: str, aspect: str | None, vietnamese: Say, words: str = "") -> Say:
    """The reply in English about a procedure: what a person wrote, only the part that was asked where it has one.

    `vietnamese` is the reply that stands where nobody wrote one; `words` are the question, for its quantities.
    """
    procedure = turn.desk.kb.procedures[procedure_id]
    told = procedure.english.answer
    if aspect in _ONLY_IN_VIETNAMESE or not told or not _holds(turn, procedure):
        return _with_english_choices(procedure, vietnamese)
    part = english_facts.part(told, aspect)
    estimate = fees.sum_in_english(procedure, turn.today, words) if aspect == "fee" else None
    more = ("documents", texts.EN_WHOLE) if part else ("papers", texts.EN_VIETNAMESE)
    choices = (
        *_own_case(turn, procedure),
        buttons.aspect(more[0], procedure_id, more[1]),
        Choice(buttons.OFFICER, texts.EN_OFFICER),
    )
    limits = english_facts.limits(procedure, turn.today, part or told)
    body = "\n\n".join(filter(None, (part or told, estimate, *limits, inline(choices, english=True))))
    return Say(body, choices, vietnamese.links)


def _with_english_choices(procedure: Procedure, vietnamese: Say) -> Say:
    """The Vietnamese reply under a line that says so, with what is offered beside it in English."""
    choices = tuple(replace(one, label=texts.spoken(one.label, english=True)) for one in vietnamese.choices)
    body = vietnamese.text.removesuffix(inline(vietnamese.choices)).rstrip()
    name = f"{procedure.english.name}. " if procedure.english.name else ""
    offered = f"\n\n{inline(choices, english=True)}" if body != vietnamese.text else ""
    kept = choices if offered else vietnamese.choices
    return replace(vietnamese, text=f"{name}{texts.EN_DETAILS}\n\n{body}{offered}", choices=kept)


def with_english_links(turn: Turn, decision: Decision) -> Decision:
    """The decision with the links of our own named in the language of the conversation."""
    if not turn.english:
        return decision
    say = tuple(replace(one, links=tuple(_link(link) for link in one.links)) for one in decision.say)
    return replace(decision, say=say)


def _link(link: Link) -> Link:
    """The link under the name that a person wrote for it in English; a title of somebody else's stays."""
    host = urlsplit(link.url).hostname
    source = link.title == texts.OPEN_SOURCE.format(host=host)
    return replace(
        link, title=texts.EN_OPEN_SOURCE.format(host=host) if source else texts.ENGLISH.get(link.title, link.title)
    )


def _own_case(turn: Turn, procedure: Procedure) -> tuple[Choice, ...]:
    """The offer to ask about one's own case, where a person wrote all of it in English."""
    asks = case_words.in_english(procedure) and case_tree.next_case(procedure, {}) is not None
    return (buttons.own_case(procedure.id, texts.ENGLISH[texts.MY_CASE]),) if asks else ()


def first_notice(turn: Turn) -> str:
    """The line that the first message gets, in the language of the conversation."""
    if turn.english and not turn.text.startswith("/"):
        return texts.FIRST_NOTICE_EN.format(days=turn.desk.keep_days)
    service = texts.SERVICE.format(ward=turn.ward.name or texts.NAMELESS_WARD)
    return texts.FIRST_NOTICE.format(service=service, days=turn.desk.keep_days)


def _holds(turn: Turn, procedure: Procedure) -> bool:
    """Whether everything in the record is in force today, so that what was written of it is too."""
    spans = [
        (procedure.valid_from, procedure.valid_until),
        *((r.valid_from, r.valid_until) for r in procedure.fee_rules if not english_facts.names_the_days(procedure, r)),
    ]
    now = turn.today
    in_force = all((start is None or start <= now) and (end is None or now <= end) for start, end in spans)
    return in_force and not procedure.is_repealed(now)
