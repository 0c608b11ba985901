"""Which parts of a procedure a message asks for, and the need that is left when the asking words are taken away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from handlers import deadlines, duty, english
from handlers.turn import Turn
from handlers.words import plain
from knowledge.aspects import asking_stretches
from knowledge.decision import Verdict
from knowledge.entry import Entry
from knowledge.lexicon import Lexicon
from knowledge.model import Procedure
from knowledge.words import Aspect

LONGEST = 300
"""A message of more letters is a story, which no words around the need make clear."""

MOST_WORDS = 14
"""More words than this tell a story that no name stands out of."""
MOST_MORE = 2
"""More parts than this beside the first are a question about everything."""
LIKELY = 0.75
"""How sure it must be which procedure is meant, where more than its name speaks for it."""

_WORD = re.compile(r"[^\W_]+")
_DAYS = re.compile(
    r"\b(?:(?:sang|chieu) )?(?:thu 7|thu bay|t7|chu nhat|cn|cuoi tuan)(?: \w+){0,3}?"
    r" (?:co )?(?:nhan|lam)(?: viec| ho so)*"
)
"""On which days a procedure is taken; asked of no procedure, the ward's own answer serves (opening_days)."""
_AROUND = re.compile(
    r"^ *(?:(?:da|the|vay|cho|e|em|toi|chau|minh|con|hoi|xin|muon|a|oi|ad|hom nay|bay gio|gio|nop ho so|nop|thu tuc"
    r"|thoi gian|(?:di|ra|len|den)(?: phuong| xa)?|can(?! cuoc)|dinh|viec)\b ?)+"
    r"|(?: *\b(?:thi|la|nhu the nao|the nao|ntn|ra sao|lam sao|(?<!ban )sao|voi|nhe|a|ah|ha|em|vay|cua|nua|luon|hay"
    r"|xong|va|bao nhieu|la gi|khong|ko|k|nop(?: duoc)?|o dau|cho dung|dung))+$"
)
"""Words around the need that only ask."""
_FOR_WHOM = re.compile(
    r" (?:cho|cua) (?:bo|me|ba|ma|ong|cu|con|chau|vo|chong|em|anh|chi|be|minh|toi|bac|di|chu)"
    r"(?: (?:toi|em|e|minh|noi|ngoai|gai|trai|chau|de|ruot|be|nho|moi sinh|nha (?:toi|em|minh)|chong|vo))*$"
)
"""Whose it is, behind a name: the law does not ask."""
CLEAR = 0.8
"""How sure it must be that it is meant what is named in full somewhere in the message."""
FULL_NAME = 3
"""Fewer words stand in the names of several procedures."""
_OF_A_PROCEDURE = re.compile(r"\bthu tuc\b")
"""What says that a name follows."""
_WANTS = re.compile(r"(?:(?:e|em|toi|minh|chau|con|tui|nha em|nha toi|chung toi) )?(?:dang |can |muon |dinh )+")
"""Before a name, that it is needed, and no more."""
_CLAUSE = re.compile(r"[,;.?!]+(?=\s|$)")
_BESIDE = re.compile(
    r"\b(?:(?:ngay )?(?:bay gio|hom nay|luc nay|gio)(?: (?:e|em|toi|minh|chau))?"
    r" (?:di |ra |len |den |dem |mang )+(?:phuong )?(?:nop)?"
    r"|(?:sang|trua|chieu|hom|bua) (?:nay|mai|qua)(?: (?:e|em|toi|minh|chau|nha \w+))?(?: (?:di |ra |len )?nop)?"
    r"|(?:2|hai|ca(?: hai)?) vo chong(?: (?:e|em|toi|minh|chau))?(?= )"
    r"|\d{1,3}(?= (?:hop dong|ban|van ban|di chuc|chu ky|the|trich luc|bo|giay)\b)"
    r"|(?:cho )?\d{1,3} (?:nguoi|nhan khau|cong nhan)(?: (?:nop|lam) truc tiep)?"
    r"|(?:(?:nop|lam) )?(?:o|tai) (?:phuong|xa|quan|huyen) (?:khac|nay|kia)(?: gan(?: \w+){1,3}?(?= co duoc| duoc))?"
    r"|(?:(?:toi|em|minh|chau|nha \w+|co) )?(?:ho khau|khau|thuong tru|que)(?: (?:goc|em|toi|minh|chau|nha \w+))?"
    r"(?: o)? (?:phuong|xa|tinh|quan|huyen|noi|que) khac"
    r"(?:(?: (?:ma|nhung|hien|dang))*(?: tam tru| o tro| o nho| thue tro| o) (?:tai |o )?(?:day|phuong nay|xa nay))?"
    r"|(?:que|ho khau)(?: (?:em|toi|minh|chau|goc|o))+ \w+ \w+(?: (?:ma|nhung|gio|hien|dang|o day))*"
    r"(?= (?:lam|xin|nop|dang ky|muon|dk|cap|doi)\b)"
    r"|hay phai (?:ve|dung|o|ra|den) (?:phuong|xa|quan|huyen|que|noi|cho|do|tan noi)(?: \w+){0,3}$"
    r"|(?:luc |tu |truoc |sau )?\d{1,2} ?(?:h|gio)\d*\b(?: sang| trua| chieu)?(?: nay| mai)?"
    r"|(?:(?:nop|lam) )?(?:(?:vao |tu )?(?:hom|ngay|bua) )?\d{1,2} \d{1,2}(?: 20\d\d)?(?= (?:thi|la|den|co|het)\b)"
    r"|(?:chi|moi|rieng|toan)(?: co)? dat(?: thoi| khong)*(?= (?:tong|het|thi|phi|le|bao|nop|mat)\b|$)"
    r"|(?:ca )?(?:dat (?:co|va|lan|kem|voi)(?: ca)? nha|nha (?:co|va|lan|kem|voi)(?: ca)? dat)"
    r"(?= (?:tong|het|thi|phi|le|bao|nop|mat)\b|$)"
    r"|mang (?:giay to|ho so)(?: di)?(?= (?!gi|nao))"
    r"|(?:nam nay )?\d{1,3} (?:tuoi|t)\b"
    r"|(?:nhan|goi|bao)(?: tin| lai)*(?: (?:vao|qua|cho|toi|em|minh|chau))* so(?: (?:nay|tren|do|dien thoai))?"
    r"(?: \d[\d ]*(?: hoi)?)?"
    r"|bao nhieu(?: tien)?(?! ngay| lau| thoi)"
    r"|(?:cccd|cmnd|cmt|sdt|so dien thoai|stk|mst)(?: (?:cua|e|em|toi|minh|chau|la|so))* \d[\d ]*"
    r"|(?:nha )?(?:toi |em |minh )?(?:thuoc )?(?:dien )?(?:ho (?:can )?ngheo|tre em|nguoi (?:gia|cao tuoi|khuyet tat"
    r"|co cong)|thuong binh|con liet si))(?= |$)"
)
"""What is told in passing: a time, an age, a number of one's own, that it is another ward, who may be exempt."""
_TO_GET = re.compile(r"^(?!.*\bnop\b).*\b(?:tai|lay|xin|mua|kiem|in)\b.* (?:o )?dau\b")
"""Asks where a form is to be had, not where to file."""
_FORM_TO_GET = re.compile(
    r"\b(?:to khai|ban khai|don|bieu mau|mau don)\b(?! \w+ nop\b)(?: \w+){0,8}?"
    r" (?:tai|lay|xin|mua|kiem|in)(?: \w+)? o dau\b"
)
"""Asks where just a form is to be had."""
_FORM_NUMBER = re.compile(r"\b(?:mau|to|ct) ?(?:so )?ct (?:may|nao|gi|bao nhieu|bn)\b|^ct (?:may|nao|bao nhieu|bn)\b")
"""Asks which of the forms of residence, by their number."""
_PRICE = re.compile(
    r"^(?!.*\b(?:tro cap|mai tang|huu tri|ho tro|che do|phu cap|luong|tien tuat|duoc|huong|bao hiem|muc dong|dien tich"
    r"|tuoi|cao|rong|so|tang|diem)\b).* (?:bao nhieu|bao nhiu|nhiu|bn)(?: (?:a|ah|vay|the|ha|nhi|em|ad|thoi))*$"
)
"""A bare "bao nhiêu" at the end asks for the price, unless something is paid out or measured."""
_TIME = re.compile(r"\bthoi gian\b(?! (?:lam viec|mo cua|qua|nao|nay|do))")
"""The time that it takes, and not that of the office."""
_NEVER = re.compile(r"\bchua\b(?: \w+){0,5}? bao gio\b")
"""Tells that something never was, and asks for no time."""
_CHARGED = re.compile(r"\b(?:tinh|thu) (?:tien|phi|le phi) (?:sao|the nao|nhu the|nhu nao|kieu gi|ra sao|ntn)\b")
"""Asks how it is charged."""
_TAX = re.compile(r"\b(?:phai|can|bi)(?: \w+)? (?:dong|nop|chiu|tra|tinh)(?: \w+)? thue\b")
"""Asks whether taxes are due."""
_ONE_OF_THEM = re.compile(
    r"\b(?:(?:co )?phai (?:la )?|co (?:duoc )?(?:tinh la |coi la |thuoc |nam trong )|thuoc )(?:doi tuong|dien)\b"
    r".* (?:khong|ko|k|hong|hok|hk|chua)(?: (?:a|ah|vay|the|ha|nhi|em|ad))*$"
)
"""Asks whether somebody is one of those whom the procedure is for."""
_MAY = re.compile(
    r"\b(?:(?:cong|vien) chuc|giao vien|sinh vien|hoc sinh|bo doi|dang vien|doc than|nguoi \w+)(?: \w+){0,2}?"
    r" (?:co )?(?:duoc|dc) (?!bao|may|gi|mien|giam)(?:\w+ ){1,3}(?:khong|ko|k)(?: (?:a|ah|vay|ha|nhi))*$"
)
"""Asks whether people of a kind may."""
_PEOPLE = r"(?:vo|chong|con|bo|me|cha|ong|ba|bac|cau|mo|thim|anh|chu|nguoi|khach|ben|ai)"
_GOES = r"(?:di|ky|nop|lam|khai|bao|lay|xin|dung ra|ra mat)"
_WHO_GOES = re.compile(
    rf"\b(?<!cho )(?<!cua ){_PEOPLE}(?: \w+)? {_GOES}\b(?: \w+){{0,6}}? (?:duoc|dc|dk) (?:khong|ko|k|hong|hok|chu)\b"
    rf"|\b{_GOES}\b(?: \w+){{0,2}} hay (?:la )?(?:phai )?(?:{_PEOPLE}|minh|toi|em)(?: \w+){{0,2}} {_GOES}\b"
)
"""Asks whether somebody may go, or which of two must."""
_SAID_TOGETHER = ("fee", "time", "where", "online", "form", "who", "result")


