"""The only place that chooses real parts and joins them."""

from __future__ import annotations

import getpass
import random
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from pydantic import SecretStr

from bot import logs, notices
from bot.app import App, RoomSpecs
from bot.bell import Bell
from bot.channels.base import Channel
from bot.channels.console import PROMPT, ConsoleChannel
from bot.channels.posts import Quarantine
from bot.channels.web import WebChannel, new_sign_in_link
from bot.channels.web.events import ACCOUNT as WEB_ACCOUNT
from bot.channels.web.events import STAFF_CHAT
from bot.channels.web.media_store import MediaStore
from bot.channels.zalo_bot import ZaloBotChannel
from bot.channels.zalo_oa import Account, ZaloOaChannel
from bot.clock import Clock, SystemClock
from bot.db.engine import Database
from bot.health import Health
from bot.inbox import Door, Worker
from bot.kb_watch import KnowledgeWatch
from bot.lease import Lease
from bot.metrics import Metrics
from bot.outbox import Relay
from bot.pipeline import Pipeline
from bot.settings import Settings
from bot.shell import Shell
from handlers import texts
from knowledge import default_faq

if TYPE_CHECKING:
    from bot.channels.telegram import TelegramChannel

POLLER_SECONDS = 90.0
"""Longer than one poll, so that whoever polls keeps the right to it."""


class Parts:
    """What every channel and loop shares, made once from the settings."""

    def __init__(self, settings: Settings) -> None:
        logs.set_up(settings.log_level, _secrets(settings))
        self.settings = settings
        self.clock: Clock = SystemClock()
        self.metrics = Metrics()
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        self.database = Database(settings.database)
        self.bell = Bell()
        self.door = Door(self.database, self.clock, self.metrics, self.bell)
        self.knowledge = KnowledgeWatch(
            settings.faq or default_faq(),
            self.database,
            self.clock,
            self.metrics,
            keep_days=settings.keep_days,
            public_url=settings.public_url,
            answer_hours=settings.answer_hours,
            accept_loss=settings.faq_accept_loss,
        )
        self.channels: list[Channel] = []
        self.health = Health(
            self.database,
            self.clock,
            self.metrics,
            knowledge=lambda: self.knowledge.healthy,
            channels=self.channels,
        )

    def app(
        self,
        greet: Callable[[], Awaitable[None]],
        *,
        until: Callable[[], Awaitable[None]] | None = None,
        after: Callable[[], None] = lambda: None,
    ) -> App:
        """Join everything around the channels that were chosen."""
        by_name = {channel.name: channel for channel in self.channels}
        chance = random.SystemRandom()
        pipeline = Pipeline(Shell(self.clock, chance, self.knowledge.desk, by_name, self.metrics, self.settings.sign))
        relays = [
            Relay(channel, self.database, self.clock, self.metrics, channels=by_name, chance=chance)
            for channel in self.channels
        ]

        def ring() -> None:
            for relay in relays:
                relay.bell.ring()
            after()

        worker = Worker(
            self.database,
            self.clock,
            self.metrics,
            self.bell,
            channels=self.channels,
            handle=pipeline.handle,
            rescue=pipeline.rescue,
            after=ring,
        )
        return App(
            database=self.database,
            clock=self.clock,
            metrics=self.metrics,
            health=self.health,
            knowledge=self.knowledge,
            channels=self.channels,
            room_specs=room_specs(self.settings),
            door=self.door,
            worker=worker,
            relays=relays,
            keep_days=self.settings.keep_days,
            greet=greet,
            until=until,
        )


