"""The knowledge base and its matcher for commands that answer without a running bot."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path

from bot.clock import SystemClock
from bot.settings import Settings
from handlers import Desk
from knowledge import default_faq, entries, load
from knowledge.dates import LOCAL
from knowledge.matcher import Matcher


def faq_path(settings: Settings) -> Path:
    """The faq.yaml in use: the one that is set, else the one that ships."""
    return settings.faq or default_faq()


def open_desk(settings: Settings) -> Desk:
    """Load the knowledge base; FaqError lists every mistake in it."""
    kb = load(faq_path(settings))
    return Desk(kb, Matcher(entries(kb)), settings.keep_days, settings.public_url, settings.answer_hours)


def moment(as_of: date | None) -> datetime:
    """Now, or ten in the morning (local time) of the day that was asked for."""
    if as_of is None:
        return SystemClock().now()
    return datetime.combine(as_of, time(10), LOCAL).astimezone(UTC)
