"""A conversation in English: when it is one, and the answer that a person wrote for it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from handlers import buttons, texts
from handlers.messages import Choice, Say
from handlers.numbered import listed
from handlers.words import plain
from knowledge.model import Procedure

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
_LETTERS = re.compile(r"[^\W\d_]")
_ASKED = {
    "fee": r"how much|fees?|cost|price|charge|pay",
    "time": r"how (?:long|many days|soon)|time|when (?:will|can|do)|ready|processing time",
    "online": r"online|internet|vneid|portal",
    "where": r"where|which office|address|what place",
    "form": r"forms?",
    "who": r"who|somebody else|someone else|(?:my )?(?:wife|husband|friend) (?:go|do|file)",
    "documents": r"what (?:documents|papers)|which (?:documents|papers)|documents|papers|need|bring|required",
    "steps": r"steps?|process|how do i (?:do|apply|start)",
    "law": r"laws?|legal|decree",
}
_PARTS = {part: re.compile(rf"\b(?:{words})\b") for part, words in _ASKED.items()}
_SMALL_WORDS = """
    and what about is it the a an for this that of to in do does did i can could you we my me how much long take it s
    be will would should have need go get ok okay please then there are any not so also if on at with by one thing
    don t not which where when who tell say again now must many days
"""
_SMALL = frozenset(_SMALL_WORDS.split())
_FACT = {"fee": r"Fee(?: [a-z]+)?:|ask an officer for the fee|confirms the fee", "time": r"Time:", "where": r"Where:"}
_NEXT_FACT = re.compile(r"(?<=\.)\s+(?=(?:Fee|Time|Where|An officer)\b)|\n")


def spoken(turn: Turn) -> bool:
    """Whether the conversation is in English now; a number, a button or "ok" leaves it as it was."""
    text, before = turn.text, turn.conversation.english
    if turn.incoming.button or text.startswith("/") or not _LETTERS.search(text):
        return before
    if any(not char.isascii() for char in _LETTERS.findall(text)):
        return False
    words = plain(text).split()
    clear = sum(word in _CLEAR - _BORROWED for word in words)
    known = sum(word in _CLEAR for word in words)
    if turn.read(text[:LOOKED_AT]).language == "en" or clear > 1 or (clear and 2 * known >= len(words)):
        return True
    return before and (len(words) <= 2 or set(words) <= _SMALL | _CLEAR or only_part(text) is not None)


def only_part(text: str) -> str | None:
    """The part that a short English message asks for, if it names no need of its own."""
    words = plain(text)
    for part, asked in _PARTS.items():
        rest, found = asked.subn(" ", words)
        if found and set(rest.split()) <= _SMALL:
            return part
    return None


def answer(turn: Turn, procedure_id: str, aspect: str | None, vietnamese: Say) -> Say:
    """The reply in English about a procedure: what a person wrote, only the part that was asked where it has one."""
    if aspect == "papers":
        return vietnamese
    procedure = turn.desk.kb.procedures[procedure_id]
    told = procedure.english.answer
    if not told or not _holds(turn, procedure):
        name = f"{procedure.english.name}. " if procedure.english.name else ""
        return replace(vietnamese, text=f"{name}{texts.EN_DETAILS}\n\n{vietnamese.text}")
    part = _part(told, aspect)
    more = ("documents", texts.EN_WHOLE) if part else ("papers", texts.EN_VIETNAMESE)
    choices = (buttons.aspect(more[0], procedure_id, more[1]), Choice(buttons.OFFICER, texts.EN_OFFICER))
    return Say(f"{part or told}\n\n{listed(choices)}", choices, vietnamese.links)


def first_notice(turn: Turn) -> str:
    """The line that the first message gets, in the language of the conversation."""
    if turn.english and not turn.text.startswith("/"):
        return texts.FIRST_NOTICE_EN.format(days=turn.desk.keep_days)
    service = texts.SERVICE.format(ward=turn.ward.name or texts.NAMELESS_WARD)
    return texts.FIRST_NOTICE.format(service=service, days=turn.desk.keep_days)


def _part(told: str, aspect: str | None) -> str | None:
    """The sentence of the answer about a part, under the first line, which says what it is."""
    mark = _FACT.get(aspect or "")
    if mark is None:
        return None
    title, *facts = _NEXT_FACT.split(told)
    found = [fact for fact in facts if re.match(mark, fact) or (aspect == "fee" and re.search(mark, fact))]
    return "\n".join([title, *found]) if found else None


def _holds(turn: Turn, procedure: Procedure) -> bool:
    """Whether everything in the record is in force today, so that what was written of it is too."""
    spans = [
        (procedure.valid_from, procedure.valid_until),
        *((r.valid_from, r.valid_until) for r in procedure.fee_rules),
    ]
    now = turn.today
    in_force = all((start is None or start <= now) and (end is None or now <= end) for start, end in spans)
    return procedure.status == "current" and in_force
