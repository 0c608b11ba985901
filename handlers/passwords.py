"""One-time codes, PINs and passwords in a text: where they stand, wherever their name stands beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

COVER = "●"
_NAME = re.compile(
    r"\b(?:otp|opt|mat khau|matkhau|mat ma|password|passcode|passwd|pass|pwd|pin|(?P<card>(?:ma )?(?:cvv2?|cvc2?))"
    r"|ma(?: so)? (?:otp|pin|xac (?:thuc|nhan|minh)|kich hoat|bao mat|bi mat|mo khoa|dang nhap)"
    r"|ma (?:\w+ ){0,2}?(?:gui|nhan duoc|nhan) (?:ve|qua|la)"
    r"|(?:verification|security|activation|login) code"
    r"|mk(?= (?:vneid|zalo|facebook|fb|gmail|email|wifi|dvc|tk|tai khoan|dang nhap|ngan hang|cua|cu|moi)\b)"
    r"|(?P<mine>mk))\b"
)
""""mk" alone is as often "mình": its word is a password only after a colon or with a digit in it."""
_WHOSE = (
    r"vneid|zalo|facebook|fb|gmail|email|wifi|dvc|(?:cong )?dich vu cong(?: quoc gia)?|tai khoan|tk|ngan hang"
    r"|dang nhap|so|code|cua \w+|em|toi|minh|chau|cu|moi|hien tai|vua|nhan|nhan duoc|duoc|gui|gui ve|ve|ve may|day"
    r"|muc 2|my|for \w+|number"
)
_LED = re.compile(rf"(?:[\s,]++(?:{_WHOSE})(?!\w)){{0,8}}+\s*+(?P<is>(?:la|is|was)(?!\w))?+\s*+(?P<sign>[:=])?+\s*+")
"""What may stand between the name of a secret and the secret itself."""
_SENTENCE_END = re.compile(r"[!?;]|\.(?=\s|$)")
_WORD = re.compile(rf"[^\s,;!?{COVER}]{{1,100}}")
_TRAILING = ".…)\"'"
_COMMON_WORDS = """
    gi j ji sao the nao bao nhieu bn may ai dau cai ma so nhu phai de do khi tu cua mot nhung chu can nguoi loai co
    khong ko k kg kh hong chua bi vi lam ra xong duoc dc toi em minh anh chi chau nhap bat tren trong o va hay hoac con
    thong thu tai dung sai quen mat het cu moi buoc dieu viec no ngay nay kia day nhe nha nhi a ak ah gio thi nhung nen
    roi cho giup voi vay vao dang di den qua la nua luon rat cong hoc sinh vien dan loi bang ngan khoan xin hoi tin
    chinh xac chac not wrong lost forgotten expired invalid incorrect what the required too how a an for to and or still
    where who my your it working needed please help mk otp pin vneid cccd
"""
_COMMON = frozenset(_COMMON_WORDS.split())
"""With these a question or a story goes on: no password is expected to be one of them."""
_SHORTEST, _LONGEST = 3, 3
"""A password has this many letters at least; more words than this are a sentence, and only its first is covered."""
_GROUPS = re.compile(rf"(?<![\w{COVER}])(?<!\w[.\-/_])\d+(?:[ .\-_/,]\d+)*(?![\w{COVER}])")
_MIXED = re.compile(rf"(?<![\w{COVER}])(?=\w*[a-z])(?=\w*\d\w*\d)\w{{6,}}(?!\w)")
_FEWEST, _MOST, _FEWEST_OF_A_CARD = 4, 8, 3
"""How many digits a code has, and that on the back of a bank card."""
_NO_CODE_BEFORE = re.compile(
    r"\b(?:nam|ngay|thang|phi|gia|tien|luong|khoang|hon|tren|duoi|ho so|bien nhan|thu tuc|phieu hen|giay hen|goi"
    r"|hotline|tong dai|duong day nong|ap|thon|to|so nha|doi|luat|nghi dinh|thong tu|quyet dinh)(?: so| ma)?\s*$"
)
_COUNTED = re.compile(
    r"\s*(?:tuoi|ngay|thang|nam|ban|trang|to|lan|nguoi|m2|k|d|dong|vnd|trieu|ty|nghin|ngan|phut|gio)\b"
)
_DATE = re.compile(r"(?:19|20)\d\d(?:\D(?:19|20)\d\d)*|\d{1,2}[/.\- ]\d{1,2}[/.\- ](?:19|20)?\d\d|\d{1,2}[/.\-]20\d\d")
_PROCEDURE = re.compile(r"\d\.\d{6}(?:\.\d+)*")
_LOOK_BACK = 24


def named(text: str) -> bool:
    """Whether a folded text speaks of a secret by its name."""
    return _NAME.search(text) is not None


def found(text: str) -> list[tuple[int, int]]:
    """The spans of secrets in a folded text, from left to right, none within another."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(span for sentence in _sentences(text) for span in _in_sentence(text, *sentence)):
        if kept and start < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    return kept


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for stop in _SENTENCE_END.finditer(text):
        yield start, stop.start()
        start = stop.end()
    yield start, len(text)


def _in_sentence(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    names = list(_NAME.finditer(text, start, end))
    for name in names:
        yield from _after(name, text, end)
    sure = [name for name in names if not name["mine"]]
    if sure:
        fewest = _FEWEST_OF_A_CARD if any(name["card"] for name in sure) else _FEWEST
        yield from _codes(text, start, end, fewest)
        yield from (word.span() for word in _MIXED.finditer(text, sure[0].end(), end))


def _after(name: re.Match[str], text: str, end: int) -> Iterator[tuple[int, int]]:
    """What follows the name at once: its digits, whatever they look like; else the word it is said to be."""
    led = _LED.match(text, name.end(), end)
    start = led.end() if led else name.end()
    digits = _GROUPS.match(text, start, end)
    if digits and _PROCEDURE.fullmatch(digits[0]):
        return
    words = list(_words(text, start, end))
    if digits and _length(digits[0]) >= _FEWEST:
        yield digits.span()
    elif words and (_said_to_be(name, led) or re.search(r"\d.*\w{3}|\w{3}.*\d", text[slice(*words[0])])):
        yield words[0][0], words[-1 if len(words) <= _LONGEST else 0][1]


def _said_to_be(name: re.Match[str], led: re.Match[str] | None) -> bool:
    return led is not None and bool(led["sign"] or (led["is"] and not name["mine"]))


def _words(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The words from `start` on, until one that many sentences have, or a sign between them; few are enough."""
    for word in islice(_WORD.finditer(text, start, end), _LONGEST + 1):
        said = word[0].rstrip(_TRAILING)
        if text[start : word.start()].strip() or len(said) < _SHORTEST or said in _COMMON:
            return
        yield word.start(), word.start() + len(said)
        start = word.end()


def _codes(text: str, start: int, end: int, fewest: int) -> Iterator[tuple[int, int]]:
    """The digits of a sentence that may be a code, and not a day, a sum, a quantity or the number of a law."""
    for group in _GROUPS.finditer(text, start, end):
        digits, before = group[0], text[max(start, group.start() - _LOOK_BACK) : group.start()]
        named = _DATE.fullmatch(digits) or _PROCEDURE.fullmatch(digits) or _NO_CODE_BEFORE.search(before)
        if fewest <= _length(digits) <= _MOST and not named and not _COUNTED.match(text, group.end()):
            yield group.span()


def _length(digits: str) -> int:
    return sum(letter.isdigit() for letter in digits)
