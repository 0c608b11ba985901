"""Personal numbers and secrets in a message: covered before it is read further, stored, shown or said back.

What is covered: one-time codes and passwords; identity numbers (12 digits, old ones of 9), telephone numbers,
tax codes, bank accounts and cards, in any grouping. What is not: prices, years, dates, numbers of decrees,
procedures and dossiers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Final

from handlers import passwords, texts
from handlers.folded import folded
from handlers.messages import Incoming, Media
from handlers.passwords import COVER as COVER

_SPACE = r"[ \t.\-–()/_,]"
_NUMBER = re.compile(
    rf"(?<![\d#{COVER}])\+?\d{{9,20}}(?:-\d{{3}})?(?![\d{COVER}])"
    rf"|(?<![\w#{COVER}])(?<!\w[.\-])(?:\+|\(\+?)?\d(?:(?:{_SPACE}| [.\-–/] |\) )?\d){{5,20}}(?![\w{COVER}])"
)
"""A run of digits, whatever letters stand next to it; or digits in groups that stand alone."""
_LISTED = re.compile(r"[/,_]")
"""What stands between numbers of different things as often as within one."""
_PUBLIC = re.compile(
    r"(?<![\d.])\d{1,4}(?:\.\d{1,2})?/(?:(?:19|20)\d\d/)?[a-z]{2,}(?:-[a-z]+)*"
    r"|(?<![\d.])\d{1,4}(?:\.\d{1,2})?/(?:19|20)\d\d(?![/\d])"
    r"|(?<!\d)(?<!\d[/.\-])\d{1,2}([/.\-])\d{1,2}\1(?:19|20)\d\d(?![/.\-]?\d)"
)
"""Numbers of laws and days: they belong to nobody."""
_PASSPORT = re.compile(r"(?<!\w)[a-z][ .\-]?\d(?:[ .\-]?\d){6,7}(?!\w)")

_IDENTITY_CUE = re.compile(
    r"\b(?:cccd|cmnd|cmt|cmtnd|cm|can cuoc|cc|chung minh\w*|dinh danh|ddcn|giay to|id|identity)\b"
)
_TAX_CUE = re.compile(r"\b(?:mst|ma so thue|ma thue|tax)\b")
_BANK_CUE = re.compile(
    r"\b(?:stk|so tai khoan|so tk|tai khoan|tk|account|so the|the atm|ngan hang|bank|vcb|vietcombank|bidv|agribank"
    r"|vietinbank|techcombank|mbbank|acb|sacombank|vpbank)\b"
)
_PHONE_CUE = re.compile(r"\b(?:sdt|dt|dien thoai|so may|phone|zalo|goi|lien he|hotline|mobile|call|tel)\b")
_PASSPORT_CUE = re.compile(r"\b(?:ho chieu|passport|visa|thi thuc)\b")
_DOSSIER_CUE = re.compile(r"\b(?:ma ho so|so ho so|bien nhan|ma thu tuc|ma phieu|phieu hen|thu tuc ma|giay hen)\b")
_MONEY_CUE = re.compile(r"\b(?:gia|phi|tien|luong|mua|ban|vay|tong|thu nhap|von|khoang|hon|duoi|tren|tri gia)\W*$")
_MONEY_AFTER = re.compile(r"(?:k|tr|\s*(?:d|₫|dong|vnd|usd|trieu|ty|ti|nghin|ngan|m2))(?!\w)")
_CUES = {
    "identity": (_IDENTITY_CUE, 9),
    "tax": (_TAX_CUE, 10),
    "bank": (_BANK_CUE, 6),
    "phone": (_PHONE_CUE, 9),
    "dossier": (_DOSSIER_CUE, 6),
}
"""What names a number, and how many digits it has at least; a dossier is nobody's secret."""
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[., ]\d{3})+")
_CALLED = re.compile(r"\s+(?:chinh )?la ((?:(?:so|ma) )?[a-z ]{2,16})")
_SHORT_CALL = re.compile(r"1\d\d")
_YEAR = re.compile(r"(?:19|20)\d\d")
_PROCEDURE = re.compile(r"(?<!\d)\d\.\d{6}(?!\d)")
_LOOK_BACK = 32
"""How many letters before a number may say what it is."""

