"""What was talked of before, and what is still to come: "quay lại cái đầu, phí bao nhiêu", "còn cái kia?"."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers import asking, buttons, question, texts
from handlers.messages import Conversation, Decision, Outcome, Pending, Say, Topic
from handlers.turn import WAITED, Turn
from handlers.words import number, plain, tail
from knowledge.fees import Quantities, quantities

MOST = 4
"""How many topics are remembered."""
LONGEST = 14
"""More words than this are a story."""

_LEAD = (
    r"(?:(?:a|ua|da|vang|ok|oke|okie|u|uh|duoc|thoi|roi|r|dc|xong|the|vay|gio|cho|xin|em|toi|minh|chau|oi|hieu roi) )*"
)
_END = (
    r"(?: (?:a|ah|ad|ay|co|ma|di|nhe|nha|nhi|z|vay|do|da|em|toi|minh|chau|bac|anh|chi|con|co|hoi|y|ik|voi|giup|ho|luon"
    r"|nua|dau|oi|sao|the nao|ntn|tnao|thi|roi|cai|da hoi|please))*"
)
_ONE = r"(?:cai|viec|vu|mon|thu tuc|chuyen|cau|y|muc|phan|dieu)"
_FIRST = r"(?:dau(?: tien)?|thu nhat|thu 1|so 1|1|ban dau|luc dau|hoi dau|the first (?:one|thing))"
_BEFORE = r"(?:truoc(?: do)?|trc|luc nay|hoi nay|ban nay|vua nay|luc truoc|hoi truoc|the previous one)"
_RETURN = (
    r"(?:(?:quay|tro|lui|lat|mo|xem|hoi) (?:lai|ve|nguoc)|quay xe ve|qlai|back(?: lai)?|(?:go )?back to|ve|return to)"
)
_WHICH = rf"(?:(?P<first>{_FIRST})|(?P<before>{_BEFORE}))"
_BACK = re.compile(
    rf"^{_LEAD}(?:{_RETURN} (?:{_ONE} )?(?:ma )?(?:em |toi |minh )?{_WHICH}"
    rf"|(?:{_ONE} )?(?P<then>(?:hoi|ban|vua|luc) nay|luc dau|ban dau)|(?:viec|thu tuc) dau tien){_END}$"
)
"""To the first topic, or to the one before."""
_SAID_BEFORE = rf"(?:{_BEFORE}|nay hoi|da hoi|hoi truoc do)"
_BACK_TO = re.compile(
    rf"^{_LEAD}(?:(?:quay|tro|qlai|back)(?: lai| ve)? (?:{_ONE} )?(?P<name>\w+(?: \w+){{0,4}}?)(?: {_SAID_BEFORE})?"
    rf"|(?:(?:con|ve|hoi) )*(?:{_ONE} )?(?P<named>\w+(?: \w+){{0,4}}?)(?: (?:em|toi|minh)(?: hoi)?)?"
    rf" {_SAID_BEFORE}){_END}$"
)
"""To the topic of this name."""
_ON_TO = re.compile(
    rf"^{_LEAD}(?P<cue>(?:(?:con|sang|qua|den|toi|noi|tra loi|xem|chuyen sang|luon|tiep|ve|what about|how about) )*"
    rf"(?:{_ONE} )?)(?P<name>\w+(?: \w+){{0,4}}?){_END}$"
)
"""On to the second need, by this name."""
_LONGEST_NAME = 20
"""More words than this are no name, however many small words stand around it."""
_OTHER = re.compile(
    rf"^{_LEAD}(?:(?:con|sang|qua|den|toi|noi|tra loi|lam|tiep tuc|doc tiep|xem|not|voi|chuyen sang|tiep|not|luon) )*"
    rf"(?:{_ONE} (?P<other>thu (?:hai|2|nhi)|so (?:hai|2)|hai|2|sau|kia|con lai|tiep theo|tiep|nua)|tiep theo"
    r"|(?:noi|tra loi|lam) (?:not|tiep)|tiep(?: di)?|tiep tuc|next|the second(?: one| thing)?|the other one"
    rf"|go on){_END}$"
)
"""On to the second need, or to the other topic."""
_AND = re.compile(
    rf"^(?:(?:the|vay|a|da|roi) )*con (?!(?:trai|gai|dau|re|nuoi|ruot|rieng|toi|em|minh|tui|chau|anh|chi) )(?:{_ONE} )?"
)
"""And what about, before a name; no child of somebody's."""
_AGO = re.compile(r"\b(?:nam|thang|tuan|ngay)$")
"""How long ago something was, and no name."""
_ITS_NAME = re.compile(r"^(?:(?:làm|lam|xin|đăng ký|dang ky|còn|con|thế|the) )+| cho .*$", re.IGNORECASE)
"""Words around a name."""
_BY_WHICH_WAY = re.compile(
    r"\b(?:(?:thi )?(?:nop|lam) )?(?:truc tiep|truc tuyen|tai quay|qua mang|tren mang|online|onl)\b"
)
_WORD = re.compile(r"[^\W_]+")
_ENGLISH = re.compile(r"^(?:(?:ok|and|now|so|please|what about) )*")


