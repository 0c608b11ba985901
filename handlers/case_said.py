"""What a resident's words say about their own case: only what is clear and fits one answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from handlers import case_age, case_area, case_tree, marks, nationality
from handlers.denying import tells
from handlers.words import asks, plain, says_no, says_yes
from knowledge.model import Case, CaseOption, Procedure

_ELSEWHERE = r"(?:online|onl|truc tuyen|qua mang|tren mang|vneid|dich vu cong)"
_ON_BEHALF = (
    r"\b(?:(?:di|lam|nop|khai|nhan|xin|lay) (?:thay|ho|giup|dum)|uy quyen"
    r"|nho (?:(?:dua|thang|co|may|ong|ba) )?"
    r"(?:nguoi|ban|bo|me|vo|chong|con|chau|em|chi|anh|bac|chu|cau|co|di|hang xom))\b"
)
_ONESELF = r"(?:toi|em|minh|chau|tui|anh|chi|e)"
_RELATIVE = r"(?:bo|me|ba|ma|cha|ong|chong|vo)(?: (?:toi|em|minh|chau|chong|vo|nha toi))?"
_ONE = (
    r"\b(?:(?:chi|duy nhat|moi)(?: co)?(?: moi| mot)?(?: minh)? (?:toi|em|e|chau|tui)"
    r"(?= (?:dung|nhan|lam|mua|thoi|o|nuoi)\b| *$)"
    r"|mot minh|moi minh|minh (?:toi|em|e|chau|tui)(?= (?:dung|nhan|lam|mua|thoi)\b))\b"
)
"""Nobody else does."""
_PAPER = r"(?:so|bia|giay|the|ban|bang|xe|dien thoai|can cuoc|cccd|cmnd|chung minh|ho chieu)\b"
_KIN = (
    r"(?:bo|me|ba|ma|cha|ong|chong|vo|con|chau|anh|chi|em|bac|chu|co|di|cau|ban)"
    r"(?: (?:trai|gai|ruot|ho|dau|re|noi|ngoai|xa|ban|nha))*"
)
_ANOTHER_GOES = re.compile(
    rf"\b{_KIN} (?:(?:toi|em|e|minh|chau) )?(?:(?:se|cam|mang|dem|ho so|giay|to|no|chay|phai) )*(?:di|ra|len|nop|lam)\b"
)
"""Somebody else than who writes goes."""
_PHRASES = {
    "truc-tuyen": rf"\b{_ELSEWHERE}\b",
    "truc-tiep": r"\b(?:truc tiep|tai quay|(?:ra|len|den|toi) (?:tan |thang )?(?:phuong|xa|uy ban|noi|quay))\b",
    "buu-chinh": r"\b(?:buu dien|buu chinh)\b",
    "uy-quyen": _ON_BEHALF,
    "ca-nhan-uy-quyen": _ON_BEHALF,
    "ban-than": (
        rf"\b(?:tu|tu minh|tu {_ONESELF}) (?:di|lam|nop|khai|mang|ra|len)\b"
        r"|^(?:da |de |thi |chinh )*(?:toi|em|e|minh|chau) (?:se |cung )?(?:truc tiep |dich than )?(?:di )?"
        r"(?:lam|nop|khai|ra nop)\b"
        r"|\b(?:toi|em|e|minh|chau) (?:truc tiep|dich than) (?:di|cam|mang|dem|ra|len)\b"
    ),
    "khong-chet-lau": r"\b(?:chet|mat) (?:da )?lau\b|\b(?:khong|mat) (?:co |con )*giay bao tu\b",
    "vo-chong-chet": (
        r"\b(?:vo|chong|(?:ong|ba) (?:xa|nha)) (?:(?:em|toi|minh|chi|anh|ay|cu|truoc|cua|co|no|nha) )*"
        rf"(?:da |vua |moi |bi )?(?:chet|mat|qua doi)\b(?! {_PAPER}| (?:bao|may|phi|tien|thoi gian)\b)"
    ),
    "thua-ke": rf"\b{_RELATIVE} (?:da |vua |moi )?(?:mat|qua doi|chet)\b(?! {_PAPER})",
    "xin-lai": r"\bxin lai\b|\bgiay cu (?:da )?het han\b",
    "doc-than": r"\b(?:chua|khong) (?:lay|co|cuoi)(?: (?:vo|chong|ai))+\b|\bchua (?:ket hon|lap gia dinh)\b",
    "nguoi-than": (
        rf"\b(?:o|ve|song)(?: o)? (?:voi|cung|chung)(?: voi)?(?: nha)? {_RELATIVE}\b|\bve (?:o )?nha {_RELATIVE}\b"
    ),
    "mot": _ONE,
    "ca-nhan": _ONE,
    "mot-phan": r"\b(?:mot|1) phan\b",
}
"""How people say the answers that many procedures share, by the option's id; the others stand in `said` beside them."""
_SHORT_FORMS = {
    **dict.fromkeys(("ko", "k", "kg", "kh", "khg", "hong", "hok", "hem", "hk", "hg"), "khong"),
    **{"dc": "duoc", "ck": "chong", "vk": "vo", "lm": "lam", "nc": "nuoc", "ng": "nguoi", "r": "roi", "uq": "uy quyen"},
}
_LITTLE_WORDS = """
    a ah da vang em anh chi chau toi minh la thi nhe nha oi thoi roi co chu bac ong ba con e c tui nhi ma cua cho o di
    lam duoc voi va bi den ra se deu cung hai ca day do nay kia the vay or of in my i is am are was he she it
"""
_LITTLE = frozenset(_LITTLE_WORDS.split())
"""Words that tell no answer from another, unless an answer is made of them."""
_POLITE = frozenset(
    ["a", "ah", "da", "vang", "em", "anh", "chi", "chau", "toi", "minh", "la", "thi", "nhe", "nha", "oi", "thoi", "roi"]
)
_NEVER_HAD = re.compile(r"\b(?:lam gi|dau|nao|lay dau ra|cha|chang) (?=(?:co|con|biet|thay)\b)")
"""How people deny: "làm gì có giấy", "chả còn tờ nào"."""
_ALONE = re.compile(r"\b1(?= (?:minh|nguoi|phan|nua)\b)")
_DIGITS = {"1": "mot", "2": "hai", "3": "ba"}
_BEHALF_CASES = frozenset({"di-thay", "dai-dien"})
_NOT = frozenset({"khong", "chua", "chang"})
_NEGATED = re.compile(
    r"(?:^|\s)(?:khong|chua|chang|dau)(?: phai| co| can| duoc| tung| he| la| bi| muon| mat| xin| lam| di)*\s*$"
)
_QUESTION_OF_WAY = frozenset({"truc-tuyen", "truc-tiep", "buu-chinh"})
_I = r"(?:toi|em|e|minh|chau|tui)(?! (?:gai|trai|ho|re|dau|ruot|ay)\b)"
_PARTY = re.compile(r"\b(?:nguoi|ben) (?:ban|mua)(?: lai)?(?: xe| nha| dat)?\b(?! (?:can|phai|thi|nop|mang|chuan bi))")
_IS_MEANT = re.compile(rf"(?:\b{_I}|(?<!ay )(?<!ho )(?<!kia )\bla(?: ben)?|\b(?:phia|voi|vai))$")
"""Before a party of a sale: it is the one who writes, or who is asked about."""
_TO_ME = re.compile(rf"\bban(?: \w+){{0,4}}? cho {_I}\b|\bmua(?: \w+){{0,3}}? cua {_I}\b")
"""What the other party did."""
_STAYS_AWAY = re.compile(
    r"^(?: \w+){0,2}? (?:(?:khong|chua)(?: \w+)? (?:di|ra|den|len|toi|ranh|ve)|dang ban|ban (?:viec|qua|roi)|om|vang"
    r"|nam vien|cong tac|lam(?: an)? xa|xa|(?:o )?nuoc ngoai)\b"
)
"""Behind a person: it is not they who go."""
_ASKS = re.compile(r"\b(?:duoc|co) khong\b|\bduoc chua\b|\bhay\b")
"""Words that ask whether, instead of telling."""
_NOT_KNOWN = re.compile(
    r"^(?:(?:da|toi|em|minh|chau|con|cai nay|anh|chi|bac|co|chu|ong|ba|tui|cau nay|viec nay|thuc ra) )*"
    r"(?:(?:khong|chua|chang)(?: co)?(?: duoc)? (?:ro|biet|bit|bik|chac|nho|de y)|quen (?:mat|roi)?|chiu|sao biet)"
    r"(?: lam| nua| duoc| ro| a| ah| em| chau| thoi| roi| luon| mat| co| cu the| dau| ban| oi)*$"
    r"|^(?:i (?:am )?)?(?:not sure|(?:don ?t|do not) (?:know|remember)|no idea)(?: (?:about )?(?:this|that|it|yet))?$"
)
_YES_FIRST, _NO_FIRST = frozenset({"co", "con", "da"}), frozenset({"khong", "chua"})
_GAP = "…"
"""Where other words may stand in the way an answer is said."""
_BARE = frozenset({"co", "da", "khong", "chua"})
"""Answers that stand in too many sentences to be looked for inside one."""
_FITS = 0.5
"""How much of a reply must be words of the answer that it is taken for."""
TELLING = 3
"""Words of fewer letters tell little."""
SEVERAL = 2
"""So many words of one answer tell it, however long the reply."""
DENIES = 2
"""How many words before it may deny a word."""
FEW_WORDS = 8
"""A longer reply is not searched for words of an answer."""


