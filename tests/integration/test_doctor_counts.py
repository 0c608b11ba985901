"""What `hoidap doctor` reads from the ward's own database: the month's messages, and when somebody last wrote."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from bot import quota
from bot.bootstrap import zalo_bot_channel, zalo_oa_channel
from bot.cli.doctor import _allowance, _heard
from bot.clock import SystemClock
from bot.db import inbox, sends
from bot.db.engine import Database
from bot.db.models import InboxRow
from bot.settings import Settings


@pytest.fixture
def settings(sqlite_url: str, tmp_path: Path) -> Settings:
    return Settings(
        _env_file=None,
        database_url=sqlite_url,
        data_dir=tmp_path,
        public_url="https://hoidap.example",
        zalo_bot_token="4200000001:mot-ma-cua-bot",
        zalo_oa_app_id="1",
        zalo_oa_app_secret="khoa",
        zalo_oa_id="2",
        zalo_oa_secret="khoa-webhook",
    )


@pytest.mark.parametrize(("sent", "ok"), [(100, True), (2400, None), (3000, False)])
async def test_an_allowance_that_ends_is_told(settings: Settings, sent: int, ok: bool | None) -> None:
    """Fine below 80 %, a hint from there on, wrong once it is used up."""
    channel = zalo_bot_channel(settings)
    assert channel is not None
    database = Database(settings.database)
    async with database.write() as session:
        await sends.add(session, channel.name, channel.account, quota.month_of(SystemClock().now()), sent)
    finding = await _allowance(settings, channel)
    await channel.stop()
    await database.close()
    assert (finding.ok, f"{sent}/3000" in finding.detail) == (ok, True)


async def test_when_somebody_last_wrote_to_the_account(settings: Settings) -> None:
    """Nobody in a week is a hint; lately is fine; a silence that is unusual here is wrong."""
    database = Database(settings.database)
    channel = zalo_oa_channel(settings, database)
    assert channel is not None
    assert (await _heard(database, channel)).ok is None
    now = SystemClock().now()
    row: dict[str, Any] = {"channel": channel.name, "account": channel.account, "lane": "x", "raw": "{}"}
    async with database.write() as session:
        for number in range(30):
            at = now - timedelta(minutes=10 * number)
            await inbox.put(session, **row, event_id=str(number), state="done", attempts=0, next_at=at, received_at=at)
    assert (await _heard(database, channel)).ok is True
    async with database.write() as session:
        for number in range(30):
            earlier = now - timedelta(days=2, minutes=10 * number)
            await session.execute(update(InboxRow).where(InboxRow.event_id == str(number)).values(received_at=earlier))
    finding = await _heard(database, channel)
    await channel.stop()
    await database.close()
    assert (finding.ok, "Webhook" in finding.advice) == (False, True)
