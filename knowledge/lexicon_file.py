"""Reads lexicon.yaml, and says of everything in it that cannot be used where it stands and what to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple, get_args

from knowledge.errors import FaqError, Problem
from knowledge.fields import Fields, Log
from knowledge.lexicon import Asking, Lexicon, Phrases, Reading, recognised_by, spell
from knowledge.words import Aspect
from knowledge.yaml_guard import ListNode, MapNode, Node, ScalarNode, line_of, parse

SHIPPED = Path(__file__).resolve().parent / "lexicon.yaml"
"""The lexicon of the bot itself."""
FOREIGN = "nước ngoài"
"""What every foreign country and its people are read as, besides their name."""
ASPECTS: tuple[str, ...] = get_args(Aspect)
"""What the lists of `aspects:` may be called."""
ALWAYS = frozenset({"documents", "fee", "time", "where", "online", "form", "who", "steps", "result", "law"})
"""Those that must be there."""
MOST_WAYS = 5_000
"""How many phrases one line may stand for."""
MOST_CHOICES = 20
"""How many brackets one line may have."""
MOST_WORDS = 12
"""Of how many words a name may be that is found with any of its parts shortened."""

_CHOICE = re.compile(r"\{[^{}]*\}|\[[^\[\]]*\]")
_BRACKETS = frozenset("{}[]|")
_WORDS = re.compile(r"[^\W_]+(?: +[^\W_]+)*")
_FROM_THE_BOT = "chép lại phần này từ lexicon.yaml đi kèm phần mềm"

Lines = Mapping[str, Sequence[str]]
Read = Callable[[Fields, str], Sequence[str]]


class LexiconRead(NamedTuple):
    """What a file holds, None if nothing can be made of it, and all that is wrong with it."""

    lexicon: Lexicon | None
    problems: tuple[Problem, ...]


def load_lexicon() -> Lexicon:
    """The lexicon that ships with the bot; raises FaqError if somebody broke it."""
    lexicon, problems = read_lexicon(SHIPPED.read_bytes(), str(SHIPPED))
    if lexicon is None or problems:
        raise FaqError(problems)
    return lexicon


@lru_cache(maxsize=2)
def read_lexicon(data: bytes, file: str) -> LexiconRead:
    """The lexicon in the bytes of a file; the same bytes give the same lexicon."""
    node, problems = parse(data, file)
    log = Log(problems)
    if isinstance(node, MapNode):
        top = Fields(node, file, log)
        lexicon = _lexicon(top)
        top.close()
        return LexiconRead(lexicon, tuple(log.problems))
    if node is not None:
        problems.append(Problem(file, 1, "file phải gồm các phần như “short_forms:”", _FROM_THE_BOT))
    return LexiconRead(None, tuple(problems))


def _lexicon(f: Fields) -> Lexicon:
    """The lexicon of a file; what is faulty or missing is left out."""
    rewrites = list(_rewrites(f))
    lost = _named(f, "lost", ("people", "papers", "costs"), _list)
    english, plain = _texts_by_name(f, "english"), _texts_by_name(f, "english_plain")
    return Lexicon(
        rewrites=Phrases(rewrites),
        words=frozenset(
            spelling
            for phrase, _ in rewrites
            for word in phrase[:1]
            if len(phrase) == 1
            for spelling in (word.key, word.folded)
        ),
        aspects=Phrases(_asking(f), loose=True),
        english_aspects=Phrases(_asked(_named(f, "english_aspects", ASPECTS, _of_an_aspect), firm=True)),
        people=_words(lost["people"]),
        papers=_words(lost["papers"]),
        costs=_words(lost["costs"]),
        joining=_words(_list(f, "joining")),
        events=Phrases(_events(f), loose=True),
        not_papers=frozenset(map(spell, _list(f, "not_papers"))),
        english_words=frozenset(map(str.lower, _list(f, "english_words"))).union(*map(str.split, english)),
        english_small=frozenset(spell(word)[0].key for word in _list(f, "english_small")),
        english=Phrases((spell(phrase), spell(full)) for phrase, full in english.items()),
        english_whole=Phrases((spell(phrase), spell(full)) for phrase, full in {**english, **plain}.items()),
    )


def _rewrites(f: Fields) -> Iterator[tuple[Reading, tuple[Reading, ...]]]:
    """Every short form and other name, with what it may stand for."""
    short = {spell(key): spell(full) for key, full in _texts_by_name(f, "short_forms").items()}
    yield from ((key, (full,)) for key, full in short.items())
    yield from _ambiguous(f)
    _refuse_twins(f, "short_forms", "ambiguous")
    abbreviations = _by_full_form(short)
    for other, name in _other_names(f):
        yield from ((written, (spell(name),)) for written in _ways_to_write(spell(other), abbreviations))


def _ambiguous(f: Fields) -> Iterator[tuple[Reading, tuple[Reading, ...]]]:
    part = _part(f, "ambiguous")
    for key in part:
        _refuse_marks(part, key, key)
        yield spell(key), tuple(dict.fromkeys(map(spell, _list(part, key))))


def _other_names(f: Fields) -> Iterator[tuple[str, str]]:
    """Every other name of a thing, with what it is read as."""
    part = _part(f, "same")
    for name in part:
        for index, other in enumerate(_list(part, name)):
            _refuse_marks(part, other, name, index)
            yield other, name
    places = _places(_named(f, "foreign", ("names", "peoples", "after"), _list))
    yield from ((place, f"{place} {FOREIGN}") for place in places)


def _events(f: Fields) -> Iterator[tuple[Reading, str]]:
    events = _named(f, "events", ("birth_papers", "death_papers", "birth", "death"), _list)
    yield from ((spell(phrase), name) for name, phrases in events.items() for phrase in phrases)


def _asking(f: Fields) -> Iterator[tuple[Reading, Asking]]:
    """Every phrase that asks, or that looks so, with what it asks."""
    yield from ((spell(phrase), Asking(empty=True)) for phrase in _phrases(_templates(f, "not_asking")))
    yield from _asked(_named(f, "aspects", ASPECTS, _of_an_aspect), firm=True)
    yield from _asked(_named(f, "mentions", ASPECTS, _templates_if_any), firm=False)
    yield from ((spell(phrase), Asking()) for phrase in _phrases(_templates(f, "asking")))


def _asked(aspects: Lines, *, firm: bool) -> Iterator[tuple[Reading, Asking]]:
    for aspect, templates in aspects.items():
        asking = Asking(aspect, firm)
        yield from ((spell(phrase), asking) for phrase in _phrases(templates))


def _phrases(templates: Iterable[str]) -> Iterator[str]:
    for template in templates:
        yield from expand(template)


def expand(template: str) -> Iterator[str]:
    """Every phrase of a template: of "{a|b}" one, of "[a|b]" one or none."""
    choice = _CHOICE.search(template)
    if choice is None:
        yield template
        return
    before, after = template[: choice.start()], template[choice.end() :]
    options = choice.group()[1:-1].split("|")
    for option in [*options, ""] if choice.group().startswith("[") else options:
        yield from expand(f"{before}{option}{after}")


def _places(foreign: Lines) -> Iterator[str]:
    """Foreign countries and peoples, those with a short name only after a word that tells."""
    yield from foreign["names"]
    names = [*foreign["names"], *foreign["peoples"]]
    yield from (f"{before} {name}" for before in foreign["after"] for name in names)


def _by_full_form(short: Mapping[Reading, Reading]) -> dict[Reading, list[Reading]]:
    """Every full form with all its short forms."""
    found: dict[Reading, list[Reading]] = {}
    for key, full in short.items():
        found.setdefault(full, []).append(key)
    return found


def _ways_to_write(phrase: Reading, abbreviations: Mapping[Reading, Sequence[Reading]]) -> Iterator[Reading]:
    """The phrase, and the phrase with short forms for any parts of it ("gcn qsdđ")."""
    if not phrase or len(phrase) > MOST_WORDS:
        yield phrase
        return
    for length in range(1, len(phrase) + 1):
        start = phrase[:length]
        heads = [*([start] if length == 1 else []), *abbreviations.get(start, ())]
        for rest in _ways_to_write(phrase[length:], abbreviations) if heads else ():
            yield from (head + rest for head in heads)


def _words(words: Iterable[str]) -> Phrases[bool]:
    return Phrases(((spell(word), True) for word in words), loose=True)


def _texts_by_name(f: Fields, key: str) -> dict[str, str]:
    """A part whose lines are "what is written: what it means"."""
    part = _part(f, key)
    for name in part:
        _refuse_marks(part, name, name)
        if part.is_list(name):
            part.problem(f"“{name}” có nhiều nghĩa", "giữ một nghĩa, hoặc chuyển dòng này sang phần ambiguous:", name)
    return {name: part.required(name) for name in part if not part.is_list(name)}


def _part(f: Fields, key: str) -> Fields:
    """A part whose names are the officer's own; no lines if it is missing."""
    _need(f, key)
    return f.mapping(key) or Fields(MapNode({}, {}, f.line), f.file, Log())


