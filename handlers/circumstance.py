""" "Ông cụ 80 tuổi thì sao", "cty thì sao": what the procedure under discussion says of just those people."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers import answer, asking, case_said, case_tree, fees, question, texts
from handlers.messages import Decision
from handlers.turn import Turn
from handlers.words import plain
from knowledge.model import Procedure

LONGEST = 11
"""More words than this are a question of their own."""
LIKELY = 0.3
"""How sure it must be which procedure a first message is about, where its record speaks of the circumstance."""
FEW_WORDS = 5
"""A case is named in no more words."""

_WAYS = {
    r"(?:[6-9]\d|1\d\d) (?:tuoi|t)|nguoi gia|cao tuoi|gia yeu|ong cu|ba cu|cu ong|cu ba|elderly": r"cao tuoi",
    r"con nho|tre (?:con|nho|em)|em be|chau be|con nit|(?:duoi )?(?:[1-9]|1[0-7]) (?:tuoi|t)": (
        r"tre em|tre duoi|duoi (?:0?6|14|16|18) tuoi|chua thanh nien|tu du \d\d tuoi"
    ),
    r"(?:nguoi )?(?:khuyet|tan) tat|tat nguyen": r"khuyet tat",
    r"(?:ho )?(?:can )?ngheo": r"ho ngheo",
    r"thuong binh|benh binh|liet si|(?:nguoi )?co cong": r"co cong",
    r"(?:nguoi )?dan toc(?: thieu so)?": r"dan toc",
    r"mo coi": r"mo coi",
    r"cong ty|cty|doanh nghiep|to chuc|co quan": r"doanh nghiep|to chuc|cong ty|theo danh sach",
    r"ho kinh doanh|hkd|ca nhan": r"ho kinh doanh|ca nhan",
    r"khong (?:co |biet )?(?:ten )?(?:bo|cha)(?: la ai)?|me don than|ngoai gia thu|con hoang": (
        r"chua xac dinh duoc cha|trong phan cha"
    ),
}
"""How residents say who it is about, and how the records do."""
_PEOPLE = [(re.compile(rf"\b(?:{said})\b"), re.compile(rf"\b(?:{told})\b")) for said, told in _WAYS.items()]
_LITTLE_WORDS = """
    a ah da the vay con neu truong hop thi sao nao ntn nhu co khac khong gi tinh la nguoi ng nha toi em minh chau ong
    ba cu bo me vo chong be anh chi bac ho thuoc dien cua hang loai roi nhi ha duoc mien giam cho thoi duoi tren gan
    hon moi nay ma ben di lam sinh ra trong giay what about and if for he she is