def build(settings: Settings) -> App:
    """The bot with its web page, and every platform that it has a token for."""
    parts = Parts(settings)
    others = _other_channels(parts)
    web = WebChannel(
        host=settings.host,
        port=settings.port,
        database=parts.database,
        desk=parts.knowledge.desk,
        clock=parts.clock,
        data_dir=settings.data_dir,
        public_url=settings.public_url,
        health=parts.health.snapshot,
        metrics=parts.metrics.render,
        extra_routes=[route for channel in others for route in channel.routes()],
        fetch_elsewhere=_fetcher(parts.channels),
    )
    parts.channels += [web, *others]

    async def greet() -> None:
        link = await new_sign_in_link(parts.database, parts.clock)
        sys.stdout.write(_greeting(settings, web.url, link))
        sys.stdout.flush()

    return parts.app(greet, after=web.wake_staff)


def build_console(settings: Settings) -> App:
    """The bot on a terminal; it shares the database with the one that serves the web."""
    parts = Parts(settings)
    console = ConsoleChannel(parts.clock, user=getpass.getuser())
    parts.channels.append(console)

    async def greet() -> None:
        sys.stdout.write(f"Mời anh/chị nhắn câu hỏi (Ctrl-D để thôi).\n{PROMPT}")
        sys.stdout.flush()

    return parts.app(greet, until=console.ended)


def _other_channels(parts: Parts) -> list[TelegramChannel | ZaloBotChannel | ZaloOaChannel]:
    """The platforms whose tokens are set."""
    clock, quarantine = parts.clock, parts.door.quarantine
    store = MediaStore(parts.settings.data_dir / "media")
    found = (
        telegram_channel(parts.settings, clock=clock, quarantine=quarantine),
        zalo_bot_channel(
            parts.settings,
            clock=clock,
            quarantine=quarantine,
            store=store,
            turn=Lease(parts.database, clock, "zalo_bot poller", POLLER_SECONDS),
        ),
        zalo_oa_channel(
            parts.settings,
            parts.database,
            clock=clock,
            quarantine=quarantine,
            store=store,
            alert=lambda: _consent_needed(parts),
        ),
    )
    return [channel for channel in found if channel is not None]


def telegram_channel(
    settings: Settings, *, clock: Clock | None = None, quarantine: Quarantine | None = None
) -> TelegramChannel | None:
    """The Telegram channel as it is set, None without a token."""
    if settings.telegram_token is None:
        return None
    # Its library takes two seconds to import, which a ward without Telegram need not wait for.
    from bot.channels.telegram import TelegramChannel

    return TelegramChannel(
        settings.telegram_token,
        mode=settings.telegram_mode,
        api_url=settings.telegram_api_url,
        secret=settings.telegram_secret,
        public_url=settings.public_url,
        clock=clock or SystemClock(),
        rooms=settings.telegram_rooms,
        quarantine=quarantine,
    )


def zalo_bot_channel(
    settings: Settings,
    *,
    clock: Clock | None = None,
    quarantine: Quarantine | None = None,
    store: MediaStore | None = None,
    turn: Lease | None = None,
) -> ZaloBotChannel | None:
    """The channel of the Zalo bot as it is set, None without a token."""
    if settings.zalo_bot_token is None:
        return None
    return ZaloBotChannel(
        settings.zalo_bot_token,
        mode=settings.zalo_bot_mode,
        api_url=settings.zalo_bot_api_url,
        secret=settings.zalo_bot_secret,
        public_url=settings.public_url,
        quota=settings.zalo_bot_quota,
        clock=clock or SystemClock(),
        quarantine=quarantine,
        store=store,
        turn=turn,
    )


def zalo_oa_channel(
    settings: Settings,
    database: Database,
    *,
    clock: Clock | None = None,
    quarantine: Quarantine | None = None,
    store: MediaStore | None = None,
    alert: Callable[[], Awaitable[None]] | None = None,
) -> ZaloOaChannel | None:
    """The channel of the Official Account as it is set, None without an app."""
    if not settings.zalo_oa_app_id or settings.zalo_oa_app_secret is None:
        return None
    account = Account(
        oa_id=settings.zalo_oa_id,
        app_id=settings.zalo_oa_app_id,
        app_secret=settings.zalo_oa_app_secret,
        webhook_secret=settings.zalo_oa_secret,
        api_url=settings.zalo_oa_api_url,
        oauth_url=settings.zalo_oa_oauth_url,
        public_url=settings.public_url,
        enforce=settings.zalo_oa_signature == "enforce",
        verifier=settings.zalo_oa_verifier,
    )
    return ZaloOaChannel(
        account,
        database=database,
        clock=clock or SystemClock(),
        quarantine=quarantine,
        store=store,
        alert=alert,
    )


