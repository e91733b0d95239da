"""Found an installation: tables, the first rows, the first event."""

from datetime import datetime

from casework import events
from storage import events as record
from storage import schema
from storage.database import Database
from storage.transaction import Tx


async def found(url: str, now: datetime) -> None:
    """Make the tables at *url* and write the first event.

    Raises:
        StorageFault: If the database cannot be reached or holds tables already.
    """
    database = Database(url)
    try:
        await schema.demand_empty(database)
        await schema.migrate(database)
        await schema.found_installation(database, now)
        async with database.write() as tx:
            await _record(tx, now, "installation.founded")
    finally:
        await database.close()


async def upgrade(url: str, now: datetime) -> None:
    """Bring the tables at *url* to this release, and write down that it was done.

    Raises:
        StorageFault: If there is no installation at *url*.
    """
    database = Database(url)
    try:
        await schema.demand_founded(database)
        await schema.migrate(database)
        async with database.write() as tx:
            await _record(tx, now, "installation.upgraded")
    finally:
        await database.close()


async def _record(tx: Tx, now: datetime, verb: str) -> None:
    await record.append(
        tx,
        at=now,
        actor=events.OPERATOR,
        verb=verb,
        subject="installation",
        subject_id=None,
        commitment=None,
    )