def parts(turn: Turn, text: str) -> tuple[str, ...]:
    """The parts that the words ask for, in the order in which they are said."""
    if len(text) > LONGEST:
        return ()
    found = turn.aspects(_without_never(text) if _NEVER.search(plain(text)) else text)
    if found == ("online",) and _PRICE.match(plain(text)):
        return ("fee",)
    if deadlines.asked_to_do(text):
        found = tuple("time" if part == "validity" else part for part in found)
    if "where" in found and _FORM_TO_GET.search(plain(text)):
        return ("form",)
    if "form" in found and _TO_GET.search(plain(text)):
        return tuple(part for part in found if part != "where")
    if turn.english and not set(found) - {"documents"} and (said := english.broken(text)):
        return (said,)
    if not set(found) - {"documents"} and (bound := _bound(plain(text))):
        return (bound,)
    return found or _unlisted(plain(text))


def _without_never(text: str) -> str:
    """The text without what never was, clause by clause."""
    return ", ".join(_NEVER.sub(" ", plain(clause)) for clause in _CLAUSE.split(text))


def _bound(words: str) -> str | None:
    """The part that answers a question whether one must do something, is one who may, or what one must pay."""
    if _ONE_OF_THEM.search(words) or _MAY.search(words) or _WHO_GOES.search(words):
        return "who"
    if deadlines.late(words):
        return "time"
    if _TAX.search(words) or _CHARGED.search(words) or _PRICE.match(words):
        return "fee"
    return "duty" if duty.asked(words) else None


