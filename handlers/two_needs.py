"""Two needs in one message: which was said first, in which words, and what is asked of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from handlers import asking, mourning
from handlers.turn import Turn
from handlers.words import plain
from knowledge.decision import Verdict
from knowledge.entry import Entry
from knowledge.words import Aspect

LONGEST = 200
"""A message of more letters is a story, whose clauses are no needs."""
FEWEST_WORDS = 2
NEAR = 10
"""How many letters around a place tell whether what stands before it is done."""
MOST_PLACES = 6
"""At how many places a message is tried for a second need."""
_BUNDLE = re.compile(r"\+|\bkèm\b")
"""Stands in the name of a procedure that does several things at once: they are one need."""
CERTAIN = 0.97
"""How sure it must be that all the words mean one procedure, for none of their sides to count more than they do."""
LIKELY = 0.7
"""How sure it must be which procedure a half means, where the whole message comes near to that procedure too."""

_TO_DO = (
    r"(?:xin|làm|lam|đăng ký|dang ky|cấp|cap|chứng thực|chung thuc|đổi|doi|sao y|khai báo|khai bao|muốn|muon|tách|tach"
    r"|nhập|nhap|xóa|xoá|xoa|mở|mo|đóng|dong|cải chính|cai chinh|xác nhận|xac nhan|gia hạn|gia han|sang tên|sang ten"
    r"|(?:hỏi|hoi) (?:luôn|luon|thêm|them|cả|ca))"
)
"""How one more thing to do begins."""
_AND = (
    r"và|va|lẫn|với (?:lại|cả)|voi (?:lai|ca)|vs|đồng thời|dong thoi|(?:nhân )?tiện|nhan tien|tien the|tien hoi|and"
    r"|sau (?:đó|do)|ngoài ra|ngoai ra"
)
_THEN = (
    rf"(?:rồi|roi|xong|cả|ca|(?<!so )(?:với|voi)|tien)(?= {_TO_DO}\b)"
    r"|(?:vừa|vua)(?! (?:mất|mat|chết|chet|qua|xong|rồi|roi|mới|moi|nãy|nay)\b)"
)
_JOINT = re.compile(rf"[,;.?]+|\b(?:{_AND}|{_THEN}|rồi|roi|xong|(?<!so )(?:với|voi)|còn|also)\b", re.IGNORECASE)
"""Where a second need may begin."""
_BOTH = re.compile(rf"\b(?:{_AND}|rồi|roi|xong)\b", re.IGNORECASE)
"""What joins two needs even where one is easily taken for the other."""
_TWO = re.compile(r"\b(?:hai|2|ca hai|ca 2) (?:viec|thu|cai|giay|loai|thu tuc)\b|\b(?:hai|2) la\b")
"""Says that there are two."""
_ONLY_HAS = re.compile(r"\b(?:chi|moi) (?:co|con)\b")
"""Lists what somebody has, not what they need."""
_JOINS = re.compile(rf"(?:{_AND}|{_THEN})\b", re.IGNORECASE)
"""What joins two things, and does not just stand between two words."""
_AS_WELL = re.compile(
    r"và|va|cả|ca|vừa|vua|lẫn|lan|(?:nhân |nhan )?ti[eệ]n(?: the)?|đồng thời|dong thoi|sau (?:đó|do)|and", re.IGNORECASE
)
"""What joins even siblings that nothing else tells apart."""
_LOST = re.compile(
    r"^(?!.*\b(?:làm|lam|xin|đổi|doi|cấp|cap|muốn|muon)\b).*\b(?:mất|mat|hỏng|hong|rách|rach)\b"
    r"(?! (?:bao|bn|mấy|may|phí|phi|tiền|tien|thời|thoi)\b)",
    re.IGNORECASE,
)
"""What happened to a paper is the reason for its sibling, and no need beside it."""
_OF_BOTH = re.compile(
    r"\b(?P<verb>(?:bị |bi )?(?:mất|mat|hỏng|hong|rách|rach|cháy|chay)|(?:xin )?(?:cấp|cap|làm|lam) (?:lại|lai|đổi|doi)"
    r"|đổi|doi|gia hạn|gia han|sao y|chứng thực|chung thuc|xin)\b(?: (?:cả|ca|hết|het|luôn|luon))*\s+(?=\S)",
    re.IGNORECASE,
)
"""What happened to two papers, or is done with them, told once: "mất cả căn cước lẫn sổ đỏ"."""
_NOT_YET = re.compile(r"\b(?:chưa|chua|không|khong|ko)\b(?! ?(?:ạ|a|vậy|vay)?\W*$)", re.IGNORECASE)
"""What has not been done is told of one's case, and is no need."""
_DONE = re.compile(
    r"(?<!ngày )(?<!ngay )(?<!hôm )(?<!hom )(?<!lâu )(?<!lau )(?<!giờ )(?<!gio )"
    r"\b(?:xong (?:rồi|roi)\b|(?:rồi|xong|roi)(?:\s*[,.]"
    r"|\s+(?:giờ|nay|bây giờ|thì|mà|mới|có|nên|được|gio|bay gio|thi|ma|moi|co|nen|duoc)\b))",
    re.IGNORECASE,
)
"""Nor has what is done and only leads to the question."""
_TO_COME = re.compile(r"\b(?:sap|dinh|chuan bi|se|muon(?! hoi)|toi day|thang sau|tuan sau)\b")
"""What is only planned is not done, though it be finished before the other begins: "sắp cưới, xong rồi nhập khẩu"."""
_TO_BE_DONE = re.compile(r"\b(?:lam|xin|khai|bao tu|mai tang|giay|thu tuc|dang ky)\b")
"""Without such words a death is told, and nothing asked."""

