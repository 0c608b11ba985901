"""Who is a foreigner: people name the country ("chồng em người Hàn"), the records say "người nước ngoài"."""

from __future__ import annotations

import re

from handlers.words import plain

FOREIGNER = "nguoi nuoc ngoai"

_COUNTRY = (
    r"(?:han(?: quoc)?|trieu tien|nhat(?: ban)?|trung(?: quoc)?|tau|dai loan|hong kong|my|hoa ky|canada|uc|duc|phap|nga"
    r"|anh quoc|an do|thai lan|lao(?! dong)|campuchia|singapore|malaysia|indonesia|philippines?|phi ?lip ?pin|y|ha lan"
    r"|tay(?! ninh| nguyen| bac| ho)|ngoai quoc|nuoc ngoai)"
)
_NOT = r"(?:khong|ko|k|chang) (?:phai |co )?(?:la )?(?:ai )?(?:ca )?"
_FOREIGN = re.compile(
    rf"\b(?P<not>{_NOT})?(?:(?:la )?(?:nguoi|dan|cong dan) (?:nuoc )?|(?:mang |co )?quoc tich (?:nuoc )?"
    rf"|(?:chong|vo|bo|me|ban trai|ban gai) (?:la )?){_COUNTRY}\b"
    r"|\b(?:from|citizen of) (?:korea|japan|china|taiwan|america|the us|usa|germany|france|india|russia|australia)\b"
)
_HOME = re.compile(
    r"\b(?:nguoi|cong dan) viet(?: nam)?\b(?! (?:dinh cu|o nuoc ngoai|(?:kieu|goc)\b))"
    r"|\b(?:khong|ko|k) phai viet kieu\b"
)
"""Tells that somebody is a citizen of this country."""


def is_foreign(text: str) -> bool:
    """Whether the words tell that somebody is a foreigner."""
    return any(not match["not"] for match in _FOREIGN.finditer(plain(text)))


def is_at_home(text: str) -> bool:
    """Whether the words tell that somebody is Vietnamese, and of no foreigner."""
    return bool(_HOME.search(plain(text))) and not is_foreign(text)


def in_general(folded: str) -> str:
    """Folded words with every foreigner called one, whatever the country."""
    return _FOREIGN.sub(lambda match: f"{match['not'] or ''}la {FOREIGNER}", folded)
