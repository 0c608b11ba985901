"""Which of several parts a message really asks for, where the others stand in the story that leads up to it.

"Đi đâu cũng phải có người dìu, muốn xin … thì bao lâu mới xong" asks how long, and not where; "hôm trước ra hỏi nộp ở
đâu thì họ bảo …, giờ cần mang gì" asks for the papers. Each phrase is weighed by its own clause: a question that stands
there counts more than the bare name of a part, and what is told counts less.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

STORY = 8
"""So many words before “giờ …”, “vậy …” tell how it came to the question."""
TO_THE_END = 3
"""So many words may follow a question that closes its clause: "bao lâu thì có sổ"."""
AWAY = 7
"""Within so many words it is told what somebody answered to the question."""

_POLITE_WORDS = "a ah ak da vang nhe nha nhi em anh chi chu bac co oi ha hen vay the do ad z v day nua"
_POLITE = frozenset(_POLITE_WORDS.split())
_LEAD = _POLITE | {"cho", "hoi", "xin", "muon", "con", "va", "voi", "thi", "la", "them", "toi", "minh", "chau"}
"""How one comes to name a part: "cho hỏi phí …"."""
_QUESTION = re.compile(r"\b(?:gi|nao|dau|may|sao|ai|mo|bao (?:nhieu|lau|gio|tien|h)|nhieu)\b|\b(?:khong|chua)$")
_CLOSES = re.compile(r"\b(?:khong|chua|gi|dau|nao|sao|nhieu|lau|chu|ai|mo|may|bao gio)$")
_ANYWAY = re.compile(r"^(?:\w+ )?cung\b")
"""Behind a question word: whatever it is ("đi đâu cũng")."""
_SINCE = re.compile(r"^(?:moi )?(?:ve|nay|roi|lien|troi)\b")
"""Behind "mấy tháng": how long it has been, or how often."""
_NOT_TILL = re.compile(r"^(?:moi )?(?!co|duoc|xong|lay|nhan|ra|tra|cap|lam|giai|hoan|cam|linh|het)\w+ ")
"""Behind "mấy tháng mới": something other than the result comes then ("mấy tháng mới vào bờ")."""
_PAST = re.compile(r"^(?:xong|roi)\b")
"""Behind what is done before: "đóng tiền xong mấy ngày có"."""
_DONE = re.compile(r"\broi(?:$| (?:nhung|ma|nen|con)\b)|\b(?:day|cung) du\b")
_ANSWERED = re.compile(
    r"^(?:\w+ ){0,2}?(?:thi|la|nhung|ma)(?: \w+){1,3} (?:bao(?! (?:nhieu|lau|gio))|noi|keu|chi|huong dan|hen)\b"
)
"""What somebody answered to it."""
_ASKED_BEFORE = re.compile(
    r"\b(?:hom|bua|thang|tuan|lan|dot|nam) (?:qua|truoc|no|kia|roi|\d+)\b.*\bhoi\b|\bda (?:\w+ )?hoi\b|\bmay lan\b"
)
_TURNS = re.compile(r"^(?:gio|bay gio|vay|the|nay|(?:\w+ )?(?:cho|xin|muon|chi)(?: \w+){0,2} hoi)\b")
"""How a clause begins that comes to the question."""


_ON_THE_WAY = re.compile(r"\b(?:bao|noi|keu|ke|nghe)\b|\b(?:khong|chua|chang|cha) (?:biet|ro|hieu)\b")
"""Before what others said, or what one did not know, where it comes to another question later."""
_VERBS = frozenset({"ton", "mat", "dong", "nop", "thu", "tra", "lam", "di", "re", "dat"})
"""How phrases begin that only tell unless a question word is there; the bare name of a part asks for it."""


class Phrase(NamedTuple):
    """A phrase that asks for a part: where it begins and ends among the words."""

    first: int
    last: int


class _Said(NamedTuple):
    """A phrase with the words of its clause before and behind it, and those that follow in any clause."""

    before: list[str]
    words: str
    behind: list[str]
    following: str


def weights(said: Sequence[str], starts: Sequence[int], phrases: Sequence[Phrase]) -> list[int]:
    """How much each phrase asks, from 0 (it only tells) to 2, among folded words whose clauses start at `starts`."""
    turns = [start for start in starts if start >= STORY and _TURNS.match(" ".join(said[start : start + 5]))]
    return [
        _weight(_in_its_clause(said, starts, phrase), turned=any(turn >= phrase.last for turn in turns))
        for phrase in phrases
    ]


def _in_its_clause(said: Sequence[str], starts: Sequence[int], phrase: Phrase) -> _Said:
    opens = max((start for start in starts if start <= phrase.first), default=0)
    closes = min((start for start in starts if start >= phrase.last), default=len(said))
    return _Said(
        list(said[opens : phrase.first]),
        " ".join(said[phrase.first : phrase.last]),
        _without_polite(said[phrase.last : closes]),
        " ".join(said[phrase.last : phrase.last + AWAY]),
    )


def _weight(phrase: _Said, *, turned: bool) -> int:
    """What a phrase weighs; `turned` says that a later clause comes to the question."""
    after = " ".join(phrase.behind)
    question, closed = _QUESTION.search(phrase.words), _CLOSES.search(after)
    if _is_told(phrase, after) or (not question and _PAST.match(after)):
        return 0
    if question or closed:
        aside = len(phrase.behind) > TO_THE_END and not closed
        return 1 if turned and (aside or _ON_THE_WAY.search(" ".join(phrase.before))) else 2
    if phrase.words.split()[0] in _VERBS:
        return 1
    led_to = [word for word in phrase.before if word not in _LEAD]
    return 2 if not led_to or len(led_to) + len(phrase.behind) <= TO_THE_END else 1


def _is_told(phrase: _Said, after: str) -> bool:
    """Whether it was asked before, was answered or done, or tells how long it has been."""
    if phrase.words.endswith(" moi") and _NOT_TILL.match(f"{after} "):
        return True
    told = _SINCE.match(after) or _ANYWAY.match(after) or _DONE.search(after) or _ANSWERED.match(phrase.following)
    return bool(told or _ASKED_BEFORE.search(" ".join(phrase.before)))


def _without_polite(words: Sequence[str]) -> list[str]:
    """The words without the polite ones at their end."""
    kept = list(words)
    while kept and kept[-1] in _POLITE:
        kept.pop()
    return kept
