"""Personal numbers and secrets in a message: covered before it is read further, stored, shown or said back.

What is covered: one-time codes and passwords; identity numbers (12 digits, old ones of 9), telephone numbers,
tax codes, bank accounts and cards, in any grouping. What is not: prices, years, dates, numbers of decrees,
procedures and dossiers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from handlers import texts
from handlers.messages import Incoming, Media
from handlers.words import plain

COVER = "●"
_NAMES = (
    r"(?:\botp\b|mã xác (?:thực|nhận|minh)|ma xac (?:thuc|nhan|minh)|mật khẩu|mat khau|\bmk\b|password|\bpass\b"
    r"|mã pin|ma pin|\bpin\b|passcode)"
    r"(?:\s+(?:là|la|is|của \w+ là|vneid|zalo|tài khoản|số|code|gửi về|nhận được|vừa nhận|em|tôi|toi|của tôi))*"
)
_SECRETS = (
    re.compile(rf"({_NAMES}\s*[:=]?\s*)((?=\S*\d)[^\s{COVER}]{{4,}})", re.IGNORECASE),
    re.compile(rf"({_NAMES}\s*[:=]\s*)([^\s{COVER}]{{4,}})", re.IGNORECASE),
    re.compile(
        r"()\b(\d{4,8})(?=\s+(?:là|la|is)\s+(?:mã\s+|ma\s+|the\s+)?(?:otp|pin|mật khẩu|mat khau)\b)", re.IGNORECASE
    ),
)
_HANDED_OVER = re.compile(rf"{_NAMES}\s*[:=]?\s*{COVER}", re.IGNORECASE)
A_NEED = 3
"""Fewer words name no need."""
_SPACE = r"[ \t\u00a0\u2009\u202f\u200b.\-–()]"
_NUMBER = re.compile(
    rf"(?<![\d/#{COVER}])\+?\d{{9,20}}(?:-\d{{3}})?(?![\d/{COVER}])"
    rf"|(?<![\w/#{COVER}])(?<!\w[.\-/])(?:\+|\(\+?)?\d(?:(?:{_SPACE}| [.\-–] |\) )?\d){{5,20}}(?![\w/{COVER}])"
)
"""A run of digits, whatever letters stand next to it; or digits in groups that stand alone."""
_WORTH_A_LOOK = re.compile(r"\d|[:=]\s*\S")
"""What a text without any secret hardly ever holds, found quickly in a long one."""
_PASSPORT = re.compile(r"(?<!\w)[A-Z]\d{7,8}(?!\w)", re.IGNORECASE)

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
_MONEY_AFTER = re.compile(
    r"(?:d|k|tr|\s*(?:đ|₫|đồng|dong|vnđ|vnd|usd|triệu|trieu|tỷ|tỉ|nghìn|ngàn|m2|m²))(?!\w)", re.IGNORECASE
)
_CUES = {
    "identity": (_IDENTITY_CUE, 9),
    "tax": (_TAX_CUE, 10),
    "bank": (_BANK_CUE, 6),
    "phone": (_PHONE_CUE, 9),
    "dossier": (_DOSSIER_CUE, 6),
}
"""What names a number, and how many digits it has at least; a dossier is nobody's secret."""
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[. ]\d{3})+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_PROCEDURE = re.compile(r"(?<!\d)\d\.\d{6}(?!\d)")
_LOOK_BACK = 32
"""How many letters before a number may say what it is."""

Span = tuple[int, int, str]
"""Where a personal number stands, and the word for its kind in `texts.PERSONAL`."""


def mask(text: str) -> str:
    """The text with secrets and personal numbers covered; the last three digits of a number stay."""
    if not _WORTH_A_LOOK.search(text):
        return text
    return _replaced(_secrets(text, lambda secret: COVER * 6), _covered)


