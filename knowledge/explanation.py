"""Why the bot decided as it did, for a person to read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from knowledge.decision import Basis, Calibration, Verdict
from knowledge.words import Message

_DECISIONS = {
    "answer": "trả lời ngay",
    "choose": "hỏi lại để người dân chọn",
    "refer": "chỉ dẫn",
    "chat": "đáp lời xã giao",
    "handoff": "chuyển cán bộ",
}
_PARTS = {
    "overlap": "trùng ý với câu mẫu",
    "exact": "nói đúng y câu mẫu",
    "phrase_covered": "câu mẫu được nhắc đủ",
    "missing": "chữ đặc trưng của mục này không được nhắc",
    "evidence": "chữ của câu hỏi thuộc về mục này",
    "likely": "người hỏi mục này hay dùng các chữ ấy",
    "misspelt": "chữ có trong mục này nhưng khác dấu",
    "popularity": "mức thường gặp",
    "elsewhere": "không phải thủ tục của phường",
}


class Part(NamedTuple):
    """One feature of the score: its value and its weight."""

    name: str
    value: float
    weight: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a text was read and judged; `str()` tells it in Vietnamese."""

    text: str
    message: Message
    verdict: Verdict
    basis: Basis
    parts: tuple[Part, ...]
    calibration: Calibration

    def __str__(self) -> str:
        verdict = self.verdict
        lines = [
            f"Câu hỏi:      {self.text}",
            f"Đọc là:       {self.message}",
            f"Hỏi về phần:  {verdict.aspect or 'không nói rõ'}",
            f"Quyết định:   {_DECISIONS[verdict.decision]} (chắc {verdict.confidence:.0%})",
            f"Khớp với:     “{verdict.matched}”",
            "Gần nhất:",
        ]
        lines += [f"  {c.score:5.2f}  {c.entry.id}  “{c.matched}”" for c in verdict.candidates]
        lines.append("Điểm của mục đứng đầu:")
        lines += [
            f"  {part.value * part.weight:+5.2f}  {_PARTS[part.name]} ({part.value:.2f} × {part.weight:g})"
            for part in self.parts
        ]
        lines.append(f"Đổi quyết định khi: {self._what_would_change()}")
        return "\n".join(lines)

    def _what_would_change(self) -> str:
        cut, decision = self.calibration, self.verdict.decision
        if decision == "handoff":
            return f"chắc từ {cut.choose_from:.0%}, hoặc điểm từ {cut.near_from:g}, thì hỏi lại"
        if decision != "choose":
            return f"chắc dưới {cut.answer_from:.0%}, hoặc có thủ tục dễ nhầm sát điểm, thì hỏi lại"
        return "; ".join(self._what_is_missing()) or f"chắc từ {cut.refer_from:.0%} thì chỉ dẫn"

    def _what_is_missing(self) -> list[str]:
        missing = []
        if self.verdict.confidence < self.calibration.answer_from:
            missing.append(f"chắc từ {self.calibration.answer_from:.0%} thì trả lời")
        if not self.basis.named and self.basis.said <= self.calibration.few_said:
            missing.append("câu hỏi ngắn mà chưa nhắc đủ câu mẫu")
        if self.basis.rival_near:
            missing.append("một thủ tục dễ nhầm đang sát điểm")
        if self.basis.common:
            missing.append("chữ này nhiều thủ tục cùng có")
        return missing
