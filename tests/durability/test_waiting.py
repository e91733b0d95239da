import asyncio
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage import database as storage_database
from storage import tables
from storage.database import Database
from storage.transaction import Box
from tests.support import NOON, Installation

pytestmark = pytest.mark.timeout(30)

_ROW = {"deed": "test", "since": NOON, "count": 1}


async def _commit(database: Database, person: bytes) -> None:
    async with database.write() as tx:
        await tx.execute(sa.insert(tables.throttle).values(_ROW | {"person": person}))


async def _seconds_of(waiting: asyncio.Task[None]) -> float:
    loop = asyncio.get_running_loop()
    start = loop.time()
    await waiting
    return loop.time() - start


def _size(path: Path) -> int:
    return path.stat().st_size


async def test_a_wait_that_was_cut_off_at_any_moment_leaves_the_next_one_whole(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage_database, "_LOOK_EVERY", 0.0005)
    ours, theirs = (Database(installation.settings().database_url) for _ in range(2))
    await ours.wait(Box.OUTBOX, 1)
    for step in range(200):
        waiting = asyncio.create_task(ours.wait(Box.OUTBOX, 20))
        await asyncio.sleep(step / 50_000)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)

    waiting = asyncio.create_task(ours.wait(Box.OUTBOX, 20))
    await _commit(theirs, b"1")

    assert await _seconds_of(waiting) < 5
    await ours.close()
    await theirs.close()


async def test_the_log_of_sqlite_can_be_emptied_while_somebody_waits(
    installation: Installation,
) -> None:
    database = Database(installation.settings().database_url)
    waiting = asyncio.create_task(database.wait(Box.OUTBOX, 20))
    await asyncio.sleep(0.5)
    await _commit(database, b"1")

    await database.checkpoint()

    assert _size(installation.folder / "maplebridge.db-wal") == 0
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    await database.close()