_FINISHED_WITH_IT = re.compile(r"[^,;.]{1,30}\bxong (?:rồi|roi)\s*[,;.]", re.IGNORECASE)
"""So is what stands before a joint, where what is joined to it is done: "đổi khai sinh và căn cước xong rồi, sổ …"."""
_FINISHED = re.compile(r"\bx(?:o|ô)ng\b", re.IGNORECASE)
"""Says of a need that it is settled."""
_WAS_DONE = re.compile(
    r"\b(?:đã|da|có|co|chứng thực|chung thuc|công chứng|cong chung|đăng ký|dang ky|khai|nộp|nop|nhận|nhan"
    r"|tách|tach|kết hôn|ket hon|ly hôn|ly hon|sang tên|sang ten)\b(?! (?:mất|mat)\b)",
    re.IGNORECASE,
)
"""So does what was done before, or is there by now."""


@dataclass(frozen=True, slots=True)
class Need:
    """One of the needs: the entry, the words that tell it, the part that is asked; `sure` if a reading names it."""

    entry: Entry
    words: str
    aspect: Aspect | None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class _Place:
    """A place where a second need may begin: the words before it and behind it, what stands between them and near."""

    before: str
    after: str
    joint: str
    around: str

    @property
    def joins(self) -> bool:
        """Whether two things are joined, and not just one word follows another."""
        return bool(_JOINS.match(f"{self.joint} {self.after}"))

    @property
    def only_tells(self) -> bool:
        """Whether one of both is done, or is not, and only told."""
        return self.is_done or bool(_NOT_YET.search(self.before) or _NOT_YET.search(self.after))

    @property
    def is_done(self) -> bool:
        """Whether the first is done, and only leads to the question."""
        finished = _DONE.search(self.around) or _FINISHED_WITH_IT.match(self.after)
        return bool(finished) and not _TO_COME.search(plain(self.before))


def found(turn: Turn, verdict: Verdict) -> tuple[Need, Need] | None:
    """The two needs of the message in the order in which they are said; `verdict` is how all of it was understood."""
    several_at_once = verdict.entry is not None and _BUNDLE.search(verdict.entry.short)
    if verdict.decision not in ("answer", "choose") or (several_at_once and verdict.second is None):
        return None
    parted = places(turn.text) if len(turn.text) <= LONGEST else ()
    pairs = (_needs(turn, verdict, place) for place in parted)
    return _clearest(filter(None, pairs)) or _as_understood(turn, verdict)


