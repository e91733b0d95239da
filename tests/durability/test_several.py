import asyncio
from functools import partial
from pathlib import Path
from random import Random

import pytest

from sandbox import server
from sandbox.world import World
from tests.conftest import POSTGRES, SQLITE
from tests.durability import demands, town
from tests.durability.lives import NEVER, Lives, leader, nurseries
from tests.support import Installation

# Twelve deaths for each of three processes: 36 in all.
_POINTS = (
    "before_commit",
    "after_commit",
    "before_send",
    "after_send",
    "after_fetch",
    "before_accept",
    "after_accept",
)
_MOMENTS = 5
# A point that only the leader passes is waited for no longer than this.
_LONGEST_LIFE = 2.5
_PEOPLE = 8
# Within this another takes over: a dead one is seen at once, one that stands still after ten.
_TAKEN_OVER = 15.0


async def _die_and_be_born(lives: Lives, random: Random) -> int:
    deaths = [(point, random.randint(1, 12), _LONGEST_LIFE) for point in _POINTS]
    deaths += [(NEVER, 1, random.uniform(0.05, 2.0)) for _ in range(_MOMENTS)]
    random.shuffle(deaths)
    at_points = 0
    for point, count, seconds in deaths:
        await lives.begin(point, count)
        at_points += await lives.kill_after(seconds)
    await lives.begin()
    return at_points


async def _shoot(lives: list[Lives], random: Random) -> None:
    """Let each process die again and again, whatever the others do."""
    chances = [Random(random.random()) for _ in lives]
    shooting = (_die_and_be_born(*pair) for pair in zip(lives, chances, strict=True))
    assert sum(await asyncio.gather(*shooting)) >= len(_POINTS)


async def _shoot_leaders(lives: list[Lives], seconds: list[float]) -> None:
    """Let whoever leads die after so many seconds, and be born again once another leads."""
    for one in lives:
        await one.begin()
    for wait in seconds:
        await asyncio.sleep(wait)
        old = leader(lives)
        at = old.polled_at()
        assert not await old.kill_after(0)
        await _another_polls(lives, at)
        await old.begin()


async def _halt_leaders(lives: list[Lives], seconds: list[float]) -> None:
    """Let whoever leads stand still for so many seconds, and go on as if nothing had been."""
    for one in lives:
        await one.begin()
    for halt in seconds:
        await asyncio.sleep(2)
        old = leader(lives)
        at = old.polled_at()
        halting = asyncio.create_task(old.pause(halt))
        if halt > _TAKEN_OVER:
            await _another_polls(lives, at)
        await halting


async def _another_polls(lives: list[Lives], after: int) -> None:
    await town.until(lambda: leader(lives).polled_at() > after, _TAKEN_OVER)


@pytest.mark.slow
@pytest.mark.timeout(200)
@pytest.mark.parametrize("engine", [POSTGRES])
async def test_three_processes_that_are_shot_do_everything_once_and_in_order(
    installation: Installation, world: World, tmp_path: Path
) -> None:
    random = Random(1)
    async with server.serve(world) as running:
        groups = town.settle(installation, world, running)
        async with nurseries(installation.config, tmp_path / "log", 3) as lives:
            shooting = partial(_shoot, lives, random)
            people = await town.lived_through(world, random, _PEOPLE, shooting)
            await town.closed(installation, lives)

    await demands.nothing_was_lost(installation, people, groups)
    demands.quiet_log(tmp_path / "log")


@pytest.mark.slow
@pytest.mark.timeout(120)
@pytest.mark.parametrize("engine", [POSTGRES, SQLITE])
async def test_another_takes_over_when_the_leader_is_shot(
    installation: Installation, world: World, tmp_path: Path
) -> None:
    random = Random(2)
    waits = [random.uniform(0.5, 2.5) for _ in range(4)]
    async with server.serve(world) as running:
        groups = town.settle(installation, world, running)
        async with nurseries(installation.config, tmp_path / "log", 2) as lives:
            shooting = partial(_shoot_leaders, lives, waits)
            people = await town.lived_through(world, random, _PEOPLE, shooting)
            await town.closed(installation, lives)

    await demands.nothing_was_lost(installation, people, groups)
    demands.quiet_log(tmp_path / "log")


@pytest.mark.slow
@pytest.mark.timeout(150)
@pytest.mark.parametrize("engine", [POSTGRES])
async def test_a_leader_that_stood_still_breaks_nothing_when_it_goes_on(
    installation: Installation, world: World, tmp_path: Path
) -> None:
    random = Random(3)
    async with server.serve(world) as running:
        groups = town.settle(installation, world, running)
        async with nurseries(installation.config, tmp_path / "log", 3) as lives:
            halting = partial(_halt_leaders, lives, [3.0, 16.0])
            people = await town.lived_through(world, random, _PEOPLE, halting)
            await town.closed(installation, lives)

    await demands.nothing_was_lost(installation, people, groups)
    demands.quiet_log(tmp_path / "log", database_was_well=False)
