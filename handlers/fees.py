"""What a procedure costs, as the tariff stands on a day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from handlers import fee_or_free, texts
from handlers.words import plain
from knowledge import dates
from knowledge.fees import PageSum, Quantities, by_page, counted, in_force, is_said, page_sum, papers, parts
from knowledge.model import FeeRule, Procedure

CHANNELS = {"in_person": "nộp trực tiếp", "online": "nộp trực tuyến", "post": "bưu chính"}
_CHANNEL_SAID = {
    "in_person": re.compile(r"\b(?:truc tiep|tai quay|o quay|tai phuong|ra phuong|tai cong an|ra cong an|in person)\b"),
    "online": re.compile(r"\b(?:online|onl|truc tuyen|tren mang|qua mang|nop mang|vneid)\b"),
    "post": re.compile(r"\b(?:buu chinh|buu dien|by post)\b"),
}
_CITATION = re.compile(r"\s*\([^()]*\d+/\d{4}/[^()]*\)|\s*\((?:Điều|khoản)[^()]*\)")
_SENTENCE = re.compile(r"(?<=\.)\s+(?=[A-ZĐÀ-Ỹ])")
_EXTRA = ("Miễn cho", "Bản sao trích lục")
_DAY = re.compile(
    r"\b(?:(?P<day>\d{1,2}) (?:thang )?)?(?P<month>\d{1,2}) (?:nam )?(?P<year>20\d\d)\b"
    r"|\bnam (?P<alone>20\d\d)\b|\b(?:thang (?P<next>\d{1,2}) )?(?:sang nam|nam (?:sau|toi))\b(?! 20\d\d)"
)
_TET = "Tết Nguyên Đán"
_AFTER_TET = re.compile(r"\b(?:ra|qua|sau|ngoai|an) tet\b")
"""Named by the holiday that it comes after."""


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


def sums(procedure: Procedure, day: date, words: str) -> list[str]:
    """What the quantities in the words come to and how, a line each; empty where nothing can be computed.

    Of a tariff that is not certain only the fees of a condition that the words name are added up.
    """
    if not procedure.is_certain("fee"):
        return _together(procedure, day, words, named=True)
    rule = by_page(procedure, day)
    if rule is None:
        counts = [*_by_unit(procedure, day, words), *_together(procedure, day, words)]
        return counts or _by_way(procedure, day, words)
    several = papers(words)
    if len(several) > 1:
        guessed = [texts.PAGES_UNKNOWN] if any(each.pages is None for each in several) else []
        return [*_several([page_sum(rule, each.pages or 1, each.copies or 1) for each in several]), *guessed]
    [asked] = several
    if asked.pages is None and asked.copies is None:
        return []
    notes = [texts.SHEETS] if asked.sheets == asked.pages else [texts.PAGES_UNKNOWN] if asked.pages is None else []
    came, *apart = (_sum(rule, way) for way in asked.ways())
    if any(other.total != came.total for other in apart):
        return [texts.SHEETS_EITHER.format(sheets=asked.sheets), *map(_in_a_line, [came, *apart]), *notes]
    return [texts.SUM.format(what=_what(came), total=texts.money(came.total)), *_how(came), *notes]


def sum_in_english(procedure: Procedure, day: date, words: str) -> str | None:
    """The same sum in English, where one paper's pages or other units are counted; None if none is certain."""
    if not procedure.is_certain("fee"):
        return None
    rule = by_page(procedure, day)
    if rule is None:
        return _units_in_english(procedure, day, words)
    [asked, *others] = papers(words)
    if others or (asked.pages is None and asked.copies is None):
        return None
    came, *apart = (_sum(rule, way) for way in asked.ways())
    if any(other.total != came.total for other in apart):
        return None
    each = " + ".join(f"{step.pages} × {step.each:,}" for step in came.steps)
    return texts.EN_SUM.format(
        pages=_pages(came), copies=came.copies, originals=came.originals, each=each, copy=came.copy, total=came.total
    )