def _clearest(pairs: Iterator[tuple[Need, Need]]) -> tuple[Need, Need] | None:
    """The first pair; where its first half asks for nothing, the same two as a later place parts what both ask."""
    told = next(pairs, None)
    if told is None or told[0].aspect:
        return told and _shared(*told)
    same = (pair for pair in pairs if [one.entry for one in pair] == [one.entry for one in told])
    return _shared(*next((pair for pair in same if all(one.aspect for one in pair)), told))


def _shared(first: Need, second: Need) -> tuple[Need, Need]:
    """Both needs, what is asked once being asked of both."""
    shared = first.aspect or second.aspect
    return replace(first, aspect=shared), replace(second, aspect=second.aspect or shared)


def still_to_do(turn: Turn, verdict: Verdict) -> Verdict:
    """The verdict with what is asked for, where the message begins with something that is done: "cưới rồi giờ đổi…"."""
    if verdict.decision not in ("answer", "choose") or len(turn.text) > LONGEST:
        return verdict
    near = {candidate.entry.id for candidate in verdict.candidates}
    for place in places(turn.text):
        need = _need(turn, verdict, place.after) if place.is_done else None
        settled = _FINISHED.search(place.around) or _WAS_DONE.search(place.before)
        if need is None or (not settled and _is_sibling(need.entry, verdict)):
            continue  # what was told before tells which of the two it is
        certain = verdict.decision == "answer" and verdict.confidence >= CERTAIN and verdict.second != need.entry
        if need.sure and need.entry.id in near and not certain and _is_told(turn, verdict, place):
            return replace(verdict, decision="answer", entry=need.entry, second=None)
    return verdict


def _is_sibling(entry: Entry, verdict: Verdict) -> bool:
    """Whether an entry is easily taken for what was understood."""
    return verdict.entry is not None and _are_siblings(entry, verdict.entry)


def _is_told(turn: Turn, verdict: Verdict, place: _Place) -> bool:
    """Whether the message was understood by what it only tells, or not for sure."""
    told = _need(turn, verdict, place.before) if verdict.entry else None
    return verdict.entry is None or (told is not None and told.entry == verdict.entry)


def places(text: str) -> Iterator[_Place]:
    """The places of a text at which a second need may begin, the first of them first."""
    for joint in list(_JOINT.finditer(text))[:MOST_PLACES]:
        before, after = text[: joint.start()].strip(" ,;."), text[joint.end() :].strip(" ,;.")
        if min(len(before.split()), len(after.split())) >= FEWEST_WORDS:
            around = text[max(0, joint.start() - NEAR) : joint.end() + NEAR]
            place = _Place(before, after, joint[0], around)
            yield place
            last = _JOINT.split(before)[-1].strip()
            if place.joins and last != before and len(last.split()) >= FEWEST_WORDS:
                yield _Place(last, after, joint[0], around)


def _as_understood(turn: Turn, verdict: Verdict) -> tuple[Need, Need] | None:
    """The needs that the matcher saw, where no place parts them."""
    first, second = verdict.entry, verdict.second
    if first is None or second is None or (_are_siblings(first, second) and not _BOTH.search(turn.text)):
        return None
    parted = list(places(turn.text))
    joined = _TWO.search(plain(turn.text)) or any(place.joins for place in parted)
    if not joined or any(place.is_done or _ONLY_HAS.search(plain(place.before)) for place in parted):
        return None
    begins = next((read for read in _told_first(turn) if read in (first, second)), first)
    order = (second, first) if begins == second else (first, second)
    return Need(order[0], turn.text, verdict.aspect), Need(order[1], turn.text, verdict.aspect)


def _told_first(turn: Turn) -> Iterator[Entry]:
    """What the words before each place that joins come nearest to, as far as they ask for it, and do not only tell."""
    for place in places(turn.text):
        if place.only_tells or _LOST.search(place.before):
            return
        if not place.joins:
            continue
        read = turn.read(place.before)
        yield from (candidate.entry for candidate in read.candidates[:1] if read.decision in ("answer", "choose"))


