"""`maplebridge keys rotate` is shot and begun again, while two processes answer people."""

import asyncio
import contextlib
import sys
from functools import partial
from pathlib import Path
from random import Random

import pytest

from bot import runtime
from sandbox import server
from sandbox.world import World
from storage import keyfiles, rewrapping, rotation
from storage.keys import SEALING
from storage.rotation import Part
from storage.sealed_columns import COLUMNS
from tests.conftest import POSTGRES
from tests.durability import demands, town
from tests.durability.lives import Lives, nurseries
from tests.support import Installation

_PEOPLE = 4
_ROTATE = (sys.executable, "-c", "from bot.cli import main; main()", "keys", "rotate", "--config")
_LATE = 90.0
# How long after the first key file has changed: between the files, and in the midst of sealing.
_MOMENTS = ((0.0, 0.02), (0.0, 0.02), (0.0, 0.5), (2.0, 4.0))
# In which every process has looked at its key files.
_LOOKED = 2.0


class _Rotation:
    """The command, as an operator gives it who knows what the last one said."""

    def __init__(self, installation: Installation, log: Path) -> None:
        self._installation = installation
        self._log = log
        self._keys = installation.folder / "keys"

    async def shot(self, after: float) -> None:
        """Take the step that is due, and die so long after the files began to change."""
        if await self._is_done():
            return
        before = self._written()
        process = await self._started()
        ended = asyncio.create_task(process.wait())
        with contextlib.suppress(TimeoutError):
            await town.until(lambda: ended.done() or self._written() != before, _LATE)
        await asyncio.wait({ended}, timeout=after)
        if not ended.done():
            process.kill()
        await ended

    async def finished(self) -> None:
        """Take every step that is left."""
        while not await self._is_done():
            assert await (await self._started()).wait() == 0

    def versions(self) -> set[int]:
        """Return the versions that seal."""
        return {keyfiles.read(self._keys / f"{name}.key").current for name in SEALING}

    async def _started(self) -> asyncio.subprocess.Process:
        staged = rotation.staged(self._keys, Part.SEALS)
        words = [*_ROTATE, str(self._installation.config), *(["--everywhere"] if staged else [])]
        with self._log.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                *words,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=Path(__file__).parents[2],
            )

    async def _is_done(self) -> bool:
        if self.versions() != {2}:
            return False
        await asyncio.sleep(_LOOKED)
        return await _left_under_others(self._installation, 2) == 0

    def _written(self) -> list[int]:
        return [path.stat().st_mtime_ns for path in sorted(self._keys.glob("*.key"))]


async def _left_under_others(installation: Installation, version: int) -> int:
    async with runtime.opened(installation.settings()) as house, house.database.read() as tx:
        return sum([await rewrapping.count_without(tx, column, [version]) for column in COLUMNS])


async def _shoot(lives: list[Lives], log: Path, rotating: _Rotation, random: Random) -> None:
    await town.opened(lives, log)
    await asyncio.sleep(2)
    for moment in _MOMENTS:
        await rotating.shot(random.uniform(*moment))
    await rotating.finished()


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("engine", [POSTGRES])
async def test_a_rotation_that_is_shot_and_begun_again_loses_nothing_and_leaves_nothing_old(
    installation: Installation, world: World, tmp_path: Path
) -> None:
    random = Random(6)
    rotating = _Rotation(installation, tmp_path / "rotation")
    async with server.serve(world) as running:
        groups = town.settle(installation, world, running)
        async with nurseries(installation.config, tmp_path / "log", 2) as lives:
            shooting = partial(_shoot, lives, tmp_path / "log", rotating, random)
            people = await town.lived_through(world, random, _PEOPLE, shooting)
            await town.closed(installation, lives)

    await demands.nothing_was_lost(installation, people, groups)
    demands.quiet_log(tmp_path / "log")
    assert rotating.versions() == {2}
    assert await _left_under_others(installation, 2) == 0
