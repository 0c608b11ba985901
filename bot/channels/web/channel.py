"""The web channel: the site as a Channel. What is sent is read from the database by the pages that are waiting."""

from __future__ import annotations

import asyncio
import errno
import logging
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

from aiohttp import web

from bot.channels.base import Capabilities, Deliver, Delivered, Limits, Parcel, Raw, Receipt, RetryAt
from bot.channels.web import events
from bot.channels.web.app import build_app
from bot.channels.web.media_store import DiskFullError, MediaStore
from bot.channels.web.site import FetchElsewhere, Health, Metrics, Site
from bot.channels.web.site import Limits as Pace
from bot.clock import Clock
from bot.db.engine import Database
from bot.errors import HoidapError
from handlers.desk import Desk
from handlers.messages import Incoming

_DRAIN = 2.0
_SWEEP_EVERY = 6 * 3600.0

_log = logging.getLogger(__name__)


class PortTakenError(HoidapError):
    """The web page cannot be served on this address."""


class WebChannel:
    """Residents on `/`, officers on `/staff`, the platforms' webhooks, health and metrics, on one port."""

    name = events.NAME
    account = events.ACCOUNT
    capabilities = Capabilities(buttons=True, edits=True, threads=False, max_length=20_000, repeatable=True)
    limits = Limits()

    def __init__(
        self,
        *,
        host: str,
        port: int,
        database: Database,
        desk: Callable[[], Desk],
        clock: Clock,
        data_dir: Path,
        public_url: str,
        health: Health,
        metrics: Metrics,
        extra_routes: Sequence[web.RouteDef] = (),
        fetch_elsewhere: FetchElsewhere | None = None,
        pace: Pace | None = None,
    ) -> None:
        self._address = (host, port)
        self._extra_routes = extra_routes
        self._health = health
        self._metrics = metrics
        self._runner: web.AppRunner | None = None
        self._sweeper: asyncio.Task[None] | None = None
        self._site = Site(
            database=database,
            desk=desk,
            clock=clock,
            store=MediaStore(data_dir / "media"),
            public_url=public_url,
            limits=pace or Pace.usual(clock),
        )
        if fetch_elsewhere is not None:
            self._site.fetch_elsewhere = fetch_elsewhere

    async def start(self, deliver: Deliver) -> None:
        """Open the door to browsers; PortTakenError if the address is not free."""
        self._site.deliver = deliver
        app = build_app(self._site, health=self._health, metrics=self._metrics, extra_routes=self._extra_routes)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=_DRAIN, handle_signals=False)
        await self._runner.setup()
        host, port = self._address
        try:
            await web.TCPSite(self._runner, host, port).start()
        except OSError as error:
            await self._runner.cleanup()
            raise PortTakenError(_complaint(host, port, error)) from error
        self._sweeper = asyncio.create_task(self._sweep(), name="web files")

    async def stop(self) -> None:
        """Let streams end and requests finish, then close the door."""
        if self._sweeper is not None:
            self._sweeper.cancel()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _sweep(self) -> None:
        """Files are kept as long as messages are."""
        while True:
            oldest = self._site.now() - timedelta(days=self._site.desk().keep_days)
            try:
                await self._site.store.forget(oldest)
            except OSError as error:
                _log.warning("old files could not be deleted: %s", type(error).__name__)
            await asyncio.sleep(_SWEEP_EVERY)

    @property
    def url(self) -> str:
        """Where the page is served on this machine, with the real port; only once started."""
        if self._runner is None or not self._runner.addresses:
            raise RuntimeError("the web channel has not been started")
        host, port = self._runner.addresses[0][:2]
        near = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 - compared, not bound
        return f"http://[{near}]:{port}" if ":" in near else f"http://{near}:{port}"

    def parse(self, event_id: str, raw: Raw) -> Incoming:
        """The stored event of a resident or an officer; ValueError on nonsense."""
        return events.read(event_id, raw)

    async def send(self, parcel: Parcel) -> Receipt:
        """Keep a file that another channel brought, and wake the pages of this chat: they read what is new."""
        if parcel.media and parcel.media.ref and parcel.content is not None:
            try:
                await self._site.store.keep_foreign(parcel.origin or "", parcel.media.ref, parcel.content)
            except (DiskFullError, OSError) as error:
                return RetryAt(reason=type(error).__name__)
        self._site.hub.wake(parcel.chat_id)
        return Delivered()

    def wake_staff(self) -> None:
        """A ticket changed: let the staff room look."""
        self._site.hub.wake(events.STAFF_CHAT)

    async def fetch(self, ref: str, *, limit: int) -> bytes | None:
        """The bytes of a file that came by the web, at most `limit`; None if they cannot be had."""
        return await self._site.store.find(ref, limit=limit)


def _complaint(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Cổng {port} trên {host} đang có chương trình khác dùng. Đặt HOIDAP_PORT thành số khác rồi chạy lại."
    return f"Không mở được trang web trên {host}:{port} ({error.strerror}). Xem lại HOIDAP_HOST và HOIDAP_PORT."
