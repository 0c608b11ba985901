"""Kinds of details that residents ask for, each with what a line of a record must say to answer it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

Asks = Literal["before", "named", "alone", "whatever"]
"""What a line needs beside what answers the kind: another thing that the question tells right before it asks; any such
thing or the name of a paper; that if there is any, where the procedure as a whole may be asked about; or nothing."""


class Kind(NamedTuple):
    """A kind of detail: how the folded words ask for it, and what a folded line says that answers it.

    `part`: the part of an answer that it belongs to, where that is not the line's own; `words`: those that only ask.
    """

    name: str
    asked: re.Pattern[str]
    told: re.Pattern[str]
    asks: Asks
    part: str | None
    words: frozenset[str]


AT_MOST = "at-most"
"""The kind that asks how long one may stay, be away or put something off: never how long the office takes."""
_WORD = re.compile(r"[a-z]{2,}|\d+")
_MANY = r"(?:may|bao nhieu|ba nhieu|bn)"
_NO = r"(?:khong|ko|k|hong|hok|chua|a|ha)"
_SPAN = r"(?:ngay|thang|nam|gio|tuan|hom|bua)"
_LONG = rf"(?:bao lau|{_MANY} {_SPAN})"
_NUMBER = r"(?:\d+|mot|hai|ba)"
_COPY = r"(?:ban )?(?:sao|pho to|cong chung|chung thuc|chup|scan)(?: cong chung| chung thuc| thuong| khong)?"
_ORIGINAL = r"(?:ban )?(?:goc|chinh)"
_GOES = r"(?:di|lam|nop|lay|nhan|khai|xin|dang ki|ra|len|dung ra)"
_FOR = (
    r"(?:thay(?! doi)|dum|(?<!giam )(?<!bao )(?<!chu )(?<!tach )(?<!moi )ho"
    r"(?! (?:so|kinh|khau|ngheo|tich|chieu|can|gia|me|cha|bo|ten|hang|toi|em|minh)\b))\b"
)
"""Behind what is done, that it is done for somebody else."""
_TERM = (
    r"\b(?:truoc|trong|cham nhat|it nhat|sau|qua|thoi han|han)\b(?: \w+){0,6}? \d+ (?:ngay|gio|thang)\b"
    r"|\b\d+ (?:ngay|gio|thang)(?: \w+){0,2} (?:tro len|tro xuong|tu ngay|ke tu)\b|\btu \d+ (?:ngay|thang)\b"
)


def _kind(name: str, asked: str, told: str, asks: Asks = "alone", part: str | None = None) -> Kind:
    return Kind(name, re.compile(asked), re.compile(told), asks, part, frozenset(_WORD.findall(asked)))


KINDS: tuple[Kind, ...] = (
    _kind(
        "copy",
        rf"\b{_ORIGINAL} (?:hay|hoac|voi)(?: (?:la|chi|nop|mang|ban|can))* {_COPY}\b"
        rf"|\b{_COPY} (?:hay|hoac|voi)(?: (?:la|phai|nop|mang|can))* {_ORIGINAL}\b"
        rf"|\b(?:ban )?(?:pho to|sao|chup(?: anh)?|scan)(?: (?!truoc|san)\w+){{0,4}} (?:duoc|ok|co duoc) {_NO}\b"
        rf"|\b(?:phai|can|bat buoc)(?: \w+){{0,4}} (?:ban (?:goc|chinh)|cong chung|chung thuc)\b"
        rf"|\bban (?:goc|chinh) {_NO}$",
        r"\bban (?:chinh|goc|sao|chup)\b|\bpho to\b|\bcong chung\b|\bxuat trinh\b|\bdoi chieu\b"
        r"|(?<!noi )(?<!nguoi )(?<!co quan )(?<!duoc )\bchung thuc\b",
        "named",
    ),
    _kind(
        "copies-of-all",
        rf"^(?:\w+ )?(?:cac |may )?(?:giay to|ho so|giay)(?: \w+){{0,4}}? (?:{_COPY}|{_ORIGINAL})\b"
        rf"|^(?:(?:neu|chi|chi can|em|toi|co the|the) )*(?:nop|mang) (?:ban )?(?:{_COPY}|{_ORIGINAL})\b",
        r"\bmot trong ba cach\b|\bchon mot cach\b",
    ),
    _kind(
        "prepared",
        r"\b(?:pho to|chup|in|viet|dien|khai) (?:san|truoc)\b",
        r"\b(?:pho to|chup|viet|dien|khai) (?:san|truoc)\b",
        "whatever",
    ),
    _kind(
        "cannot-sign",
        r"\bkhong (?:biet )?(?:ki|doc|viet)(?: \w+)? duoc\b|\bkhong biet (?:ki|chu|doc|viet)\b"
        r"|\b(?:tay run|run tay|mu chu)\b|\b(?:diem chi|lan tay)\b(?!.*\b(?:anh|the|can cuoc)\b)",
        r"\bdiem chi\b",
        "whatever",
    ),
    _kind(
        "sign-before", r"\bki (?:san|truoc)\b|\bki (?:ten )?(?:o |tai )?nha\b", r"\bchua ki\b|\btruoc mat\b", "whatever"
    ),
    _kind(
        "all-sign",
        r"\b(?:ca (?:2|hai|nha|may nguoi)|tat ca|moi nguoi|hai vo chong|2 vo chong)(?: \w+){0,3} ki\b",
        r"\bdong so huu\b|\bit nhat mot\b|\bmoi nguoi ki\b|\bcung ki\b",
        "whatever",
        part="who",
    ),
    _kind(
        "not-signed",
        r"\bkhong (?:chiu |chau )?(?:ki|dong dau)(?: ten| dau| xac nhan)?(?: \w+){0,3} (?:thi|lam sao|phai lam)\b",
        r"\bkhong co chu ki\b",
    ),
    _kind(
        "who-signs",
        r"\b(?:ai|nguoi nao) (?:phai |se |duoc |la nguoi )?ki\b|\b(?:con|chau|be|hoc sinh) tu ki\b"
        r"|\bchu ki (?:cua )?ai\b",
        r"\bki\b|\bchu ki\b|\bghi (?:them )?y kien\b",
        part="who",
    ),
    _kind(
        "bring-along",
        r"\b(?:mang|dua|dem|cho|dan) (?:theo |ca )?(?:xe|be|chau|con|tre)(?: \w+)? (?:di|den|theo|cung|ra|len|toi)\b",
        r"\bdua (?:xe|tre)\b|\bdi cung\b",
        "whatever",
    ),
    _kind(
        "both",
        r"\bca (?:2|hai)(?: \w+){0,3} (?:cung )?(?:di|den|ra|len|co mat|phai)\b|\bcung (?:di|den|ra|len|co mat)\b"
        r"|\bphai (?:ca )?(?:2|hai)(?: \w+){0,2} (?:di|den|ra|len)\b|\bphai co mat\b|\bvang mat\b"
        r"|\bphai (?:den|toi|ra) tan noi\b"
        r"|\b(?:2|hai) (?:dua|nguoi|ben|vo chong)(?: \w+)? (?:phai|cung|deu)\b"
        r"|\b(?:ai|nguoi nao|may nguoi) (?:cung )?phai (?:di|den|ra|len|co mat)\b"
        r"|\b(?:di|den|ra|len) (?:mot|1) minh\b|\b(?:mot|1) (?:minh|dua|nguoi|ben)(?: \w+)? (?:di|den|ra|len)\b",
        r"\bcung (?:co mat|di|den)\b|\bco mat\b|\btruoc mat\b|\bdi cung\b|\bdua tre\b",
        "whatever",
        part="who",
    ),
    _kind(
        "proxy",
        rf"\b{_GOES}(?: \w+){{0,3}} {_FOR}|\bthay (?:cho )?(?:bo|me|con|vo|chong|ong|ba|anh|chi|em|no)\b"
        rf"|\bnho (?:\w+ ){{1,4}}{_GOES}\b|\buy quyen\b",
        r"\buy quyen\b|\bdai dien\b|\b(?:lam|ki|nop|di) thay\b|\btruoc mat\b",
        "whatever",
        part="who",
    ),
    _kind(
        "phone",
        r"\b(?:goi|bao|khai|nop|qua|bang|lam)(?: \w+)? (?:dien thoai|dien|dt)\b|\bnhan tin\b|\bemail\b|\bzalo\b",
        r"\bqua (?:so )?dien thoai\b|\bhop thu\b|\bbao .*\bdien thoai\b",
        "whatever",
    ),
    _kind(
        "post",
        r"\bbuu (?:dien|chinh|pham)\b|\bchuyen phat\b|\bgui ve (?:tan )?nha\b|\bship\b",
        r"\bbuu (?:dien|chinh)\b|\bphong bi\b",
        "whatever",
        part="where",
    ),
    _kind(
        "at-once",
        r"\b(?:dung|xai|huong|di kham)(?: duoc)? (?:luon|ngay|lien)\b"
        r"|\b(?:hieu luc|gia tri)(?: \w+)? (?:luon|ngay|lien)\b"
        r"|\bbao (?:lau|gio) (?:thi |moi )?(?:\w+ )?(?:dung duoc|xai duoc|co (?:gia tri|hieu luc))\b",
        r"\b(?:gia tri|hieu luc) (?:tu|sau|trong|khi)\b|\bhuong tu\b",
        "whatever",
        part="validity",
    ),
    _kind(
        "valid",
        rf"\b(?:gia tri|hieu luc|thoi han|co han|han|dung|de|xai)(?: (?:duoc|la|trong|toi da|su dung))* {_LONG}\b"
        r"|\b(?:cap|chup|kham|lam|xin)(?: \w+)? (?:lau|tu lau|tu nam|truoc)(?: \w+){0,3} (?:dung|con|co) ",
        r"\b(?:gia tri|hieu luc|han|qua|cap)\b(?: \w+){0,6}? \d+ (?:thang|nam|ngay)\b"
        r"|\b\d+ (?:thang|nam) tu ngay cap\b",
        "named",
        part="validity",
    ),
    _kind(
        AT_MOST,
        r"\b(?:o|nghi|vang|di|thue|muon|luu tru|giu|gui|gia han|dung|huong|keo dai|hoan)"
        rf"(?: (?:lai|duoc|nho|tro|xa|dc))* (?:toi da|nhieu nhat|lau nhat)(?: (?:la|duoc|dc|trong))* {_LONG}\b",
        rf"\b(?:toi da|khong qua|lau nhat)(?: \w+){{0,3}} \d+ {_SPAN}\b",
        "whatever",
        part="validity",
    ),
    _kind("each-time", rf"\bmoi lan(?: \w+){{0,4}} {_MANY} {_SPAN}\b", r"\bmoi lan \d+\b", "whatever", part="validity"),
    _kind(
        "times",
        rf"\b{_MANY} lan\b|\b(?:nam|thang|lan) nao cung\b|\bmoi (?:nam|lan)\b|\bhang nam\b",
        rf"\b{_NUMBER} lan\b|\bmoi (?:lan|nam)\b|\bhang nam\b",
    ),
    _kind(
        "term",
        rf"^(?!.*\bxong\b).*\b(?:trong|truoc|sau|qua|tre|it nhat)(?: (?:vong|khoang|qua|toi thieu|it nhat))*"
        rf"(?: \w+){{0,2}} {_LONG}\b|\b{_MANY} {_SPAN}"
        rf"(?: \w+){{0,4}}? (?:phai|moi phai|thi (?:phai|bao|khai|dang ki|nop|bi|duoc))\b|\b(?:cham|muon) nhat\b",
        rf"{_TERM}|\b\d+ (?:ngay|gio|thang)\b.*\b(?:phai|truoc|sau)\b",
        part="time",
    ),
    _kind(
        "age",
        rf"\b{_MANY} (?:nhieu )?tuoi\b(?!.*\bhet tuoi\b)",
        r"\b\d+ (?:den \w+ )?(?:\d+ )?tuoi\b",
        "whatever",
        part="who",
    ),
    _kind("people", rf"\b{_MANY} (?:nguoi|ben|dua|ong|ba)\b", rf"\b{_NUMBER} (?:nguoi|ben)\b"),
    _kind("sets", rf"\b{_MANY} bo\b", rf"\b{_NUMBER} (?:bo|ban)\b"),
    _kind("copies", rf"\b{_MANY} (?:ban|to)\b", rf"\b{_NUMBER} ban\b"),
    _kind("pieces", rf"\b{_MANY} (?:cai|tam|chiec|kieu|anh|hinh)\b", rf"\b{_NUMBER} (?:ban|anh|tam)\b", "named"),
    _kind(
        "size",
        rf"\b(?:co|kich thuoc|kho|cao|rong|do dai) (?:bao nhieu|may|the nao|nao|gi)\b"
        rf"|\b{_MANY} (?:met|m|m2|cm|co|do|tang|phan tram)\b"
        rf"|\b(?:chup|dien tich) (?:kieu gi|kieu nao|the nao|ra sao|gi)\b"
        rf"|\b(?:toi thieu|it nhat) (?:la )?(?:bao nhieu|may)(?: met| m2| m)?\b",
        r"\b\d+ (?:\w+ )?(?:cm|co|met|m|m2|do|tang)\b|\btoan than\b|\bnhin thang\b|\btoi thieu (?:\d|theo)",
    ),
    _kind(
        "year",
        r"\b(?:truoc|tu|sau) (?:nam|ngay|moc) (?:nao|may|bao nhieu)\b",
        r"\btruoc (?:ngay )?(?:\d+ ){0,2}(?:19|20)\d\d\b(?!.*\b(?:cap huyen|phong tu phap)\b)",
    ),
    _kind("month", r"\bthang (?:may|nao|bao nhieu)\b", r"\bthang \d+\b(?! \d{4})|\bhang (?:nam|thang)\b|\btu thang\b"),
    _kind("day", r"\bngay (?:nao|may|mung may)\b(?!.*\b(?:xong|lay)\b)", r"\bngay \d+ hang thang\b"),
    _kind("hour", r"\b(?:may gio|luc nao|gio nao)\b", r"\b\d+ gio\b", "before"),
    _kind("number", r"\b(?:so|loai) (?:may|nao)\b(?! (?:bo|ban))", r"\bso (?:\d|mot|hai|ba)\b", "named"),
    _kind(
        "shared-form",
        r"\bkhai chung\b|\bchung (?:1|mot) (?:to|ban|don)\b|\bmoi (?:nguoi|dua|ben) (?:1|mot|rieng)\b",
        r"\bkhai chung\b|\bmoi (?:nguoi|ben) (?:1|mot)\b",
        "whatever",
    ),
    _kind(
        "disagree",
        r"\bkhong (?:dong y|chap nhan|nhat tri|chiu)(?: voi)? (?:ket qua|ket luan|quyet dinh|muc)\b",
        r"\bkhong dong y\b|\by kien khac\b",
        "whatever",
    ),
    _kind(
        "orally",
        r"\bnoi (?:mieng|truc tiep|suong)\b|\bkhong biet viet don\b",
        r"\btrinh bay\b",
        "whatever",
        part="form",
    ),
    _kind("still", r"\b(?:con|van)(?: \w+){1,2} duoc (?:khong|nua)\b", r"\btruoc khi\b|\b(?:van|con) dung\b"),
    _kind(
        "span",
        rf"(?<!cho )\b{_LONG}\b(?!.*\b(?:xong|ket qua|lay|(?:thi|moi) co|co (?:giay|the|so|bang))\b)",
        r"\b\d+ (?:ngay|gio|thang|nam)\b",
        "before",
    ),
    _kind("form", r"\bmau (?:nao|may|so may|gi|so nao)\b", r"\bmau (?:so )?\w*\d", "named", part="form"),
    _kind(
        "whose",
        r"\bcua ai\b|\bai dung ten\b|\b(?:dung ten|cua) (?:nguoi (?:khac|nha)|bo|me|vo|chong)\b",
        r"\bcua (?:nguoi|chu|minh|cha|bo|me)\b|\bchinh chu\b|\bdung ten\b",
        "named",
    ),
)
"""In the order in which they are tried: what is said more narrowly first."""


def kinds(words: str) -> Iterator[tuple[Kind, frozenset[int]]]:
    """The kinds that folded words ask for, each with the numbers of the words that ask for it.

    What is asked of one paper is not asked of the procedure as well.
    """
    gone: set[int] = set()
    for kind in KINDS:
        spans = [(words.count(" ", 0, match.start()), match[0].split()) for match in kind.asked.finditer(words)]
        found = frozenset(at + n for at, said in spans for n, word in enumerate(said) if word in kind.words)
        if found - gone:
            yield kind, found
        if kind.asks == "named":
            gone |= found
