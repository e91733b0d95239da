import asyncio
import signal
from functools import partial
from pathlib import Path
from random import Random

import pytest

from sandbox import server
from sandbox.world import World
from tests import postgres
from tests.conftest import POSTGRES
from tests.durability import chatter, demands, town
from tests.durability.lives import Lives, nurseries
from tests.postgres import Server
from tests.support import Installation

_PEOPLE = 6
_CHATTERERS = 4
# In order, as a crash, as a crash of one that has hardly begun, and once for a good while.
_STOPS = (
    (signal.SIGINT, 0.0),
    (signal.SIGQUIT, 0.0),
    (signal.SIGQUIT, 0.5),
    (signal.SIGINT, 6.0),
)
_CUTS = 20
_CUT = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


async def _stop_and_start(lives: list[Lives], log: Path, database: Server, random: Random) -> None:
    await town.opened(lives, log)
    for how, seconds in _STOPS:
        await asyncio.sleep(random.uniform(1, 4))
        # Telegram's stand-in lives in this loop: it must not wait for the server.
        await asyncio.to_thread(database.stop, how)
        await asyncio.sleep(seconds)
        await asyncio.to_thread(database.start)
    await asyncio.sleep(2)


async def _cut(lives: list[Lives], log: Path, url: str, random: Random) -> None:
    await town.opened(lives, log)
    for _ in range(_CUTS):
        await postgres.execute(url, _CUT)
        await asyncio.sleep(random.uniform(0.05, 1.2))


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.skipif(not postgres.programs(), reason="PostgreSQL is not installed")
@pytest.mark.timeout(150)
async def test_a_server_that_restarts_and_crashes_loses_nothing_and_needs_no_hand(
    mortal: tuple[Server, Installation], world: World, tmp_path: Path
) -> None:
    random = Random(4)
    database, installation = mortal
    async with server.serve(world) as running:
        groups = town.settle(installation, world, running)
        chatterers = chatter.chatterers(world, random, _CHATTERERS)
        async with nurseries(installation.config, tmp_path / "log", 2) as lives:
            trouble = partial(_stop_and_start, lives, tmp_path / "log", database, random)
            people = await town.lived_through(
                world, random, _PEOPLE, trouble, chatterers=chatterers
            )
            answers = await chatter.answers(world)
            await town.closed(installation, lives)

    demands.each_was_answered_in_order(chatterers, answers)
    await demands.nothing_was_lost(installation, people, groups)
    demands.quiet_log(tmp_path / "log", database_was_well=False)


@pytest.mark.slow
@pytest.mark.timeout(150)
@pytest.mark.parametrize("engine", [POSTGRES])
async def test_connections_that_are_cut_lose_nothing(
    installation: Installation, world: World, tmp_path: Path
) -> None:
    random = Random(5)
    url = installation.settings().database_url
    async with server.serve(world) as running:
        groups = town.settle(installation, world, running)
        chatterers = chatter.chatterers(world, random, _CHATTERERS)
        async with nurseries(installation.config, tmp_path / "log", 3) as lives:
            cutting = partial(_cut, lives, tmp_path / "log", url, random)
            people = await town.lived_through(
                world, random, _PEOPLE, cutting, chatterers=chatterers
            )
            answers = await chatter.answers(world)
            await town.closed(installation, lives)

    demands.each_was_answered_in_order(chatterers, answers)
    await demands.nothing_was_lost(installation, people, groups)
    demands.quiet_log(tmp_path / "log", database_was_well=False)