def _needs(turn: Turn, verdict: Verdict, place: _Place) -> tuple[Need, Need] | None:
    """What each side of the place needs, if these are two procedures and the whole message speaks of both."""
    if _are_never_two(turn, verdict, place):
        return None
    first = _need(turn, verdict, place.before)
    second = (_need(turn, verdict, place.after) or _with_its_verb(turn, verdict, place)) if first else None
    if first is None or second is None or first.entry.id == second.entry.id:
        return None
    if first.aspect and second.aspect and first.aspect not in _heard(turn) and second.aspect in _heard(turn):
        return None
    return (first, second) if _is_of_both(verdict, first, second, place) else None


def _heard(turn: Turn) -> tuple[str, ...]:
    """The parts that the whole message asks for; what a side of it asks beside them only leads up to the question."""
    return asking.parts(turn, turn.text)


def _with_its_verb(turn: Turn, whole: Verdict, place: _Place) -> Need | None:
    """What a paper behind the place needs, which shares the verb of the one before it."""
    verbs = list(_OF_BOTH.finditer(place.before))
    paper = _JOINT.split(place.after)[0].strip()
    if not verbs or not place.joins or not paper:
        return None
    return _need(turn, whole, f"{verbs[-1]['verb']} {paper}")


def _are_never_two(turn: Turn, whole: Verdict, place: _Place) -> bool:
    """Whether the sides need not be looked up: whatever they name, `_is_of_both` takes them for one need."""
    if whole.entry and whole.second:
        return place.is_done
    if place.joins or place.joint[0].isalpha():
        return place.only_tells
    return place.only_tells or not (_asks(turn, place.before) and _asks(turn, place.after))


def _asks(turn: Turn, words: str) -> bool:
    """Whether the words may ask for a part of what they name."""
    return bool(asking.parts(turn, words) or turn.aspects(words))


def _need(turn: Turn, whole: Verdict, words: str) -> Need | None:
    """The procedure that the words alone mean, or most likely mean beside all the others."""
    half = turn.with_text(words)
    read = asking.clearer(half, half.read(words))
    aspect = read.aspect if read.aspect != "duty" or whole.aspect == "duty" else None
    if mourning.speaks_of_death(words) and not (read.aspect or _TO_BE_DONE.search(plain(words))):
        return None
    if read.decision == "answer" and read.entry:
        return Need(read.entry, words, aspect)
    near = [candidate.entry for candidate in whole.candidates]
    first = read.candidates[0].entry if read.decision == "choose" and read.candidates else None
    said = first is not None and first in (whole.entry, whole.second)
    if first is None or first not in near or (read.confidence < LIKELY and not said):
        return None
    return Need(first, words, aspect, sure=said)


def _is_of_both(whole: Verdict, first: Need, second: Need, place: _Place) -> bool:
    """Whether the whole message is about these two: it was understood so, comes near to both, or asks for each."""
    named = {first.entry.id, second.entry.id}
    siblings = _are_siblings(first.entry, second.entry)
    joins = place.joins or bool(first.aspect and second.aspect)
    if whole.entry and whole.second:
        apart = not siblings or (place.joins and not _LOST.search(place.before))
        in_order = joins or first.entry == whole.entry
        return named == {whole.entry.id, whole.second.id} and apart and in_order and not place.is_done
    if place.only_tells or (whole.entry and whole.entry.id not in named):
        return False
    if siblings:
        each_asks = place.joins and None not in (first.aspect, second.aspect) and first.aspect != second.aspect
        as_well = each_asks or bool(_AS_WELL.fullmatch(place.joint))
        nearest = [candidate.entry.id for candidate in whole.candidates[:2]]
        sure = first.sure and (second.sure or second.entry.id in nearest)
        return sure and as_well and not _LOST.search(place.before)
    near = named <= {candidate.entry.id for candidate in whole.candidates}
    sure = first.sure and second.sure
    return (near or sure) if joins else near and sure and place.joint[0].isalpha()


def _are_siblings(one: Entry, other: Entry) -> bool:
    """Whether either is easily taken for the other."""
    return one.id in other.siblings or other.id in one.siblings