def _unlisted(words: str) -> tuple[str, ...]:
    """The part that words ask for by the way they are put together, which no list of phrases holds."""
    if _FORM_NUMBER.search(words):
        return ("form",)
    return ("where",) if _DAYS.search(words) else ("time",) if _TIME.search(words) else ()


def need(turn: Turn, text: str) -> str:
    """The words that name the need, accents and all."""
    spoken, folded = _WORD.findall(text), plain(text).split()
    if len(spoken) != len(folded) or len(text) > LONGEST:
        return text
    kept = [True] * len(folded)
    for first, last in _asking(spoken, " ".join(folded), turn.desk.kb.lexicon):
        kept[first:last] = [False] * (last - first)
    return " ".join(word for word, keep in zip(spoken, kept, strict=True) if keep)


def clearer(turn: Turn, verdict: Verdict) -> Verdict:
    """The verdict with the part that the words ask for; where they hid which procedure is meant, that too."""
    asked = parts(turn, turn.text)
    aspect = told_aspect(verdict.aspect, asked)
    rest = need(turn, turn.text)
    short = 0 < len(rest.split()) <= MOST_WORDS
    named = bool(asked) or _OF_A_PROCEDURE.search(plain(turn.text)) is not None
    if verdict.decision == "choose" and short and (named or _WANTS.match(plain(turn.text))):
        verdict = _by_its_name(turn, verdict, rest, aside=asked not in ((), ("duty",)), alone=not named)
    if verdict.decision == "choose":
        verdict = _by_what_is_asked(turn, verdict)
    if verdict.decision == "choose" and verdict.confidence >= LIKELY and _is_named(turn, verdict, rest):
        verdict = replace(verdict, decision="answer", entry=verdict.candidates[0].entry)
    return replace(_what_must_be_done(turn, verdict), aspect=aspect)


