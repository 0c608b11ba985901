"""A personal number is nowhere in the database once its message was handled."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.db.engine import Database
from bot.db.models import Base
from tests.fakes.clock import FakeClock
from tests.fakes.ward import ROOM, Ward

IDENTITY, PHONE, PASSWORD = "031199012345", "0912345678", "Hoa12345"


@pytest.fixture
async def ward(database: Database, clock: FakeClock) -> Ward:
    return await Ward(database, clock).open()


async def everything(database: Database) -> str:
    """All rows of all tables as text."""
    async with database.read() as session:
        rows = [row for table in Base.metadata.sorted_tables for row in await session.execute(select(table))]
    return str(rows)


async def test_what_was_covered_is_kept_nowhere(ward: Ward, database: Database) -> None:
    """Neither the question, nor the ticket, nor the raw event, nor what officers were shown holds the number."""
    await ward.ask("5", f"cccd {IDENTITY} làm giấy khai sinh cho con cần gì", "gặp cán bộ", f"gọi tôi số {PHONE}")
    await ward.ask("5", f"mật khẩu vneid là {PASSWORD}", "1", f"số của tôi {PHONE} nhé")
    kept = await everything(database)
    assert "khai sinh" in kept
    for secret in (IDENTITY, PHONE, PASSWORD):
        assert secret not in kept
        assert secret not in " ".join([*ward.channel.texts(ROOM), *ward.channel.texts("5")])


async def test_what_cannot_be_read_is_kept_covered(ward: Ward, database: Database) -> None:
    """A body that nobody can read waits for an engineer without the numbers in it."""
    await ward.door.quarantine("memory", "1", "ValueError", f"{{broken {IDENTITY}".encode())
    await ward.channel.receive_raw("n", "5", {"kind": f"gọi {PHONE}"})
    await ward.settle()
    kept = await everything(database)
    assert "broken" in kept
    assert IDENTITY not in kept
    assert PHONE not in kept
