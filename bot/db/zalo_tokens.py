"""Named queries of the tokens of Zalo Official Accounts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import Update, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.insert import insert_into
from bot.db.models import ZaloTokensRow


class Pair(Protocol):
    """Tokens as they were granted."""

    @property
    def access_token(self) -> str:
        """For every call."""

    @property
    def refresh_token(self) -> str:
        """For the next pair, once."""

    @property
    def seconds(self) -> int:
        """How long the access token lasts."""


async def of_account(session: AsyncSession, account: str) -> ZaloTokensRow | None:
    """The pair of an account."""
    return await session.get(ZaloTokensRow, account)


async def put(session: AsyncSession, account: str, pair: Pair, now: datetime) -> None:
    """Keep the pair of a new consent in place of any other."""
    values = _values(pair, now)
    new = insert_into(session, ZaloTokensRow).values(account=account, **values)
    await session.execute(new.on_conflict_do_update(index_elements=["account"], set_=values))


async def replace(session: AsyncSession, old: ZaloTokensRow, pair: Pair, now: datetime) -> None:
    """Keep the pair that `old` was traded for, unless a new consent has come in between."""
    await session.execute(_only(old).values(_values(pair, now)))


async def refuse(session: AsyncSession, old: ZaloTokensRow, reason: str) -> None:
    """Remember that Zalo takes the refresh token no more, unless a new consent has come in between."""
    await session.execute(_only(old).values(refused=reason))


def _only(old: ZaloTokensRow) -> Update:
    return update(ZaloTokensRow).where(
        ZaloTokensRow.account == old.account, ZaloTokensRow.refresh_token == old.refresh_token
    )


def _values(pair: Pair, now: datetime) -> dict[str, object]:
    return {
        "access_token": pair.access_token,
        "refresh_token": pair.refresh_token,
        "expires_at": now + timedelta(seconds=pair.seconds),
        "saved_at": now,
        "refused": None,
    }
