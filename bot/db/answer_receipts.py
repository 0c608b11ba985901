"""What the bot said about a procedure, by the code under the answer; nobody is named in it."""

from __future__ import annotations

from datetime import datetime
from random import Random

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.models import ReceiptRow
from handlers.addressing import LETTERS
from handlers.messages import Decision

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


async def keep(session: AsyncSession, decision: Decision, now: datetime) -> None:
    """Write down the answer's receipt, if it has one, with the very words that are sent."""
    receipt = decision.receipt
    if receipt is None:
        return
    session.add(
        ReceiptRow(
            code=receipt.code,
            procedure_id=receipt.procedure_id,
            version=receipt.version,
            aspect=receipt.aspect,
            answers=receipt.case,
            question=receipt.question,
            said="\n\n".join(say.text for say in decision.say),
            at=now,
        )
    )
    await session.flush()


async def forget(session: AsyncSession, before: datetime) -> None:
    """Receipts are kept as long as messages are."""
    await session.execute(delete(ReceiptRow).where(ReceiptRow.at < before))
