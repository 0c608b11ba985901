"""A form asked for by its own name ("tờ khai CT01 tải ở đâu"): what it is for, and where it is to be had."""

from __future__ import annotations

import re
from itertools import chain

from handlers import asking, buttons, forms, question, texts
from handlers.messages import Choice, Decision, Outcome, Say
from handlers.numbered import listed
from handlers.turn import Turn
from handlers.words import plain
from knowledge.model import Procedure

NAMES = 3
"""A paper whose name has fewer words is not told from others by it; one more where only its beginning is said."""
SHOWN = 5
"""How many procedures are offered at most."""
Use = tuple[Procedure, int]
"""A procedure, and the number of the paper in it that is written on the form."""

_CODE = re.compile(r"\b([A-ZĐ]{1,3})(\d{1,2})([a-z]?)(?:-([A-Z]{2}))?\b")
_LETTERS_ALONE = r"(?:mau|to khai|phieu|don|giay khai)(?: so)? "
"""What makes a code of one letter a form's: "B1" alone may be a driving licence."""
_HAD = re.compile(r"\b(?:tai|xin|lay|kiem|mua|in)(?: \w+){0,3}? (?:o )?dau\b|\b(?:link|file)\b")
"""Asks where something is to be had."""
_BRACKETS = re.compile(r"\s*\(.*")
_LITTLE_WORDS = """
    mau to khai giay phieu don ban bieu so ma cai cho xin lay tai kiem tim in mua viet dien ghi ve nhan duoc o dau nao
    la gi dung lam de ai co khong ko k can muon hoi em toi minh chau anh chi voi a ah nhe da the thi link file word pdf
    nhu nao hay ra sao vay trong tren mang duoc dc san thong tu theo
"""
_LITTLE = frozenset(_LITTLE_WORDS.split())
"""Words beside the form's name that name no need."""


def route(turn: Turn) -> Decision | None:
    """A form that is named, by its code or in full, and little else."""
    if not turn.text or len(turn.text) > asking.LONGEST:
        return None
    words = plain(turn.text)
    wants_form = "form" in asking.parts(turn, turn.text) or _HAD.search(words) is not None
    uses, rest = _by_code(turn, words)
    if not uses and wants_form:
        uses, rest = _by_name(turn, words)
    if not uses or not (wants_form or _LITTLE.issuperset(rest.split())):
        return None
    return _of_one(turn, uses, rest) or (_of_all(turn, uses) if _LITTLE.issuperset(rest.split()) else None)


def _of_one(turn: Turn, uses: list[Use], rest: str) -> Decision | None:
    """The procedure that the words name beside the form, or the one talked of, or the only one with this form."""
    ids = [procedure.id for procedure, _ in uses]
    verdict = turn.read(turn.text)
    named = verdict.entry.id if verdict.decision == "answer" and verdict.entry else None
    near = named if named in ids else asking.likely(turn, rest)
    talked_of = turn.topic.procedure_id if turn.topic else None
    found = next((one for one in (near, talked_of) if one in ids), ids[0] if len(ids) == 1 else None)
    return question.about(turn, found, "form", words=turn.text) if found else None


def _of_all(turn: Turn, uses: list[Use]) -> Decision:
    """What the form is for; the procedures are one tap away."""
    known = [forms.of(procedure, (at,))[0] for procedure, at in uses]
    form = next((one for one in known if one.is_file), known[0])
    called = max((one.called.split(";")[0] for one in known), key=len)
    shown = tuple(buttons.procedure(one.id, one.short) for one, _ in uses[:SHOWN])
    choices = (*shown, Choice(buttons.OFFICER, turn.words(texts.OFFICER)))
    lead = [texts.EN_DETAILS] if turn.english else []
    paper = uses[0][0].documents[uses[0][1]].name
    for_what = texts.FORM_FOR if len(uses) <= SHOWN else texts.FORM_FOR_MANY
    text = [*lead, texts.FORM_IS.format(called=called[:1].lower() + called[1:], paper=paper), *forms.places([form])]
    say = Say("\n\n".join([*text, f"{for_what}\n{listed(choices)}"]), choices, forms.links([form]))
    outcome = Outcome("answer", tuple(one.id for one, _ in uses), "form", 1.0)
    return turn.decide(outcome, say, pending=turn.ask("after_answer", choices, turn.text))


def _by_code(turn: Turn, words: str) -> tuple[list[Use], str]:
    """Where the form of this code is used, and the words beside the code; the longest code that fits counts."""
    if not any(letter.isdecimal() for letter in words):
        return [], words  # every code has a number
    found: dict[str, list[Use]] = {}
    for procedure, at in _current(turn):
        for code in _CODE.finditer(procedure.documents[at].form or ""):
            match = re.search(_as_typed(*code.groups()), words)
            if match:
                found.setdefault(match[0], []).append((procedure, at))
    if not found:
        return [], words
    said = max(found, key=len)
    return found[said], words.replace(said, " ", 1)


def _as_typed(letters: str, digits: str, small: str | None, part: str | None) -> str:
    """How a code is typed: with or without the space and the nought."""
    number = digits.lstrip("0")
    before = _LETTERS_ALONE if len(letters) == 1 else ""
    behind = f" ?{plain(part)}" if part else ""
    return rf"\b{before}{plain(letters)} ?0?{number}{small}{behind}\b"


def _by_name(turn: Turn, words: str) -> tuple[list[Use], str]:
    """Where the paper of this name has a form, and the words beside the name."""
    named: dict[str, list[Use]] = {}
    for procedure, at in _current(turn):
        whole = _BRACKETS.sub("", procedure.documents[at].name)
        for name, fewest in ((plain(whole), NAMES), (plain(whole.split(",")[0]), NAMES + 1)):
            if len(name.split()) >= fewest and f" {name} " in f" {words} ":
                named.setdefault(name, []).append((procedure, at))
                break
    if not named:
        return [], words
    name = max(named, key=len)
    return named[name], words.replace(name, " ", 1)


def _current(turn: Turn) -> list[Use]:
    """All papers with a form, of procedures that may be told today, the most asked procedure first."""
    valid = (
        one
        for one in turn.desk.kb.procedures.values()
        if not one.is_repealed(turn.today) and not (one.valid_until and one.valid_until < turn.today)
    )
    ordered = sorted(valid, key=lambda one: -one.popularity)
    return list(chain.from_iterable(_with_form(one) for one in ordered))


def _with_form(procedure: Procedure) -> list[Use]:
    papers = enumerate(procedure.documents)
    return [(procedure, at) for at, paper in papers if paper.form or paper.form_url]