def without(text: str) -> str:
    """The text without them, as it is read for its meaning; what was covered before means nothing either.

    A clause that only hands over a secret says nothing of what is needed, if there are others.
    """
    clauses = re.split(r"(?<=[,;\n])", text)
    telling = [clause for clause in clauses if not _HANDED_OVER.search(clause)]
    if len(telling) < len(clauses) and len(" ".join(telling).split()) >= A_NEED:
        text = "".join(telling)
    return re.sub(rf"{COVER}+\d{{0,3}}", " ", _replaced(_secrets(text, lambda _: ""), lambda _: " "))


def kinds(text: str) -> tuple[str, ...]:
    """What of the kind is in a text, each once: "secret" first, then the keys of `texts.PERSONAL`."""
    secret = ("secret",) if any(pattern.search(text) for pattern in _SECRETS) else ()
    open_text = _secrets(text, lambda _: " ")
    return tuple(dict.fromkeys((*secret, *(kind for _, _, kind in _found(open_text)))))


def warning(text: str, *, in_english: bool = False) -> str | None:
    """The kind word to somebody who sent a secret or a personal number; None if there is none."""
    found = kinds(text)
    if not found:
        return None
    if "secret" in found:
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


def _secrets(text: str, cover: Callable[[str], str]) -> str:
    for pattern in _SECRETS:
        text = pattern.sub(lambda match: match[1] + cover(match[2]), text)
    return text


def _replaced(text: str, cover: Callable[[str], str]) -> str:
    for start, end, _ in reversed(list(_found(text))):
        text = text[:start] + cover(text[start:end]) + text[end:]
    return text


def _covered(number: str) -> str:
    digits = re.sub(r"\W", "", number)
    return COVER * max(6, len(digits) - 3) + digits[-3:]


def _found(text: str) -> Iterator[Span]:
    """The personal numbers of a text, from left to right."""
    spans = [(match.start(), match.end(), kind) for match in _NUMBER.finditer(text) if (kind := _kind(match, text))]
    passports = (match for match in _PASSPORT.finditer(text) if _PASSPORT_CUE.search(_before(match, text)))
    yield from sorted([*spans, *((match.start(), match.end(), "passport") for match in passports)])


def _kind(match: re.Match[str], text: str) -> str | None:
    """What a long number is; None for one that is nobody's."""
    number, before = match[0], _before(match, text)
    digits = re.sub(r"\D", "", number)
    if _PROCEDURE.search(number) or _is_money(match, text, before) or _is_years(number):
        return None
    named = _by_cue(before, len(digits))
    if named:
        return named if named in texts.PERSONAL else None
    return None if _is_dates(number) else _by_shape(number, digits)


def _by_cue(before: str, length: int) -> str | None:
    """What the words before a number call it, the nearest first."""
    heard = ((kind, list(cue.finditer(before))) for kind, (cue, least) in _CUES.items() if length >= least)
    said = [(hits[-1].end(), kind) for kind, hits in heard if hits]
    return max(said)[1] if said else None


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
    """Whether a number is an amount: by its currency, or round, and grouped in thousands or led by a word of money."""
    if match[0].startswith(("0", "+", "(")):
        return False
    if _MONEY_AFTER.match(text[match.end() :]):
        return True
    grouped, led = _THOUSANDS.fullmatch(match[0]) is not None, bool(_MONEY_CUE.search(before))
    return match[0].endswith("000") and (grouped or led)


def _is_years(number: str) -> bool:
    groups = re.findall(r"\d+", number)
    return len(groups) > 1 and all(_YEAR.fullmatch(group) for group in groups)


def _is_dates(number: str) -> bool:
    """Whether a grouped number is rather days and years, or a handful of small numbers."""
    groups = re.findall(r"\d+", number)
    if len(groups) == 1 or min(map(len, groups)) > 2:
        return False
    return any(_YEAR.fullmatch(group) for group in groups) or not number.startswith(("0", "+", "("))


def _before(match: re.Match[str], text: str) -> str:
    """The folded words just before a number, in the same sentence."""
    return plain(re.split(r"[;!?\n]", text[max(0, match.start() - _LOOK_BACK) : match.start()])[-1])