def _named(f: Fields, key: str, names: Sequence[str], read: Read) -> Lines:
    """A part of lists that have these names and no others."""
    _need(f, key)
    return f.one(key, lambda part: {name: read(part, name) for name in names}) or dict.fromkeys(names, ())


def _list(f: Fields, key: str) -> Sequence[str]:
    """A list that must be there."""
    _need(f, key)
    return f.texts(key)


def _templates(f: Fields, key: str) -> Sequence[str]:
    """A list that must be there, of templates."""
    _need(f, key)
    return _templates_if_any(f, key)


def _of_an_aspect(f: Fields, key: str) -> Sequence[str]:
    return _templates(f, key) if key in ALWAYS else _templates_if_any(f, key)


def _templates_if_any(f: Fields, key: str) -> Sequence[str]:
    found = f.texts(key)
    faults = [_fault_of(template) for template in found]
    for index, fault in enumerate(faults):
        if fault:
            f.problem(*fault, key, index)
    return [template for template, fault in zip(found, faults, strict=True) if not fault]


def _fault_of(template: str) -> tuple[str, str] | None:
    """What is wrong with a template, and what to do."""
    few = sum(map(template.count, "{[")) <= MOST_CHOICES
    phrases = list(islice(expand(template), MOST_WAYS + 1)) if few else []
    if not few or len(phrases) > MOST_WAYS:
        return "dòng này gồm quá nhiều cách nói", "tách ra vài dòng, mỗi dòng ít ngoặc hơn"
    if not _BRACKETS.isdisjoint("".join(phrases)):
        return (
            f"“{template}” có dấu ngoặc {{ [ hoặc dấu | không khớp",
            "viết {a|b} cho một trong các cách nói, [a] cho chữ có hay không cũng được",
        )
    return None