def remembered(turn: Turn, decision: Decision) -> Decision:
    """The decision with its topic among those remembered, and what it offered to answer later."""
    known = decision.conversation
    return replace(decision, conversation=replace(known, topics=_topics(known), later=_later(turn, decision)))


def route(turn: Turn) -> Decision | None:
    """Back to something talked of before, or on to what was asked beside it."""
    if not turn.text or turn.incoming.button or len(turn.text.split()) > LONGEST:
        return None
    head, _, rest = turn.text.partition(",")
    return _back(turn, head, rest.strip()) or _on(turn) or _on_by_name(turn, head, rest.strip())


def _topics(known: Conversation) -> tuple[Topic, ...]:
    topic = known.topic
    if topic is None:
        return known.topics
    before = [one for one in known.topics if one.procedure_id != topic.procedure_id]
    if len(before) == len(known.topics):
        return (*known.topics, topic)[-MOST:]
    return tuple(topic if one.procedure_id == topic.procedure_id else one for one in known.topics)


def _later(turn: Turn, decision: Decision) -> Pending | None:
    """The second need that is still to be answered."""
    offered = decision.conversation.pending
    if offered and offered.kind == "second_need" and offered.choices:
        return offered
    later = decision.conversation.later
    answered = {decision.outcome.entry, *decision.outcome.procedures[:1]}
    return None if later is None or not later.choices or buttons.read(later.choices[0].id).what in answered else later


def _back(turn: Turn, head: str, rest: str) -> Decision | None:
    words = _ENGLISH.sub("", plain(head))
    topics = [one for one in turn.conversation.topics if turn.now - one.at <= WAITED and _is_known(turn, one)]
    match = _BACK.match(words)
    if not topics or _is_choice(turn, words):
        return None
    if match:
        first = match["first"] or (match["then"] or "").endswith("dau") or not (match["before"] or match["then"])
        return _to(turn, topics[0] if first else _last_before(turn, topics), rest)
    named = _back_to(turn, words, rest, topics) or _back_to(turn, plain(asking.need(turn, head)), head, topics)
    return named or _once_more(turn, topics)


def _back_to(turn: Turn, words: str, rest: str, topics: list[Topic]) -> Decision | None:
    """To the topic of the name in the words, and there to what the rest asks."""
    named = _BACK_TO.match(words)
    name = (named["name"] or named["named"]) if named else ""
    meant = _of_name(turn, name, topics) if name and not _AGO.search(name) else None
    return _to(turn, meant, rest) if meant else None


def _once_more(turn: Turn, topics: list[Topic]) -> Decision | None:
    """To the topic that is called by its name beside a part, or a way of filing: "còn tạm trú nộp trực tiếp?"."""
    words, here = plain(turn.text), turn.topic
    name = _AND.sub("", " ".join(_BY_WHICH_WAY.sub(" ", plain(asking.need(turn, turn.text))).split()))
    others = [one for one in topics if here and one.procedure_id != here.procedure_id]
    asked = asking.parts(turn, turn.text)
    if here is None or not others or not _AND.match(words) or not name or not (asked or _BY_WHICH_WAY.search(words)):
        return None
    if _says(name, turn.desk.kb.procedures[here.procedure_id].short):
        return None
    meant = _of_name(turn, name, others)
    return _to(turn, meant if asked else replace(meant, aspect=here.aspect), turn.text) if meant else None


def _is_known(turn: Turn, topic: Topic) -> bool:
    return topic.procedure_id in turn.desk.kb.procedures


def _is_choice(turn: Turn, words: str) -> bool:
    """Whether "cái đầu" takes a choice of a list that waits, since nothing says that it goes back."""
    listed = turn.pending is not None and turn.pending.kind in ("choose", "browse", "case")
    return listed and not re.search(rf"\b{_RETURN}\b|\bnay\b", words)


def _last_before(turn: Turn, topics: list[Topic]) -> Topic:
    """The one talked of last before the present one."""
    now = turn.topic.procedure_id if turn.topic else None
    return max(topics, key=lambda one: (one.procedure_id != now, one.at))


def _of_name(turn: Turn, name: str, topics: list[Topic]) -> Topic | None:
    """The only topic with these words in its short name, else in any of its names."""
    known = {topic: turn.desk.kb.procedures[topic.procedure_id] for topic in topics}
    short = [topic for topic, one in known.items() if _says(name, one.short)]
    fitting = short or [topic for topic, one in known.items() if any(_says(name, way) for way in one.aliases)]
    return fitting[0] if len(fitting) == 1 else None if fitting else _as_read(turn, name, topics)


