"""A stateful Zalo Bot Platform on loopback, for tests of bots.

    async with FakeZaloBot(speed=20) as fake:       # the bot's API server is fake.url
        lan = fake.people.add_user("Lan")
        fake.people.say(lan, "xin chào")
        await fake.history.wait_for("sendMessage", chat_id=lan)

Where sources about the real platform disagree, `fake.switches` chooses; `Toxic` breaks calls on purpose.
"""

from tests.fakes.zalo_bot.server import TOKEN, FakeZaloBot
from tests.fakes.zalo_bot.switches import Switches

__all__ = ["TOKEN", "FakeZaloBot", "Switches"]