def _is_named(turn: Turn, verdict: Verdict, need: str) -> bool:
    """Whether the likeliest procedure is named, with nothing beside it that another one is told by.

    In full somewhere in the message, or alone but for whom it is ("khai tử cho ông nội").
    """
    known, first = turn.desk.kb.procedures, verdict.candidates[0].entry.id
    whose, found = _FOR_WHOM.subn("", plain(need))
    if found and is_called(turn, first, whose):
        return True
    if verdict.confidence < CLEAR or verdict.mourning:
        return False
    words = plain(turn.text)
    name = next((name for name in _full_names(known[first]) if f" {name} " in f" {words} "), None)
    near = {one.entry.id for one in verdict.candidates[1:]} | {one.id for one in known[first].siblings}
    own = {*plain(f"{known[first].name} {known[first].short}").split(), *(name or "").split()}
    telling = {word for other in near & known.keys() for word in plain(known[other].short).split()} - own
    return name not in (None, words) and telling.isdisjoint(words.split())


def _full_names(procedure: Procedure) -> list[str]:
    """Its names of enough words to be no part of another's, the longest first."""
    names = map(plain, (procedure.short, procedure.name, *procedure.aliases))
    return sorted((name for name in names if len(name.split()) >= FULL_NAME), key=len, reverse=True)


def _what_must_be_done(turn: Turn, verdict: Verdict) -> Verdict:
    """The verdict with the procedure that the duty names, where the circumstances name another: "cưới rồi có phải…"."""
    what = duty.what(turn.text)
    named = turn.read(what) if what and verdict.decision == "answer" else verdict
    near = [candidate.entry for candidate in verdict.candidates]
    if named.decision != "answer" or named.entry == verdict.entry or named.entry not in near:
        return verdict
    return replace(verdict, entry=named.entry, second=None if verdict.second == named.entry else verdict.second)


def _by_what_is_asked(turn: Turn, verdict: Verdict) -> Verdict:
    """The verdict on the clause that asks, where the others only tell and all of it comes nearest to the same."""
    clauses = [clause.strip() for clause in _CLAUSE.split(turn.text) if clause.strip()]
    asking = [clause for clause in clauses if parts(turn, clause)]
    if len(clauses) < 2 or len(asking) != 1 or not verdict.candidates:
        return verdict
    first = verdict.candidates[0].entry
    ways = (turn.read(words) for words in (asking[0], need(turn, asking[0])))
    return next((again for again in ways if again.decision == "answer" and again.entry == first), verdict)