def _units_in_english(procedure: Procedure, day: date, words: str) -> str | None:
    """The sum of a fee that is alike for each of what is counted; None where the tariff has several amounts for it."""
    found = [(rule.amount or 0, counted(rule, words) or 0) for rule in procedure.fee_rules if in_force(rule, day)]
    amounts = {(amount, count) for amount, count in found if count > 1}
    if len(amounts) != 1:
        return None
    [(amount, count)] = amounts
    return texts.EN_UNITS.format(count=count, amount=amount, total=amount * count)


def day_asked(words: str, today: date) -> date:
    """The day that the words name if it is still to come ("năm 2027", "sang năm", "5/1/2027"), else today."""
    found = _DAY.search(plain(words))
    if found is None:
        tet = dates.next_holiday(_TET, today) if _AFTER_TET.search(plain(words)) else None
        return tet or today
    year = int(found["year"] or found["alone"] or today.year + 1)
    month = int(found["month"] or found["next"] or 1)
    try:
        return max(today, date(year, month, int(found["day"] or 1)))
    except ValueError:
        return today


def example(procedure: Procedure, day: date) -> str | None:
    """A worked example of a fee by the page, and the offer to compute."""
    rule = by_page(procedure, day) if procedure.is_certain("fee") else None
    if rule is None:
        return None
    came = page_sum(rule, 5, 3)
    how = f"{_steps(came)} = {_short(came.copy)}; {came.copies} bản là {texts.money(came.total)}"
    return texts.SUM_EXAMPLE.format(what=_what(came), how=how)


def exemptions(procedure: Procedure, day: date) -> tuple[str, ...]:
    """Who pays nothing, in the order of the tariff."""
    return tuple(dict.fromkeys(who for rule in procedure.fee_rules if in_force(rule, day) for who in rule.exempt))


def _sentences(text: str) -> list[str]:
    """The sentences without the decrees in brackets, which the legal basis lists."""
    return [
        fee_or_free.in_words(sentence.rstrip("."))
        for sentence in _SENTENCE.split(_CITATION.sub("", text))
        if sentence.strip(". ")
    ]


def _rule(rule: FeeRule) -> str:
    until = f"áp dụng đến hết {texts.day(rule.valid_until)}" if rule.valid_until else None
    notes = "; ".join(filter(None, (rule.condition, until)))
    return f"{_way(rule)}{_amount(rule)}{f' ({notes})' if notes else ''}"


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


def _what(came: PageSum) -> str:
    papers = f"{came.originals} giấy, mỗi giấy" if came.originals > 1 else "giấy"
    return f"{papers} {_pages(came)} trang, {came.copies} bản sao{' mỗi giấy' if came.originals > 1 else ''}"


def _sum(rule: FeeRule, asked: Quantities) -> PageSum:
    """The sum for what was asked, where one stands for what was not said."""
    return page_sum(rule, asked.pages or 1, asked.copies or 1, asked.originals)


def _several(sums_of: list[PageSum]) -> list[str]:
    """The sum over different papers, a line for each."""
    total = texts.money(sum(came.total for came in sums_of))
    return [texts.SUM.format(what=f"{len(sums_of)} giấy", total=total), *map(_in_a_line, sums_of)]


def _in_a_line(came: PageSum) -> str:
    """What the copies of one paper, or of several alike, come to."""
    what, count = _what(came), came.copies * came.originals
    return f"• {what[:1].upper()}{what[1:]}: {count} × {_short(came.copy)} = {texts.money(came.total)}"


def _pages(came: PageSum) -> int:
    return sum(step.pages for step in came.steps)


def _steps(came: PageSum) -> str:
    return " + ".join(f"{step.pages} trang × {_short(step.each)}" for step in came.steps)


def _how(came: PageSum) -> list[str]:
    """The way to the total; nothing where it is plain."""
    capped = f", quá mức tối đa nên chỉ thu {texts.money(came.copy)}/bản" if came.capped else None
    lines = [f"• Mỗi bản: {_steps(came)}{capped or f' = {texts.money(came.copy)}'}"]
    if came.copies * came.originals > 1:
        papers = f"{came.originals} giấy × " if came.originals > 1 else ""
        lines.append(f"• {papers}{came.copies} bản × {_short(came.copy)} = {texts.money(came.total)}")
    return lines