_COVERED_SECRET = re.compile(rf"{COVER}(?![{COVER}\d])")
_ACCOUNT = re.compile(
    rf"\b(?:stk|số tài khoản|so tai khoan|số tk|so tk)\b(?: (?!để\b|de\b)[^\W\d]+){{0,3}}\W{{0,2}}{COVER}+\d{{0,3}}"
    r"(?: \w*bank\b)?(?: (?:để nhận|de nhan)\b)?",
    re.IGNORECASE,
)
"""An account handed over: what it is called, whose it is, at which bank, what for."""
A_NEED = 3
"""Fewer words name no need."""
SECRET: Final = "secret"  # noqa: S105 - the name of a kind, no secret
Span = tuple[int, int, str]
"""Where it stands, and what it is: `SECRET`, or a key of `texts.PERSONAL`."""


def mask(text: str) -> str:
    """The text with secrets and personal numbers covered; the last three digits of a number stay."""
    return _replaced(text, _covered)


def without(text: str) -> str:
    """The text without them, as it is read for its meaning; what was covered before means nothing either.

    A clause that only hands over a secret says nothing of what is needed, if there are others.
    """
    text = mask(text)
    clauses = re.split(r"(?<=[,;\n])", text)
    telling = [clause for clause in clauses if not _hands_over(clause)]
    if len(telling) < len(clauses) and len(" ".join(telling).split()) >= A_NEED:
        text = "".join(telling)
    return re.sub(rf"{COVER}+\d{{0,3}}", " ", _ACCOUNT.sub(" ", text))


def _hands_over(clause: str) -> bool:
    return _COVERED_SECRET.search(clause) is not None and passwords.named(folded(clause).text)


def kinds(text: str) -> tuple[str, ...]:
    """What of the kind is in a text, each once: "secret" first, then the keys of `texts.PERSONAL`."""
    found = {kind for _, _, kind in _found(text)}
    return tuple(sorted(found, key=lambda kind: (kind != SECRET, kind)))


def warning(text: str, *, in_english: bool = False) -> str | None:
    """The kind word to somebody who sent a secret or a personal number; None if there is none."""
    found = kinds(text)
    if not found:
        return None
    if SECRET in found:
        return texts.EN_GIVE_NOBODY if in_english else texts.GIVE_NOBODY
    if in_english:
        return texts.EN_KEEP_PRIVATE
    return texts.KEEP_PRIVATE.format(what=", ".join(texts.PERSONAL[kind] for kind in found))


def covered(incoming: Incoming) -> Incoming:
    """The message as it may be kept and shown: its words and the names of its files masked."""
    media = tuple(_named(item) for item in incoming.media)
    return replace(incoming, text=mask(incoming.text), media=media)


def _named(media: Media) -> Media:
    return replace(media, name=mask(media.name)) if media.name else media


def _replaced(text: str, cover: Callable[[str, str], str]) -> str:
    parts, start = [], 0
    for begin, end, kind in _found(text):
        parts += [text[start:begin], cover(text[begin:end], kind)]
        start = end
    return "".join([*parts, text[start:]])


def _covered(number: str, kind: str) -> str:
    if kind == SECRET:
        return COVER * 6
    digits = re.sub(r"\D", "", number)
    return COVER * max(6, len(digits) - 3) + digits[-3:]


def _found(text: str) -> list[Span]:
    """The secrets and personal numbers of a text, from left to right, none within another."""
    view = folded(text)
    secrets = passwords.found(view.text)
    rest = _blank(view.text, secrets)
    spans = [*((start, end, SECRET) for start, end in secrets), *_numbers(rest), *_passports(rest)]
    return [(*view.original(start, end), kind) for start, end, kind in sorted(spans)]