"""
_LITTLE = frozenset(_LITTLE_WORDS.split())
_ASKED = re.compile(
    r"^(?:da )?(?:(?:the|vay|con|neu|truong hop|gia su|lo|nho) )*(?P<rest>\w+(?: \w+){0,7}?)"
    r"(?: thi)? (?:sao|the nao|nhu nao|ntn|khac gi|co khac (?:gi )?khong"
    r"|(?:co )?(?:can|phai)(?: phai)?(?: mang| nop| them| bo sung)*(?: giay| giay to)? (?:gi|nao)(?: nua| khac| them)*)"
    r"(?: a| ah| nhi| ha| em| vay)*$"
)
"""What if it is so: the words between the little ones."""
_WHAT_IF = re.compile(
    r"^(?:da )?(?:(?:the|vay|con) )*(?:neu|lo|nho|gia su)(?: ma)? (?P<rest>\w+(?: \w+){0,5}?)(?: a| ah| nhi| ha)*$"
)
"""The same where the question is left out ("vậy nếu có ADN?")."""
_SHORT_FORMS = {
    "k": "khong",
    "ko": "khong",
    "hong": "khong",
    "ck": "chong",
    "vk": "vo",
    "ng": "nguoi",
    "xn": "xet nghiem",
}


def of_people(turn: Turn) -> Decision | None:
    """The part that speaks of the people named, where nothing else is said."""
    words = _spelled(turn.text)
    if turn.topic is None or len(words.split()) > LONGEST:
        return None
    return _of_the_people(turn, turn.desk.kb.procedures[turn.topic.procedure_id], words)


def of_case(turn: Turn) -> Decision | None:
    """The papers of the case that is named, where nothing else is said."""
    match = _ASKED.match(_spelled(turn.text)) or _WHAT_IF.match(_spelled(turn.text))
    if turn.topic is None or match is None or len(match["rest"].split()) > FEW_WORDS:
        return None
    return _of_the_case(turn, turn.desk.kb.procedures[turn.topic.procedure_id], match["rest"])


def of_the_likeliest(turn: Turn) -> Decision | None:
    """What the likeliest procedure says of the circumstance that a first message asks about, and its papers."""
    words = _spelled(turn.text)
    verdict = turn.read(turn.text)
    if turn.topic or turn.pending or turn.english or verdict.decision != "choose" or not _ASKED.match(words):
        return None
    likeliest = turn.desk.kb.procedures.get(verdict.candidates[0].entry.id) if verdict.candidates else None
    told = next((told for said, told in _PEOPLE if said.search(words)), None)
    if likeliest is None or told is None or verdict.confidence < LIKELY:
        return None
    line = next((line for line in _sentences(likeliest, turn)["steps"] if told.search(plain(line))), None)
    return _led(question.about(turn, likeliest.id, None), line) if line else None


def is_of_others(turn: Turn) -> bool:
    """Whether only people are named of whom the procedure says nothing: that is no other procedure."""
    words = _spelled(turn.text)
    asked = turn.topic is not None and _ASKED.match(words) is not None and len(words.split()) <= LONGEST
    return asked and any(_is_all(said, words) for said, _ in _PEOPLE) and not _is_name(turn, words)


def _spelled(text: str) -> str:
    """The folded words, short forms written out."""
    return " ".join(_SHORT_FORMS.get(word, word) for word in plain(text).split())


def _of_the_people(turn: Turn, procedure: Procedure, words: str) -> Decision | None:
    """The part that says something of those people, the one under discussion before the others."""
    told = next((told for said, told in _PEOPLE if _is_all(said, words)), None)
    if told is None or turn.topic is None:
        return None
    said = _sentences(procedure, turn)
    order = sorted(said, key=lambda part: part != turn.topic.aspect if turn.topic else False)
    found = ((part, line) for part in order for line in said[part] if told.search(plain(line)))
    part, line = next(found, (None, ""))
    if part is None or (part != turn.topic.aspect and _is_name(turn, words)):
        return None
    decision = question.about(turn, procedure.id, part, words=f"{turn.text} ({procedure.short})")
    if part not in ("documents", "steps") or turn.english:
        return decision
    return _led(decision, line)


def _led(decision: Decision, line: str) -> Decision:
    """The decision with what the procedure says of the circumstance before it."""
    first, *rest = decision.say
    lead = texts.CIRCUMSTANCE.format(line=line.rstrip("."))
    return replace(decision, say=(replace(first, text=f"{lead}\n\n{first.text}"), *rest))


def _is_all(said: re.Pattern[str], words: str) -> bool:
    """Whether the words name the people and nothing else."""
    rest, found = said.subn(" ", words)
    return bool(found) and all(word in _LITTLE or word.isdecimal() for word in rest.split())


def _is_name(turn: Turn, words: str) -> bool:
    """Whether what is asked about is the name of another procedure, too."""
    match = _ASKED.match(words)
    rest = match["rest"] if match else words
    verdict = turn.read(rest)
    return any(asking.is_called(turn, candidate.entry.id, rest) for candidate in verdict.candidates)


def _sentences(procedure: Procedure, turn: Turn) -> dict[str, list[str]]:
    """What each part of the record says, a line each."""
    exempt = ", ".join(fees.exemptions(procedure, turn.today))
    return {
        "fee": [*fees.lines(procedure, turn.today), exempt],
        "who": [procedure.who or ""],
        "documents": [f"{paper.when}: {paper.name}" for paper in procedure.documents if paper.when],
        "steps": [*procedure.notes, *procedure.steps],
        "where": [procedure.how.in_person or ""],
        "online": [procedure.how.online or ""],
        "time": [procedure.time_limit or ""],
    }


def _of_the_case(turn: Turn, procedure: Procedure, words: str) -> Decision | None:
    """The papers where the words take one answer of one case: "không có ADN"."""
    if turn.topic is None or not answer.has_cases(procedure.id, turn.desk, now=turn.now):
        return None
    found = {case.id: case_said.exactly(words, case) for case in case_tree.cases(procedure)}
    told = {case: option for case, option in found.items() if option}
    if len(told) != 1 or any(asking.is_called(turn, one, words) for one in turn.desk.kb.procedures):
        return None
    said = tuple({**dict(turn.topic.said), **told}.items())
    known = replace(turn, conversation=replace(turn.conversation, topic=replace(turn.topic, said=said)))
    return question.about(known, procedure.id, None, words=f"{turn.text} ({procedure.short})")
