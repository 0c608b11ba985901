"""The matcher: a message in, a verdict out."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.decision import (
    MAX_CHOICES,
    Calibration,
    Candidate,
    Evidence,
    Verdict,
    confidence,
    decide,
)
from knowledge.entry import Entry
from knowledge.explanation import Explanation, Part
from knowledge.index import Index, Query
from knowledge.lexicon import Lexicon, load_lexicon
from knowledge.scoring import PARTS, Scored, Scorer
from knowledge.text import Message, Reader

HEAD_SAID = 0.5


class Matcher:
    """Finds what residents mean among `entries`; immutable, so a reload builds a new one and swaps it in."""

    def __init__(
        self,
        entries: Sequence[Entry],
        lexicon: Lexicon | None = None,
        calibration: Calibration | None = None,
    ) -> None:
        chosen = lexicon or load_lexicon()
        self._index = Index(entries, chosen)
        self._reader = Reader(chosen, self._index.spelling)
        self._scorer = Scorer(self._index)
        self._lexicon = chosen
        self._calibration = calibration or Calibration()

    def read(self, text: str) -> Verdict:
        """The verdict on a message; never raises, whatever the text."""
        message = self._reader.read(text)
        query = self._index.query(message)
        return self._judge(message, query, self._scorer.score(query))

    def explain(self, text: str) -> Explanation:
        """How a message was read, what matched, and what would have changed the decision."""
        message = self._reader.read(text)
        query = self._index.query(message)
        scored = self._scorer.score(query)
        verdict = self._judge(message, query, scored)
        parts = (
            tuple(
                Part(name, float(value), float(weight))
                for name, value, weight in zip(PARTS, scored.parts[0], self._scorer.weights, strict=True)
            )
            if len(scored.entries)
            else ()
        )
        return Explanation(text, message, verdict, self._evidence(query, scored), parts, self._calibration)

    def _judge(self, message: Message, query: Query, scored: Scored) -> Verdict:
        if not len(scored.entries):
            return Verdict("handoff", (), None, message.aspect, 0.0, None, message.language, "")
        evidence = self._evidence(query, scored)
        sure = confidence(evidence, self._calibration)
        first = self._index.entries[scored.entries[0]]
        decision = decide(
            first.kind,
            sure,
            sibling_near=self._sibling_near(scored),
            head_said=evidence.head_said,
            calibration=self._calibration,
        )
        settled = decision in ("answer", "refer", "chat")
        return Verdict(
            decision,
            self._procedures(scored, sure),
            first if settled else None,
            message.aspect,
            sure,
            None,
            message.language,
            self._index.phrase_text(int(scored.phrases[0])),
        )

    def _evidence(self, query: Query, scored: Scored) -> Evidence:
        if not len(scored.entries):
            return Evidence(0.0, 0.0, head_said=False)
        scores = scored.scores
        margin = float(scores[0] - scores[1]) if len(scores) > 1 else float(scores[0])
        return Evidence(float(scores[0]), margin, self._head_said(query, int(scored.phrases[0])))

    def _head_said(self, query: Query, phrase: int) -> bool:
        """Whether the most telling syllable of the phrase that matched is in the question."""
        index = self._index
        features = index.single_items[index.single_starts[phrase] : index.single_starts[phrase + 1]]
        head = int(features[index.weights[features].argmax()])
        return query.singles.get(head, 0.0) >= HEAD_SAID

    def _sibling_near(self, scored: Scored) -> bool:
        first = self._index.entries[scored.entries[0]]
        reach = scored.scores[0] - self._calibration.sibling_margin
        return any(
            self._index.entries[entry].id in first.siblings
            for entry, score in zip(scored.entries[1:], scored.scores[1:], strict=True)
            if score >= reach
        )

    def _procedures(self, scored: Scored, sure: float) -> tuple[Candidate, ...]:
        found: list[Candidate] = []
        for entry, score, phrase in zip(scored.entries, scored.scores, scored.phrases, strict=True):
            known = self._index.entries[entry]
            if known.kind == "procedure" and len(found) < MAX_CHOICES:
                share = sure if not found and entry == scored.entries[0] else min(sure, 1 - sure)
                matched = self._index.phrase_text(int(phrase))
                found.append(Candidate(known, float(score), share, matched))
        return tuple(found)
