"""Delivery of updates to the bot's webhook, with the retries of the real server."""

import asyncio

import aiohttp

from tests.fakes.telegram.clock import Clock
from tests.fakes.telegram.shapes import Json
from tests.fakes.telegram.updates import Update, UpdateQueue

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
LONGEST_DELAY = 60.0  # seconds
LONGEST_RETRY_AFTER = 3600.0


class Webhook:
    """Posts updates, in order within a chat, each until a 2xx answer.

    `duplicates` posts every update so many more times at the same moment; `answer_within` is in
    real seconds. A method in the bot's answer is not carried out.
    """

    def __init__(self, updates: UpdateQueue, clock: Clock) -> None:
        self._updates = updates
        self._clock = clock
        self._secret = ""
        self._max_connections = 40
        self._last_error: Json = {}
        self._dispatcher: asyncio.Task[None] | None = None
        self._deliveries: dict[int, asyncio.Task[None]] = {}
        self.url = ""
        self.duplicates = 0
        self.answer_within = 60.0
        self.attempts: list[tuple[int, int]] = []  # (update_id, HTTP status, 0: no answer)

    def set(self, url: str, secret: str, max_connections: int) -> None:
        """Deliver to `url` from now on."""
        self.remove()
        self.url, self._secret, self._max_connections = url, secret, max_connections
        self._last_error = {}
        self._dispatcher = asyncio.create_task(self._dispatch())

    def remove(self) -> None:
        """Deliver no more; what is not delivered waits in the queue."""
        self.url = ""
        for task in [self._dispatcher, *self._deliveries.values()]:
            if task is not None:
                task.cancel()
        self._deliveries = {}

    def info(self) -> Json:
        """The WebhookInfo object."""
        info: Json = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates.waiting()),
        }
        if self.url:
            info |= {"max_connections": self._max_connections, "ip_address": "127.0.0.1"}
        if self._updates.allowed:
            info["allowed_updates"] = self._updates.allowed
        return info | self._last_error

    async def _dispatch(self) -> None:
        while True:
            for chat_id in {update.chat_id for update in self._updates.waiting()}:
                free = len(self._deliveries) < self._max_connections
                if free and chat_id not in self._deliveries:
                    self._deliveries[chat_id] = asyncio.create_task(self._deliver_chat(chat_id))
            await self._updates.changed.wait()

    async def _deliver_chat(self, chat_id: int) -> None:
        while update := self._updates.first_of(chat_id):
            await self._deliver(update)
        self._deliveries.pop(chat_id, None)
        self._updates.changed.ring()

    async def _deliver(self, update: Update) -> None:
        delay, failures = 1.0, 0
        while True:
            posts = [self._post(update.json()) for _ in range(1 + self.duplicates)]
            answers = await asyncio.gather(*posts)
            self.attempts += [(update.id, status) for status, _ in answers]
            status, retry_after = answers[0]
            if 200 <= status <= 299:
                self._updates.forget([update.id])
            if not self._updates.is_waiting(update):
                return
            self._note_error(status)
            if failures and not retry_after:
                delay = min(LONGEST_DELAY, delay * 2)
            # The real server repeats at once after the first failure, then waits ever longer.
            await self._clock.sleep(retry_after or (delay if failures else 0.0))
            failures += 1

    async def _post(self, update: Json) -> tuple[int, float]:
        headers = {SECRET_HEADER: self._secret} if self._secret else {}
        limit = aiohttp.ClientTimeout(total=self.answer_within)
        try:
            async with (
                aiohttp.ClientSession(timeout=limit) as session,
                session.post(self.url, json=update, headers=headers) as answer,
            ):
                header = answer.headers.get("Retry-After", "")
                retry_after = float(header) if header.isdecimal() else 0.0
                return answer.status, min(retry_after, LONGEST_RETRY_AFTER)
        except (aiohttp.ClientError, TimeoutError):
            return 0, 0.0

    def _note_error(self, status: int) -> None:
        reason = f"Wrong response from the webhook: {status}" if status else "Connection refused"
        self._last_error = {
            "last_error_date": int(self._clock.now()),
            "last_error_message": reason,
        }
