"""SQLite in a thread of its own, with one errand for each statement.

The driver sends its thread four times for one SELECT: for a cursor, to execute, to fetch, to close. For the small
statements that we have, going there and back costs more than what is done there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Any, Self

import aiosqlite

STATEMENTS = 512
"""How many statements stay prepared; the bot has some two hundred."""


@dataclass(frozen=True, slots=True)
class Done:
    """What an executed statement leaves behind."""

    rows: list[Any]
    description: Any
    rowcount: int
    lastrowid: int | None


class ErrandConnection(aiosqlite.Connection):
    """A connection whose cursors need one errand each, and that knows when there is nothing to roll back."""

    at_rest = True

    def cursor(self) -> ErrandCursor:  # type: ignore[override]  # SQLAlchemy asks no more of a cursor than ours has
        """A cursor; nothing is sent for it."""
        return ErrandCursor(self)

    async def carry_out(self, many: bool, sql: str, parameters: Any) -> Done:
        """Execute in the thread and bring everything back."""
        self.at_rest = False
        carried = partial(_carried_out, self._conn, many, sql, parameters)
        done: Done = await self._execute(carried)  # type: ignore[no-untyped-call]  # the driver's own way into its thread
        return done

    async def commit(self) -> None:
        """Commit; from here on nothing is under way."""
        await super().commit()
        self.at_rest = True

    async def rollback(self) -> None:
        """Roll back, unless nothing was executed since the last end of a transaction."""
        if not self.at_rest:
            await super().rollback()
            self.at_rest = True


class ErrandCursor:
    """A statement and its rows, as SQLAlchemy's adapter asks for them."""

    arraysize = 1

    def __init__(self, connection: ErrandConnection) -> None:
        self._connection = connection
        self._done = Done([], None, -1, None)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    @property
    def description(self) -> Any:
        """The columns of the rows; None if the statement gives none."""
        return self._done.description

    @property
    def rowcount(self) -> int:
        """How many rows were changed."""
        return self._done.rowcount

    @property
    def lastrowid(self) -> int | None:
        """The key of the row that was inserted."""
        return self._done.lastrowid

    async def execute(self, sql: str, parameters: Iterable[Any] = ()) -> None:
        """Execute once."""
        self._done = await self._connection.carry_out(False, sql, parameters)

    async def executemany(self, sql: str, parameters: Iterable[Iterable[Any]]) -> None:
        """Execute for each set of parameters."""
        self._done = await self._connection.carry_out(True, sql, parameters)

    async def fetchall(self) -> Sequence[Any]:
        """All rows; they are here already."""
        return self._done.rows

    async def close(self) -> None:
        """Nothing is left in the thread that would have to be closed."""


def _carried_out(connection: sqlite3.Connection, many: bool, sql: str, parameters: Any) -> Done:
    cursor = connection.cursor()
    try:
        (cursor.executemany if many else cursor.execute)(sql, parameters)
        return Done(cursor.fetchall(), cursor.description, cursor.rowcount, cursor.lastrowid)
    finally:
        cursor.close()


def connect(database: str, **options: Any) -> ErrandConnection:
    """A connection for SQLAlchemy (`async_creator_fn`), not opened yet."""
    opened = partial(sqlite3.connect, database, cached_statements=STATEMENTS, **options)
    connection = ErrandConnection(opened, iter_chunk_size=64)
    connection._thread.daemon = True  # a forgotten connection must not keep the process alive
    return connection
