"""One's own case: the fewest questions, one at a time, and at the end only the papers that this person brings."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from handlers import (
    answer,
    asking,
    buttons,
    case_breath,
    case_list,
    case_said,
    case_tree,
    case_words,
    mourning,
    privacy,
    question,
    sibling_told,
    telling,
    texts,
    which_part,
)
from handlers.messages import Choice, Decision, Guess, Outcome, OwnCase, Say
from handlers.numbered import listed
from handlers.turn import REMEMBERED, WAITED, Turn
from handlers.words import asks, number, plain, says_no, says_yes
from knowledge.model import Case, Procedure

_GO_ON = frozenset({"tiep tuc", "tiep", "lam tiep", "hoi tiep", "tra loi tiep", "continue", "go on"})
_BACK = frozenset({"quay lai", "tro lai", "cau truoc", "lui lai", "back", "go back", "quay lai cau truoc"})
_RESTART = frozenset({"lam lai", "bat dau lai", "restart", "start again"})
_FROM_THE_START = re.compile(r"\b(?:lai(?: het)? tu dau|tu dau lai|start (?:again|over))\b")
_AT_THE_START = re.compile(r"\btu dau\b")
"""Asks to be asked anew, beside whatever reason is given ("tôi nói nhầm, cho tôi làm lại từ đầu")."""
_STOP = frozenset({"huy", "huy bo", "thoi", "dung lai", "khong hoi nua", "thoi khoi", "thoi khong hoi nua", "stop"})
_MINE = re.compile(
    r"^(?:da )?(?:giay to )?(?:cho |theo )?truong hop (?:cua |rieng )*(?:toi|em|minh|chau|con|tui|anh|chi)(?: ah?)?$"
)
_ONE_BY_ONE = re.compile(
    r"[\s,.;]*\b(?:hỏi|hoi) (?:giúp |giup )?(?:tôi |toi |em |mình |minh |cháu |chau |tui )?(?:từng|tung) (?:câu|cau)\b"
    r"(?: (?:giúp|giup|cho|với|voi)(?: (?:tôi|toi|em|mình|minh|cháu|chau))?\b)?"
    r"|[\s,.;]*\bask me (?:one by one|step by step)\b",
    re.IGNORECASE,
)
_IN_MY_CASE = re.compile(
    r"[\s,.;]*\b(?:cho |theo |với |voi )?(?:trường hợp|truong hop) (?:của |cua )?(?:riêng |rieng )?"
    r"(?:nhà |nha )?(?:tôi|toi|em|e|mình|minh|cháu|chau|tui|t)\b[\s,.;]*"
    r"|[\s,.;]*\b(?:đúng|dung) (?:trường hợp|truong hop|diện|dien) (?:đó|do|này|nay|ấy|ay|vậy|vay)\b[\s,.;]*"
    r"|[\s,.;]*\b(?:in|for) my (?:own |particular )?(?:case|situation)\b"
    r"|[\s,.;]*\b(?:riêng|rieng) (?:nhà |nha |gia đình |gia dinh |phần |phan )?(?:tôi|toi|em|mình|minh|cháu|chau)\b",
    re.IGNORECASE,
)
"""In a question that names the procedure: the papers are asked for one's own case."""
_TO_DO_ONESELF = re.compile(r"\b(?:tự|tu (?:di|lam|nop))\b", re.IGNORECASE)
"""Without accents "tự" reads like "tư", the fourth."""
_LEADING = ("da ", "vang ")
_TRAILING = (" a", " ah", " nhe", " em", " di", " nha", " giup toi", " cho toi")
LONGEST = 200
"""More letters than this tell a story; they answer no question with choices."""
CERTAIN = 0.9
"""How sure it must be that words in reply are a question about something else."""
SEVERAL = 3
"""Whoever told so many answers in their own words wants the list."""
ENOUGH = 2
"""The same, where the papers are asked for in the same breath."""


