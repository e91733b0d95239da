"""Bring the tables to this release, and tell whether they are."""

import secrets
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import tables
from storage.database import Database
from storage.faults import SchemaMismatch, StorageFault
from storage.transaction import Tx
from triage import events

# The newest migration; a test compares it with the files.
HEAD = "0005"

_MIGRATIONS = Path(__file__).parent / "migrations"
_SALT = 16


async def migrate(database: Database, until: str = "head") -> None:
    """Run every migration that this database has not seen, up to *until*.

    Forward only: go back by restoring the backup made before.
    """
    async with database.schema() as connection:
        await connection.run_sync(_upgrade, until)


async def make_tables(connection: AsyncConnection) -> None:
    """Run every migration within the open transaction of *connection*."""
    await connection.run_sync(_upgrade, "head")


async def found_installation(database: Database, now: datetime) -> None:
    """Write the one row each that an installation begins with."""
    async with database.write() as tx:
        salt = secrets.token_bytes(_SALT)
        row = {"id": 1, "receipt_salt": salt, "created_at": now}
        await tx.execute(sa.insert(tables.installation).values(row))
        chain = {"id": 1, "seq": 0, "hash": events.GENESIS}
        await tx.execute(sa.insert(tables.chain).values(chain))


async def demand_empty(database: Database) -> None:
    """Return if there are no tables of ours yet.

    Raises:
        StorageFault: If there are.
    """
    if await _revision_of(database) is not None:
        raise StorageFault("the database belongs to an installation already; choose another one")


async def demand_founded(database: Database) -> None:
    """Return if there are tables of ours, of whatever release.

    Raises:
        StorageFault: If there are none.
    """
    if await _revision_of(database) is None:
        raise StorageFault("there is no installation in this database")


async def demand_current(database: Database) -> None:
    """Return if the tables are of this release.

    Raises:
        StorageFault: If there are none.
        SchemaMismatch: If they are older or newer.
    """
    await demand_founded(database)
    found = await _revision_of(database)
    if found != HEAD:
        raise SchemaMismatch(f"the tables are at {found}, this program needs {HEAD}")


async def receipt_salt(tx: Tx) -> bytes:
    """Return the salt of this installation's receipts, 16 bytes."""
    found: bytes = (await tx.execute(sa.select(tables.installation.c.receipt_salt))).scalar_one()
    return found


async def _revision_of(database: Database) -> str | None:
    async with database.schema() as connection:
        return await connection.run_sync(_revision)


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
