"""Bring a database to the tables of this version."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from bot.db.engine import WRITE, Database

HERE = Path(__file__).parent


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration without a file, working over an open connection."""
    made = Config()
    made.set_main_option("script_location", str(HERE))
    made.attributes["connection"] = connection
    return made


async def migrate(database: Database) -> None:
    """Apply every migration that the database does not have yet."""
    async with database.engine.connect() as connection:
        # Two processes starting at once must not both migrate.
        await connection.execution_options(**{WRITE: True})
        await connection.run_sync(lambda sync: command.upgrade(config(sync), "head"))
        await connection.commit()
