"""The two bot libraries behind one face, so that one script can drive both."""

import asyncio
from dataclasses import dataclass
from typing import Any, Protocol

import aiogram
import telegram
import telegram.ext
from aiogram import exceptions as aiogram_errors
from aiogram import types as aiogram_types
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from telegram import error as ptb_errors
from telegram.request import HTTPXRequest

from tests.fakes.telegram import FakeTelegram, Json

KINDS = ["message", "edited_message", "callback_query", "my_chat_member"]
STRANGER = "42:a-token-nobody-has"
Rows = list[list[tuple[str, str]]]


@dataclass(frozen=True)
class Refusal:
    """A typed error of a library: its class, its text, and the number that came with it."""

    kind: type[Exception]
    text: str
    number: int | None = None


class Driver(Protocol):
    """What the script needs of a library; `bot` has the same method names in both."""

    bot: Any
    retry_after: type[Exception]
    forbidden: type[Exception]
    migrated: type[Exception]
    bad_request: type[Exception]
    conflict: type[Exception]
    unauthorized: type[Exception]
    network: type[Exception]

    async def start(self) -> None:
        """Begin to receive updates."""

    async def stop_polling(self) -> None:
        """Receive no more updates by polling."""

    async def close(self) -> None:
        """End everything."""

    async def next_update(self) -> Any:
        """The library's own object of the next update."""

    def parsed(self, update: Json) -> Any:
        """The library's own object of a webhook body."""

    def keyboard(self, rows: Rows) -> Any:
        """Inline buttons from pairs of label and callback data."""

    def command(self, name: str, description: str) -> Any:
        """An entry of the command list."""

    def photo(self, content: bytes) -> Any:
        """An upload."""

    async def download(self, file: Any) -> bytes:
        """The content of a file that get_file described."""

    async def ask_as_stranger(self) -> Any:
        """Call get_me with a token that no bot has."""

    def refusal(self, error: Exception) -> Refusal:
        """What an error says, in the script's terms."""


class AiogramDriver:
    """aiogram: `Bot` and a polling loop of our own."""

    retry_after = aiogram_errors.TelegramRetryAfter
    forbidden = aiogram_errors.TelegramForbiddenError
    migrated = aiogram_errors.TelegramMigrateToChat
    bad_request = aiogram_errors.TelegramBadRequest
    conflict = aiogram_errors.TelegramConflictError
    unauthorized = aiogram_errors.TelegramUnauthorizedError
    network = aiogram_errors.TelegramNetworkError

    def __init__(self, fake: FakeTelegram) -> None:
        self._fake = fake
        self.bot = _aiogram_bot(fake, fake.token)
        self._offset: int | None = None
        self._batch: list[aiogram_types.Update] = []

    async def start(self) -> None:
        await self.bot.delete_webhook()

    async def stop_polling(self) -> None:
        await self.bot.get_updates(offset=self._offset, timeout=0)

    async def close(self) -> None:
        await self.bot.session.close()

    async def next_update(self) -> aiogram_types.Update:
        while not self._batch:
            self._batch = await self.bot.get_updates(offset=self._offset, timeout=5, allowed_updates=KINDS)
        update = self._batch.pop(0)
        self._offset = update.update_id + 1
        return update

    def parsed(self, update: Json) -> aiogram_types.Update:
        return aiogram_types.Update.model_validate(update)

    def keyboard(self, rows: Rows) -> aiogram_types.InlineKeyboardMarkup:
        button = aiogram_types.InlineKeyboardButton
        return aiogram_types.InlineKeyboardMarkup(
            inline_keyboard=[[button(text=label, callback_data=data) for label, data in row] for row in rows]
        )

    def command(self, name: str, description: str) -> aiogram_types.BotCommand:
        return aiogram_types.BotCommand(command=name, description=description)

    def photo(self, content: bytes) -> aiogram_types.BufferedInputFile:
        return aiogram_types.BufferedInputFile(content, "so-do.jpg")

    async def download(self, file: aiogram_types.File) -> bytes:
        content = await self.bot.download(file)
        assert content is not None
        return content.read()

    async def ask_as_stranger(self) -> aiogram_types.User:
        async with _aiogram_bot(self._fake, STRANGER) as bot:
            return await bot.get_me()

    def refusal(self, error: Exception) -> Refusal:
        number = getattr(error, "retry_after", None) or getattr(error, "migrate_to_chat_id", None)
        return Refusal(type(error), str(error), number)