def _by_unit(procedure: Procedure, day: date, words: str) -> list[str]:
    """A line for each rule whose units the words count, more than one of them."""
    rules = [rule for rule in procedure.fee_rules if in_force(rule, day)]
    rules = [rule for rule in rules if is_for(rule, words)] or rules
    found = [(rule, counted(rule, words) or 1) for rule in rules]
    return [f"• {_multiplied(rule, count, _uncounted(rule, rules, words))}" for rule, count in found if count > 1]


def is_for(rule: FeeRule, words: str) -> bool:
    """Whether the words name one of those whom the condition of a rule names: "hộ kinh doanh, cá nhân"."""
    names = filter(None, (plain(name) for name in (rule.condition or "").split(",")))
    return any(f" {name} " in f" {plain(words)} " for name in names)


def _multiplied(rule: FeeRule, count: int, otherwise: FeeRule | None) -> str:
    amount = rule.amount or 0
    came = f"{count} {rule.unit.split(' (')[0]} × {_short(amount)} = {texts.money(amount * count)}"
    if otherwise:
        return f"{_way(rule)}{_amount(otherwise)}, không nhân theo {rule.unit}; {rule.condition}: {came}"
    return f"{_way(rule)}{came}{f' ({rule.condition})' if rule.condition else ''}"


def _uncounted(rule: FeeRule, rules: Sequence[FeeRule], words: str) -> FeeRule | None:
    """What the same way of filing costs once, however many are counted, unless the words tell the rule's condition."""
    if rule.condition is None or plain(rule.condition) in plain(words):
        return None
    return next((one for one in rules if one.amount and one.channel == rule.channel and one.condition is None), None)


def channels(words: str) -> set[str]:
    """The ways of filing that the words name."""
    return {channel for channel, said in _CHANNEL_SAID.items() if said.search(plain(words))}


def goes_by_the_way(procedure: Procedure, day: date) -> bool:
    """Whether it costs another amount by one way of filing than by another."""
    amounts = (
        {(rule.amount, rule.condition) for rule in procedure.fee_rules if way in rule.channel and in_force(rule, day)}
        for way in ("in_person", "online")
    )
    at_the_counter, online = amounts
    return bool(at_the_counter and online) and at_the_counter != online


def _by_way(procedure: Procedure, day: date, words: str) -> list[str]:
    """What it costs by the only way of filing that the words name, where the ways differ."""
    named = channels(words)
    if len(named) != 1 or not goes_by_the_way(procedure, day):
        return []
    rules = [rule for rule in procedure.fee_rules if in_force(rule, day) and named <= {*rule.channel}]
    own = [rule for rule in rules if len(rule.channel) < len(CHANNELS)]
    return [f"• {_rule(rule)}" for rule in own]


def _together(procedure: Procedure, day: date, words: str, *, named: bool = False) -> list[str]:
    """Fees that are paid at once, added up: those of the condition in the words, else all unless it must be `named`."""
    groups = parts(procedure, day)
    meant = [group for group in groups if is_said(group[0].condition, words)]
    return [
        f"• {_way(group[0])}{_condition(group[0])}"
        f"{' + '.join(f'{rule.per} {_short(rule.amount or 0)}' for rule in group)}"
        f" = {texts.money(sum(rule.amount or 0 for rule in group))}"
        for group in meant or ([] if named else groups)
    ]


def _condition(rule: FeeRule) -> str:
    return f"{rule.condition}: " if rule.condition else ""


def _way(rule: FeeRule) -> str:
    """By which ways of filing a rule applies, where not by all."""
    ways = "" if len(rule.channel) in (0, len(CHANNELS)) else " hoặc ".join(CHANNELS[c] for c in rule.channel)
    return ways[:1].upper() + ways[1:] + ": " if ways else ""


def _short(amount: int) -> str:
    return texts.money(amount).removesuffix(" đồng")