def _blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with something that is neither a word nor a number in these places."""
    parts, start = [], 0
    for begin, end in spans:
        parts += [text[start:begin], "§" * (end - begin)]
        start = end
    return "".join([*parts, text[start:]])


def _numbers(text: str) -> Iterator[Span]:
    named = _blank(text, (match.span() for match in _PUBLIC.finditer(text)))
    for match in _NUMBER.finditer(named):
        if kind := _kind(match, named):
            yield match.start(), match.end(), kind


def _passports(text: str) -> Iterator[Span]:
    """A letter and seven or eight digits, where a passport is spoken of shortly before."""
    for match in _PASSPORT.finditer(text):
        if _PASSPORT_CUE.search(_before(match, text)):
            yield match.start(), match.end(), "passport"


def _kind(match: re.Match[str], text: str) -> str | None:
    """What a long number is; None for one that is nobody's."""
    number, before = match[0], _before(match, text)
    digits = re.sub(r"\D", "", number)
    if _PROCEDURE.search(number) or _is_money(match, text, before) or _is_years(number) or _are_short_calls(number):
        return None
    named = _by_cue(before, len(digits)) or _by_cue_after(match, text, len(digits))
    if named:
        return named if named in texts.PERSONAL else None
    return None if _is_dates(number) or _is_list(number, digits) else _by_shape(number, digits)


def _by_cue(before: str, length: int) -> str | None:
    """What the words before a number call it, the nearest first."""
    heard = ((kind, list(cue.finditer(before))) for kind, (cue, least) in _CUES.items() if length >= least)
    said = [(hits[-1].end(), kind) for kind, hits in heard if hits]
    return max(said)[1] if said else None


def _by_cue_after(match: re.Match[str], text: str, length: int) -> str | None:
    """What a number is said to be: "1234567 là stk của em"."""
    said = _CALLED.match(text, match.end())
    return _by_cue(said[1], length) if said else None


def _by_shape(number: str, digits: str) -> str | None:
    """What a number looks like when nothing says what it is."""
    length = len(digits)
    if number.startswith(("+", "(+")) or (digits.startswith("0") and length in (10, 11)):
        return "phone" if length >= 9 else None
    if digits.startswith("84") and length == 11:
        return "phone"
    if length in (9, 12):
        return "identity"
    if length in (10, 13):
        return "tax"
    return "bank" if length >= 11 else None


def _is_money(match: re.Match[str], text: str, before: str) -> bool:
    """Whether a number is an amount: by its currency, led by a word of money, or round and grouped in thousands."""
    number = match[0]
    if number.startswith(("0", "+", "(", "84")):
        return False
    if _MONEY_AFTER.match(text, match.end()):
        return True
    grouped, led = _THOUSANDS.fullmatch(number) is not None, bool(_MONEY_CUE.search(before))
    return (led and (grouped or number.isdigit())) or (grouped and number.endswith("000"))


def _is_years(number: str) -> bool:
    groups = re.findall(r"\d+", number)
    return len(groups) > 1 and all(_YEAR.fullmatch(group) for group in groups)


def _are_short_calls(number: str) -> bool:
    """Whether these are numbers such as 113 and 114."""
    groups = re.findall(r"\d+", number)
    return len(groups) > 1 and all(_SHORT_CALL.fullmatch(group) for group in groups)


def _is_dates(number: str) -> bool:
    """Whether a grouped number is rather days and years, or a handful of small numbers."""
    groups = re.findall(r"\d+", number)
    if len(groups) == 1 or min(map(len, groups)) > 2 or max(map(len, groups)) > 4:
        return False
    return any(_YEAR.fullmatch(group) for group in groups) or not number.startswith(("0", "+", "("))


def _is_list(number: str, digits: str) -> bool:
    """Whether it is rather several numbers than one in groups: "12/345/678"."""
    return bool(_LISTED.search(number)) and not digits.startswith(("0", "84"))


def _before(match: re.Match[str], text: str) -> str:
    """The words just before a number, in the same sentence."""
    near = re.split(r"[;!?\n]", text[max(0, match.start() - _LOOK_BACK) : match.start()])[-1]
    return re.sub(r"[\W_]+", " ", near).lstrip()
