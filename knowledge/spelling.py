"""Known syllables, which of them stand side by side, and which are one slip away from a typed one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from rapidfuzz.distance import OSA

from knowledge.syllables import Syllable

_LONGEST = 8
_SOUNDS_ALIKE = (
    *(("tr", "ch"), ("gi", "d"), ("r", "d"), ("x", "s"), ("ngh", "ng"), ("gh", "g"), ("k", "c")),
    *(("l", "n"), ("qu", "w"), ("v", "d")),
)


class Spelling:
    """The vocabulary of the knowledge base; answers depend only on what it was built from."""

    def __init__(self, said: Mapping[Syllable, int], side_by_side: Iterable[tuple[str, str, int]]) -> None:
        """Knows how often each syllable is said, and how often which two of them, folded, stand side by side."""
        self._counts: dict[str, int] = {}
        for syllable, count in said.items():
            self._counts[syllable.folded] = self._counts.get(syllable.folded, 0) + count
        self._spellings: dict[str, list[str]] = {}
        for syllable in said:
            if syllable.accented:
                self._spellings.setdefault(syllable.folded, []).append(syllable.key)
        self._accented = frozenset(key for keys in self._spellings.values() for key in keys)
        self._after: dict[str, dict[str, int]] = {}
        for left, right, count in side_by_side:
            self._after.setdefault(left, {})[right] = count
        self._by_slip: dict[str, list[str]] = {}
        self._sounds = {word: _sound(word) for word in self._counts}
        for word, sound in self._sounds.items():
            for slip in {*_slips(word), sound}:
                self._by_slip.setdefault(slip, []).append(word)
        self.near = lru_cache(maxsize=20_000)(self._near)
        self.alike = lru_cache(maxsize=20_000)(self._alike)

    def knows(self, folded: str) -> bool:
        """Whether any phrase holds this syllable."""
        return folded in self._counts

    def spells(self, accented: str) -> bool:
        """Whether any phrase holds this syllable with just these accents."""
        return accented in self._accented

    def joins(self, left: str, right: str) -> int:
        """How often phrases hold these two syllables side by side."""
        after = self._after.get(left)
        return after.get(right, 0) if after else 0

    def _alike(self, said: Syllable) -> tuple[str, ...]:
        """Those of the near syllables that some phrase writes, marks and all, just one slip from what was typed."""
        spelt = self._spellings
        return tuple(
            word for word in self.near(said.folded) if any(_one_slip(k, said.key) for k in spelt.get(word, ()))
        )

    def _near(self, folded: str) -> tuple[str, ...]:
        """Known syllables one slip or one sound away: same sound first, then the more frequent."""
        if not 1 <= len(folded) <= _LONGEST or not folded.isalpha():
            return ()
        sound = _sound(folded)
        candidates = {w for slip in {*_slips(folded), sound} for w in self._by_slip.get(slip, ())}
        close = [
            (self._sounds[word] != sound, -self._counts[word], word)
            for word in candidates - {folded}
            if self._sounds[word] == sound or _one_slip(word, folded)
        ]
        return tuple(word for _, _, word in sorted(close)[:12])


def _one_slip(word: str, typed: str) -> bool:
    return len(word) > 1 and OSA.distance(word, typed, score_cutoff=1) <= 1


def _slips(word: str) -> Iterator[str]:
    """The word and the word with any one letter left out."""
    yield word
    if len(word) > _LONGEST:
        return
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def _sound(word: str) -> str:
    """A key shared by spellings that many speakers pronounce alike; never mistaken for a slip."""
    for onset, alike in _SOUNDS_ALIKE:
        if word.startswith(onset):
            return f"~{alike}{word[len(onset) :].replace('y', 'i')}"
    return f"~{word.replace('y', 'i')}"
