"""How a message is read, from letters to words with their possible meanings.

The order of the steps, and why each stands where it does:

1. clip       first, so that no later step ever sees a text long enough to be slow;
2. NFC, lower before anything compares letters: phones paste NFD, older people leave Caps Lock on;
3. tokens     letters and digits only; what separates clauses is remembered;
4. language   mostly English words: no Vietnamese keyboard rule may touch them ("has" is not "há");
5. decode     one token at a time: a short form of the lexicon stays, then VNI (digits inside a word cannot be
              anything else), then real syllables stay, then Telex and stuttered letters that make a word which
              the knowledge base knows, then glued words, then any Telex that is no slip in a known word, then
              two words of which one has a slip;
6. rewrite    short forms and other names, longest first; before "mất" is judged, because "cccd" tells it is lost;
7. "mất"      died, lost or costs, by the words around it; ages and grades, which the law sorts into bands; then
              small numbers, in digits or in letters;
8. aspects    what is asked (fee, time, papers…) and empty asking phrases, so that they do not count as a need;
9. fit        because only now are the neighbours known that tell which meaning or typo is likely;
10. done      last, because words must be settled to tell what is done already, and counts less.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from knowledge.ages import with_bands
from knowledge.aspects import asked, mark_aspects
from knowledge.done import mark_done
from knowledge.fitting import fit_together
from knowledge.glue import Cutter
from knowledge.keyboard import from_chat, from_telex, from_vni
from knowledge.lexicon import Lexicon, Match, Reading, T
from knowledge.lost import sense_of_lost
from knowledge.numbers import with_names
from knowledge.plain import PlainWords
from knowledge.syllables import Syllable, fold, is_syllable, syllable
from knowledge.words import Language, Message, Token, Vocabulary, Word

SMALL_FACTOR = 0.4
"""How much of its weight an English word keeps that only joins others or asks."""
MOST_IN_A_NAME = 2
"""How many phrases of the glossary make a plain English name, which is read in Vietnamese alone."""
MAX_LETTERS = 2000
MAX_WORD = 48
FIRST_WORDS = 80
LAST_WORDS = 40
"""Of a long story the beginning and the end are read: what is wanted is rarely said in between."""
MOST_SYLLABLES = 160
"""After glued words are cut."""
LONGEST_TYPED = 9
"""Letters of one word, those for its marks included; what is longer may be several words glued together."""
MOST_GLUED = 800
"""How many letters of such are read: no resident glues more together."""
_BETWEEN_CLAUSES = re.compile(r"[,.;:?!\n+]+")
_TOKEN = re.compile(r"[^\W_]+")
_HELD = re.compile(r"(.)\1{2,}|([^\x00-\x7f])\2")
"""A letter held down; nothing has three alike in a row, nor two with marks."""
_REPEATED = re.compile(r"(.)\1+")
_MARKS = re.compile(r"[\u0300-\u036f]+")


class Reader:
    """Reads messages with a lexicon and, once there is one, the vocabulary of the knowledge base."""

    def __init__(self, lexicon: Lexicon, vocabulary: Vocabulary | None = None) -> None:
        self._lexicon = lexicon
        self._vocabulary = vocabulary
        self._cutter = Cutter(vocabulary, lexicon.words) if vocabulary else None
        self._words = lru_cache(maxsize=20_000)(self._decoded)

    def read(self, text: str, language: Language | None = None) -> Message:
        """The message in `text`; the language is guessed unless given. Never raises, whatever the text."""
        tokens = split(text)
        if (language or self._language(tokens)) == "en":
            return self._read_english(tokens, translate=True)
        words, aspects = mark_aspects(self._said(tokens), self._lexicon)
        fitted = fit_together(words, self._vocabulary) if self._vocabulary else words
        return Message(tuple(mark_done(fitted)), "vi", aspects)

    def phrase(self, text: str, language: Language) -> Message:
        """A phrase of the knowledge base: it asks for nothing, and there is nothing to repair in it.

        An English one keeps its words beside the Vietnamese ones, for questions to share.
        """
        tokens = split(text)
        return (
            self._read_english(tokens, translate=False)
            if language == "en"
            else Message(tuple(self._said(tokens)), "vi")
        )

    def plain_words(self) -> PlainWords:
        """What words of phrases stand for by themselves."""
        return PlainWords(lambda written: self._decode_all(split(written)), self._lexicon)

    def tokens(self, text: str) -> tuple[Token, ...]:
        """Every token as typed, with the syllables that its letters alone stand for in Vietnamese."""
        return tuple(Token(token, tuple(w.typed for w in self._words(token, starts))) for token, starts in split(text))

    def _said(self, tokens: Sequence[tuple[str, bool]]) -> list[Word]:
        """What is said in Vietnamese, before anything is known about the neighbours of words."""
        words = self._rewrite(self._decode_all(tokens))
        return with_names(with_bands(sense_of_lost(words, self._lexicon)))

    def _language(self, tokens: Sequence[tuple[str, bool]]) -> Language:
        """English if more words are English only than can be Vietnamese only."""
        english = vietnamese = 0
        for token, _ in tokens:
            if not token.isascii():
                return "vi"
            known = token in self._lexicon.english_words
            possible = is_syllable(token) or self._lexicon.knows(token)
            english += known and not possible
            vietnamese += possible and not known
        return "en" if english > vietnamese else "vi"

    def _read_english(self, tokens: Sequence[tuple[str, bool]], *, translate: bool) -> Message:
        said = [syllable(token) for token, _ in tokens]
        asking = list(self._lexicon.english_aspects.scan(said))
        aspects = asked(match.value for match in asking)
        light = _covered(asking) | {at for at, s in enumerate(said) if s.key in self._lexicon.english_small}
        whole = list(self._lexicon.english_whole.scan(said))
        if translate and 0 < len(whole) <= MOST_IN_A_NAME and len(light | _covered(whole)) == len(said):
            return Message(_told_by(whole), "en", aspects, translated=True)
        words = [Word(s.key, ((_foreign(s),),), SMALL_FACTOR if at in light else 1.0) for at, s in enumerate(said)]
        return Message((*with_bands(words), *_told_by(self._lexicon.english.scan(said))), "en", aspects)

    def _decode_all(self, tokens: Sequence[tuple[str, bool]]) -> list[Word]:
        """A word for every syllable."""
        words: list[Word] = []
        glued = 0
        for token, starts in tokens:
            if len(token) > LONGEST_TYPED:
                glued += len(token)
                if glued > MOST_GLUED:
                    break
            words += self._words(token, starts)
            if len(words) >= MOST_SYLLABLES:
                break
        return words[:MOST_SYLLABLES]

    def _decoded(self, token: str, starts_clause: bool) -> tuple[Word, ...]:
        said = map(syllable, self._decode(token))
        return tuple(Word(s.key, ((s,),), 1.0, starts_clause and not at) for at, s in enumerate(said))

    def _decode(self, token: str) -> Sequence[str]:
        """The written syllables that a single token stands for."""
        if not token.isascii():
            token = _HELD.sub(r"\1\2", token)
        folded = fold(token)
        if folded in self._lexicon.words or is_syllable(folded):
            return (token,)
        barred = token.replace("d9", "đ")
        if barred != token and fold(barred) in self._lexicon.words:
            return (barred,)
        if vni := from_vni(token):
            return (vni,)
        if self._vocabulary and self._vocabulary.knows(folded):
            return (token,)
        calm = _HELD.sub(r"\1\2", token)
        single = from_telex(calm) or from_chat(calm) or _unstutter(calm)
        if single and (not self._vocabulary or self._vocabulary.knows(fold(single))):
            return (single,)
        if not (self._vocabulary and self._cutter):
            return (single or calm,)
        if cut := self._cutter.cut(calm):
            return cut
        if single and not self._vocabulary.near(fold(calm)):
            return (single,)
        return self._cutter.halves(calm) or (calm,)

    def _rewrite(self, words: list[Word]) -> list[Word]:
        """The words, those that the lexicon reads otherwise put together."""
        rewritten: list[Word] = []
        at = 0
        for match in self._lexicon.rewrites.scan([word.readings[0][0] for word in words]):
            rewritten += words[at : match.at]
            at = match.at + match.length
            typed = " ".join(word.typed for word in words[match.at : at])
            rewritten.append(Word(typed, match.value, 1.0, words[match.at].starts_clause))
        return rewritten + words[at:]


def _covered(found: Iterable[Match[T]]) -> set[int]:
    """The places of all the words that belong to these phrases."""
    return {at for match in found for at in range(match.at, match.at + match.length)}


def _told_by(found: Iterable[Match[Reading]]) -> tuple[Word, ...]:
    """What these phrases say in Vietnamese, a word for every syllable."""
    return tuple(Word(s.key, ((s,),)) for match in found for s in match.value)


def _foreign(word: Syllable) -> Syllable:
    """An English word that looks like a syllable, told apart from it ("the" is not "thẻ")."""
    return Syllable(f"{word.key}.", f"{word.folded}.") if is_syllable(word.folded) else word


def split(text: str) -> list[tuple[str, bool]]:
    """Lower-case tokens, each with whether it opens a clause: the first and the last of them if there are many."""
    clean = unicodedata.normalize("NFC", text[:MAX_LETTERS]).lower()
    if not clean.isascii():
        clean = _MARKS.sub("", clean)
    tokens: list[tuple[str, bool]] = []
    for clause in _BETWEEN_CLAUSES.split(clean):
        words = [(token[:MAX_WORD], False) for token in _TOKEN.findall(clause)]
        if words:
            words[0] = (words[0][0], True)
            tokens += words
    if len(tokens) > FIRST_WORDS + LAST_WORDS:
        return tokens[:FIRST_WORDS] + tokens[-LAST_WORDS:]
    return tokens


def _unstutter(token: str) -> str | None:
    """The token with letters held too long let go ("ơiiii"), if that makes a syllable."""
    short = _REPEATED.sub(r"\1", token)
    return short if short != token and is_syllable(fold(short)) else None
