"""The right to do what only one process may do at a time, kept in the database that the processes share."""

from __future__ import annotations

import secrets
from datetime import timedelta

from bot.clock import Clock
from bot.db.engine import Database
from bot.db.insert import insert_into
from bot.db.models import LeaseRow


class Lease:
    """One such right; it lapses `seconds` after it was last taken, so that a dead process holds it no longer."""

    def __init__(self, database: Database, clock: Clock, name: str, seconds: float) -> None:
        self._database = database
        self._clock = clock
        self._name = name
        self._lasts = timedelta(seconds=seconds)
        self._holder = secrets.token_hex(16)

    async def take(self) -> bool:
        """Take or renew it; False while another process has it."""
        now = self._clock.now()
        mine = {"holder": self._holder, "until": now + self._lasts}
        async with self._database.write() as session:
            new = insert_into(session, LeaseRow).values(name=self._name, **mine)
            free = (LeaseRow.holder == self._holder) | (LeaseRow.until < now)
            taken = new.on_conflict_do_update(index_elements=["name"], set_=mine, where=free)
            return await session.scalar(taken.returning(LeaseRow.name)) is not None

    async def give_back(self) -> None:
        """Let the next one have it at once."""
        async with self._database.write() as session:
            row = await session.get(LeaseRow, self._name, with_for_update=True)
            if row is not None and row.holder == self._holder:
                await session.delete(row)