def _by_its_name(turn: Turn, verdict: Verdict, rest: str, *, aside: bool, alone: bool) -> Verdict:
    """The verdict on what is left without the asking words, where that names one procedure.

    `aside`: or begins so; `alone`: only if it is nothing but a name.
    """
    again = turn.read(rest)
    near = [candidate.entry for candidate in verdict.candidates]
    meant = again.entry if again.decision == "answer" else None
    if meant and ((meant in near and not alone) or is_called(turn, meant.id, rest)):
        return replace(again, second=verdict.second)
    named = [*near, *(one.entry for one in again.candidates[:1] if again.confidence >= LIKELY)]
    names = (rest, _FOR_WHOM.sub("", plain(rest))) if aside else (rest,)
    called = next((one for one in named if any(is_called(turn, one.id, name) for name in names)), None)
    called = called or (_named_first(turn, verdict, rest) if aside else None)
    return replace(verdict, decision="answer", entry=called) if called else verdict


def likely(turn: Turn, words: str) -> str | None:
    """The procedure that these words most likely name; for a reply that is told only if something else fits it."""
    verdict = turn.read(words) if words else None
    first = verdict.candidates[0].entry.id if verdict and verdict.candidates else None
    return first if verdict and verdict.confidence >= LIKELY and verdict.decision in ("answer", "choose") else None


def told_aspect(understood: str | None, asked: tuple[str, ...]) -> Aspect | None:
    """What was understood if the words ask for it (a fee "nộp online" is a fee); else the first part in the words."""
    told = [*(part for part in asked if part != "documents"), *(part for part in asked if part == "documents")]
    if understood == "online" and "fee" in told:
        return "fee"
    return cast("Aspect | None", understood if understood in told or not told else told[0])


def also(turn: Turn, aspect: str | None) -> tuple[str, ...]:
    """The other parts that are asked in the same breath: "bao nhiêu tiền và mấy ngày"."""
    asked = [part for part in parts(turn, turn.text) if part in _SAID_TOGETHER]
    return tuple(part for part in asked if part != aspect)[:MOST_MORE] if aspect in asked else ()


def _named_first(turn: Turn, verdict: Verdict, words: str) -> Entry | None:
    """The likeliest procedure, if what is needed begins with a name of it and goes on with the circumstances."""
    first = verdict.candidates[0].entry
    heads = [" ".join(plain(words).split()[:count]) for count in range(2, len(plain(words).split()))]
    likely = verdict.confidence >= LIKELY and any(is_called(turn, first.id, head) for head in heads)
    return first if likely else None


def written_out(turn: Turn, words: str) -> str:
    """The folded words, short forms as the matcher reads them ("cccd")."""
    read = turn.desk.matcher.explain(words).message.words
    return " ".join(syllable.folded for word in read for syllable in word.readings[0]) or plain(words)


def is_called(turn: Turn, procedure_id: str, words: str) -> bool:
    """Whether the words are a name of the procedure and nothing else."""
    procedure = turn.desk.kb.procedures.get(procedure_id)
    if procedure is None:
        return False
    english = (procedure.english.name or "").partition(" (")[0]
    return plain(words) in map(plain, (procedure.short, procedure.name, *procedure.aliases, english))


def _asking(spoken: list[str], words: str, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """The stretches of words that only ask, as indexes of words."""
    beside = [match.span() for told in (_BESIDE, _DAYS) for match in told.finditer(words)]
    stretches = asking_stretches(spoken, lexicon)
    found = [*stretches, *((_index(words, a), _index(words, b)) for a, b in beside)]
    yield from found
    gone = {at for first, last in found for at in range(first, last)}
    rest = " ".join(" " * len(word) if at in gone else word for at, word in enumerate(words.split()))
    for match in _AROUND.finditer(rest.rstrip()):
        yield _index(words, match.start()), _index(words, match.end())


def _index(words: str, at: int) -> int:
    """The number of words before a place."""
    return len(words[:at].split())
