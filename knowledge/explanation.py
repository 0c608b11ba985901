"""How the matcher read a text and judged it, for a person to read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from knowledge.decision import Basis, Calibration, Decision, Verdict
from knowledge.entry import Entry
from knowledge.lexicon import Reading
from knowledge.syllables import fold
from knowledge.words import Message, Token, Word

DECISIONS: Mapping[Decision, str] = {
    "answer": "trả lời ngay",
    "choose": "hỏi lại để người dân chọn",
    "refer": "chỉ dẫn",
    "chat": "đáp lời xã giao",
    "handoff": "mời chuyển cán bộ",
}
_PARTS = {
    "overlap": "trùng ý với câu mẫu",
    "exact": "nói đúng y câu mẫu",
    "verbatim": "nói nguyên văn câu mẫu",
    "phrase_covered": "câu mẫu được nhắc đủ",
    "missing": "chữ đặc trưng của mục này không được nhắc",
    "evidence": "chữ của câu hỏi thuộc về mục này",
    "likely": "người hỏi mục này hay dùng các chữ ấy",
    "misspelt": "chữ có trong mục này nhưng khác dấu",
    "popularity": "mức thường gặp",
    "elsewhere": "không phải thủ tục của phường",
}
_BAND = re.compile(r"(?:tuoi|lop)\d+")
"""What ages and grades are compared by, which nobody says."""
_TONE = re.compile(r"(?<=[^\W\d])[1-5]$")
"""How a tone is kept in the key of a syllable."""


class Part(NamedTuple):
    """One feature of the score: its value and its weight."""

    name: str
    value: float
    weight: float

    @property
    def worth(self) -> float:
        """What it adds to the score."""
        return self.value * self.weight


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a text was read and judged; `first` is the entry that came first, whatever was decided."""

    tokens: tuple[Token, ...]
    message: Message
    verdict: Verdict
    first: Entry | None
    basis: Basis
    parts: tuple[Part, ...]
    calibration: Calibration

    def reading(self) -> list[str]:
        """What the text was read as, without accents, and which words were taken for others."""
        english = self.message.language == "en"
        said = " ".join(token.typed for token in self.tokens) if english else _told(self.message.words)
        lines = [f"Đọc là:        {said or 'không có chữ nào'}"]
        if english:
            meant = self.message.words[0 if self.message.translated else len(self.tokens) :]
            lines.append(f"Tiếng Anh, là: {_told(meant) or 'không rõ'}")
        else:
            lines.append(f"Chữ hiểu lại:  {'; '.join(self._taken_for_others()) or 'không có'}")
        return lines

    def judgement(self) -> list[str]:
        """What comparing with the phrases of the knowledge base gave, and why."""
        verdict = self.verdict
        lines = [f"Quyết định:    {DECISIONS[verdict.decision]} (chắc {verdict.confidence:.0%})"]
        if self.first is None:
            return [*lines, "Giống nhất:    không mục nào"]
        lines.append(f"Giống nhất:    “{verdict.matched}” của mục {self.first.id}")
        lines.append(f"Được {sum(part.worth for part in self.parts):.2f} điểm, gồm:")
        lines += [
            f"  {part.worth:+6.2f}  {_PARTS[part.name]} ({part.value:.2f} × {part.weight:g})"
            for part in self.parts
            if round(part.worth, 2)
        ]
        lines.append("Thủ tục gần nhất:")
        lines += [f"  {c.score:6.2f}  {c.entry.short} ({c.entry.id}): “{c.matched}”" for c in verdict.candidates]
        return [*lines, f"Đổi khi:       {self._what_would_change()}"]

    def _taken_for_others(self) -> Iterator[str]:
        typed = {token.keys[0]: token.typed for token in self.tokens if len(token.keys) == 1}
        glued = (token for token in self.tokens if len(token.keys) > 1)
        yield from (f"“{token.typed}” → {' '.join(map(_without_tone, token.keys))}" for token in glued)
        for word in dict.fromkeys(self.message.words):
            written = " ".join(typed.get(key) or _without_tone(key) for key in word.typed.split())
            meanings = _meanings(word)
            if fold(written) != meanings[0]:
                yield f"“{written}” → {' hoặc '.join(meanings)}"

    def _what_would_change(self) -> str:
        cut, decision = self.calibration, self.verdict.decision
        if decision == "handoff":
            return f"chắc từ {cut.choose_from:.0%}, hoặc điểm từ {cut.near_from:g}, thì hỏi lại"
        if decision == "answer":
            return f"chắc dưới {cut.answer_from:.0%}, hoặc có thủ tục dễ nhầm sát điểm, thì hỏi lại"
        if decision != "choose":
            least = cut.chat_from if decision == "chat" else cut.refer_from
            return f"chắc dưới {least:.0%} thì hỏi lại hoặc mời chuyển cán bộ"
        return "; ".join(self._what_is_missing()) or f"chắc từ {cut.refer_from:.0%} thì chỉ dẫn"

    def _what_is_missing(self) -> Iterator[str]:
        if self.verdict.confidence < self.calibration.answer_from:
            yield f"chắc từ {self.calibration.answer_from:.0%} thì trả lời"
        if not self.basis.named and self.basis.said <= self.calibration.few_said:
            yield "câu hỏi ngắn: nhắc đủ một câu mẫu thì trả lời"
        if self.basis.rival_near:
            yield "một thủ tục dễ nhầm đang sát điểm: nói thêm chữ chỉ một bên có thì trả lời"
        if self.basis.common:
            yield "chữ này nhiều thủ tục cùng có: nói rõ thủ tục nào thì trả lời"


def _told(words: Iterable[Word]) -> str:
    """What the words were read as, as a person would type it in a hurry."""
    return " ".join(filter(None, (_plain(word.readings[0]) for word in words)))


def _plain(reading: Reading) -> str:
    return " ".join(said.folded.rstrip(".") for said in reading if not _BAND.fullmatch(said.folded))


def _meanings(word: Word) -> list[str]:
    """What a word was taken for: of a slip the likeliest, of a short form all that it may be."""
    several = word.readings if any(len(reading) > 1 for reading in word.readings) else word.readings[:1]
    return list(dict.fromkeys(map(_plain, several)))


def _without_tone(key: str) -> str:
    return fold(_TONE.sub("", key))
