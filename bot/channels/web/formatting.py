"""Plain text as tidy blocks (paragraphs, lists, headings, links), ready for text nodes and never for markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby, pairwise
from operator import itemgetter
from typing import Any
from urllib.parse import urlsplit

from handlers import texts

Span = dict[str, str]
Block = dict[str, Any]

_BULLET = re.compile(r"\s*[•·–\-+*]\s+(.*)")
_NUMBER = re.compile(r"\s*(\d{1,2})[.)]\s+(.*)")
_FACT = re.compile(r"([^:]{2,40}): +(.+)")
_BY_NUMBER = re.compile("|".join(map(re.escape, texts.BY_NUMBER)))
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_SOURCE = tuple(line.partition("{")[0] for line in (texts.SOURCE, texts.RECEIPT, texts.EN_RECEIPT))
"""How the lines begin that say where an answer comes from."""
_TRAILING = ".,;:!?)]}”\"'…"
_LONGEST_LINK = 500
_LONGEST_HEADING = 70
_LONGEST_TITLE = 120


def blocks(text: str, *, hosts: Sequence[str], labels: Sequence[str] = ()) -> list[Block]:
    """The text of an answer in blocks; what only numbers `labels`, or asks for a number, is left to the buttons.

    title, h: one `line` of spans. p, source: `lines`. facts: `items` of `label` and `value`.
    ul, ol: `items` of spans, ol with `start`. A span is `text` and maybe `href`.
    """
    lines = _without_choices(text.strip().splitlines(), labels)
    kinds = [*_headings([(_kind(line), line) for line in lines])]
    return [block for kind, group in groupby(kinds, key=lambda pair: pair[0]) for block in _block(kind, group, hosts)]


def plain(text: str, *, hosts: Sequence[str]) -> list[Block]:
    """The text of a person in paragraphs, as it was typed."""
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return [{"kind": "p", "lines": [spans(line, hosts) for line in one.splitlines()]} for one in paragraphs if one]


def _without_choices(lines: Sequence[str], labels: Sequence[str]) -> list[str]:
    """The lines less those that repeat the buttons, one a line or the first in one, and less what asks for a number."""
    if not labels:
        return [*lines]
    numbered = [f"{number}. {label}" for number, label in enumerate(labels, 1)]
    spare, together = {*numbered, *texts.PICKS}, tuple(accumulate(numbered, "{} · {}".format))
    kept = [line for line in lines if line.strip() not in spare and not line.endswith(together)]
    return [_BY_NUMBER.sub("", line) for line in kept]


def _kind(line: str) -> str:
    """What a line is by itself."""
    if not line.strip():
        return "gap"
    if _BULLET.fullmatch(line):
        return "ul"
    return "ol" if _NUMBER.fullmatch(line) else "p"


def _headings(lines: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The same lines, where a short line that ends in a colon right above others is a heading."""
    for (kind, line), (following, _) in pairwise([*lines, ("end", "")]):
        heads = kind == "p" and following in ("ul", "ol", "p") and line.rstrip().endswith(":")
        yield ("h" if heads and len(line) <= _LONGEST_HEADING else kind), line


def _block(kind: str, group: Iterable[tuple[str, str]], hosts: Sequence[str]) -> Iterator[Block]:
    """Blocks from neighbouring lines of a kind; each heading is a block of its own."""
    lines = [line.strip() for _, line in group]
    if kind == "p":
        yield from _paragraph(lines, hosts)
    elif kind == "h":
        yield from ({"kind": "h", "line": spans(line, hosts)} for line in lines)
    elif kind == "ul":
        yield {"kind": "ul", "items": [spans(_BULLET.sub(r"\1", line), hosts) for line in lines]}
    elif kind == "ol":
        start = int(_NUMBER.sub(r"\1", lines[0]))
        yield {"kind": "ol", "start": start, "items": [spans(_NUMBER.sub(r"\2", line), hosts) for line in lines]}


def _paragraph(lines: Sequence[str], hosts: Sequence[str]) -> Iterator[Block]:
    """Lines without marks: a title in capitals, or words, facts and at the end the source."""
    if len(lines) == 1 and lines[0].isupper() and 3 < len(lines[0]) <= _LONGEST_TITLE:
        yield {"kind": "title", "line": spans(lines[0], hosts)}
        return
    end = next((at for at, line in enumerate(lines) if line.startswith(_SOURCE)), len(lines))
    for are_facts, group in groupby(_facts(lines[:end]), key=itemgetter(0)):
        told = [line for _, line in group]
        yield _fact_list(told, hosts) if are_facts else {"kind": "p", "lines": [spans(line, hosts) for line in told]}
    if lines[end:]:
        yield {"kind": "source", "lines": [spans(line, hosts) for line in lines[end:]]}


def _facts(lines: Iterable[str]) -> Iterator[tuple[bool, str]]:
    """Each line, and whether it is one of several facts ("name: value") in a row."""
    for may_be, group in groupby(lines, key=lambda line: bool(_FACT.fullmatch(line))):
        run = [*group]
        yield from ((may_be and len(run) > 1, line) for line in run)


def _fact_list(lines: Iterable[str], hosts: Sequence[str]) -> Block:
    named = (line.split(":", 1) for line in lines)
    return {"kind": "facts", "items": [{"label": name, "value": spans(value.strip(), hosts)} for name, value in named]}


def spans(line: str, hosts: Sequence[str]) -> list[Span]:
    """The line cut where a link to an allowed host begins and ends."""
    found: list[Span] = []
    for piece in re.split(r"(\s+)", line):
        lead, core, tail = _peel(piece)
        href = href_of(core, hosts)
        if href:
            found += [{"text": lead}, {"text": core, "href": href}, {"text": tail}]
        else:
            found.append({"text": piece})
    return _joined(found)


def _peel(piece: str) -> tuple[str, str, str]:
    """A word without the brackets and full stops around it."""
    bare = piece.lstrip("(“\"'[")
    core = bare.rstrip(_TRAILING)
    return piece[: len(piece) - len(bare)], core, bare[len(core) :]


def href_of(word: str, hosts: Sequence[str]) -> str | None:
    """An https address if the word is a link to an allowed host or a sub-domain of one; None otherwise."""
    if "." not in word or len(word) > _LONGEST_LINK:
        return None
    address = word if word.lower().startswith(("https://", "http://")) else f"https://{word}"
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
        plain = parts.username is None and parts.port is None
    except ValueError:
        return None
    allowed = any(host == one or host.endswith(f".{one}") for one in hosts)
    return address if plain and allowed and _HOST.fullmatch(host) else None


def _joined(pieces: Iterable[Span]) -> list[Span]:
    """Neighbouring plain spans as one, empty ones gone."""
    joined: list[Span] = []
    for piece in pieces:
        if joined and "href" not in piece and "href" not in joined[-1]:
            joined[-1] = {"text": joined[-1]["text"] + piece["text"]}
        elif piece["text"]:
            joined.append(piece)
    return joined
