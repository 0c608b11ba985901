"""Which part of the procedure under discussion a few words ask about, learnt from how residents ask on."""

from __future__ import annotations

from handlers import asking, buttons, privacy, question, telling, texts
from handlers.messages import Choice, Decision, Outcome, Say
from handlers.numbered import listed
from handlers.turn import Turn
from handlers.words import asks
from knowledge.decision import Verdict
from knowledge.follow_ups import Guess

LONGEST = 11
"""More words than this tell a story."""
LIKELY = 0.6
"""How sure a part must be to be told."""
SURE = 0.8
"""The same, where the words may also be small talk or a question about the ward."""
REFERRED = 0.85
"""From here on another office's matter is no part of the topic, whatever the words sound like."""
CERTAIN = 0.9
"""How sure it must be to count more than words that ask for another part in every talk."""
BEYOND_DOUBT = 0.97
"""How sure it must be where the words may well name another procedure."""
POSSIBLE = 0.15
"""How sure a part must be to be offered beside others."""
HINTED = 0.3
"""How sure the first of those must be."""
ANOTHER = 0.5
"""How sure it must be that another procedure may be meant."""
OFFERED = 3
_TOLD = frozenset({"who", "online"})
"""Parts that a few words speak of without asking: "con trai đi", "em nộp online"."""
TALK = frozenset({"again", "plainly", "thanks", "aside", "complaint"})
"""What a follow-up may be without asking for a part."""


def told(turn: Turn) -> Decision | None:
    """The part that the words most likely ask about."""
    guesses = _guesses(turn)
    if turn.topic is None or not guesses:
        return None
    needed = _needed(turn, asking.clearer(turn, turn.read(turn.text)))
    if needed is None or guesses[0].confidence < needed or guesses[0].part in TALK:
        return None
    asked = asking.told_aspect(turn.read(turn.text).aspect, asking.parts(turn, turn.text))
    return question.about(turn, turn.topic.procedure_id, rather(turn, asked), words=turn.text)


def is_remark(turn: Turn) -> bool:
    """Whether the words ask for nothing and tell nothing of one's own case, for sure."""
    guesses = _guesses(turn)
    return bool(guesses) and guesses[0].part in TALK and guesses[0].confidence >= CERTAIN


def is_likely(turn: Turn) -> bool:
    """Whether the words likely ask for a part, and do not just tell who goes or how the dossier comes."""
    guesses = _guesses(turn)
    return bool(guesses) and guesses[0].part not in TALK | _TOLD and guesses[0].confidence >= LIKELY


def is_asked(turn: Turn) -> bool:
    """Whether the words can hardly be anything but a question about a part, also where the bot waits for an answer."""
    few = turn.topic is not None and len(turn.text.split()) <= LONGEST
    guesses = turn.desk.matcher.part_asked(privacy.without(turn.text)) if few else ()
    return bool(guesses) and guesses[0].part not in TALK | _TOLD | {"documents"} and guesses[0].confidence >= CERTAIN


def remark(turn: Turn) -> str | None:
    """What the words are that ask for no part, one of TALK; None if they may ask for one, or name a procedure."""
    guesses = _guesses(turn)
    verdict = turn.read(turn.text)
    same = turn.topic is not None and verdict.entry is not None and verdict.entry.id == turn.topic.procedure_id
    if not guesses or guesses[0].part not in TALK or (verdict.decision == "answer" and not same):
        return None
    lost = verdict.decision == "handoff" or (verdict.decision == "choose" and verdict.confidence < ANOTHER)
    return guesses[0].part if guesses[0].confidence >= (LIKELY if lost else SURE) else None


def rather(turn: Turn, aspect: str | None) -> str | None:
    """The part that follows from all the words where that is certain, or where none was asked clearly."""
    guesses = _guesses(turn)
    if guesses and guesses[0].part not in TALK and (aspect is None or guesses[0].confidence >= CERTAIN):
        return guesses[0].part
    return aspect


def offered(turn: Turn) -> Decision | None:
    """The parts that the words may ask about, where nothing else makes sense of them."""
    likely = [guess for guess in _guesses(turn) if guess.confidence >= POSSIBLE]
    guesses = [guess for guess in likely if guess.part not in TALK][:OFFERED]
    verdict = turn.read(turn.text)
    lost = verdict.decision == "handoff" or (verdict.decision == "choose" and verdict.confidence < ANOTHER)
    if turn.topic is None or len(guesses) < 2 or guesses[0].confidence < HINTED or guesses[0] != likely[0]:
        return None
    return _offer(turn, turn.topic.procedure_id, guesses) if lost and not turn.conversation.misses else None


def _offer(turn: Turn, procedure_id: str, guesses: list[Guess]) -> Decision:
    procedure = turn.desk.kb.procedures[procedure_id]
    parts = [buttons.aspect(guess.part, procedure_id, turn.words(texts.ASPECTS[guess.part])) for guess in guesses]
    choices = (*parts, Choice(buttons.OTHER, turn.words(texts.OTHER)))
    name = (procedure.english.name if turn.english else None) or procedure.short
    say = Say(f"{turn.words(texts.WHICH_PART).format(name=name)}\n{listed(choices)}", choices)
    pending = turn.ask("choose", choices, turn.text, guesses=question.guesses(turn.read(turn.text)))
    return turn.decide(Outcome("choose", (procedure_id,)), say, pending=pending, misses=1)


def _guesses(turn: Turn) -> tuple[Guess, ...]:
    waits = turn.pending is not None and turn.pending.kind == "case" and not _asks(turn)
    if turn.topic is None or waits or len(turn.text.split()) > LONGEST:
        return ()
    return turn.desk.matcher.part_asked(privacy.without(turn.text))


def _asks(turn: Turn) -> bool:
    """Whether the words are no reply to a question of the bot's."""
    return asks(turn.text) or telling.ends_asking(turn.text) or is_asked(turn)


def _needed(turn: Turn, verdict: Verdict) -> float | None:
    """How sure the part must be, by what else the words may mean; None where they mean something else for sure."""
    named = verdict.entry or next((candidate.entry for candidate in verdict.candidates), None)
    same = turn.topic is not None and named is not None and named.id == turn.topic.procedure_id
    match verdict.decision:
        case "answer":
            return LIKELY if same and not asking.parts(turn, turn.text) else None
        case "refer" if verdict.confidence >= REFERRED:
            return None
        case "refer" | "chat":
            return SURE
        case "choose" if verdict.confidence >= ANOTHER and not same:
            return BEYOND_DOUBT
        case _:
            return LIKELY
