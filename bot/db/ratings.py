"""How useful answers were, by day, procedure, version of the facts and verdict; each receipt counts once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.insert import insert_into
from bot.db.models import RatingRow, ReceiptRow
from handlers.messages import Rating
from handlers.useful import NO, YES


@dataclass(frozen=True, slots=True)
class Tally:
    """How often each verdict was given on the answers about a procedure, on one version of the facts, and when."""

    procedure_id: str
    version: str
    first: date
    last: date
    counts: Mapping[str, int]


async def count(session: AsyncSession, rating: Rating, day: date) -> bool:
    """One more, unless this answer was rated already; a reason counts once after a no. Whether it counted."""
    receipt = await session.get(ReceiptRow, rating.code, with_for_update=True)
    before = None if rating.verdict in (YES, NO) else NO
    if receipt is None or receipt.rated != before:
        return False
    receipt.rated = rating.verdict
    values = {"day": day, "procedure_id": receipt.procedure_id, "version": receipt.version, "verdict": rating.verdict}
    statement = insert_into(session, RatingRow).values(**values, count=1)
    key = [RatingRow.day, RatingRow.procedure_id, RatingRow.version, RatingRow.verdict]
    await session.execute(statement.on_conflict_do_update(index_elements=key, set_={"count": RatingRow.count + 1}))
    return True


async def unhappy(session: AsyncSession) -> Mapping[str, Mapping[date, int]]:
    """How many answers were not useful, by procedure and day."""
    query = select(RatingRow.procedure_id, RatingRow.day, func.sum(RatingRow.count)).where(RatingRow.verdict == NO)
    found: dict[str, dict[date, int]] = defaultdict(dict)
    for procedure_id, day, times in await session.execute(query.group_by(RatingRow.procedure_id, RatingRow.day)):
        found[procedure_id][day] = int(times)
    return found


async def tallies(session: AsyncSession) -> list[Tally]:
    """All that was counted, by procedure and version."""
    rows: dict[tuple[str, str], list[RatingRow]] = defaultdict(list)
    for row in await session.scalars(select(RatingRow)):
        rows[row.procedure_id, row.version].append(row)
    return [_tally(*key, found) for key, found in rows.items()]


def _tally(procedure_id: str, version: str, rows: list[RatingRow]) -> Tally:
    counts: Counter[str] = Counter()
    for row in rows:
        counts[row.verdict] += row.count
    days = [row.day for row in rows]
    return Tally(procedure_id, version, min(days), max(days), counts)