async def _consent_needed(parts: Parts) -> None:
    """Officers hear at once that the account's owner must agree anew, not only when something cannot be sent."""
    async with parts.database.write() as session:
        await notices.stuck(session, ZaloOaChannel.name, texts.ZALO_OA_CONSENT, parts.clock.now())


def room_specs(settings: Settings) -> RoomSpecs:
    """Where each staff room of the setting is."""
    telegram, zalo_bot = _account(settings.telegram_token), _account(settings.zalo_bot_token)
    return {
        **({"web": ("web", WEB_ACCOUNT, STAFF_CHAT)} if "web" in settings.rooms else {}),
        **{f"telegram:{chat}": ("telegram", telegram, chat) for chat in settings.telegram_rooms},
        **{f"zalo_bot:{chat}": ("zalo_bot", zalo_bot, chat) for chat in settings.zalo_bot_rooms},
        **{f"zalo_oa:{chat}": ("zalo_oa", settings.zalo_oa_id, chat) for chat in settings.zalo_oa_rooms},
    }


def _account(token: SecretStr | None) -> str:
    """The bot's number, with which its token begins."""
    return token.get_secret_value().partition(":")[0] if token else ""


def _fetcher(channels: Sequence[Channel]) -> Callable[[str, str, int], Awaitable[bytes | None]]:
    """Fetch a file from the channel that holds it."""

    async def fetch(channel: str, ref: str, limit: int) -> bytes | None:
        by_name: Mapping[str, Channel] = {one.name: one for one in channels}
        return await by_name[channel].fetch(ref, limit=limit) if channel in by_name else None

    return fetch


def _secrets(settings: Settings) -> tuple[str, ...]:
    kept = (
        *(settings.telegram_token, settings.telegram_secret),
        *(settings.zalo_bot_token, settings.zalo_bot_secret),
        *(settings.zalo_oa_app_secret, settings.zalo_oa_secret),
    )
    return tuple(secret.get_secret_value() for secret in kept if secret)


def _greeting(settings: Settings, url: str, link: str) -> str:
    """Where residents ask, where officers answer, and what would turn on the rest."""
    public = settings.public_url.rstrip("/") or url
    lines = [
        "",
        "Hỏi Đáp đang chạy.",
        f"  Người dân hỏi ở:     {public}/",
        f"  Cán bộ trả lời ở:    {public}/staff",
        f"  Đăng nhập một lần:   {public}{link}",
    ]
    if settings.telegram_token is None:
        lines.append("  Telegram đang tắt:   đặt HOIDAP_TELEGRAM_TOKEN (mã bot do BotFather cấp) để bật")
    elif not settings.telegram_rooms:
        lines.append("  Nhóm cán bộ Telegram đang tắt: thêm telegram:<mã nhóm> vào HOIDAP_STAFF_ROOM để bật")
    if settings.zalo_bot_token is None:
        lines.append("  Zalo Bot đang tắt:   đặt HOIDAP_ZALO_BOT_TOKEN (mã bot của Zalo Bot Creator) để bật")
    if not settings.zalo_oa_app_id:
        lines.append("  Zalo OA đang tắt:    đặt HOIDAP_ZALO_OA_APP_ID và các cài đặt đi kèm để bật, xem docs/zalo.md")
    return "\n".join([*lines, "  Dừng: Ctrl-C", ""]) + "\n"
