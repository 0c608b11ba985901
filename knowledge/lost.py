"""The word "mất": someone died, something is lost, or how much it costs. The words around it tell."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.lexicon import Lexicon, Reading, spell
from knowledge.words import Word

DIED: Reading = spell("chết")
LOST: Reading = spell("mất")
SPELLINGS = frozenset({"mat", LOST[0].key})
_COMPOUND_WITH_NEXT = frozenset({"khau", "bang", "tran", "doc", "troi", "nuoc"})
_COMPOUND_WITH_PREVIOUS = frozenset({"co", "vang", "be"})
_LOSING = frozenset({"lam", "danh", "roi"})
_OWNING = frozenset({"cua", "cho"})
_AHEAD = 3
_BACK = 8


def sense_of_lost(words: Sequence[Word], lexicon: Lexicon) -> list[Word]:
    """The words, each "mất" replaced by what it means here; both meanings if nothing tells."""
    judged = list(words)
    for at, word in enumerate(words):
        if word.typed in SPELLINGS and _is_the_verb(words, at, lexicon):
            judged[at] = _judge(words, at, lexicon)
    return judged


def _is_the_verb(words: Sequence[Word], at: int, lexicon: Lexicon) -> bool:
    """Whether it is "mất" and not, written without accents, the "mặt" or "mật" of a common compound.

    "Be mat" is the face of something, but "em be mat" tells of a child.
    """
    if words[at].readings[0][0].accented:
        return True
    after = words[at + 1].readings[0][0].folded if at + 1 < len(words) else ""
    before = words[at - 1].readings[0][-1].folded if at else ""
    of_a_child = before == "be" and at > 1 and _names_person(words, at - 2, lexicon)
    return after not in _COMPOUND_WITH_NEXT and (of_a_child or before not in _COMPOUND_WITH_PREVIOUS)


def _judge(words: Sequence[Word], at: int, lexicon: Lexicon) -> Word:
    following = [s for word in words[at + 1 : at + 1 + _AHEAD] for s in word.readings[0]]
    if following and not words[at + 1].starts_clause:
        if lexicon.costs.longest(following):
            return words[at]._replace(factor=0.0)
        if lexicon.papers.longest(following):
            return words[at]._replace(readings=(LOST,))
    return words[at]._replace(readings=_by_what_precedes(words, at, lexicon))


def _by_what_precedes(words: Sequence[Word], at: int, lexicon: Lexicon) -> tuple[Reading, ...]:
    """The nearest person or paper before the word decides, within the clause and a few words."""
    if at and words[at - 1].readings[0][-1].folded in _LOSING:
        return (LOST,)
    for back in range(at - 1, max(-1, at - 1 - _BACK), -1):
        if _names_person(words, back, lexicon):
            return (DIED,)
        if lexicon.papers.longest(words[back].readings[0]):
            return (LOST,)
        if words[back].starts_clause:
            break
    return (DIED, LOST)


def _names_person(words: Sequence[Word], at: int, lexicon: Lexicon) -> bool:
    """Whether a person stands there on their own account, not as the owner of something ("của bố")."""
    if at and words[at - 1].readings[0][-1].folded in _OWNING:
        return False
    return bool(lexicon.people.longest(words[at].readings[0]))
