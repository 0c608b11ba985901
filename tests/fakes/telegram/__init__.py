"""A stateful Telegram Bot API server on loopback, for tests of bots."""

from tests.fakes.telegram.history import Call
from tests.fakes.telegram.limits import Limits
from tests.fakes.telegram.process import TelegramProcess
from tests.fakes.telegram.server import TOKEN, FakeTelegram
from tests.fakes.telegram.shapes import Json
from tests.fakes.telegram.toxics import Toxic

__all__ = ["TOKEN", "Call", "FakeTelegram", "Json", "Limits", "TelegramProcess", "Toxic"]