class PtbDriver:
    """python-telegram-bot: `Application` with its own polling."""

    retry_after = ptb_errors.RetryAfter
    forbidden = ptb_errors.Forbidden
    migrated = ptb_errors.ChatMigrated
    bad_request = ptb_errors.BadRequest
    conflict = ptb_errors.Conflict
    unauthorized = ptb_errors.InvalidToken
    network = ptb_errors.NetworkError

    def __init__(self, fake: FakeTelegram) -> None:
        self._fake = fake
        self._application = (
            telegram.ext.Application.builder()
            .token(fake.token)
            .base_url(f"{fake.url}/bot")
            .base_file_url(f"{fake.url}/file/bot")
            .request(_direct())
            .get_updates_request(_direct())
            .build()
        )
        self._seen: asyncio.Queue[telegram.Update] = asyncio.Queue()
        self._application.add_handler(telegram.ext.TypeHandler(telegram.Update, self._see))
        self.bot: telegram.ext.ExtBot[None] = self._application.bot

    async def _see(self, update: telegram.Update, context: object) -> None:
        await self._seen.put(update)

    async def start(self) -> None:
        await self._application.initialize()
        await self._application.start()
        await self._updater.start_polling(poll_interval=0, timeout=5, allowed_updates=KINDS)

    async def stop_polling(self) -> None:
        await self._updater.stop()

    async def close(self) -> None:
        if self._updater.running:
            await self._updater.stop()
        await self._application.stop()
        await self._application.shutdown()

    async def next_update(self) -> telegram.Update:
        return await asyncio.wait_for(self._seen.get(), 5)

    def parsed(self, update: Json) -> telegram.Update:
        return telegram.Update.de_json(update, self.bot)

    def keyboard(self, rows: Rows) -> telegram.InlineKeyboardMarkup:
        button = telegram.InlineKeyboardButton
        return telegram.InlineKeyboardMarkup(
            [[button(label, callback_data=data) for label, data in row] for row in rows]
        )

    def command(self, name: str, description: str) -> telegram.BotCommand:
        return telegram.BotCommand(name, description)

    def photo(self, content: bytes) -> telegram.InputFile:
        return telegram.InputFile(content, "so-do.jpg")

    async def download(self, file: telegram.File) -> bytes:
        return bytes(await file.download_as_bytearray())

    async def ask_as_stranger(self) -> telegram.User:
        bot = telegram.Bot(STRANGER, f"{self._fake.url}/bot", request=_direct())
        try:
            return await bot.get_me()
        finally:
            await bot.shutdown()

    def refusal(self, error: Exception) -> Refusal:
        number = getattr(error, "retry_after", None) or getattr(error, "new_chat_id", None)
        return Refusal(type(error), str(error), number)

    @property
    def _updater(self) -> telegram.ext.Updater:
        updater = self._application.updater
        assert updater is not None
        return updater


def _aiogram_bot(fake: FakeTelegram, token: str) -> aiogram.Bot:
    session = AiohttpSession(api=TelegramAPIServer.from_base(fake.url), timeout=10)
    return aiogram.Bot(token, session=session)


def _direct() -> HTTPXRequest:
    # Loopback only, whatever proxy the machine has set.
    return HTTPXRequest(connection_pool_size=8, httpx_kwargs={"trust_env": False})
