"""People's words, names and numbers are in the database and on screens, and nowhere else."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.base import Parcel, Receipt, Rejected, Undeliverable
from bot.db.engine import Database
from bot.health import Health
from bot.logs import OneLine
from handlers.messages import Event, Incoming
from tests.fakes.clock import FakeClock
from tests.fakes.ward import ROOM, Ward

NAME, PHONE, IDENTITY = "Nguyễn Thị Canary", "0912345678", "031199012345"
WORDS = f"em tên {NAME}, số {PHONE}, căn cước {IDENTITY}, hỏi chuyện riêng"
CHAT = "987654321987"


async def a_bad_day(ward: Ward, clock: FakeClock) -> None:
    """A hand-over, an answer that cannot arrive, a refused parcel, a broken channel, a poisoned message, nonsense."""
    ward.channel.script = None
    for text in ("gặp cán bộ", WORDS, "1"):
        await ward.channel.receive(CHAT, text, user_name=NAME)
        await ward.settle()
    card = ward.channel.id_of(ROOM, "Phiếu #")
    receipts: list[Receipt] = [Undeliverable("blocked"), Rejected("no")]
    ward.channel.script = lambda parcel: receipts.pop(0) if receipts and parcel.chat_id == CHAT else None
    await ward.officer(WORDS, reply_to=card, user_name=NAME)
    await ward.officer(WORDS, reply_to=card, user_name=NAME)
    ward.channel.script = raising
    await ward.channel.receive(CHAT, WORDS)
    await ward.work()
    await ward.relays[0].turn()
    await ward.relays[0].landed()
    ward.channel.script = None
    await ward.door.quarantine("memory", "1", "ValueError", WORDS.encode())
    await ward.channel.receive_raw("n", CHAT, {"kind": WORDS})
    ward.pipeline.handle = broken  # type: ignore[method-assign]
    await ward.channel.receive(CHAT, WORDS)
    for _ in range(10):
        await ward.settle()
        clock.advance(2)


def raising(parcel: Parcel) -> Receipt | None:
    raise RuntimeError(parcel.text)


async def broken(_session: AsyncSession, event: Event) -> None:
    assert isinstance(event, Incoming)
    raise RuntimeError(event.text)


async def test_nothing_personal_is_logged(
    database: Database, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    """Through a day on which everything fails: no word, name, number or chat id in logs, metrics or health."""
    caplog.handler.setFormatter(OneLine())
    for ours in ("bot", "handlers", "knowledge"):
        caplog.set_level(logging.DEBUG, ours)
    ward = await Ward(database, clock).open()
    await a_bad_day(ward, clock)
    health = Health(database, clock, ward.metrics, knowledge=lambda: True, channels=ward.channels)
    told = "\n".join([caplog.text, ward.metrics.render().decode(), str(await health.snapshot())])
    assert "RuntimeError" in caplog.text
    for canary in ("Canary", PHONE, IDENTITY, CHAT, "chuyện riêng"):
        assert canary not in told
