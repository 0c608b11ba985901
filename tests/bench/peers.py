"""Other ways to find a phrase, as people build them: the same phrases, the same questions, each in its usual form."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Protocol

import bm25s  # type: ignore[import-not-found]  # only in the bench environment
import numpy as np
from rapidfuzz import fuzz, process
from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-not-found]  # only in the bench environment

from tests.bench.noise import without_accents

DEEP = 200
"""How many phrases are looked at to find the three best entries."""


class Peer(Protocol):
    """Phrases in at construction; out come the numbers of the nearest, best first."""

    def __call__(self, text: str) -> Sequence[int]:
        """The numbers of at most `DEEP` phrases."""


Make = Callable[[Sequence[str]], Peer]


def folded(text: str) -> str:
    """Lower case, no accents, words only."""
    return " ".join(re.findall(r"\w+", without_accents(text).lower()))


def plain(text: str) -> str:
    """The text as it is."""
    return text


class Fuzzy:
    """rapidfuzz, every phrase compared with the question."""

    def __init__(self, phrases: Sequence[str], scorer: Callable[..., float], fold: Callable[[str], str]) -> None:
        self._phrases = [fold(phrase) for phrase in phrases]
        self._scorer = scorer
        self._fold = fold

    def __call__(self, text: str) -> Sequence[int]:
        found = process.extract(self._fold(text), self._phrases, scorer=self._scorer, limit=DEEP)
        return [number for _, _, number in found]


class Bm25:
    """bm25s over folded words."""

    def __init__(self, phrases: Sequence[str]) -> None:
        self._deep = min(DEEP, len(phrases))
        self._retriever = bm25s.BM25()
        self._retriever.index([folded(phrase).split() for phrase in phrases], show_progress=False)

    def __call__(self, text: str) -> Sequence[int]:
        words = folded(text).split()
        numbers, _ = self._retriever.retrieve([words], k=self._deep, show_progress=False)
        return [int(number) for number in numbers[0]]


class Trigrams:
    """SQLite FTS5 with its trigram tokenizer over folded text: any word of three letters or more, ranked by bm25."""

    def __init__(self, phrases: Sequence[str]) -> None:
        self._database = sqlite3.connect(":memory:")
        self._database.execute("CREATE VIRTUAL TABLE phrases USING fts5(text, tokenize='trigram')")
        rows = ((number, folded(phrase)) for number, phrase in enumerate(phrases))
        self._database.executemany("INSERT INTO phrases(rowid, text) VALUES (?, ?)", rows)

    def __call__(self, text: str) -> Sequence[int]:
        words = [f'"{word}"' for word in dict.fromkeys(folded(text).split()) if len(word) > 2]
        if not words:
            return []
        query = "SELECT rowid FROM phrases WHERE phrases MATCH ? ORDER BY rank LIMIT ?"
        return [number for (number,) in self._database.execute(query, (" OR ".join(words), DEEP))]


class CharTfidf:
    """TF-IDF over the 2- to 4-grams of folded words (scikit-learn), by cosine."""

    def __init__(self, phrases: Sequence[str]) -> None:
        self._vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), dtype=np.float32)
        self._phrases = self._vectorizer.fit_transform(map(folded, phrases)).T.tocsr()
        self._deep = min(DEEP, len(phrases))

    def __call__(self, text: str) -> Sequence[int]:
        scores = (self._vectorizer.transform([folded(text)]) @ self._phrases).toarray()[0]
        nearest = np.argpartition(-scores, self._deep - 1)[: self._deep]
        return [int(number) for number in nearest[np.argsort(-scores[nearest], kind="stable")]]


def trigrams_missing() -> str:
    """Why SQLite here cannot do it, or nothing."""
    try:
        Trigrams(["thử"])
    except sqlite3.OperationalError as error:
        return f"SQLite {sqlite3.sqlite_version}: {error}"
    return ""


PEERS: dict[str, Make] = {
    "rapidfuzz WRatio, raw": lambda phrases: Fuzzy(phrases, fuzz.WRatio, plain),
    "rapidfuzz WRatio, folded": lambda phrases: Fuzzy(phrases, fuzz.WRatio, folded),
    "rapidfuzz token_set, raw": lambda phrases: Fuzzy(phrases, fuzz.token_set_ratio, plain),
    "rapidfuzz token_set, folded": lambda phrases: Fuzzy(phrases, fuzz.token_set_ratio, folded),
    "bm25s, folded": Bm25,
    "SQLite FTS5 trigram, folded": Trigrams,
    "char TF-IDF, folded": CharTfidf,
}


def first_procedures(phrases: Iterable[int], owners: Sequence[str], count: int = 3) -> list[str]:
    """The ids of the first few procedures that own these phrases."""
    return list(islice(dict.fromkeys(owners[number] for number in phrases), count))