def route(turn: Turn) -> Decision | None:
    """Words that answer the question about one's own case, or steer it."""
    if not turn.text or turn.incoming.edited or len(turn.text) > LONGEST:
        return None
    if (
        turn.topic
        and turn.ticket is None
        and _MINE.search(plain(turn.text))
        and _can_start(turn, turn.topic.procedure_id)
    ):
        return start(turn, turn.topic.procedure_id, told="")
    one_by_one = _ONE_BY_ONE.search(turn.text) or (_IN_MY_CASE.search(turn.text) and not _asks_a_part(turn))
    if turn.ticket is None and one_by_one and (wanted := _named(turn)):
        return start(turn, wanted)
    own = _own(turn)
    if own is None:
        return _from_the_start(turn)
    words = _bare(turn.text)
    if words in _GO_ON and _asked(turn, own):
        return _go_on(turn, own)
    if _was_interrupted(turn, own):
        return _taken_up_again(turn, own)
    if turn.pending is None or turn.pending.kind != "case":
        return _from_the_start(turn)
    if words in _BACK:
        return _back(turn, own)
    if _restarts(turn.text):
        return _restart(turn, own)
    if words in _STOP and turn.ticket is None:
        return turn.decide(Outcome("chat"), Say(turn.words(texts.CASE_STOPPED)), case=None)
    if _TO_DO_ONESELF.search(turn.text):
        return _by_words(turn, own) or unclear(turn)
    chosen = _numbered(turn)
    return act(turn, chosen.id) if chosen else _by_words(turn, own)


def _asks_a_part(turn: Turn) -> bool:
    """Whether it is no papers that are asked for, but the fee, the time or another part."""
    asked = asking.parts(turn, turn.text)
    return bool(asked) and "documents" not in asked


def _was_interrupted(turn: Turn, own: OwnCase) -> bool:
    """Whether something else was answered in between, and the way back offered below it."""
    choices = turn.pending.choices if turn.pending and turn.pending.kind != "case" else ()
    return any(choice.id == buttons.CASE_GO for choice in choices) and turn.now - own.at <= REMEMBERED


def _taken_up_again(turn: Turn, own: OwnCase) -> Decision | None:
    """The question that was left waiting, where the words plainly answer it."""
    asked = _asked(turn, own)
    plain_words = not (asks(turn.text) or says_yes(turn.text) or says_no(turn.text) or number(turn.text))
    option = case_said.reply(turn.text, asked) if asked and plain_words else None
    known = option and option != case_tree.UNKNOWN and not _is_new(turn, own)
    return _answered(turn, own, asked.id, option) if asked and option and known else None


def _restarts(text: str) -> bool:
    """Whether the resident wants to be asked anew from the first question on."""
    words = plain(text)
    asked = _FROM_THE_START.search(words) is not None and case_breath.only_tells(_AT_THE_START.sub(" ", words))
    return _bare(text) in _RESTART or (asked and "?" not in text)


def _from_the_start(turn: Turn) -> Decision | None:
    """ "Làm lại từ đầu" after an answer that took up what was told of one's case: asked about from the first on."""
    topic = turn.topic
    if topic is None or turn.ticket or not _restarts(turn.text) or not _can_start(turn, topic.procedure_id):
        return None
    return _restart(turn, OwnCase(topic.procedure_id, (), 0, turn.now))


def unclear(turn: Turn) -> Decision | None:
    """Words in reply to the question that nothing else made sense of: asked once more, then left open."""
    own = _own(turn)
    if own is None or turn.pending is None or turn.pending.kind != "case" or turn.incoming.button:
        return None
    asked = _asked(turn, own)
    if asked is None or _is_new(turn, own):
        return None
    if turn.conversation.misses:
        left = replace(own, answers=(*own.answers, (asked.id, case_tree.UNKNOWN)))
        return _next(turn, left, lead=_words(turn, own, texts.CASE_LEFT_OPEN), left_open=True)
    first = case_words.label(asked.options[0], english=_in_english(turn, own))
    again = _words(turn, own, texts.CASE_ASK_AGAIN).format(first=first, unknown=len(asked.options) + 1)
    return _ask(turn, own, asked, lead=again, misses=1)


