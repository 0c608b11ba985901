"""Who is a foreigner: people name the country ("chồng em người Hàn"), the records say "người nước ngoài"."""

from __future__ import annotations

import re

from handlers.words import plain

FOREIGNER = "nguoi nuoc ngoai"
ABROAD = "o nuoc ngoai"

_COUNTRY = (
    r"(?:han(?: quoc)?|trieu tien|nhat(?: ban)?|trung(?: quoc)?|tau|dai loan|hong kong|my|hoa ky|canada|uc|duc|phap|nga"
    r"|anh quoc|an do|thai lan|lao(?! dong)|campuchia|singapore|malaysia|indonesia|philippines?|phi ?lip ?pin|y"
    r"|ha lan|ba lan"
    r"|tay(?! ninh| nguyen| bac| ho)|ngoai quoc|nuoc ngoai)"
)
_NOT = r"(?:khong|ko|k|chang) (?:phai |co )?(?:la )?(?:ai )?(?:ca )?"
_FOREIGN = re.compile(
    rf"\b(?P<not>{_NOT})?(?:(?:la )?(?:nguoi|dan|cong dan) (?:nuoc )?|(?:mang |co )?quoc tich (?:nuoc )?"
    rf"|(?:chong|vo|bo|me|ban trai|ban gai) (?:la )?){_COUNTRY}\b"
    r"|\b(?:from|citizen of) (?:korea|japan|china|taiwan|america|the us|usa|germany|france|india|russia|australia)\b"
)
_LAND = (
    r"(?:han(?: quoc)?|trieu tien|nhat(?: ban)?|trung quoc|dai loan|hong kong|my(?! dinh| hao| tho| duc)|hoa ky|canada"
    r"|uc|duc(?! giang| tho| hoa)|phap(?! luat| ly| che)|nga(?! ba| tu| nam| sau| \d)|anh quoc|an do|thai lan"
    r"|lao(?! dong| cai)|campuchia|singapore|malaysia|indonesia|philippines?|ha lan|ba lan|chau au|tay au)"
)
"""Countries that are no other word behind a word of place."""
_ABROAD = re.compile(rf"\b(?:o|ben|tai|di|sang|nuoc) (?:ben |nuoc )?{_LAND}\b")
"""Where something was or comes from, by the country."""
_OVER_THERE = re.compile(r"\b(?:o )?ben (?:do|ay|kia)\b")
"""The same, once the country is told."""
_FORMER = re.compile(
    rf"\b(?:(?:truoc|hoi truoc|truoc day|truoc kia|ngay truoc)(?: \w+){{0,3}}? (?:lay|cuoi|ket hon voi)(?: chong| vo)?"
    rf"(?: nguoi| dan)?|(?:chong|vo) cu(?: \w+)?(?: la)?(?: nguoi| dan)?) {_COUNTRY}\b"
)
"""Whom somebody was married to before."""
_HOME = re.compile(
    r"\b(?:nguoi|cong dan) viet(?: nam)?\b(?! (?:dinh cu|o nuoc ngoai|(?:kieu|goc)\b))"
    r"|\b(?:khong|ko|k) phai viet kieu\b"
)
"""Tells that somebody is a citizen of this country."""


def is_foreign(text: str) -> bool:
    """Whether the words tell that somebody is a foreigner, other than the one they were married to before."""
    return any(not match["not"] for match in _FOREIGN.finditer(_FORMER.sub(" ", plain(text))))


def is_at_home(text: str) -> bool:
    """Whether the words tell that somebody is Vietnamese, and of no foreigner."""
    return bool(_HOME.search(plain(text))) and not is_foreign(text)


def has_former_foreigner(text: str) -> bool:
    """Whether the words tell of a foreigner that somebody was married to before."""
    return bool(_FORMER.search(plain(text)))


def in_general(folded: str) -> str:
    """Folded words with every foreigner called one, and every other country abroad, whatever its name."""
    now = _FORMER.sub(" ", folded)
    people = _FOREIGN.sub(lambda match: f"{match['not'] or ''}la {FOREIGNER}", now)
    places = _ABROAD.sub(ABROAD, people)
    return places if places == folded else _OVER_THERE.sub(ABROAD, places)
