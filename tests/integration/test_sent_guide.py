"""A checklist that an officer sent can be asked about like one of the bot's own."""

from __future__ import annotations

import re

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
    await ward.ask("5", "2")
    assert ward.channel.texts("5")[-1].startswith("Chứng thực chữ ký – ")


async def test_a_sent_checklist_carries_a_code_to_look_it_up_by(database: Database, clock: FakeClock) -> None:
    """What an officer sends with /gui is kept word for word under the code that the resident reads."""
    ward = await Ward(database, clock).open()
    code = await ward.hand_off("5")
    await ward.officer("/gui trích lục hộ tịch", reply_to=ward.channel.id_of(ROOM, f"#{code}"))
    sent = ward.channel.texts("5")[-1]
    found = re.search(r"Mã trả lời: (\w{6})", sent)
    assert found is not None
    await ward.officer(f"/ma {found[1]}")
    told = ward.channel.texts(ROOM)[-1]
    assert "Bot đã trả lời nguyên văn" in told
    assert sent.split("\n\n—")[0] in told
