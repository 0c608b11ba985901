"""Which lines of a record a question is about: its telling words, weighed by how few lines have them."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from handlers.record_lines import Line, lines
from handlers.record_words import AGE, ALSO, EMPTY, LITTLE, LONGEST, TELLING, TERM, Phrase
from knowledge.lexicon import Lexicon
from knowledge.model import KnowledgeBase, Procedure
from knowledge.syllables import Syllable, syllable
from knowledge.text import split
from knowledge.words import Message

MOST = 2
"""So many lines are worth quoting."""
ENOUGH = 0.5
"""Share of what the question tells that a line must have."""
SOMETHING = 0.48
"""How much that must be at least: one common word is nothing."""
_ALONE = 0.4
"""What a syllable counts whose neighbour is another than in the question: it may be half of another word."""
_ALONE_BUT_RARE = 0.7
_RARE = 0.75
"""A syllable of this weight stands in hardly any line."""
_IN_PASSING = 0.5
"""How much an age or a term in the question counts that no line is about: it may be told in passing."""
_RUN = 0.03
"""What each further word counts that follows upon the same words as in the question."""
_RULES = 0.05
"""What it counts that a line says what must be or need not be."""
_WORD = 0.0005
"""What each word takes away: of two lines that say as much the shorter says it more clearly."""
CLOSE = 0.12
"""How near a second line must come to be quoted beside the first."""
_AGE = re.compile(r"\b\d{1,3} (?:\w+ )?tuoi\b")
_TERM = re.compile(
    r"\b(?:truoc|trong|cham nhat|it nhat|sau|qua|thoi han|han)\b(?: \w+){0,6}? \d+ (?:ngay|gio|thang)\b"
    r"|\b\d+ (?:ngay|gio|thang)(?: \w+){0,2} (?:tro len|tro xuong|tu ngay|ke tu)\b"
)
_ASKED_AGE = re.compile(
    r"\b\d{1,3} (?:tuoi|t)\b"
    r"|\b(?:moi|gan|hon|tren|duoi|tam|da) (?:[6-9]\d|1[0-8])\b(?! (?:gio|ngay|thang|nam|nguoi|trang|ban)\b)"
)
_ASKED_TERM = re.compile(r"\b(?:\d+|may|ba|hai|bon|nam) (?:ngay|thang|tuan|nam)\b")
_SPANS = frozenset({"ngay", "thang", "nam", "tuan"})
_DUTY = re.compile(r"\b(?:phai|can|bat buoc|duoc)\b")
_BAND = re.compile(r"[a-z]+\d+")
"""What the reader adds beside an age or a grade."""


class Clause(NamedTuple):
    """A clause of a line as it is compared: its folded syllables between blanks, and each as it is written.

    `head` is the name of the paper that it is about, alike.
    """

    folded: str
    keys: frozenset[str]
    head: str

    def has(self, phrase: Phrase) -> bool:
        """Whether the words stand together in it."""
        return f" {' '.join(phrase)} " in self.folded


class Unit(NamedTuple):
    """Words of a question that tell one thing, and every way in which a record may say it.

    `pairs`: a syllable with its neighbours; `key`: as it is written; `size`: how many syllables it counts for.
    """

    ways: tuple[Phrase, ...]
    key: str
    size: int
    pairs: tuple[Phrase, ...] = ()


class Found(NamedTuple):
    """A line, the share of what a question tells that it has, how much that is, and how near it comes in all.

    `things`: how many things of the question it surely says; `named`: the question names the paper it is about;
    `clause`: the one of the line that was compared.
    """

    line: Line
    share: float
    weight: float
    near: float
    things: int
    named: bool
    clause: Clause


class Records:
    """The records of a knowledge base, each read when it is first asked about."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._known: dict[str, list[Syllable]] = {}
        self._read = {p.id: [(line, self._clauses(line)) for line in lines(p)] for p in kb.procedures.values()}
        clauses = [clause for told in self._read.values() for _, cs in told for clause in cs]
        self._size = len(clauses)
        self._counts = Counter(word for clause in clauses for word in set(clause.folded.split()))

    def about(self, procedure: Procedure, asked: Message) -> list[Found]:
        """The lines of the record that say what is asked, the best first; none where none says enough."""
        found = self.nearest(procedure, asked)
        best = found[0] if found else None
        if best is None or best.share < ENOUGH or best.weight < SOMETHING:
            return []
        close = [one for one in found[1:MOST] if one.near >= best.near - CLOSE and one.line.text != best.line.text]
        return [best, *close]

    def nearest(self, procedure: Procedure, asked: Message) -> list[Found]:
        """All lines of the record that have anything of what is asked, the best first."""
        said = said_in(asked)
        name = frozenset(word.folded for word in self._syllables(procedure.short))
        units = [unit for unit in units_of(said) if not (len(unit.ways) == 1 and name.issuperset(unit.ways[0]))]
        found = (max(clauses, key=lambda one: one.near) for clauses in self.compared(procedure, said, units))
        return sorted((one for one in found if one.share), key=lambda one: -one.near)

    def compared(self, procedure: Procedure, said: Sequence[Syllable], units: Sequence[Unit]) -> list[list[Found]]:
        """Each line of the record compared with the units clause by clause, in the record's order."""
        told = self._read[procedure.id]
        weighed = [(unit, self._weight(unit, [clauses for _, clauses in told])) for unit in units]
        folded = [word.folded for word in said]
        return [[_found(line, clause, weighed, folded) for clause in clauses] for line, clauses in told]

    def folded(self, text: str) -> str:
        """A text of a record as questions are compared with it."""
        return _folded(self._syllables(text))

    def _clauses(self, line: Line) -> list[Clause]:
        head = self._syllables(line.head) if line.head else []
        return [_clause(self._syllables(says), head) for says in line.says]

    def _syllables(self, text: str) -> list[Syllable]:
        if text not in self._known:
            self._known[text] = _read(text, self._kb.lexicon)
        return self._known[text]

    def _weight(self, unit: Unit, told: Sequence[Sequence[Clause]]) -> float:
        """From 0 for what every line says to 1 for each of two syllables that hardly any says, here or anywhere."""
        here = sum(any(clause.has(way) for clause in clauses for way in unit.ways) for clauses in told)
        anywhere = max(min(self._counts[word] for word in way) for way in unit.ways)
        return min(_rarity(here, len(told)), _rarity(anywhere, self._size)) * min(unit.size, 2)


