"""One database, SQLite or PostgreSQL, with the transaction in sight: `async with database.write() as session`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from bot.db import sqlite_errands
from bot.db.turn import Turn

WRITE = "hoidap_write"


def async_url(url: str) -> URL:
    """The address with the asynchronous driver that we use for its kind of database."""
    parsed = make_url(url)
    drivers = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}
    return parsed.set(drivername=drivers.get(parsed.drivername, parsed.drivername))


def is_outage(error: BaseException) -> bool:
    """Whether the database itself failed (gone, locked, full), so that the same work may succeed later."""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    return isinstance(error, OperationalError | InterfaceError | PoolTimeout | OSError)


class Database:
    """Sessions over one engine; a session commits when its block ends well and rolls back when it does not."""

    def __init__(self, url: str) -> None:
        self.url = async_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine: AsyncEngine = create_async_engine(
            self.url,
            pool_pre_ping=not self.is_sqlite,
            hide_parameters=True,
            connect_args={"async_creator_fn": sqlite_errands.connect} if self.is_sqlite else {},
        )
        self._turn = Turn()
        if self.is_sqlite:
            _make_folder(self.url)
            _settle_sqlite(self.engine)

    @asynccontextmanager
    async def write(self, *, urgent: bool = False) -> AsyncIterator[AsyncSession]:
        """A transaction that may write; on SQLite it takes the one write lock at once (BEGIN IMMEDIATE).

        `urgent` is for what somebody outside waits for: it goes before all else that waits to write.
        """
        async with AsyncExitStack() as stack:
            if self.is_sqlite:
                # SQLite makes waiters poll; among ourselves a fair queue is faster and starves nobody.
                await stack.enter_async_context(self._turn.taken(urgent=urgent))
            connection = await stack.enter_async_context(self.engine.connect())
            await connection.execution_options(**{WRITE: True})
            session = await stack.enter_async_context(AsyncSession(connection, expire_on_commit=False))
            await stack.enter_async_context(session.begin())
            yield session

    @property
    def is_urgently_awaited(self) -> bool:
        """Whether something urgent waits for the present transaction to end."""
        return self._turn.is_urgently_awaited

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A transaction that only reads and never waits for writers."""
        async with AsyncSession(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    async def close(self) -> None:
        """Let go of all connections."""
        await self.engine.dispose()


def _make_folder(url: URL) -> None:
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)


def _settle_sqlite(engine: AsyncEngine) -> None:
    """Durable, waiting, strict about keys, and with transactions that we begin ourselves."""

    @event.listens_for(engine.sync_engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        # The driver would begin transactions late and deferred, and lose concurrent updates.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("busy_timeout=5000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _on_begin(connection: Any) -> None:
        write = connection.get_execution_options().get(WRITE, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN DEFERRED")
