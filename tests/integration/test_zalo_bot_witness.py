"""A public client of the platform, written by others, gets along with our fake, which is no mere mirror of our code."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import zalo_bot

from tests.fakes.zalo_bot import TOKEN, FakeZaloBot


@pytest.fixture
async def fake() -> AsyncIterator[FakeZaloBot]:
    async with FakeZaloBot(speed=50) as platform:
        yield platform


async def test_it_hears_and_speaks(fake: FakeZaloBot) -> None:
    """Who it is, what was said, an answer, a sign of typing: by form fields instead of JSON."""
    lan = fake.people.add_user("Lan")
    fake.people.say(lan, "xin chào")
    async with zalo_bot.Bot(TOKEN, base_url=fake.url) as bot:
        assert (await bot.get_me()).display_name == fake.world.bot_name
        update = await bot.get_update(timeout=5)
        assert (update.message.text, update.message.chat.id) == ("xin chào", lan)
        sent = await bot.send_message(lan, "chào Lan")
        await bot.send_chat_action(lan, "typing")
    [message] = fake.world.sent
    assert (message.text, message.message_id) == ("chào Lan", sent.message_id)


async def test_it_fails_where_the_platform_says_no() -> None:
    """A refused token stops it where the HTTP status tells; by HTTP 200 it notices nothing, so that is not asked."""
    async with FakeZaloBot(status="mirror") as fake:
        with pytest.raises(zalo_bot.error.ZaloError):
            await zalo_bot.Bot("1:wrong-token", base_url=fake.url).initialize()
