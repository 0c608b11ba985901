"""A town, a resident on the channel of the test, an officer in the room of the test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.contract.residents import RESIDENTS, OnWeb
from tests.contract.rooms import ROOMS
from tests.contract.story import Story
from tests.contract.town import Town, town


@pytest.fixture
def room_name() -> str:
    """The staff room, unless the test names another."""
    return "telegram"


@pytest.fixture
async def story(
    tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch, channel: str, room_name: str
) -> AsyncIterator[Story]:
    """A resident on a channel and an officer in a room of a ward that serves all channels."""
    kind = ROOMS[room_name]
    async with (
        town(tmp_path, sqlite_url, monkeypatch, {room_name: kind.spec}) as here,
        browser() as theirs,
        browser() as officers,
    ):
        story = Story(here, _resident(here, channel, theirs), kind(here, officers))
        await story.room.arrive()
        await story.resident.arrive()
        yield story


def browser() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))


def _resident(here: Town, channel: str, session: aiohttp.ClientSession) -> Any:
    match RESIDENTS[channel]:
        case made if made is OnWeb:
            return OnWeb(here, session)
        case made:
            return made(here)
