"""What is said after an answer without asking for a part: once more please, I do not understand, thanks."""

from __future__ import annotations

from handlers import plainly, question, texts, which_part
from handlers.messages import Decision, Outcome, Say
from handlers.turn import Turn


def route(turn: Turn) -> Decision | None:
    """The same once more, in plain words, or a kind word; None for all else, which is no remark or a complaint."""
    if turn.topic is None:
        return None
    match which_part.remark(turn):
        case "again":
            name = turn.desk.kb.procedures[turn.topic.procedure_id].short
            return question.about(turn, turn.topic.procedure_id, turn.topic.aspect, words=name)
        case "plainly":
            return plainly.told(turn)
        case "thanks" | "aside" as what if turn.read(turn.text).decision not in ("chat", "refer"):
            said = texts.ALL_RIGHT if what == "thanks" else texts.CHAT_FALLBACK
            return turn.decide(Outcome("chat"), Say(turn.words(said)), pending=turn.pending)
    return None