def known(text: str, procedure: Procedure) -> dict[str, str]:
    """The cases that a question already answers."""
    besides = _without_name(text, procedure)
    found = {case.id: _told(besides, case, typed=text) for case in case_tree.cases(procedure)}
    return {case: option.id for case, option in found.items() if option}


def _without_name(text: str, procedure: Procedure) -> str:
    """The words without what the procedure is called ("mua bán xe cũ"), which tells nothing of one's own case."""
    name, words = plain(procedure.short), plain(text)
    return re.sub(rf"\b{re.escape(name)}\b", " ", words) if name in words else words


def _told(text: str, case: Case, *, replying: bool = False, typed: str = "") -> CaseOption | None:
    """The one option that the words name; None if they name none, several, or only ask.

    A single word counts only when `replying` to the question itself. `typed`: the words with their marks.
    """
    said, typed = _heard(text), typed or text
    if measured := case_age.taken(text, case) or case_area.taken(text, case):
        return measured
    named = _by_kin(case, _all_named(said, typed, case, replying=replying))
    if replying and not any(named.values()) and (other := _another_goes(said, case)):
        return other
    in_general = nationality.in_general(said)
    if in_general != said and any((abroad := _all_named(in_general, typed, case, replying=replying)).values()):
        named = abroad
    found = [option for option in case.options if named[option.id]]
    longest = [o for o in found if not any(named[o.id] in named[other.id] for other in found if other != o)]
    return longest[0] if len(longest) == 1 else None if found else _not_the_other(said, typed, case)