def _is_new(turn: Turn, own: OwnCase) -> bool:
    """Whether the words are a question or a need of their own, not a reply."""
    if says_yes(turn.text) or says_no(turn.text):
        return False
    if not telling.only_tells(turn) or which_part.is_asked(turn) or len(turn.text) > LONGEST:
        return True
    verdict = turn.read(turn.text)
    if verdict.decision == "chat" or (verdict.decision == "refer" and verdict.confidence > CERTAIN):
        return True
    return telling.names_another(turn, _procedure(turn, own))


def act(turn: Turn, choice_id: str) -> Decision | None:
    """What a choice about one's own case does; None for one that is none or no longer means anything."""
    own = _own(turn)
    match buttons.read(choice_id):
        case ("k", "start", procedure_id) if _can_start(turn, procedure_id):
            return start(turn, procedure_id)
        case ("k", "go", _) if own:
            return _go_on(turn, own)
        case ("k", "back", _) if own:
            return _back(turn, own)
        case ("k", "restart", _) if own:
            return _restart(turn, own)
        case ("c", case_id, option) if own:
            return _answered(turn, own, case_id, option)
    return None


def start(turn: Turn, procedure_id: str, *, told: str | None = None) -> Decision:
    """Begin with what the resident has said already; `told`: what of the message tells of it, if not all."""
    words = turn.text if told is None else told
    before = question.topic(turn, procedure_id, "documents", words).said
    said = tuple({**dict(before), **case_breath.told(words, turn.desk.kb.procedures[procedure_id])}.items())
    own = _valid(turn, OwnCase(procedure_id, said, len(said), turn.now))
    procedure, english = _procedure(turn, own), _in_english(turn, own)
    answers = case_words.answers(procedure, dict(own.answers), english=english)
    noted = texts.spoken(texts.CASE_NOTED, english=english).format(answers=answers)
    lead = [_words(turn, own, texts.CASE_INTRO).format(name=_name(turn, procedure)), *([noted] if answers else [])]
    only_vietnamese = [texts.EN_DETAILS] if turn.english and not english else []
    own = own if turn.incoming.button else _with_the_last_one_left(turn, _with_a_rare_one_left(turn, own))
    return _condoling(turn, own, _next(turn, own, lead=" ".join([*only_vietnamese, *lead])))


def ask_first(turn: Turn, procedure_id: str) -> Decision:
    """The first question that is open, asked because something was told that says nothing to any of them yet."""
    said = question.topic(turn, procedure_id, "documents", turn.text).said
    own = _valid(turn, OwnCase(procedure_id, said, len(said), turn.now))
    lead = _words(turn, own, texts.CASE_FIRST).format(name=_name(turn, _procedure(turn, own)))
    return _condoling(turn, own, _next(turn, own, lead=lead, officer=True))


def waits(turn: Turn) -> bool:
    """Whether a question about one's own case waits for its answer."""
    own = _own(turn)
    asking_now = turn.pending is not None and turn.pending.kind == "case"
    return own is not None and asking_now and _asked(turn, own) is not None


def _condoling(turn: Turn, own: OwnCase, begun: Decision) -> Decision:
    if turn.english:
        return begun
    first, *rest = begun.say
    return replace(begun, say=(mourning.with_condolence(turn, own.procedure_id, first), *rest))


