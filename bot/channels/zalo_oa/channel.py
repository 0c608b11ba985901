"""The Zalo Official Account channel: one account behind the interface of every channel."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web
from pydantic import SecretStr
from yarl import URL

from bot.channels.backoff import Backoff
from bot.channels.base import Capabilities, Deliver, Finding, Limits, Parcel, Raw, Receipt
from bot.channels.http import Http, NoAnswerError
from bot.channels.posts import Quarantine
from bot.channels.web.media_store import MediaStore
from bot.channels.zalo_files import Files
from bot.channels.zalo_oa.api import Api
from bot.channels.zalo_oa.consent import show_consent, verifier_route
from bot.channels.zalo_oa.doctor import Doctor
from bot.channels.zalo_oa.events import SENT_IN_GROUP, party
from bot.channels.zalo_oa.names import CONSENT_PATH, MESSAGE, NAME
from bot.channels.zalo_oa.oauth import OAuth
from bot.channels.zalo_oa.parse import Reader
from bot.channels.zalo_oa.people import People
from bot.channels.zalo_oa.send import Sender
from bot.channels.zalo_oa.tokens import NeedsConsentError, Tokens
from bot.channels.zalo_oa.webhook import Webhook
from bot.clock import Clock
from bot.db.engine import Database
from handlers.messages import Event, Incoming

CALL_SECONDS = 15.0
LOOK_SECONDS = 60.0
STOP_SECONDS = 3.0

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Account:
    """One account and the app that speaks for it; `webhook_secret` is the key of the app's webhook page."""

    oa_id: str
    app_id: str
    app_secret: SecretStr
    webhook_secret: SecretStr | None
    api_url: str
    oauth_url: str
    public_url: str
    enforce: bool = True
    verifier: str = ""


class ZaloOaChannel:
    """An Official Account; `store` keeps what people send, `alert` tells officers that the owner must agree anew."""

    name = NAME
    capabilities = Capabilities(
        buttons=True,
        edits=False,
        threads=False,
        max_length=MESSAGE,
        window_hours=168,
        free_hours=48,
        falls_silent=True,
    )
    # Zalo's manual says 4,000 calls a minute; small packages are said to have far less.
    limits = Limits(account_per_second=10)

    def __init__(
        self,
        account: Account,
        *,
        database: Database,
        clock: Clock,
        store: MediaStore | None = None,
        quarantine: Quarantine | None = None,
        alert: Callable[[], Awaitable[None]] | None = None,
        call_seconds: float = CALL_SECONDS,
        look_seconds: float = LOOK_SECONDS,
        backoff: Callable[[], Backoff] = Backoff,
    ) -> None:
        self.account = account.oa_id
        self.last_heard: datetime | None = None
        self._account = account
        self._clock = clock
        self._look_seconds = look_seconds
        self._new_backoff = backoff
        self._http = Http(call_seconds)
        self.oauth = OAuth(self._http, account.oauth_url, account.app_id, account.app_secret)
        self.tokens = Tokens(database, clock, self.oauth, account.oa_id, alert)
        self._api = Api(self._http, account.api_url, self.tokens)
        self._sender = Sender(self._api)
        self._people = People(self._api)
        self._files = Files(NAME, URL(account.api_url), self._http.session, store)
        self._reader = Reader(account.oa_id, self._people.name_of)
        self._webhook = Webhook(
            account.oa_id,
            account.app_id,
            account.webhook_secret.get_secret_value() if account.webhook_secret else "",
            enforce=account.enforce,
            clock=clock,
            quarantine=quarantine,
            heard=self._heard,
            backoff=backoff,
        )
        self._tasks: list[asyncio.Task[None]] = []

    def routes(self) -> list[web.RouteDef]:
        """Where Zalo posts events, where consent ends, and the proof of the domain; for the web server to mount."""
        pages = [web.post(self._webhook.path, self._webhook.handle), web.get(CONSENT_PATH, show_consent)]
        return [*pages, verifier_route(self._account.verifier)] if self._account.verifier else pages

    async def start(self, deliver: Deliver) -> None:
        """Begin intake, and keep the tokens fresh in the background."""
        if not self._account.enforce:
            logger.warning("zalo_oa: posts without a good signature are let in (HOIDAP_ZALO_OA_SIGNATURE=log)")
        self._webhook.deliver = self._with_people_and_files(deliver)
        self._tasks = [asyncio.create_task(self._keep_fresh()), asyncio.create_task(self._people.run())]

    async def stop(self) -> None:
        """End intake once what was taken is stored, finish a renewal under way, and close the connections."""
        await self._webhook.stop(STOP_SECONDS)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._files.stop()
        await self.tokens.settled()
        await self._http.close()

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
        """Why the account may be deaf or mute, for `hoidap doctor`; `stop` closes the connections."""
        url = self._account.public_url.rstrip("/") + self._webhook.path
        doctor = Doctor(self._api, self.tokens, self.account, url, self._account.enforce, bool(self._account.verifier))
        return await doctor.diagnose(rooms, self._clock.now())

    def _heard(self) -> None:
        self.last_heard = self._clock.now()

    def _with_people_and_files(self, deliver: Deliver) -> Deliver:
        """`deliver`; then who wrote is asked for, and what they sent is fetched as soon as the event is safe.

        An officer's name stands under what they do: it is asked for first.
        """

        async def taking(event_id: str, lane: str, raw: Raw) -> bool:
            officer = party(raw, "sender") if raw["event_name"].startswith(SENT_IN_GROUP) else None
            if officer is not None:
                await self._people.meet(officer)
            new = await deliver(event_id, lane, raw)
            if new:
                self._look_at(event_id, raw)
            return new

        return taking

    def _look_at(self, event_id: str, raw: Raw) -> None:
        try:
            incoming = self._reader.read(event_id, raw)
        except ValueError:
            return
        if not isinstance(incoming, Incoming):
            return
        self._people.want(incoming.user_id)
        for media in incoming.media:
            if media.ref is not None and media.kind in ("photo", "voice", "file"):
                self._files.fetch_soon(media.ref)

    async def _keep_fresh(self) -> None:
        """Renew the tokens in time; what stands in the way is waited out."""
        backoff = self._new_backoff()
        while True:
            try:
                await self.tokens.keep_fresh()
                backoff.reset()
                seconds = self._look_seconds
            except NeedsConsentError:
                logger.error("zalo_oa: no token that Zalo takes: run hoidap zalo-login")
                seconds = self._look_seconds
            except NoAnswerError:
                seconds = backoff.next()
            except Exception as error:
                logger.error("zalo_oa: the tokens cannot be looked at: %s", type(error).__name__)
                seconds = backoff.next()
            await asyncio.sleep(seconds)
