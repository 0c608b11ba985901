"""The procedure under discussion on a day to come: "thứ 4 em nộp thì bao giờ lấy", "sang năm 2027 có tăng không"."""

from __future__ import annotations

import re

from handlers import asking, fees, filing_day, question
from handlers.messages import Decision
from handlers.turn import Turn
from handlers.words import plain
from knowledge import named_days

LONGEST = 16
"""More words than this tell a story."""
_CHANGES = re.compile(
    r"\b(?:tang|giam|dat|re|len gia|doi gia|thay doi|khac|cao|nhieu|it)\b(?: \w+){0,3}? (?:khong|ko|k|hong|chu|a|ha)\b"
    r"|\bthi sao\b|\bbao nhieu\b"
)
"""Asks whether the fee will be another one then."""
_DAY = re.compile(
    r"\b(?:thu (?:[2-7]|hai|ba|tu|nam|sau|bay)|t[2-7]|chu nhat|tuan (?:sau|toi)|hom|ngay|bua|mai|mot|kia|sang|trua"
    r"|chieu|thang|nam|tet|\d{1,4}|h|gio|luc)\b"
)
_LITTLE_WORDS = """
    em e toi minh chau con anh chi bac nha minh nop ra di len den qua mang lam moi thi la the vay neu con de cho khi nao
    gui xong giay thang truoc sau toi ra qua sang co duoc ha a nhi phuong quay ho so do ngoai dau cuoi luon day
"""
_LITTLE = frozenset(_LITTLE_WORDS.split())
"""Words beside the day that name no need of their own."""


def route(turn: Turn) -> Decision | None:
    """The fee or the time of the procedure under discussion, for the day that the message tells."""
    topic = turn.topic
    if topic is None or not turn.text or turn.incoming.button or len(turn.text.split()) > LONGEST:
        return None
    later = fees.day_asked(turn.text, turn.today) > turn.today
    if later and topic.aspect == "fee" and _CHANGES.search(plain(turn.text)):
        return question.about(turn, topic.procedure_id, "fee")
    asks_when = "time" in asking.parts(turn, turn.text) and filing_day.told(turn.text, turn.now) is not None
    return question.about(turn, topic.procedure_id, "time") if asks_when and _names_nothing(turn) else None


def _names_nothing(turn: Turn) -> bool:
    """Whether the message tells nothing but a day, an hour and what is asked."""
    rest = asking.need(turn, named_days.without_days(turn.text))
    return _LITTLE.issuperset(_DAY.sub(" ", plain(rest)).split())