def with_offer(turn: Turn, decision: Decision) -> Decision:
    """The answer to another question in between, with the way back to what is half done."""
    own, pending = _own(turn), decision.conversation.pending
    interrupted = own is not None and decision.conversation.case == turn.conversation.case and decision.say
    if own is None or not interrupted or turn.ticket or decision.ticket or turn.now - own.at > REMEMBERED:
        return decision
    if (pending and pending.kind not in ("after_answer", "case")) or decision.outcome.decision not in (
        "answer",
        "refer",
        "chat",
    ):
        return decision
    if _asked(turn, own) is None:
        return decision
    name = _name(turn, _procedure(turn, own))
    *before, last = decision.say
    if pending is None or pending.kind == "case" or pending.choices != last.choices:
        resume = replace(last, text=f"{last.text}\n\n{turn.words(texts.CASE_RESUME).format(name=name)}")
        return replace(decision, say=(*before, resume))
    choice = Choice(buttons.CASE_GO, turn.words(texts.CASE_RESUME_CHOICE).format(name=name))
    choices = (*last.choices, choice)
    resume = replace(last, text=f"{last.text}\n{len(choices)}. {choice.label}", choices=choices)
    memory = replace(decision.conversation, pending=replace(pending, choices=choices))
    return replace(decision, say=(*before, resume), conversation=memory)


def _named(turn: Turn) -> str | None:
    """The procedure that a message names which asks to be asked one by one, or for one's own case."""
    asked = unicodedata.normalize("NFC", turn.text)
    if turn.topic and _goes_on(turn, turn.topic.procedure_id):
        return turn.topic.procedure_id
    named = asking.likely(turn, asking.need(turn, _ONE_BY_ONE.sub(" ", _IN_MY_CASE.sub(" ", asked))))
    meant = named or (turn.topic.procedure_id if turn.topic else None)
    return meant if meant and _can_start(turn, meant) else None


def _goes_on(turn: Turn, procedure_id: str) -> bool:
    """Whether what is told beside "đúng trường hợp của tôi" is of the procedure talked of, and names no other."""
    if asks(turn.text) or not _can_start(turn, procedure_id):
        return False
    told = case_breath.told(turn.text, turn.desk.kb.procedures[procedure_id])
    return bool(told) and not _is_of_another(turn, procedure_id)


def _is_of_another(turn: Turn, procedure_id: str) -> bool:
    """Whether the words surely name another procedure."""
    verdict = turn.read(turn.text)
    other = verdict.entry if verdict.decision == "answer" and verdict.confidence > CERTAIN else None
    return other is not None and other.id != procedure_id


def _own(turn: Turn) -> OwnCase | None:
    """What is being sorted out, unless that was too long ago or the procedure is gone."""
    own = turn.conversation.case
    if own is None or turn.now - own.at > WAITED or not answer.is_known(own.procedure_id, turn.desk):
        return None
    return _valid(turn, own)


def _valid(turn: Turn, own: OwnCase) -> OwnCase:
    """Without the answers that the knowledge base no longer knows."""
    procedure = _procedure(turn, own)
    known = case_tree.known(procedure, dict(own.answers))
    said = len(case_tree.known(procedure, dict(own.answers[: own.said])))
    return replace(own, answers=tuple(known.items()), said=said)


def _can_start(turn: Turn, procedure_id: str) -> bool:
    return answer.is_known(procedure_id, turn.desk) and answer.has_cases(procedure_id, turn.desk, now=turn.now)


def _procedure(turn: Turn, own: OwnCase) -> Procedure:
    return turn.desk.kb.procedures[own.procedure_id]


def _name(turn: Turn, procedure: Procedure) -> str:
    return (procedure.english.name if turn.english else None) or procedure.short


def _in_english(turn: Turn, own: OwnCase) -> bool:
    """Whether the questions are asked in English: the conversation is, and a person wrote all of them."""
    return turn.english and case_words.in_english(_procedure(turn, own))


def _words(turn: Turn, own: OwnCase, sentence: str) -> str:
    return texts.spoken(sentence, english=_in_english(turn, own))


def _asked(turn: Turn, own: OwnCase) -> Case | None:
    """The question that waits for an answer."""
    return case_tree.next_case(_procedure(turn, own), dict(own.answers))


def _go_on(turn: Turn, own: OwnCase) -> Decision:
    return _next(turn, own)


def _restart(turn: Turn, own: OwnCase) -> Decision:
    return _next(turn, replace(own, answers=(), said=0))


