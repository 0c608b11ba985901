"""A checklist that an officer sent can be asked about like one of the bot's own."""

from __future__ import annotations

from bot.db.engine import Database
from tests.fakes.clock import FakeClock
from tests.fakes.ward import ROOM, Ward


async def test_the_numbers_under_a_sent_checklist_work(database: Database, clock: FakeClock) -> None:
    """The resident writes the number of a part and reads that part."""
    ward = await Ward(database, clock).open()
    code = await ward.hand_off("5")
    card = ward.channel.id_of(ROOM, f"#{code}")
    await ward.officer("/gui chứng thực chữ ký", reply_to=card)
    sent = ward.channel.texts("5")[-1]
    assert "CHỨNG THỰC CHỮ KÝ" in sent
    await ward.ask("5", "1")
    assert ward.channel.texts("5")[-1].startswith("Chứng thực chữ ký – ")
