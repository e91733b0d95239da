import asyncio
import contextlib
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random

import pytest

from storage import all_tables, copying, schema
from storage.database import Database
from storage.faults import StorageFault
from tests import postgres
from tests.stage import Stage
from tests.storage import moving

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(not postgres.programs(), reason="PostgreSQL is not installed"),
]
_ROOT = Path(__file__).parents[2]
_VICTIM = Path(__file__).parent / "copy_victim.py"
_SECONDS = 60
# How often each point is passed at least: no table is empty, and each is compared on both
# sides. The count to die at is drawn.
_TABLES = len(all_tables.everything.tables)
_POINTS = {"pour": _TABLES, "compare": 2 * _TABLES}
# The commit of the copy: the third, behind two of looking at the source.
_LAST = 3


async def _ordered(victim: asyncio.subprocess.Process, point: str, count: int) -> int:
    """Return how the copy ended that was to die at this point."""
    assert victim.stdin
    assert victim.stdout
    victim.stdin.write(f"{point} {count}\n".encode())
    return int(await asyncio.wait_for(victim.stdout.readline(), _SECONDS))


@contextlib.asynccontextmanager
async def _victim(*urls: str) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        _VICTIM,
        *urls,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=_ROOT,
        env={"PYTHONPATH": str(_ROOT)},
    )
    try:
        yield process
    finally:
        assert process.stdin
        process.stdin.close()
        await asyncio.wait_for(process.wait(), _SECONDS)


async def _is_an_installation(url: str) -> bool:
    """Return whether a bot would begin to work on what is at *url*."""
    database = Database(url)
    try:
        await schema.demand_current(database)
    except StorageFault as refusal:
        return str(refusal) != "there is no installation in this database"
    finally:
        await database.close()
    return True


@pytest.fixture(params=["sqlite", "postgres"])
async def urls(
    request: pytest.FixtureRequest, stage: Stage, tmp_path: Path, server_url: str
) -> tuple[str, str]:
    """An installation with something in every table, and where it is to go: to the other engine."""
    await moving.fill(stage)
    home = stage.house.settings.database_url
    server = await moving.fresh("postgres", tmp_path, server_url)
    if request.param == "sqlite":
        return home, server
    await copying.copy(home, server, lambda *_: None)
    return server, await moving.fresh("sqlite", tmp_path, server_url)


@pytest.mark.parametrize("seed", range(2))
async def test_a_copy_killed_anywhere_leaves_nothing_and_is_whole_when_repeated(
    urls: tuple[str, str], seed: int
) -> None:
    source, target = urls
    random = Random(seed)
    deaths = [(point, random.randint(1, most)) for point, most in _POINTS.items() for _ in "12"]
    random.shuffle(deaths)

    async with _victim(source, target) as victim:
        for point, count in [*deaths, ("before_commit", _LAST)]:
            assert await _ordered(victim, point, count) == -signal.SIGKILL
            assert not await _is_an_installation(target)
        # Committed, and dead before it could say so.
        assert await _ordered(victim, "after_commit", _LAST) == -signal.SIGKILL
        assert await _is_an_installation(target)
        assert await _ordered(victim, "never", 1) == 0

    assert await moving.contents(target) == await moving.contents(source)