def _by_kin(case: Case, named: dict[str, str]) -> dict[str, str]:
    """Without the answer that somebody goes for another, where an answer says who that is ("bác ruột đi giúp")."""
    on_behalf = [one for one in named if _PHRASES.get(one) == _ON_BEHALF and re.fullmatch(_ON_BEHALF, named[one])]
    kin = any(words for one, words in named.items() if one not in (*on_behalf, "ban-than"))
    return {one: "" if kin and one in on_behalf and _asks_who(case) else words for one, words in named.items()}


def _another_goes(said: str, case: Case) -> CaseOption | None:
    """The answer that another goes, where a question asks who does and the words say that somebody else goes."""
    told = _ANOTHER_GOES.search(said) if _asks_who(case) else None
    goes = told is not None and not _STAYS_AWAY.match(said[told.end() - len(told[0].split()[-1]) - 1 :])
    return _for_another(case) if goes else None


def _for_another(case: Case) -> CaseOption | None:
    """The answer that another goes; of two answers the one that is not for the person concerned."""
    for_oneself = case.id in _BEHALF_CASES or any(option.id == "ban-than" for option in case.options)
    if len(case.options) == 2:
        others = (option for option in case.options if option.id not in ("ban-than", case_tree.NO))
        return next(others) if for_oneself else None
    return next((option for option in case.options if _PHRASES.get(option.id) == _ON_BEHALF), None)


