"""The Telegram channel: one bot account, polling or webhook, behind the interface of every channel."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal, TypeVar

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import GetMe, SetWebhook
from aiogram.methods.base import TelegramMethod
from aiohttp import web
from pydantic import SecretStr

from bot.channels.backoff import Backoff
from bot.channels.base import Capabilities, Deliver, Finding, Limits, Parcel, Raw, Receipt, RetryAt
from bot.channels.posts import Quarantine
from bot.channels.telegram import chats, files
from bot.channels.telegram.classify import receipt_of
from bot.channels.telegram.doctor import Doctor
from bot.channels.telegram.names import NAME
from bot.channels.telegram.parse import Reader
from bot.channels.telegram.polling import STOP_SECONDS, Polling
from bot.channels.telegram.profile import introductions
from bot.channels.telegram.send import Sender
from bot.channels.telegram.updates import ALLOWED
from bot.channels.telegram.webhook import Webhook
from bot.clock import Clock
from handlers.messages import Event

SEND_SECONDS = 15.0

logger = logging.getLogger(__name__)

Mode = Literal["polling", "webhook"]
Answer = TypeVar("Answer")


class TelegramChannel:
    """A bot in Telegram; `rooms` are the staff groups, `quarantine` keeps webhook bodies that cannot be read."""

    name = NAME
    capabilities = Capabilities(buttons=True, edits=True, threads=True, max_length=4096)
    limits = Limits(account_per_second=30, chat_per_second=1, group_per_minute=20)

    def __init__(
        self,
        token: SecretStr,
        *,
        mode: Mode,
        api_url: str,
        secret: SecretStr | None,
        public_url: str,
        clock: Clock,
        rooms: Sequence[str] = (),
        quarantine: Quarantine | None = None,
        send_seconds: float = SEND_SECONDS,
        backoff: Callable[[], Backoff] = Backoff,
    ) -> None:
        if mode == "webhook" and not secret:
            raise ValueError("a webhook without a secret would believe anybody")
        self.account = token.get_secret_value().partition(":")[0]
        self.last_heard: datetime | None = None
        self._mode = mode
        self._clock = clock
        self._rooms = rooms
        self._new_backoff = backoff
        self._session = AiohttpSession(api=TelegramAPIServer.from_base(api_url.rstrip("/")), timeout=send_seconds)
        self._bot = Bot(token.get_secret_value(), session=self._session)
        self._sender = Sender(self._bot)
        self._reader = Reader(self.account, clock.now)
        self._secret = secret.get_secret_value() if secret else ""
        self._webhook = Webhook(self.account, self._secret, quarantine, self._heard)
        self._webhook_url = public_url.rstrip("/") + self._webhook.path if mode == "webhook" else None
        self._doctor = Doctor(self._bot, self._session, api_url, self._webhook_url)
        self._polling: Polling | None = None
        self._polls: asyncio.Task[None] | None = None
        self._introduces: asyncio.Task[None] | None = None

    def routes(self) -> list[web.RouteDef]:
        """Where Telegram posts updates, to be mounted by the web server; none when polling."""
        return [web.post(self._webhook.path, self._webhook.handle)] if self._mode == "webhook" else []

    async def start(self, deliver: Deliver) -> None:
        """Begin intake and introduce the bot; both wait in the background for a network that is not there yet."""
        if self._mode == "webhook":
            self._webhook.deliver = deliver
        else:
            self._polling = Polling(self._bot, self.account, deliver, self._new_backoff(), self._heard)
            self._polls = asyncio.create_task(self._polling.run())
        self._introduces = asyncio.create_task(self._introduce())

    async def stop(self) -> None:
        """End intake after the update in hand, and close the connections."""
        self._webhook.deliver = None
        if self._polling is not None and self._polls is not None:
            self._polling.stop()
            await asyncio.wait([self._polls], timeout=STOP_SECONDS)
        tasks = [task for task in (self._polls, self._introduces) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._session.close()

    def parse(self, event_id: str, raw: Raw) -> Event | None:
        """Read a stored update; None for one that means nothing to us. Raises ValueError on nonsense."""
        return self._reader.read(event_id, raw)

    async def send(self, parcel: Parcel) -> Receipt:
        """Put one parcel into the world; faults of the wire are receipts, never exceptions."""
        return await self._sender.send(parcel)

    async def fetch(self, ref: str, *, limit: int) -> bytes | None:
        """The bytes behind a file handle, at most `limit` and 20 MB; None if they cannot be had."""
        return await files.fetch(self._bot, self._session, ref, limit)

    async def room_is_forum(self, chat_id: str) -> bool | None:
        """Whether a group has topics; None while Telegram does not say."""
        return await chats.is_forum(self._bot, chat_id)

    async def diagnose(self, rooms: Sequence[str]) -> list[Finding]:
        """Why the bot may be deaf or mute in Telegram, for `hoidap doctor`; `stop` closes the connections."""
        return await self._doctor.diagnose(rooms, self._clock.now())

    def _heard(self) -> None:
        self.last_heard = self._clock.now()

    async def _introduce(self) -> None:
        """Learn our own name, set the webhook, show the commands."""
        me = await self._insist(GetMe())
        if me is not None:
            self._reader = replace(self._reader, username=me.username or "")
            logger.info("telegram: this is @%s", me.username)
        if self._webhook_url is not None:
            await self._insist(
                SetWebhook(url=self._webhook_url, secret_token=self._secret, allowed_updates=ALLOWED), for_good=True
            )
        for introduction in introductions(self._rooms):
            await self._insist(introduction)

    async def _insist(self, call: TelegramMethod[Answer], *, for_good: bool = False) -> Answer | None:
        """The answer, however long the network takes; None where Telegram refuses, unless it must be had `for_good`."""
        backoff = self._new_backoff()
        while True:
            try:
                return await self._bot(call)
            except Exception as error:
                receipt = receipt_of(error)
            logger.warning("telegram: %s: %s", type(call).__name__, getattr(receipt, "reason", "refused"))
            if not isinstance(receipt, RetryAt) and not for_good:
                return None
            told = receipt.seconds if isinstance(receipt, RetryAt) else None
            await asyncio.sleep(told or backoff.next())