def _back(turn: Turn, own: OwnCase) -> Decision:
    """To the question before; from the first one to the whole answer."""
    if len(own.answers) > own.said:
        return _next(turn, replace(own, answers=own.answers[:-1]))
    whole = question.about(turn, own.procedure_id, None, words=_procedure(turn, own).short)
    return replace(whole, conversation=replace(whole.conversation, case=None))


def _numbered(turn: Turn) -> Choice | None:
    """The choice about one's own case that a number takes."""
    given = number(turn.text)
    choices = turn.pending.choices if turn.pending else ()
    chosen = choices[given - 1] if given and 0 < given <= len(choices) else None
    return chosen if chosen and buttons.read(chosen.id).kind in ("c", "k") else None


def _by_words(turn: Turn, own: OwnCase) -> Decision | None:
    asked = _asked(turn, own)
    if case_breath.only_tells(turn.text) and (elsewhere := sibling_told.for_foreigners(turn, _procedure(turn, own))):
        return elsewhere
    if asked and case_breath.is_in_one_breath(turn.text) and (told := _in_one_breath(turn, own, asked)):
        return told
    option = _option(turn, own, asked) if asked else None
    if asked and option:
        return _answered(turn, own, asked.id, option)
    if says_yes(turn.text) or says_no(turn.text):
        return unclear(turn)
    return _told_besides(turn, own)


def _option(turn: Turn, own: OwnCase, asked: Case) -> str | None:
    """The option that the words take, if need be the one that most of them point to."""
    return case_said.reply(turn.text, asked) or (
        case_said.answer(turn.text, asked) if telling.only_tells(turn) and not _is_new(turn, own) else None
    )


def _told_besides(turn: Turn, own: OwnCase) -> Decision | None:
    """With what answers another question about the same case, and the one that waits once more."""
    procedure = _procedure(turn, own)
    told = {} if _is_new(turn, own) else case_said.known(turn.text, procedure)
    if not told:
        return None
    if told.items() <= dict(own.answers).items():
        return _next(turn, _with_a_rare_one_left(turn, own, several=len(told)))
    noted = case_words.answers(procedure, told, english=_in_english(turn, own))
    answers = tuple({**dict(own.answers), **told}.items())
    return _next(turn, replace(own, answers=answers), lead=_words(turn, own, texts.CASE_NOTED).format(answers=noted))


def _in_one_breath(turn: Turn, own: OwnCase, asked: Case) -> Decision | None:
    """With all that the clauses of a message answer, unless they are a need of their own."""
    procedure = _procedure(turn, own)
    told = case_breath.told(turn.text, procedure, asked)
    if not told or (asked.id not in told and len(told) == 1 and _is_new(turn, own)):
        return None
    if asks(turn.text) and _is_of_another(turn, own.procedure_id):
        return None
    elsewhere = (_elsewhere(turn, procedure, case, option) for case, option in told.items())
    answers = tuple({**dict(own.answers), **told}.items())
    known = _with_a_rare_one_left(turn, replace(own, answers=answers))
    return next(filter(None, elsewhere), None) or _next(turn, known)


def _with_a_rare_one_left(turn: Turn, own: OwnCase, *, several: int = SEVERAL) -> OwnCase:
    """Whoever told several things at once is not asked about the one left that ordinarily is not so: it stays open."""
    last = _asked(turn, own)
    if last is None or len(own.answers) < several or plain(last.options[0].label) != "khong":
        return own
    left = replace(own, answers=(*own.answers, (last.id, case_tree.UNKNOWN)))
    return own if _asked(turn, left) or any(map(case_tree.other_code, last.options)) else left


def _with_the_last_one_left(turn: Turn, own: OwnCase) -> OwnCase:
    """Whoever told of their case and asks for its papers gets them at once, though one question stays open."""
    last = _asked(turn, own)
    wanted = _IN_MY_CASE.search(turn.text) and "documents" in asking.parts(turn, turn.text)
    if last is None or not wanted or len(own.answers) < ENOUGH or any(map(case_tree.other_code, last.options)):
        return own
    left = replace(own, answers=(*own.answers, (last.id, case_tree.UNKNOWN)))
    return own if _asked(turn, left) else left


