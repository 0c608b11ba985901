"""A plan's messages per month: each send is counted, and officers are warned before they are used up."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot import notices
from bot.channels.base import Channel, Delivered, PossiblySent, Receipt
from bot.db import sends
from handlers import texts
from knowledge import dates

WARNED_AT = (80, 100)
"""Per cent of the allowance."""


def month_of(now: datetime) -> str:
    """The month that counts, by the calendar in Việt Nam: 2026-11."""
    return f"{dates.local(now):%Y-%m}"


async def count(session: AsyncSession, channel: Channel, receipt: Receipt, now: datetime) -> None:
    """Count what a parcel used; a message that possibly went out has possibly been charged."""
    quota = channel.limits.account_per_month
    if quota is None or not isinstance(receipt, Delivered | PossiblySent) or not receipt.parts:
        return
    month = month_of(now)
    sent = await sends.add(session, channel.name, channel.account, month, receipt.parts)
    for percent in WARNED_AT:
        threshold = quota * percent / 100
        if sent - receipt.parts < threshold <= sent:
            key = f"quota:{channel.name}:{channel.account}:{month}:{percent}"
            await notices.quota_low(session, key, _warning(channel, sent, quota), now)


def _warning(channel: Channel, sent: int, quota: int) -> str:
    name = texts.CHANNELS.get(channel.name, channel.name)
    return texts.QUOTA_LOW.format(channel=name, sent=sent, quota=quota, percent=sent * 100 // quota)
