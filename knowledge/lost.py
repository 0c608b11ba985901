"""The word "mất": someone died, something is lost, or how much it costs. The words around it tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from knowledge.lexicon import Lexicon, Reading, spell

if TYPE_CHECKING:
    from knowledge.text import Word

DIED: Reading = spell("chết")
LOST: Reading = spell("mất")
_NOT_THE_VERB = frozenset({"khau", "bang", "tran", "doc", "troi", "tien", "nuoc"})
_NOT_AFTER = frozenset({"co", "vang", "be", "bo", "bi"})
_LOSING = frozenset({"lam", "danh", "roi", "bi"})
_OWNED_BY = frozenset({"cua", "cho"})
_REACH = 8


def sense_of_lost(words: Sequence[Word], lexicon: Lexicon) -> list[Word]:
    """The words, each "mất" replaced by what it means here; both meanings if nothing tells."""
    return [_judge(words, at, lexicon) if _is_the_verb(words, at) else word for at, word in enumerate(words)]


def _is_the_verb(words: Sequence[Word], at: int) -> bool:
    word = words[at]
    if len(word.readings) > 1 or len(word.readings[0]) > 1:
        return False
    said = word.readings[0][0]
    if said.folded != "mat" or len(word.typed) > 4:
        return False
    if said.accented:
        return said == LOST[0]
    following = words[at + 1].readings[0][0].folded if at + 1 < len(words) else ""
    before = words[at - 1].readings[0][-1].folded if at else ""
    return following not in _NOT_THE_VERB - {"tien"} and before not in _NOT_AFTER - {"bi", "bo"}


def _judge(words: Sequence[Word], at: int, lexicon: Lexicon) -> Word:
    after = [w.readings[0][0] for w in words[at + 1 : at + 4] for _ in (0,)]
    if after and not words[at + 1].starts_clause:
        following = [s for w in words[at + 1 : at + 4] for s in w.readings[0]]
        if lexicon.costs.longest(following, 0):
            return words[at]._replace(factor=0.0)
        if lexicon.papers.longest(following, 0):
            return words[at]._replace(readings=(LOST,))
    return words[at]._replace(readings=_by_what_precedes(words, at, lexicon))


def _by_what_precedes(words: Sequence[Word], at: int, lexicon: Lexicon) -> tuple[Reading, ...]:
    for back in range(at - 1, max(-1, at - 1 - _REACH), -1):
        said = words[back].readings[0]
        if back == at - 1 and said[-1].folded in _LOSING - {"bi"}:
            return (LOST,)
        if _names_person(words, back, lexicon):
            return (DIED,)
        if lexicon.papers.longest(said, 0):
            return (LOST,)
        if words[back].starts_clause:
            break
    return (DIED, LOST)


def _names_person(words: Sequence[Word], at: int, lexicon: Lexicon) -> bool:
    said = words[at].readings[0][0]
    owner = at > 0 and words[at - 1].readings[0][-1].folded in _OWNED_BY
    if owner:
        return False
    return said.key in lexicon.people or (not said.accented and said.folded in lexicon.people_folded)
