"""A short part of two needs, told of both in one reply: "hai cái hết bao nhiêu tiền"."""

from __future__ import annotations

from dataclasses import replace

from handlers import buttons, texts
from handlers.messages import Choice, Decision, Outcome, Say
from handlers.numbered import inline, listed
from handlers.turn import Turn
from handlers.two_needs import Need
from handlers.words import says_yes

SHORT = frozenset({"fee", "time", "where", "online", "who"})
"""Parts of a few lines; the papers of two needs at once would be a wall of text."""
TWO = 2


def are_alike(turn: Turn, first: Need, second: Need) -> bool:
    """Whether the same short part is asked of both, and is known to us."""
    known = turn.desk.kb.procedures
    return first.aspect == second.aspect in SHORT and {first.entry.id, second.entry.id} <= known.keys()


def route(turn: Turn) -> Decision | None:
    """A yes after both were told: of which of them the papers are wanted."""
    pending, later = turn.pending, turn.conversation.later
    if pending is None or later is None or pending.kind != "after_answer" or not says_yes(turn.text):
        return None
    presses = [buttons.read(choice.id) for choice in pending.choices]
    named = tuple(press.what for press in presses if press.kind == "p")
    if len(named) != TWO or later.choices[0].id != pending.choices[1].id:
        return None
    say = Say(f"{turn.words(texts.PICK)}\n{listed(pending.choices)}", pending.choices)
    return turn.decide(Outcome("choose", named), say, pending=pending)


def joined(turn: Turn, first: Decision, second: Decision, words: str) -> Decision:
    """Both answers in one reply, as decided on the first; the papers of each are one tap away.

    The second, asked in these words, is kept for "còn cái kia?".
    """
    later = second.conversation.topic
    topics = [decision.conversation.topic for decision in (first, second)]
    choices = _choices(turn, [topic.procedure_id for topic in topics if topic])
    told = [alone(turn, first.say[0]), alone(turn, second.say[0]).removeprefix(f"{texts.CONDOLENCE}\n\n")]
    links = tuple(dict.fromkeys((*first.say[0].links, *second.say[0].links)))
    say = Say("\n\n".join([*told, inline(choices, english=turn.english)]), choices, links)
    memory = replace(
        first.conversation,
        pending=turn.ask("after_answer", choices, turn.text),
        topics=(*turn.conversation.topics, *(topic for topic in topics if topic)),
        later=turn.ask("second_need", (buttons.procedure(later.procedure_id, ""),), words, aspect=later.aspect)
        if later
        else None,
    )
    return replace(first, say=(say,), conversation=memory)


def _choices(turn: Turn, procedures: list[str]) -> tuple[Choice, ...]:
    """The papers of each, under its name, and an officer."""
    named = ((one, turn.desk.kb.procedures[one]) for one in procedures)
    names = ((one, (known.english.name if turn.english else None) or known.short) for one, known in named)
    papers = (buttons.procedure(one, turn.words(texts.PAPERS_OF).format(name=name)) for one, name in names)
    return (*papers, Choice(buttons.OFFICER, turn.words(texts.OFFICER)))


def alone(turn: Turn, say: Say) -> str:
    """What is said, without what is offered beside it."""
    return say.text.removesuffix(inline(say.choices, english=turn.english)).rstrip()
