"""A stateful Telegram Bot API server on loopback, for tests of bots.

In the process of the test:

    async with FakeTelegram(speed=20) as fake:      # the bot's API server is fake.url
        fake.people.add_user(7, "Lan")
        fake.people.say(7, "/start")
        await fake.history.wait_for("sendMessage", chat_id=7)

In a process of its own, for tests that kill the bot: `TelegramProcess`, whose `do` takes the names
of the methods of `People` and of the other actions in `control`. `Toxic` breaks calls on purpose,
`fake.world.limits.set` switches Telegram's flood limits on. Not known: Markdown, inline mode,
channels, payments, methods in a webhook's answer.
"""

from tests.fakes.telegram.history import Call
from tests.fakes.telegram.limits import Limits
from tests.fakes.telegram.process import TelegramProcess
from tests.fakes.telegram.server import TOKEN, FakeTelegram
from tests.fakes.telegram.shapes import Json
from tests.fakes.telegram.toxics import Toxic

__all__ = ["TOKEN", "Call", "FakeTelegram", "Json", "Limits", "TelegramProcess", "Toxic"]
