"""Platforms that stop posting to us without a word: officers are told when a silence is longer than is usual here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import pairwise

from bot import notices
from bot.channels.base import Channel
from bot.db import inbox
from bot.db.engine import Database
from handlers import texts
from knowledge import dates

WEEK = timedelta(days=7)
"""The usual is what one whole week shows, its weekend too; the inbox knows events no longer."""
FEWEST = 20
SHORTEST = timedelta(hours=2)
LONGER = 2
_DAY, _NIGHT = time(6), time(22)


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing since a moment, where the longest usual pause is so long; nights count in neither."""

    since: datetime
    usual: timedelta


def unusual(heard: Sequence[datetime], now: datetime) -> Silence | None:
    """The present silence after these moments, in order, if it is much longer than any pause among them.

    Of a channel with little traffic nothing can be said.
    """
    if len(heard) < FEWEST:
        return None
    usual = max(_by_day(earlier, later) for earlier, later in pairwise(heard))
    longest = max(SHORTEST, LONGER * usual)
    return Silence(heard[-1], usual) if _by_day(heard[-1], now) > longest else None


async def watch(database: Database, channel: Channel, now: datetime) -> None:
    """Tell every staff room, once for each silence."""
    if not channel.capabilities.falls_silent:
        return
    async with database.read() as session:
        heard = list(await inbox.heard(session, channel.name, channel.account, now - WEEK))
    last: datetime | None = getattr(channel, "last_heard", None)  # posts that mean nothing to us are a sign of life too
    silence = unusual([*heard, last] if last and heard and last > heard[-1] else heard, now)
    if silence is None:
        return
    since, usual = texts.moment(dates.local(silence.since)), texts.roughly(silence.usual)
    text = texts.ZALO_OA_SILENT.format(since=since, usual=usual)
    async with database.write() as session:
        await notices.silent(session, channel.name, heard[-1], text, now)


def _by_day(start: datetime, end: datetime) -> timedelta:
    """How much of the time between is day, when people write."""
    begin, stop = dates.local(start), dates.local(end)
    total, day = timedelta(), begin.date()
    while day <= stop.date():
        morning, night = (datetime.combine(day, hour, begin.tzinfo) for hour in (_DAY, _NIGHT))
        total += max(timedelta(), min(stop, night) - max(begin, morning))
        day += timedelta(days=1)
    return total