@lru_cache(maxsize=2)
def records(kb: KnowledgeBase) -> Records:
    """The records of a knowledge base."""
    return Records(kb)


def _rarity(count: int, of: int) -> float:
    return math.log(1 + of / max(count, 1)) / math.log(1 + of) if of else 0.0


def _found(line: Line, clause: Clause, weighed: Sequence[tuple[Unit, float]], folded: Sequence[str]) -> Found:
    """What a clause has of the units, numbers being asked for only where it has them."""
    credited = [(unit, weight, _credit(clause, unit, weight)) for unit, weight in weighed]
    has = sum(weight * credit for _, weight, credit in credited)
    asked = sum(weight * max(credit, _missed(unit)) for unit, weight, credit in credited)
    sure = [unit for unit, _, credit in credited if credit == 1.0]
    share = has / asked if asked and sure else 0.0
    rules = _RULES if _DUTY.search(clause.folded) else 0.0
    near = share + rules + _RUN * _run(folded, clause) - _WORD * clause.folded.count(" ")
    return Found(line, share, has, near, len(sure), _is_named(clause, sure), clause)


def _is_named(clause: Clause, units: Sequence[Unit]) -> bool:
    """Whether two of the words, or two in a row, stand in the name of the paper."""
    ways = [way for unit in units for way in (*unit.ways, *unit.pairs) if f" {' '.join(way)} " in clause.head]
    return any(len(way) > 1 for way in ways)