def _all_named(said: str, text: str, case: Case, *, replying: bool) -> dict[str, str]:
    """For each option the longest words by which the message names it."""
    return {option.id: _named(said, text, case, option, replying=replying) for option in case.options}


def _not_the_other(said: str, text: str, case: Case) -> CaseOption | None:
    """Of two options the one that is left when the words say that it is not the other one."""
    denied = [option for option in case.options if any(_is_negated(said, way) for way in _ways(option, text))]
    left = [option for option in case.options if option not in denied]
    return left[0] if denied and len(case.options) == 2 and len(left) == 1 else None


def _is_negated(said: str, way: str) -> bool:
    """Whether the words say that an answer of more than one word is not so, instead of asking whether it is."""
    found = re.finditer(rf"\b{re.escape(way)}\b", said) if way in said and len(way.split()) > 1 else ()
    return any(_NEGATED.search(said[: one.start()]) and not _ASKS.search(said[one.end() :]) for one in found)


def reply(text: str, case: Case) -> str | None:
    """The option that a reply to the question takes, UNKNOWN for "không rõ"; None if it is no reply."""
    if says_unknown(text):
        return case_tree.UNKNOWN
    by_words = _yes_or_no(text, case.options) or _by_label(text, case.options) or _told(text, case, replying=True)
    taken = by_words or (_nearest(text, case.options) if tells(text) else None)
    return taken.id if taken else None


def answer(text: str, case: Case) -> str | None:
    """The same for words that can hardly be anything but a reply: the option that most of them point to, too."""
    nearest = _by_telling_words(text, case.options) if tells(text) and _are_told_apart(case) else None
    return reply(text, case) or (nearest.id if nearest else None)


def _are_told_apart(case: Case) -> bool:
    """Whether the record knows for at least two answers how people say them."""
    return sum(bool(option.said) for option in case.options) > 1


def exactly(text: str, case: Case) -> str | None:
    """The option that words behind "if" take: one that they name, or the one that says what they deny."""
    denies = bool(_NOT.intersection(_heard(text).split()))
    taken = _told(text, case, replying=True) or (_nearest(text, case.options) if denies else None)
    return taken.id if taken else None


def stated(text: str, procedure: Procedure) -> dict[str, str]:
    """The cases that a few words answer though nothing was asked, each by words that no other answer accounts for."""
    words = set(_heard(text).split()) - _LITTLE
    replies = {case: reply(text, case) for case in case_tree.cases(procedure)}
    in_full = {(case.id, named.id) for case in replies if (named := _told(text, case))}
    ways = {
        (case.id, option.id): max((words & set(way.split()) for way in _ways(option, text)), key=len, default=set())
        for case, taken in replies.items()
        for option in case.options
        if option.id == taken
    }
    told: dict[str, str] = {}
    left = set(words)
    for (case_id, option), said in sorted(ways.items(), key=lambda way: (way[0] not in in_full, -len(way[1]))):
        if said & left:
            told[case_id] = option
            left -= said
    return told if len(left) <= (1 - _FITS) * len(words) else {}


