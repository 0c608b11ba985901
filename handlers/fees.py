"""What a procedure costs, as the tariff stands on a day."""

from __future__ import annotations

import re
from datetime import date

from handlers import texts
from knowledge.model import FeeRule, Procedure

CHANNELS = {"in_person": "nộp trực tiếp", "online": "nộp trực tuyến", "post": "bưu chính"}
_CITATION = re.compile(r"\s*\([^()]*\d+/\d{4}/[^()]*\)|\s*\((?:Điều|khoản)[^()]*\)")
_SENTENCE = re.compile(r"(?<=\.)\s+(?=[A-ZĐÀ-Ỹ])")
_EXTRA = ("Miễn cho", "Bản sao trích lục")


def lines(procedure: Procedure, day: date) -> list[str]:
    """The tariff on `day`, one sentence a line; empty when nothing in force is known."""
    if all(in_force(rule, day) for rule in procedure.fee_rules):
        return _sentences(procedure.fee) if procedure.fee else []
    return [_rule(rule) for rule in procedure.fee_rules if in_force(rule, day)]


def short(procedure: Procedure, day: date) -> list[str]:
    """The same without exemptions and extra copies, which are one tap away, when it is long."""
    full = lines(procedure, day)
    if sum(map(len, full)) <= 140:
        return full
    return [line for line in full if not line.startswith(_EXTRA)] or full


def in_force(rule: FeeRule, day: date) -> bool:
    """Whether a line of the tariff applies on a day."""
    return (rule.valid_from is None or rule.valid_from <= day) and (rule.valid_until is None or day <= rule.valid_until)


def exemptions(procedure: Procedure, day: date) -> tuple[str, ...]:
    """Who pays nothing, in the order of the tariff."""
    return tuple(dict.fromkeys(who for rule in procedure.fee_rules if in_force(rule, day) for who in rule.exempt))


def _sentences(text: str) -> list[str]:
    """The sentences without the decrees in brackets, which the legal basis lists."""
    return [sentence.rstrip(".") for sentence in _SENTENCE.split(_CITATION.sub("", text)) if sentence.strip(". ")]


def _rule(rule: FeeRule) -> str:
    where = "" if len(rule.channel) in (0, len(CHANNELS)) else " hoặc ".join(CHANNELS[c] for c in rule.channel)
    head = where[:1].upper() + where[1:] + ": " if where else ""
    until = f"áp dụng đến hết {texts.day(rule.valid_until)}" if rule.valid_until else None
    notes = "; ".join(filter(None, (rule.condition, until)))
    return f"{head}{_amount(rule)}{f' ({notes})' if notes else ''}"


def _amount(rule: FeeRule) -> str:
    if rule.tiers:
        cap = f", tối đa {texts.money(rule.cap)}" if rule.cap else ""
        return "; ".join(_tier(t.from_page, t.to_page, t.amount) for t in rule.tiers) + cap
    if rule.amount == 0:
        return "miễn phí"
    return f"{texts.money(rule.amount or 0)}/{rule.unit}"


def _tier(first: int, last: int | None, amount: int) -> str:
    pages = f"từ trang {first}" if last is None else f"trang {first}–{last}"
    return f"{pages}: {texts.money(amount)}/trang"