def _missed(unit: Unit) -> float:
    """How much it counts that a line says nothing of this."""
    return 0.0 if unit.key.isdecimal() else _IN_PASSING if unit.key in (AGE, TERM) else 1.0


def _run(said: Sequence[str], clause: Clause) -> int:
    """The most words in a row that the clause has as they are asked."""
    best = 0
    for at in range(len(said)):
        while at + best < len(said) and clause.has(tuple(said[at : at + best + 1])):
            best += 1
    return best


def _credit(clause: Clause, unit: Unit, weight: float) -> float:
    """How much of a unit a clause has, accents compared where the resident writes them."""
    if not any(map(clause.has, unit.ways)):
        return 0.0
    if unit.size > 1 or len(unit.ways) > 1 or any(map(clause.has, unit.pairs)):
        return 1.0
    if unit.key != unit.ways[0][0]:
        return 1.0 if unit.key in clause.keys else 0.0
    return _ALONE_BUT_RARE if weight >= _RARE else _ALONE


def said_in(asked: Message) -> list[Syllable]:
    """The syllables of a question; a number is that, whatever else it may mean."""
    read = (
        (syllable(word.typed),) if word.typed.isdecimal() else word.readings[0] for word in asked.words if word.readings
    )
    return [_bare(one) for reading in read for one in reading if not _BAND.fullmatch(one.folded)]


def _bare(said: Syllable) -> Syllable:
    """A number without its leading zeros."""
    if not said.folded.isdecimal():
        return said
    number = said.folded.lstrip("0") or "0"
    return Syllable(number, number)


def units_of(said: Sequence[Syllable]) -> list[Unit]:
    """What the words tell, those left out that tell nothing."""
    folded = [word.folded for word in said]
    units = [*_marks(" ".join(folded))]
    at = 0
    while at < len(folded):
        size = next((n for n in range(LONGEST, 0, -1) if _is_phrase(tuple(folded[at : at + n]))), 0)
        phrase = tuple(folded[at : at + size])
        if phrase in ALSO:
            ways = ALSO[phrase]
            units.append(Unit(ways, " ".join(phrase), max(map(len, (phrase, *ways)))))
        elif not size and _tells(said[at]):
            pairs = ((folded[at - 1], folded[at]) if at else (), tuple(folded[at : at + 2]))
            units.append(Unit(((folded[at],),), said[at].key, 1, tuple(pair for pair in pairs if len(pair) == 2)))
        at += size or 1
    return list({unit.ways: unit for unit in reversed(units)}.values())


def _tells(said: Syllable) -> bool:
    """Whether a syllable tells anything by itself."""
    return said.key in TELLING or (said.folded not in LITTLE and said.folded not in _SPANS)


def _is_phrase(words: Phrase) -> bool:
    return words in ALSO or words in EMPTY


def _marks(words: str) -> list[Unit]:
    """That the question tells an age or a span of time."""
    asked = ((AGE, _ASKED_AGE), (TERM, _ASKED_TERM))
    return [Unit(((mark,),), mark, 2) for mark, way in asked if way.search(words)]


def _clause(said: Sequence[Syllable], head: Sequence[Syllable]) -> Clause:
    folded = _folded([*said, *head])
    marks = f" {AGE}" * bool(_AGE.search(folded)) + f" {TERM}" * bool(_TERM.search(folded))
    return Clause(f" {folded}{marks} ", frozenset(word.key for word in (*said, *head)), f" {_folded(head)} ")


def _folded(said: Sequence[Syllable]) -> str:
    return " ".join(_bare(word).folded for word in said)


def _read(text: str, lexicon: Lexicon) -> list[Syllable]:
    """The syllables of a line, other names of one thing made the same."""
    said = [syllable(token) for token, _ in split(text)]
    told: list[Syllable] = []
    at = 0
    for match in lexicon.rewrites.scan(said):
        told += [*said[at : match.at], *match.value[0]]
        at = match.at + match.length
    return told + said[at:]