def stated_only(text: str, procedure: Procedure) -> dict[str, str]:
    """The same where every word that tells something belongs to one of the answers."""
    told = stated(text, procedure)
    taken = [o for case in case_tree.cases(procedure) for o in case.options if told.get(case.id) == o.id]
    heard = {word for option in taken for way in _ways(option, text) for word in way.split()}
    return told if telling(text) <= heard else {}


def telling(text: str) -> frozenset[str]:
    """The words of a clause that tell something."""
    return frozenset(_heard(text).split()) - _LITTLE - _NOT


def affirmed(text: str) -> list[str]:
    """The words of a clause in their order, without the polite ones and those that deny."""
    return [word for word in _heard(text).split() if word not in _POLITE | _NOT]


def denies(text: str) -> bool:
    """Whether a clause says that something is not so."""
    return bool(_NOT.intersection(_heard(text).split()))


def says_unknown(text: str) -> bool:
    """Whether a whole message says that they do not know."""
    return bool(_NOT_KNOWN.match(_heard(text)))


def _heard(text: str) -> str:
    """The folded words, short forms written out, without what another party is or does."""
    said = _ALONE.sub("mot", " ".join(_SHORT_FORMS.get(word, word) for word in plain(text).split()))
    said = _NEVER_HAD.sub("khong ", said)
    own = _TO_ME.sub(lambda act: act[0] if re.search(rf"\b{_I}(?: \w+)? $", said[: act.start()]) else " ", said)
    if set(_PARTY.sub(" ", own).split()) <= _LITTLE:
        return own
    return _PARTY.sub(lambda one: one[0] if _IS_MEANT.search(own[: one.start()].rstrip()) else " ", own)


def _named(said: str, text: str, case: Case, option: CaseOption, *, replying: bool) -> str:
    """The longest words by which the message names the option, without denying or asking it; empty if it does not."""
    if option.id in _QUESTION_OF_WAY and _ASKS.search(said):
        return ""
    found = (
        match
        for pattern in _patterns(said, text, case, option, replying=replying)
        for match in re.finditer(pattern, said)
    )
    return max(
        (match[0] for match in found if not _is_denied(said, match, of_people=_asks_who(case))), key=len, default=""
    )


def _asks_who(case: Case) -> bool:
    """Whether a question asks which person it is."""
    return case.question.startswith("Ai ") or case.id in _BEHALF_CASES


def _is_denied(said: str, named: re.Match[str], *, of_people: bool) -> bool:
    """Whether the words around an answer say that it is not so."""
    before, after = said[: named.start()], said[named.end() :]
    bought = before.endswith("mua ") and named[0].startswith("ban ")
    of_both = bought or (named[0].endswith(" mua") and after.startswith(" ban "))
    stays_away = of_people and bool(_STAYS_AWAY.match(after))
    of_kin = of_people and bool(re.match(rf"{_I}\b", named[0]) and re.search(rf"(?<!\bla )\b{_KIN} $", before))
    return of_both or of_kin or stays_away or bool(_NEGATED.search(before))


def _patterns(said: str, text: str, case: Case, option: CaseOption, *, replying: bool) -> Iterator[str]:
    """How the option may be said: what all procedures share, the words beside it, its label.

    Only what stands in the words becomes a pattern: there are thousands of ways, and each would be compiled anew.
    """
    if case.id in _BEHALF_CASES:
        yield _ON_BEHALF if option.id == case_tree.YES else _PHRASES["ban-than"]
    elif option.id in _PHRASES:
        yield _PHRASES[option.id]
    yield from (_with_gap(way) for way in option.said if _GAP in way and _has_parts(said, way) and marks.fit(text, way))
    for way in _ways(option, text):
        if way in said and (len(way.split()) > 1 or (replying and way not in _BARE)):
            yield rf"\b{re.escape(way)}\b"


def _has_parts(said: str, way: str) -> bool:
    """Whether the words have all that stands around what a way leaves open."""
    return all(plain(part) in said for part in way.split(_GAP))


