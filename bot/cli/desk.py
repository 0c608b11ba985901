"""The knowledge base and its matcher for commands that answer without a running bot."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path

from bot.clock import SystemClock
from bot.settings import Settings
from handlers import Desk
from knowledge import default_faq, entries, load
from knowledge.dates import LOCAL
from knowledge.matcher import Matcher

MORNING = time(10)
"""When a day is asked for without an hour."""


def faq_path(settings: Settings) -> Path:
    """The faq.yaml in use: the one that is set, else the one that ships."""
    return settings.faq or default_faq()


def open_desk(settings: Settings) -> Desk:
    """Load the knowledge base; FaqError lists every mistake in it."""
    kb = load(faq_path(settings))
    matcher = Matcher(entries(kb), kb.lexicon, follow_ups=kb.follow_ups)
    return Desk(kb, matcher, settings.keep_days, settings.public_url, settings.answer_hours)


def moment(as_of: datetime | None) -> datetime:
    """Now, or the local time that was asked for; ten in the morning where only a day was."""
    if as_of is None:
        return SystemClock().now()
    local = as_of if as_of.time() != time() else datetime.combine(as_of, MORNING)
    return local.replace(tzinfo=as_of.tzinfo or LOCAL).astimezone(UTC)