def _answered(turn: Turn, own: OwnCase, case_id: str, option: str) -> Decision | None:
    """With one more answer; answering an earlier question again forgets what came after it."""
    procedure = _procedure(turn, own)
    if not case_tree.known(procedure, {case_id: option}):
        return None
    at = [case for case, _ in own.answers].index(case_id) if case_id in dict(own.answers) else len(own.answers)
    asked = replace(own, answers=(*own.answers[:at], (case_id, option)), said=min(own.said, at))
    return _elsewhere(turn, procedure, case_id, option) or _next(turn, asked)


def _elsewhere(turn: Turn, procedure: Procedure, case_id: str, option_id: str) -> Decision | None:
    """The answer about another procedure, where this case belongs to it."""
    case = case_tree.case_of(procedure, case_id)
    other = sibling_told.by_answer(turn, procedure, {case.id: option_id}) if case else None
    return sibling_told.led(turn, other) if other else None


def _next(turn: Turn, own: OwnCase, *, lead: str = "", left_open: bool = False, officer: bool = False) -> Decision:
    """The next question, or the papers when all is said; `left_open`: the last answer is not known, as `lead` says.

    `officer`: one is offered beside the question.
    """
    own = replace(own, at=turn.now)
    asked = _asked(turn, own)
    if asked:
        return _ask(turn, own, asked, lead=lead, officer=officer or left_open)
    english = _in_english(turn, own)
    say = case_list.checklist(_procedure(turn, own), dict(own.answers), turn.desk, now=turn.now, english=english)
    say = replace(say, text="\n\n".join(filter(None, (lead if left_open else "", say.text))))
    outcome = Outcome("answer", (own.procedure_id,), "documents", 1.0, "", own.procedure_id)
    return _decide(turn, own, outcome, say)


def _ask(turn: Turn, own: OwnCase, asked: Case, *, lead: str = "", misses: int = 0, officer: bool = False) -> Decision:
    """The question with its answers, and the ways out of it."""
    english = _in_english(turn, own)
    ways_out = [(buttons.CASE_BACK, texts.CASE_BACK), (buttons.CASE_RESTART, texts.CASE_RESTART)]
    ways_out += [(buttons.OFFICER, texts.OFFICER)] if officer else []
    choices = (
        *(
            buttons.case_option(asked.id, option.id, case_words.label(option, english=english))
            for option in asked.options
        ),
        buttons.case_option(asked.id, case_tree.UNKNOWN, _words(turn, own, texts.CASE_UNKNOWN)),
        *(Choice(button, _words(turn, own, label)) for button, label in ways_out),
    )
    question_asked = case_words.question(asked, english=english)
    body = f"{_words(turn, own, texts.CASE_ASK).format(question=question_asked)}\n{listed(choices)}"
    say = Say("\n\n".join(filter(None, (lead, body))), choices)
    return _decide(turn, own, Outcome("choose", (own.procedure_id,), "documents"), say, misses=misses)


def _decide(turn: Turn, own: OwnCase, outcome: Outcome, say: Say, *, misses: int = 0) -> Decision:
    """The reply, with the procedure as the topic and the question that led here kept for an officer."""
    procedure = _procedure(turn, own)
    words = turn.pending.question if turn.pending and turn.pending.question else procedure.short
    pending = turn.ask("case", say.choices, words, guesses=(Guess(procedure.id, procedure.short, 1.0),))
    said = tuple((case, option) for case, option in own.answers if option != case_tree.UNKNOWN)
    topic = replace(question.topic(turn, procedure.id, "documents", ""), said=said)
    return turn.decide(outcome, say, pending=pending, topic=topic, case=own, misses=misses)


def _bare(text: str) -> str:
    """The folded words without polite ones around them."""
    words = plain(privacy.without(text))
    for lead in _LEADING:
        words = words.removeprefix(lead)
    for _ in range(2):
        for trail in _TRAILING:
            words = words.removesuffix(trail)
    return words