def _with_gap(way: str) -> str:
    """The words of a way, with a few others where it leaves them open, none of which denies what follows."""
    parts = [plain(part) for part in way.split(_GAP)]
    return r"\b" + r"\b(?: (?!khong\b|chua\b|chang\b)\w+){0,9} ".join(map(re.escape, parts)) + r"\b"


def _ways(option: CaseOption, text: str) -> list[str]:
    """The folded ways to say an option that the text, with the marks it was typed with, may have."""
    ways = (option.label, *option.said, option.english)
    return [plain(way) for way in ways if way and marks.fit(text, way)]


def _yes_or_no(text: str, options: Sequence[CaseOption]) -> CaseOption | None:
    """ "Có" and "không" where one answer begins so and the other one does not."""
    yes = [option for option in options if plain(option.label).split()[0] in _YES_FIRST]
    no = [option for option in options if plain(option.label).split()[0] in _NO_FIRST]
    if len(yes) != 1 or len(no) != 1 or len(options) != 2:
        return None
    first = next((word for word in _heard(text).split() if word not in _POLITE), "")
    short = len(text.split()) <= FEW_WORDS and not asks(text)
    if says_no(text) or (short and first in _NO_FIRST):
        return no[0]
    begins = plain(yes[0].label).split()[0]
    return yes[0] if says_yes(text) or (short and first == begins) else None


def _by_label(text: str, options: Sequence[CaseOption]) -> CaseOption | None:
    """The option whose label has all the words of the message, if only one has."""
    said = {_DIGITS.get(word, word) for word in _heard(text).split()} - _POLITE
    labels = [(option, set(plain(option.label).split())) for option in options if marks.fit(text, option.label)]
    exact = [option for option, label in labels if label == said]
    fitting = exact or [option for option, label in labels if said and said <= label]
    return fitting[0] if len(fitting) == 1 else None


def _nearest(text: str, options: Sequence[CaseOption]) -> CaseOption | None:
    """The one option with which a short reply shares most of its words."""
    said = _heard(text).split()
    if len(said) > FEW_WORDS:
        return None
    fits = {
        option.id: max((_shared(said, way.split()) for way in _ways(option, text)), default=(0, 0.0))
        for option in options
    }
    best = max(fits.values())
    taken = [option for option in options if fits[option.id] == best]
    return taken[0] if best > (0, 0) and len(taken) == 1 else None


def _by_telling_words(text: str, options: Sequence[CaseOption]) -> CaseOption | None:
    """The one option that most of the words point to which only one option is told by."""
    ways = {option.id: words_of(option, text) for option in options}
    affirmed = affirmed_words(text)
    votes = Counter(
        told[0] for word in affirmed if len(told := [option for option, words in ways.items() if word in words]) == 1
    )
    best = votes.most_common(2)
    most = best[0][1] if best else 0
    clear = len(best) == 1 or (len(best) == 2 and most > best[1][1])
    enough = most >= SEVERAL or most >= _FITS * len(affirmed)
    return next(option for option in options if option.id == best[0][0]) if most and clear and enough else None


def words_of(option: CaseOption, text: str) -> frozenset[str]:
    """All words by which an option may be said, as far as they fit the marks of the text."""
    return frozenset(word for way in _ways(option, text) for word in way.split())


def affirmed_words(text: str) -> list[str]:
    """The words that tell something and that no word right before them denies."""
    words = _heard(text).split()
    return [
        word
        for at, word in enumerate(words)
        if len(word) >= TELLING
        and word not in _LITTLE | _NOT
        and not _NOT.intersection(words[max(0, at - DENIES) : at])
    ]


def _shared(said: Sequence[str], way: Sequence[str]) -> tuple[int, float]:
    """How many words of the reply are words of the answer, and how much of the answer they are; nothing if too few."""
    words = set(said) - _LITTLE
    shared = words & set(way)
    if bool(_NOT & set(said)) != bool(_NOT & set(way)) or not shared - _NOT or len(shared) < _FITS * len(words):
        return 0, 0.0
    return len(shared), len(shared) / len(set(way))