def _need(f: Fields, key: str) -> None:
    """Note what is not there."""
    node = f.node.pairs.get(key)
    if node is None or (isinstance(node, ScalarNode) and not node.text):
        f.problem(f"thiếu phần “{key}:”, hoặc phần này bỏ trống", _FROM_THE_BOT, key)


def _refuse_marks(f: Fields, written: str, *path: str | int) -> None:
    """What is never found, for the bot reads letters and digits only."""
    if not _WORDS.fullmatch(written):
        f.problem(
            f"“{written}” có dấu câu, mà bot chỉ đọc chữ và số",
            "viết như trong tin nhắn đã bỏ dấu câu, ví dụ “đ c” cho “đ/c”",
            *path,
        )


def _refuse_twins(f: Fields, *parts: str) -> None:
    """What the bot cannot tell from a line before it, though it should mean something else."""
    seen: dict[str | tuple[str, ...], tuple[str, int, tuple[Reading, ...]]] = {}
    for part in parts:
        node = f.node.pairs.get(part)
        for key, value in node.pairs.items() if isinstance(node, MapNode) else ():
            meant = tuple(map(spell, _written(value)))
            here = (key, line_of(f.node, part, key), meant)
            first, line, before = seen.setdefault(recognised_by(spell(key)), here)
            if before != meant:
                again = f"“{key}” đã có ở dòng {line}"
                alike = f"bot không phân biệt được “{key}” với “{first}” ở dòng {line}"
                f.problem(
                    f"{again if key == first else alike} mà nghĩa khác nhau",
                    "gộp hai dòng làm một; chữ có nhiều nghĩa thì để ở ambiguous:",
                    part,
                    key,
                )


def _written(node: Node) -> Iterator[str]:
    """The texts of a node."""
    if isinstance(node, ScalarNode):
        yield node.text
    for item in node.items if isinstance(node, ListNode) else ():
        yield from _written(item)
