"""What a resident's words say about their own case: only what is clear and fits one answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers import case_tree
from handlers.words import plain, says_no, says_yes
from knowledge.model import Case, CaseOption, Procedure

_ELSEWHERE = r"(?:online|onl|truc tuyen|qua mang|tren mang|vneid|dich vu cong)"
_ON_BEHALF = r"\b(?:(?:di|lam|nop|khai|nhan|xin) (?:thay|ho|giup)|nho (?:nguoi|ban|con|em|chi|anh)|uy quyen)\b"
_PHRASES = {
    "truc-tuyen": rf"\b{_ELSEWHERE}\b",
    "truc-tiep": r"\b(?:truc tiep|tai quay|ra (?:phuong|xa|uy ban)|len (?:phuong|xa|uy ban))\b",
    "buu-chinh": r"\b(?:buu dien|buu chinh)\b",
    "uy-quyen": _ON_BEHALF,
    "ca-nhan-uy-quyen": _ON_BEHALF,
    "ong-ba-than-thich": r"\b(?:ong|ba)(?: (?:ba|noi|ngoai|cua chau))? di\b|\bdi cho chau\b",
    "khong-chung-sinh": r"\b(?:khong|ko|k|chua|mat) (?:con |co |nhan )*(?:giay )?chung sinh\b",
    "ban-than": r"\b(?:tu|tu minh) (?:di|lam|nop)\b",
    "mang-thai-ho": r"\bmang thai ho\b",
    "bo-roi": r"\bbi? ?bo roi\b",
    "khong-chet-lau": r"\b(?:chet|mat) (?:da )?lau\b|\b(?:khong|ko|k|mat) (?:co |con )*giay bao tu\b",
    "vo-chong-chet": r"\b(?:vo|chong) (?:em |toi |minh |chi |anh )?(?:da )?(?:chet|mat)\b",
    "nha-minh": r"\bnha (?:cua )?(?:minh|toi|em)\b",
    "thue-muon": r"\b(?:nha thue|thue nha|thue tro|nha tro|phong tro|o tro|o nho)\b",
    "xin-lai": r"\bxin lai\b|\bgiay cu (?:da )?het han\b",
    "mot-phan": r"\b(?:mot|1) phan\b",
}
"""How people say some options, by the option's id."""
_POLITE_WORDS = "a ah da vang em anh chi chau toi minh la thi nhe nha oi thoi roi"
_POLITE = frozenset(_POLITE_WORDS.split())
_DIGITS = {"1": "mot", "2": "hai", "3": "ba"}
_BEHALF_CASES = frozenset({"di-thay", "dai-dien"})
_NEGATED = re.compile(r"(?:^|\s)(?:khong|ko|k|chua|chang|hong|dau)(?: phai| co| duoc)?\s*$")
_QUESTION_OF_WAY = frozenset({"truc-tuyen", "truc-tiep", "buu-chinh"})
_ASKS = re.compile(r"\b(?:duoc|dc|co) (?:khong|ko|k|hong|hok)\b|\bduoc chua\b|\bhay\b")
"""Words that ask whether, instead of telling."""
_NOT_KNOWN = re.compile(
    r"^(?:da |toi |em |minh |chau |con |cai nay |anh |chi )*"
    r"(?:khong|ko|k|kg|chua|hong|chang)(?: co)? (?:ro|biet|bit|bik|chac|nho)(?: lam| nua| duoc| ro| a| ah| em)*$"
)


def known(text: str, procedure: Procedure) -> dict[str, str]:
    """The cases that a question already answers."""
    found = {case.id: told(text, case) for case in case_tree.cases(procedure)}
    return {case: option.id for case, option in found.items() if option}


def told(text: str, case: Case) -> CaseOption | None:
    """The one option that the words name; None if they name none, several, or only ask."""
    said = plain(text)
    named = [option for option in case.options if _names(said, case, option)]
    named = [option for option in named if not any(_longer(other, option) for other in named)]
    return named[0] if len(named) == 1 else None


def reply(text: str, case: Case) -> str | None:
    """The option that a reply to the question takes, UNKNOWN for "không rõ"; None if it is no reply."""
    if says_unknown(text):
        return case_tree.UNKNOWN
    by_words = _yes_or_no(text, case.options) or _by_label(text, case.options) or told(text, case)
    return by_words.id if by_words else None


def says_unknown(text: str) -> bool:
    """Whether a whole message says that they do not know."""
    return bool(_NOT_KNOWN.match(plain(text)))


def _names(said: str, case: Case, option: CaseOption) -> bool:
    """Whether the words hold the option's label, or a phrase for it, without denying or asking it."""
    if option.id in _QUESTION_OF_WAY and _ASKS.search(said):
        return False
    phrase = _PHRASES.get(option.id)
    if case.id in _BEHALF_CASES:
        phrase = _ON_BEHALF if option.id == case_tree.YES else _PHRASES["ban-than"]
    label = plain(option.label)
    patterns = [phrase] if phrase else []
    patterns += [rf"\b{re.escape(label)}\b"] if len(label.split()) > 1 else []
    return any(
        not _NEGATED.search(said[: found.start()]) for pattern in patterns for found in re.finditer(pattern, said)
    )


def _longer(other: CaseOption, option: CaseOption) -> bool:
    """Whether another option's label says all of this one's and more."""
    return other != option and plain(option.label) in plain(other.label)


def _yes_or_no(text: str, options: Sequence[CaseOption]) -> CaseOption | None:
    """ "Có" and "không" where one answer begins so and the other one does not."""
    yes = [option for option in options if plain(option.label).split()[0] in ("co", "da", "con")]
    no = [option for option in options if plain(option.label).split()[0] in ("khong", "chua")]
    if len(yes) != 1 or len(no) != 1 or len(options) != 2:
        return None
    if says_no(text):
        return no[0]
    return yes[0] if says_yes(text) else None


def _by_label(text: str, options: Sequence[CaseOption]) -> CaseOption | None:
    """The option whose label has all the words of the message, if only one has."""
    said = {_DIGITS.get(word, word) for word in plain(text).split()} - _POLITE
    labels = [(option, set(plain(option.label).split())) for option in options]
    exact = [option for option, label in labels if label == said]
    fitting = exact or [option for option, label in labels if said and said <= label]
    return fitting[0] if len(fitting) == 1 else None
