"""What people do in a test, in words that hold on every channel."""

from __future__ import annotations

import re
from typing import Any

from tests.contract.town import Town

QUESTION = "con mèo nhà hàng xóm kêu suốt đêm"


class Story:
    """A resident, an officer, and the ward between them."""

    def __init__(self, town: Town, resident: Any, room: Any) -> None:
        self.town = town
        self.resident = resident
        self.room = room

    async def says(self, *texts: str) -> None:
        """The resident writes, message after message."""
        for text in texts:
            await self.resident.say(text)
            await self.town.settle()

    async def hand_over(self) -> str:
        """The resident's question goes to the officers; the ticket's code."""
        await self.says("gặp cán bộ", QUESTION, "1")
        return await self.code()

    async def code(self) -> str:
        """The code of the newest ticket that the resident was told."""
        codes = re.findall(r"#([A-Z0-9]{4})\b", await self.sees())
        assert codes, await self.sees()
        return codes[-1]

    async def answers(self, code: str, text: str) -> None:
        """The officer answers."""
        await self.room.answer(code, text)
        await self.town.settle()

    async def sees(self) -> str:
        """All that the resident was told."""
        return "\n".join(await self.resident.screen())

    async def count(self, words: str) -> int:
        """How many messages on the resident's screen have these words."""
        return sum(words in text for text in await self.resident.screen())
