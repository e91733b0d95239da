import asyncio
import contextlib
import shutil
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

import pytest

from sandbox import server
from sandbox.phone import Phone
from sandbox.world import World
from tests.durability import demands, town
from tests.durability.lives import Lives, nursery
from tests.support import Installation

_PROGRAM = Path(sys.executable).parent / "maplebridge"
_PEOPLE = 4
_PAGE = 4096
# Longer than the three tries of an update and the pauses between them take together.
_CRAMPED_SECONDS = 12.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballast:
    """A file that takes all the room there is on its disk."""

    file: Path

    def fill(self) -> None:
        """Take what is left, to the last byte."""
        with self.file.open("ab", buffering=0) as file, contextlib.suppress(OSError):
            while file.write(bytes(_PAGE)):
                pass

    def ease(self, pages: int) -> None:
        """Give so much back."""
        with self.file.open("r+b") as file:
            file.truncate(max(0, self.file.stat().st_size - pages * _PAGE))

    def drop(self) -> None:
        """Give everything back."""
        self.file.unlink()


def _tells(log: Path, words: str) -> bool:
    return words in log.read_text(encoding="utf-8")


async def _command(installation: Installation, command: str) -> tuple[int | None, str]:
    process = await asyncio.create_subprocess_exec(
        *(_PROGRAM, command, "--config", installation.config),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    out, _ = await asyncio.wait_for(process.communicate(), 30)
    return process.returncode, out.decode()


async def _run_out(ballast: Ballast, lives: Lives, random: Random, log: Path) -> None:
    """Let the disk be full, then nearly full, then full again, and make room in the end."""
    await lives.begin()
    await asyncio.sleep(2)
    ballast.fill()
    await town.until(lambda: _tells(log, "no room"), 20)
    async with asyncio.timeout(_CRAMPED_SECONDS * 2):
        end = asyncio.get_running_loop().time() + _CRAMPED_SECONDS
        while asyncio.get_running_loop().time() < end:
            # Enough to put an update off, and not enough to handle it.
            ballast.ease(random.randint(1, 6))
            await asyncio.sleep(random.uniform(0.1, 0.6))
            ballast.fill()
    ballast.drop()


@pytest.mark.slow
@pytest.mark.timeout(180)
async def test_a_full_disk_loses_nothing_and_uses_up_no_try(
    cramped: Installation, world: World, tmp_path: Path
) -> None:
    random, log = Random(1), tmp_path / "log"
    ballast = Ballast(file=cramped.folder.parent / "ballast")
    async with server.serve(world) as running:
        groups = town.settle(cramped, world, running)
        async with nursery(cramped.config, log) as lives:
            trouble = partial(_run_out, ballast, lives, random, log)
            people = await town.lived_through(world, random, _PEOPLE, trouble, faults=())
            await town.closed(cramped, [lives])

    await demands.nothing_was_lost(cramped, people, groups)
    demands.quiet_log(log, database_was_well=False)


@pytest.mark.timeout(120)
async def test_what_a_full_disk_could_not_take_stays_with_telegram_and_is_answered_later(
    cramped: Installation, world: World, tmp_path: Path
) -> None:
    mei, log = world.add_person("Mei", "en"), tmp_path / "log"
    ballast = Ballast(file=cramped.folder.parent / "ballast")
    async with server.serve(world) as running:
        town.settle(cramped, world, running)
        async with nursery(cramped.config, log) as lives:
            await lives.begin()
            await _greeted(mei)
            ballast.fill()
            mei.say("/privacy")
            await town.until(lambda: _tells(log, "no room"), 20)
            code, told = await _command(cramped, "doctor")
            waiting = len(world.updates.waiting)
            ballast.drop()
            answer = await mei.wait_for(timeout=30)
            assert await lives.stop() == 0

    assert waiting == 1
    assert code == 1
    assert "NOT only 0 MiB of disk are free. Make room" in told
    assert "Telegram" in answer.text


@pytest.mark.timeout(60)
async def test_the_doctor_names_the_full_disk_also_while_the_bot_is_down(
    cramped: Installation, world: World
) -> None:
    ballast = Ballast(file=cramped.folder.parent / "ballast")
    async with server.serve(world) as running:
        town.settle(cramped, world, running)
        ballast.fill()
        code, told = await _command(cramped, "doctor")

    assert code == 1
    assert "NOT only 0 MiB of disk are free. Make room" in told
    assert "Restore" not in told


@pytest.mark.timeout(60)
async def test_a_bot_that_is_started_on_a_full_disk_ends_with_a_sentence(
    cramped: Installation, world: World
) -> None:
    ballast = Ballast(file=cramped.folder.parent / "ballast")
    async with server.serve(world) as running:
        town.settle(cramped, world, running)
        ballast.fill()
        code, told = await _command(cramped, "bot")

    assert code == 1
    assert told.count("\n") == 1
    assert told.startswith(("database not to be reached", "no room on the disk"))


async def _greeted(phone: Phone) -> None:
    phone.say("/help")
    await phone.wait_for("/report", 30)
    # What was committed until here goes into the database: the next commit needs new room.
    await asyncio.sleep(0.5)


def test_ballast_leaves_no_room(small_disk: Path) -> None:
    ballast = Ballast(file=small_disk / "ballast")

    ballast.fill()

    assert shutil.disk_usage(small_disk).free == 0
