"""Found an installation: tables, the first rows, the first event."""

from datetime import datetime

from casework import events
from storage import events as record
from storage import schema
from storage.database import Database


async def found(url: str, now: datetime) -> None:
    """Make the tables at *url* and write the first event.

    Raises:
        StorageFault: If the database cannot be reached or holds tables already.
    """
    database = Database(url)
    try:
        await schema.migrate(database)
        await schema.found_installation(database, now)
        async with database.write() as tx:
            await record.append(
                tx,
                at=now,
                actor=events.OPERATOR,
                verb="installation.founded",
                subject="installation",
                subject_id=None,
                commitment=None,
            )
    finally:
        await database.close()


async def upgrade(url: str) -> None:
    """Bring the tables at *url* to this release."""
    database = Database(url)
    try:
        await schema.migrate(database)
    finally:
        await database.close()
