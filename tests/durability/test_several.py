import asyncio
from functools import partial
from pathlib import Path
from random import Random

import pytest

from sandbox import server
from sandbox.world import World
from tests.conftest import POSTGRES, SQLITE
from tests.durability import chatter, demands, town
from tests.durability.lives import NEVER, Lives, leader, nurseries
from tests.support import Installation

_COMMITS = ("before_commit", "after_commit")
# Only the leader passes these.
_LEADERS_POINTS = ("before_send", "after_send", "after_fetch", "before_accept", "after_accept")
# What 10 leaders and 22 others die of, 32 in all.
_LEADERS = (*_LEADERS_POINTS, *_COMMITS, *_COMMITS, NEVER)
_OTHERS = (*_COMMITS * 6, *(NEVER,) * 10)
# A point that nobody passes for so long is no longer waited for.
_LONGEST_LIFE = 2.5
_PEOPLE = 8
_CHATTERERS = 4
# Within this another takes over: a dead one is seen at once, one that stands still after ten.
_SEEN_DEAD = 5.0
_SEEN_STILL = 15.0


async def _die_and_be_born(
    one: Lives, lives: list[Lives], deaths: dict[bool, list[str]], random: Random
) -> int:
    """Let one process die until no *deaths* are left, for leaders and for others."""
    at_points = 0
    await one.begin()
    while any(deaths.values()):
        await asyncio.sleep(random.uniform(0.05, 2.0))
        leads = one.has_polled() and leader(lives) is one
        if not deaths[leads]:
            continue
        point = deaths[leads].pop()
        if point != NEVER:
            await one.doom(point, random.randint(1, 6))
        at_points += await one.kill_after(0 if point == NEVER else _LONGEST_LIFE)
        await one.begin()
    return at_points


async def _shoot(lives: list[Lives], random: Random) -> None:
    """Let each process die again and again, whatever the others do."""
    deaths = {True: list(_LEADERS), False: list(_OTHERS)}
    for points in deaths.values():
        random.shuffle(points)
    shooting = (_die_and_be_born(one, lives, deaths, Random(random.random())) for one in lives)
    assert sum(await asyncio.gather(*shooting)) >= len(_LEADERS_POINTS + _COMMITS)


async def _shoot_leaders(lives: list[Lives], seconds: list[float]) -> None:
    """Let whoever leads die after so many seconds, and be born again once another leads."""
    for one in lives:
        await one.begin()
    for wait in seconds:
        await asyncio.sleep(wait)
        old = leader(lives)
        at = old.polled_at()
        assert not await old.kill_after(0)
        await _another_polls(lives, at, _SEEN_DEAD)
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
        if halt > _SEEN_STILL:
            await _another_polls(lives, at, _SEEN_STILL)
        await halting


async def _another_polls(lives: list[Lives], after: int, seconds: float) -> None:
    await town.until(lambda: leader(lives).polled_at() > after, seconds)


@pytest.mark.slow
@pytest.mark.timeout(200)
@pytest.mark.parametrize("engine", [POSTGRES])
async def test_three_processes_that_are_shot_do_everything_once_and_in_order(
    installation: Installation, world: World, tmp_path: Path
) -> None:
    random = Random(1)
    async with server.serve(world) as running:
        groups = town.settle(installation, world, running)
        chatterers = chatter.chatterers(world, random, _CHATTERERS)
        async with nurseries(installation.config, tmp_path / "log", 3) as lives:
            shooting = partial(_shoot, lives, random)
            people = await town.lived_through(
                world, random, _PEOPLE, shooting, chatterers=chatterers
            )
            answers = await chatter.answers(world)
            await town.closed(installation, lives)

    demands.each_was_answered_in_order(chatterers, answers)
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
        chatterers = chatter.chatterers(world, random, _CHATTERERS)
        async with nurseries(installation.config, tmp_path / "log", 2) as lives:
            shooting = partial(_shoot_leaders, lives, waits)
            people = await town.lived_through(
                world, random, _PEOPLE, shooting, chatterers=chatterers
            )
            answers = await chatter.answers(world)
            await town.closed(installation, lives)

    demands.each_was_answered_in_order(chatterers, answers)
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
        chatterers = chatter.chatterers(world, random, _CHATTERERS)
        async with nurseries(installation.config, tmp_path / "log", 3) as lives:
            halting = partial(_halt_leaders, lives, [3.0, 16.0])
            people = await town.lived_through(
                world, random, _PEOPLE, halting, chatterers=chatterers
            )
            answers = await chatter.answers(world)
            await town.closed(installation, lives)

    demands.each_was_answered_in_order(chatterers, answers)
    await demands.nothing_was_lost(installation, people, groups)
    demands.quiet_log(tmp_path / "log", database_was_well=False)
