from functools import partial
from pathlib import Path
from random import Random

import pytest

from sandbox import server
from sandbox.world import World
from tests.conftest import POSTGRES, SQLITE
from tests.durability import chatter, demands, town
from tests.durability.lives import NEVER, Lives, nursery
from tests.support import Installation

_SEEDS = (
    *((SQLITE, seed) for seed in (0, 1, 2)),
    *(pytest.param("postgres", seed, marks=POSTGRES.marks) for seed in (3, 4)),
)
# Each seed kills twice at each point, and at seven moments of its own: 105 in all.
_POINTS = 2 * (
    "before_commit",
    "after_commit",
    "before_send",
    "after_send",
    "after_fetch",
    "before_accept",
    "after_accept",
)
_MOMENTS = 7
# A point that nobody passes for so long is no longer waited for.
_LONGEST_LIFE = 5.0
_PEOPLE = 8
_CHATTERERS = 4


async def _shoot(lives: Lives, random: Random) -> None:
    """Let the bot die at points passed so often, and at moments drawn at random."""
    deaths = [(point, random.randint(1, 20), _LONGEST_LIFE) for point in _POINTS]
    deaths += [(NEVER, 1, random.uniform(0.05, 2.0)) for _ in range(_MOMENTS)]
    random.shuffle(deaths)
    at_points = 0
    for point, count, seconds in deaths:
        await lives.begin(point, count)
        at_points += await lives.kill_after(seconds)
    await lives.begin()
    assert at_points >= len(_POINTS) / 2


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize(("engine", "seed"), _SEEDS)
async def test_no_kill_loses_or_doubles_a_report_or_leaves_somebody_waiting(
    installation: Installation, world: World, tmp_path: Path, seed: int
) -> None:
    random = Random(seed)
    world.faults.reseed(seed)
    async with server.serve(world) as running:
        groups = town.settle(installation, world, running)
        chatterers = chatter.chatterers(world, random, _CHATTERERS)
        async with nursery(installation.config, tmp_path / "log") as lives:
            shooting = partial(_shoot, lives, random)
            people = await town.lived_through(
                world, random, _PEOPLE, shooting, chatterers=chatterers
            )
            answers = await chatter.answers(world)
            await town.closed(installation, [lives])

    demands.each_was_answered_in_order(chatterers, answers)
    await demands.nothing_was_lost(installation, people, groups)
    demands.quiet_log(tmp_path / "log")
