"""The Zalo Bot channel: one bot account, polling or webhook, behind the interface of every channel."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal

from aiohttp import web
from pydantic import SecretStr

from bot.channels.backoff import Backoff
from bot.channels.base import Capabilities, Deliver, Finding, Limits, Parcel, Raw, Receipt, RetryAt
from bot.channels.posts import Quarantine
from bot.channels.web.media_store import MediaStore
from bot.channels.zalo_bot.api import SEND_SECONDS, Api
from bot.channels.zalo_bot.classify import receipt_of, words_of
from bot.channels.zalo_bot.doctor import Doctor
from bot.channels.zalo_bot.hosting import Hosting
from bot.channels.zalo_bot.names import MESSAGE, NAME
from bot.channels.zalo_bot.parse import Reader
from bot.channels.zalo_bot.polling import FLOOR_SECONDS, Polling
from bot.channels.zalo_bot.send import Sender
from bot.channels.zalo_bot.webhook import Webhook
from bot.channels.zalo_files import Files
from bot.clock import Clock
from bot.lease import Lease
from handlers.messages import Event

STOP_SECONDS = 3.0

logger = logging.getLogger(__name__)

Mode = Literal["polling", "webhook"]


class ZaloBotChannel:
    """A bot on Zalo; `store` keeps what people send, `turn` lets only one process poll."""

    name = NAME
    capabilities = Capabilities(buttons=False, edits=False, threads=False, max_length=MESSAGE)

    def __init__(
        self,
        token: SecretStr,
        *,
        mode: Mode,
        api_url: str,
        secret: SecretStr | None,
        public_url: str,
        quota: int,
        clock: Clock,
        store: MediaStore | None = None,
        quarantine: Quarantine | None = None,
        turn: Lease | None = None,
        send_seconds: float = SEND_SECONDS,
        poll_floor: float = FLOOR_SECONDS,
        backoff: Callable[[], Backoff] = Backoff,
    ) -> None:
        if mode == "webhook" and not secret:
            raise ValueError("a webhook without a secret would believe anybody")
        self.account = token.get_secret_value().partition(":")[0]
        # Zalo publishes no pace; this one is gentle, and people cannot read faster.
        self.limits = Limits(account_per_second=10, chat_per_second=1, group_per_minute=20, account_per_month=quota)
        self.last_heard: datetime | None = None
        self._mode = mode
        self._clock = clock
        self._turn = turn
        self._poll_floor = poll_floor
        self._new_backoff = backoff
        self._api = Api(token, api_url, send_seconds)
        self._hosting = Hosting(self.account, public_url, clock)
        self._sender = Sender(self._api, self._hosting.offer)
        self._files = Files(NAME, self._api.url, self._api.session, store)
        self._reader = Reader(self.account, clock.now)
        self._secret = secret.get_secret_value() if secret else ""
        self._webhook = Webhook(self.account, self._secret, quarantine, self._heard)
        self._webhook_url = public_url.rstrip("/") + self._webhook.path if mode == "webhook" else None
        self._polling: Polling | None = None
        self._polls: asyncio.Task[None] | None = None
        self._introduces: asyncio.Task[None] | None = None

    def routes(self) -> list[web.RouteDef]:
        """Where Zalo posts events (unless we poll) and fetches photos, to be mounted by the web server."""
        intake = [web.post(self._webhook.path, self._webhook.handle)] if self._mode == "webhook" else []
        return [*intake, web.get(self._hosting.path, self._hosting.handle)]

    async def start(self, deliver: Deliver) -> None:
        """Begin intake and learn our own name; both wait in the background for a network that is not there yet."""
        taking = self._with_files(deliver)
        if self._mode == "webhook":
            self._webhook.deliver = taking
        else:
            self._polling = Polling(
                self._api,
                self.account,
                taking,
                clock=self._clock,
                backoff=self._new_backoff(),
                heard=self._heard,
                turn=self._turn,
                floor=self._poll_floor,
            )
            self._polls = asyncio.create_task(self._polling.run())
        self._introduces = asyncio.create_task(self._introduce())

    async def stop(self) -> None:
        """End intake after the event in hand, and close the connections."""
        self._webhook.deliver = None
        if self._polling is not None and self._polls is not None:
            self._polling.stop()
            await asyncio.wait([self._polls], timeout=STOP_SECONDS)
        tasks = [task for task in (self._polls, self._introduces) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._turn is not None and self._polls is not None:
            await self._turn.give_back()
        await self._files.stop()
        await self._api.close()

    def parse(self, event_id: str, raw: Raw) -> Event | None:
        """Read a stored event; None for one that means nothing to us. Raises ValueError on nonsense."""
        return self._reader.read(event_id, raw)

    async def send(self, parcel: Parcel) -> Receipt:
        """Put one parcel into the world; faults of the wire are receipts, never exceptions."""
        return await self._sender.send(parcel)

    async def fetch(self, ref: str, *, limit: int) -> bytes | None:
        """The bytes at an address of Zalo's, at most `limit` and 10 MB; None if they cannot be had."""
        return await self._files.fetch(ref, limit)

    async def diagnose(self, rooms: Sequence[str]) -> list[Finding]:
        """Why the bot may be deaf or mute on Zalo, for `hoidap doctor`; `stop` closes the connections."""
        return await Doctor(self._api, self._webhook_url).diagnose(rooms)

    def _heard(self) -> None:
        self.last_heard = self._clock.now()

    def _with_files(self, deliver: Deliver) -> Deliver:
        """`deliver`, and whatever came is fetched as soon as the event is safe."""

        async def taking(event_id: str, lane: str, raw: Raw) -> bool:
            new = await deliver(event_id, lane, raw)
            if new:
                self._fetch_media(event_id, raw)
            return new

        return taking

    def _fetch_media(self, event_id: str, raw: Raw) -> None:
        try:
            incoming = self._reader.read(event_id, raw)
        except ValueError:
            return
        for media in incoming.media if incoming else ():
            if media.ref is not None and media.kind in ("photo", "voice"):
                self._files.fetch_soon(media.ref)

    async def _introduce(self) -> None:
        """Learn who we are, and tell Zalo where to post."""
        me = await self._insist("getMe")
        if isinstance(me, Mapping):
            names = tuple(str(me[key]) for key in ("display_name", "account_name") if me.get(key))
            self._reader = replace(self._reader, own_id=str(me.get("id") or ""), names=names)
            logger.info("zalo_bot: this is %s", " / ".join(names))
        if self._webhook_url is not None:
            told = await self._insist("setWebhook", {"url": self._webhook_url, "secret_token": self._secret})
            _log_verification(told)

    async def _insist(self, method: str, params: Mapping[str, str] | None = None) -> Any:
        """The answer, however long it takes: without it the bot is deaf."""
        backoff = self._new_backoff()
        while True:
            try:
                return await self._api.call(method, params)
            except Exception as error:
                receipt = receipt_of(error)
                logger.warning("zalo_bot: %s: %s", method, words_of(error))
            told = receipt.seconds if isinstance(receipt, RetryAt) else None
            await asyncio.sleep(told or backoff.next())


def _log_verification(told: object) -> None:
    """Zalo keeps an address even where its own look at it failed: say so, and what it hints at."""
    look = told.get("verification") if isinstance(told, Mapping) else None
    if isinstance(look, Mapping) and look.get("ok") is not True:
        logger.error("zalo_bot: Zalo cannot reach the webhook: %s %s", look.get("outcome"), look.get("hint"))
