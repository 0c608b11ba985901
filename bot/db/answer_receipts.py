"""What the bot said about a procedure, by the code under the answer; nobody is named in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from random import Random

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.models import ReceiptRow
from handlers.addressing import LETTERS
from handlers.messages import Receipt, Say

LENGTH = 6


def new_code(chance: Random) -> str:
    """A code to be read out over the telephone; no ticket has one as long."""
    return "".join(chance.choices(LETTERS, k=LENGTH))


async def find(session: AsyncSession, code: str) -> ReceiptRow | None:
    """The receipt with this code, however it was typed."""
    return await session.get(ReceiptRow, code.strip("# ").upper())


async def is_spare(session: AsyncSession, code: str) -> bool:
    """Whether no answer has this code."""
    return await find(session, code) is None


async def spare_code(session: AsyncSession, chance: Random) -> str:
    """A code that no answer has."""
    while not await is_spare(session, code := new_code(chance)):
        pass
    return code


async def keep(session: AsyncSession, receipt: Receipt, said: Sequence[Say], now: datetime) -> None:
    """Write down the receipt of an answer with the very words that are sent."""
    session.add(
        ReceiptRow(
            code=receipt.code,
            procedure_id=receipt.procedure_id,
            version=receipt.version,
            aspect=receipt.aspect,
            answers=receipt.case,
            question=receipt.question,
            said="\n\n".join(say.text for say in said),
            at=now,
        )
    )


async def forget(session: AsyncSession, before: datetime) -> None:
    """Receipts are kept as long as messages are."""
    await session.execute(delete(ReceiptRow).where(ReceiptRow.at < before))
