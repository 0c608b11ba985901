"""The account's tokens: kept in the database, renewed by one writer at a time, saved before they are used."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.channels.http import NoAnswerError
from bot.channels.zalo_oa.oauth import Granted, OAuth, OauthRefusedError
from bot.clock import Clock
from bot.db import zalo_tokens
from bot.db.engine import Database, is_outage
from bot.db.models import ZaloTokensRow
from bot.lease import Lease

RENEW_BEFORE = timedelta(hours=1)
LEASE_SECONDS = 60.0
SAVE_AGAIN_SECONDS = 1.0
RATE_LIMITED = -32

logger = logging.getLogger(__name__)


class NeedsConsentError(Exception):
    """There is no token that Zalo takes: the account's owner must agree anew (`hoidap zalo-login`)."""


class Tokens:
    """The tokens of one account; `alert` is called once for each pair that is lost."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        oauth: OAuth,
        account: str,
        alert: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._oauth = oauth
        self._account = account
        self._alert = alert
        self._turn = asyncio.Lock()
        self._renewing: set[asyncio.Task[str]] = set()

    async def access(self) -> str:
        """A token for the next call. NeedsConsentError if there is none, NoAnswerError if it cannot be had now."""
        row = await self.pair()
        if row.expires_at <= self._clock.now():
            return await self.renew(row.access_token)
        return row.access_token

    async def keep_fresh(self) -> None:
        """Renew the pair if it has less than an hour left."""
        row = await self.pair()
        if row.refused is None and row.expires_at - self._clock.now() <= RENEW_BEFORE:
            await self.renew(row.access_token)

    async def renew(self, old: str) -> str:
        """Another access token than `old`; a caller that is cut off does not cut off the renewal."""
        task = asyncio.create_task(self._renew(old))
        self._renewing.add(task)
        task.add_done_callback(self._renewing.discard)
        return await asyncio.shield(task)

    async def settled(self) -> None:
        """Return once no renewal is under way: to stop amid one would lose the pair."""
        await asyncio.gather(*self._renewing, return_exceptions=True)

    async def adopt(self, granted: Granted) -> None:
        """Keep the pair of a new consent."""
        async with self._database.write() as session:
            await zalo_tokens.put(session, self._account, granted, self._clock.now())

    async def pair(self) -> ZaloTokensRow:
        """The pair as it is kept; NeedsConsentError if there is none."""
        async with self._database.read() as session:
            row = await zalo_tokens.of_account(session, self._account)
        if row is None:
            raise NeedsConsentError
        return row

    async def _renew(self, old: str) -> str:
        async with self._turn:
            lease = Lease(self._database, self._clock, f"zalo_oa:tokens:{self._account}", LEASE_SECONDS)
            if not await lease.take():
                return await self._renewed_elsewhere(old)
            try:
                row = await self.pair()
                return row.access_token if row.access_token != old else await self._renew_row(row)
            finally:
                await lease.give_back()

    async def _renewed_elsewhere(self, old: str) -> str:
        row = await self.pair()
        if row.access_token == old:
            raise NoAnswerError("another process renews the token", maybe_done=False)
        return row.access_token

    async def _renew_row(self, row: ZaloTokensRow) -> str:
        if row.refused is not None:
            raise NeedsConsentError
        try:
            granted = await self._oauth.refresh(row.refresh_token)
        except OauthRefusedError as refused:
            await self._after_refusal(row, refused)
            raise NeedsConsentError from None
        except NoAnswerError as silence:
            # The message that needed the token has not been sent in any case.
            logger.warning("zalo_oa: the token could not be renewed: %s", silence.reason)
            raise NoAnswerError(silence.reason, maybe_done=False) from None
        await self._save(row, granted)
        logger.info("zalo_oa: the token was renewed")
        return granted.access_token

    async def _after_refusal(self, row: ZaloTokensRow, refused: OauthRefusedError) -> None:
        """All but a rate limit is for good."""
        logger.error("zalo_oa: Zalo refuses to renew the token: error %d", refused.code)
        if refused.code == RATE_LIMITED:
            raise NoAnswerError("rate limited", maybe_done=False) from None
        async with self._database.write() as session:
            await zalo_tokens.refuse(session, row, f"error {refused.code}")
        if self._alert is not None:
            await self._alert()

    async def _save(self, old: ZaloTokensRow, granted: Granted) -> None:
        """However long the database is away: the old pair is worth nothing any more."""
        while True:
            try:
                async with self._database.write() as session:
                    await zalo_tokens.replace(session, old, granted, self._clock.now())
                return
            except Exception as error:
                if not is_outage(error):
                    raise
                logger.error("zalo_oa: the new token cannot be saved yet: %s", type(error).__name__)
                await asyncio.sleep(SAVE_AGAIN_SECONDS)
