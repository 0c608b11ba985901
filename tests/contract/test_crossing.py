"""Every pair: asked on one channel, answered in the staff room of any other."""

from __future__ import annotations

import pytest

from tests.contract.cells import CHANNELS, ROOMS
from tests.contract.story import QUESTION, Story
from tests.integration.web_visitor import PNG

ANSWER = "Dạ, chị gọi tổ dân phố ạ"
JPEG = b"\xff\xd8\xff\xe0" + b"x" * 1000


@pytest.mark.parametrize("room_name", ROOMS)
@pytest.mark.parametrize("channel", CHANNELS)
async def test_crosses(story: Story, channel: str, room_name: str) -> None:
    """Question and photo reach the room, answer and photo come back; the resident's next words arrive there too."""
    code = await story.hand_over()
    told = await story.room.reads()
    assert f"#{code}" in told
    assert QUESTION in told
    if channel != "console":
        await story.resident.send_photo(PNG)
        await story.town.settle()
        assert await story.room.photos() == [PNG]
    await story.room.note(code, "để em hỏi anh Nam")
    await story.answers(code, ANSWER)
    assert await story.count(ANSWER) == 1
    assert "anh Nam" not in await story.sees()
    if room_name != "web":
        await story.room.send_photo(code, JPEG)
        await story.town.settle()
        assert await story.resident.photos() == ([JPEG] if channel != "console" else [])
    await story.says("dạ em cảm ơn, mai em qua")
    assert "mai em qua" in await story.room.reads()