def _as_read(turn: Turn, name: str, topics: list[Topic]) -> Topic | None:
    """The topic that the words are understood as before any other ("cái sổ nát")."""
    ids = {topic.procedure_id: topic for topic in topics}
    verdict = turn.read(name)
    return ids.get(verdict.candidates[0].entry.id) if verdict.candidates and " " in name else None


def _says(words: str, name: str) -> bool:
    return f" {words} " in f" {plain(name)} "


def _to(turn: Turn, topic: Topic, rest: str) -> Decision:
    """The topic once more: the part that is asked beside it, else what was asked of it before."""
    name = turn.desk.kb.procedures[topic.procedure_id].short
    asked = asking.parts(turn, rest) if rest else ()
    counts = bool(rest) and quantities(rest) != Quantities()
    part = asked[0] if asked else "fee" if counts else topic.aspect
    known = replace(turn, conversation=replace(turn.conversation, topic=topic))
    return question.about(known, topic.procedure_id, part, words=f"{rest} ({name})" if rest else name)


def _on(turn: Turn) -> Decision | None:
    """On to the second need; where there was none, to the topic before."""
    match = _OTHER.match(_ENGLISH.sub("", plain(turn.text)))
    listed = turn.pending is not None and turn.pending.kind in ("choose", "browse", "case", "confirm_handoff")
    if match is None or listed:
        return None
    later = turn.conversation.later
    if later and later.choices and turn.now - later.asked_at <= WAITED and (taken := _taken(turn, later)):
        return taken
    topics = [one for one in turn.conversation.topics if turn.now - one.at <= WAITED and _is_known(turn, one)]
    if match["other"] in ("kia", "con lai") and len(topics) > 1:
        return _to(turn, _last_before(turn, topics), "")
    if turn.pending and number(turn.text) is not None:
        return None
    aspect = turn.topic.aspect if turn.topic else None
    pending = turn.ask("of_what", (), turn.text, aspect=aspect)
    return turn.decide(Outcome("choose", aspect=aspect), Say(turn.words(texts.ASK_NEXT)), pending=pending)


def _on_by_name(turn: Turn, head: str, rest: str) -> Decision | None:
    """On to the second need, called by words of its name, or by those in which it was asked: "còn hộ chiếu?"."""
    later = turn.conversation.later
    listed = turn.pending is not None and turn.pending.kind in ("choose", "browse", "case", "confirm_handoff")
    if later is None or listed or turn.now - later.asked_at > WAITED:
        return None
    if asking.parts(turn, head):
        return _part_of_the_second(turn, later)
    words = _ENGLISH.sub("", plain(head))
    match = _ON_TO.match(words) if len(words.split()) <= _LONGEST_NAME else None
    if match is None:
        return None
    name = tail(head, match["name"])
    alone = match["cue"] == "" and (turn.pending is None or turn.pending.kind != "second_need" or " " not in name)
    if alone or asking.parts(turn, name) or not _is_of_the_second(turn, later, name):
        return None
    asked = asking.parts(turn, rest) if rest else ()
    return _taken(turn, replace(later, aspect=asked[0]) if asked else later)


def _part_of_the_second(turn: Turn, later: Pending) -> Decision | None:
    """The part of the second need that is asked in the same breath as its name: "căn cước cho bé mất tiền ko"."""
    name = _ITS_NAME.sub("", asking.need(turn, turn.text))
    asked = asking.parts(turn, turn.text)
    return _taken(turn, replace(later, aspect=asked[0])) if name and _is_of_the_second(turn, later, name) else None


def _is_of_the_second(turn: Turn, later: Pending, name: str) -> bool:
    """Whether the words name the second need, and not the one under discussion."""
    here = turn.desk.kb.procedures.get(turn.topic.procedure_id) if turn.topic else None
    there = turn.desk.kb.procedures.get(buttons.read(later.choices[0].id).what)
    forms = {name.lower(), asking.written_out(turn, name)}
    if here and any(_stands_in(form, here.short, *here.aliases) for form in forms):
        return False
    asked = (asking.need(turn, later.question),) if " " in name else ()
    return any(_stands_in(form, *((there.short, *there.aliases) if there else ()), *asked) for form in forms)


def _stands_in(words: str, *names: str) -> bool:
    """Whether one of the names has the words, accents and all where they are written."""
    written = [" ".join(_WORD.findall(name.lower())) for name in names]
    return any(f" {words} " in f" {plain(name) if words.isascii() else name} " for name in written)


def _taken(turn: Turn, later: Pending) -> Decision | None:
    """The answer about the second need."""
    wanted = buttons.read(later.choices[0].id)
    if wanted.what in turn.desk.kb.procedures:
        return question.about(turn, wanted.what, later.aspect, words=later.question)
    known = wanted.what in turn.desk.kb.referrals or wanted.what in turn.desk.kb.general
    return question.refer(turn, wanted.what) if known else None
