"""Bring the tables to this release, and tell whether they are."""

import secrets
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from storage import tables
from storage.database import Database, Tx
from storage.faults import SchemaMismatch
from triage import events

# The newest migration; a test compares it with the files.
HEAD = "0001"

_MIGRATIONS = Path(__file__).parent / "migrations"
_SALT = 16


async def migrate(database: Database, until: str = "head") -> None:
    """Run every migration that this database has not seen, up to *until*.

    Forward only: go back by restoring the backup made before.
    """
    async with database.engine.begin() as connection:
        await connection.run_sync(_upgrade, until)


async def found_installation(database: Database, now: datetime) -> None:
    """Write the one row each that an installation begins with."""
    async with database.write() as tx:
        salt = secrets.token_bytes(_SALT)
        row = {"id": 1, "receipt_salt": salt, "created_at": now}
        await tx.execute(sa.insert(tables.installation).values(row))
        chain = {"id": 1, "seq": 0, "hash": events.GENESIS}
        await tx.execute(sa.insert(tables.chain).values(chain))


async def demand_current(database: Database) -> None:
    """Return if the tables are of this release.

    Raises:
        SchemaMismatch: If they are older, newer or missing.
    """
    async with database.engine.connect() as connection:
        found = await connection.run_sync(_revision)
    if found != HEAD:
        raise SchemaMismatch(f"the tables are at {found or 'nothing'}, this program needs {HEAD}")


async def receipt_salt(tx: Tx) -> bytes:
    """Return the salt of this installation's receipts, 16 bytes."""
    found: bytes = (await tx.execute(sa.select(tables.installation.c.receipt_salt))).scalar_one()
    return found


def _revision(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return found


def _upgrade(connection: sa.Connection, until: str) -> None:
    # Alembic costs a third of a second to import, and the bot never migrates.
    from alembic import command, config

    settings = config.Config()
    settings.set_main_option("script_location", str(_MIGRATIONS))
    settings.attributes["connection"] = connection
    command.upgrade(settings, until)
