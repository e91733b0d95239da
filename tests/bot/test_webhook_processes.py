"""The program itself, several times at once, where Telegram brings updates."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from pathlib import Path
from random import Random

import pytest

from bot import runtime
from sandbox import server
from sandbox.courier import CALL
from sandbox.faults import Fault, FaultKind
from sandbox.world import World
from tests import hooks, nginx
from tests.conftest import POSTGRES
from tests.durability import chatter, demands, evidence, town
from tests.durability.lives import nurseries, nursery
from tests.support import Installation

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

_ROOT = Path(__file__).parents[2]
_COMMAND = "from bot.cli import main; main()"
_PEOPLE = 6
_CHATTERERS = 4
_LOST = Fault(kind=FaultKind.LOST_ANSWER, method=CALL, probability=0.05)
_BROKEN = Fault(kind=FaultKind.BROKEN_CONNECTION, method=CALL, probability=0.05)
_FAULTS = (*town.FAULTS, _LOST, _BROKEN)

Trouble = Callable[[], Awaitable[None]]


class Program:
    """`maplebridge bot`, which can be ended and started again."""

    def __init__(self, config: Path, log: Path, port: int) -> None:
        self._config = config
        self._log = log
        self._port = port
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Return once it listens."""
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-c", _COMMAND, "bot", "--config", self._config),
                cwd=_ROOT,
                stderr=log,
                env={"PYTHONPATH": str(_ROOT), "PATH": os.environ["PATH"]},
            )

        async with asyncio.timeout(60):
            while True:
                if await self._listens():
                    return
                await asyncio.sleep(0.1)

    async def _listens(self) -> bool:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", self._port)
        except ConnectionRefusedError:
            return False
        writer.close()
        return True

    async def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End it and return its exit code."""
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(how)
        return await asyncio.wait_for(self._process.wait(), 30)


async def _stops(lives: Callable[[], Awaitable[int]], begin: Trouble, random: Random) -> None:
    for _ in range(4):
        await asyncio.sleep(random.uniform(0.5, 1.5))
        assert await lives() == 0
        await asyncio.sleep(random.uniform(0, 0.5))
        await begin()
    await asyncio.sleep(1)


async def test_sigterm_in_the_middle_of_what_telegram_brings_loses_nothing(
    installation: Installation, world: World, tmp_path: Path
) -> None:
    random = Random(0)
    hooks.hook(installation)
    async with server.serve(world) as running:
        groups = town.settle(installation, world, running)
        async with nursery(installation.config, tmp_path / "log") as lives:
            await lives.begin()
            trouble = partial(_stops, lives.stop, lives.begin, random)
            people = await town.lived_through(world, random, _PEOPLE, trouble, _FAULTS)
            async with runtime.opened(installation.settings()) as house:
                await evidence.drained(house)
                assert await lives.stop() == 0

    assert not world.calls.of("getUpdates")
    await demands.nothing_was_lost(installation, people, groups)
    demands.quiet_log(tmp_path / "log")


@pytest.mark.parametrize("engine", [POSTGRES])
async def test_processes_that_share_a_port_may_be_killed_at_any_moment(
    installation: Installation, world: World, tmp_path: Path
) -> None:
    random = Random(1)
    hooks.hook(installation)

    async def shoot() -> None:
        for one in lives:
            await one.begin()
        for _ in range(6):
            one = random.choice(lives)
            await one.kill_after(random.uniform(0.3, 1.5))
            await one.begin()

    async with server.serve(world) as running:
        groups = town.settle(installation, world, running)
        async with nurseries(installation.config, tmp_path / "log", 3) as lives:
            people = await town.lived_through(world, random, _PEOPLE, shoot, _FAULTS)
            async with runtime.opened(installation.settings()) as house:
                await evidence.drained(house)
                assert [await one.stop() for one in lives] == [0, 0, 0]

    assert not world.calls.of("getUpdates")
    await demands.nothing_was_lost(installation, people, groups)


@pytest.mark.parametrize("engine", [POSTGRES])
async def test_processes_that_change_over_one_by_one_lose_nothing_while_both_ways_are_in_use(
    installation: Installation, world: World, tmp_path: Path
) -> None:
    random, log = Random(3), tmp_path / "log"
    url = hooks.hook(installation)
    installation.configure(telegram__webhook__url="")

    async def change_over() -> None:
        await town.opened(lives, log)
        for way in (url, ""):
            installation.configure(telegram__webhook__url=way)
            for one in random.sample(lives, len(lives)):
                assert await one.stop() == 0
                await town.opened([one], log)
                # Here one process is set to poll, and another to have updates brought.
                await asyncio.sleep(random.uniform(0.5, 2))

    async with server.serve(world) as running:
        groups = town.settle(installation, world, running)
        chatterers = chatter.chatterers(world, random, _CHATTERERS)
        async with nurseries(installation.config, log, 3) as lives:
            people = await town.lived_through(
                world, random, _PEOPLE, change_over, _FAULTS, chatterers=chatterers
            )
            answers = await chatter.answers(world)
            await town.closed(installation, lives)

    assert world.calls.of("setWebhook")
    assert world.calls.of("deleteWebhook")
    demands.each_was_answered_in_order(chatterers, answers)
    await demands.nothing_was_lost(installation, people, groups)
    demands.quiet_log(log)


@contextlib.asynccontextmanager
async def _street(installation: Installation, folder: Path) -> AsyncIterator[list[Program]]:
    """Two programs, started, behind nginx as docs/operating.md sets it up."""
    port = hooks.free_port()
    url = f"https://127.0.0.1:{port}{hooks.PATH}"
    ports, programs = [], []
    for number in range(2):
        hooks.hook(installation, url)
        ports.append(installation.settings().telegram.webhook.host_and_port[1])
        config = installation.folder / f"config{number}.toml"
        config.write_text(installation.config.read_text(encoding="utf-8"), encoding="utf-8")
        programs.append(Program(config, folder / "log", ports[-1]))
    with nginx.running(folder, port, nginx.block(folder, port, ports)):
        for program in programs:
            await program.start()
        try:
            yield programs
        finally:
            for program in programs:
                await program.end(signal.SIGKILL)


@pytest.mark.skipif(not nginx.PROGRAM.exists(), reason="nginx is not installed")
@pytest.mark.parametrize("engine", [POSTGRES])
async def test_two_programs_behind_nginx_are_ended_in_turn_and_lose_nothing(
    installation: Installation, world: World, tmp_path: Path
) -> None:
    random = Random(2)
    async with server.serve(world) as running:
        groups = town.settle(installation, world, running)
        async with _street(installation, tmp_path) as programs:

            async def trouble() -> None:
                await asyncio.sleep(1)
                for program in programs:
                    assert await program.end() == 0
                    await asyncio.sleep(1)
                    await program.start()
                    await asyncio.sleep(2)

            people = await town.lived_through(world, random, _PEOPLE, trouble, _FAULTS)
            async with runtime.opened(installation.settings()) as house:
                await evidence.drained(house)
            assert [await program.end() for program in programs] == [0, 0]

    assert world.webhook is not None
    assert not world.calls.of("getUpdates")
    await demands.nothing_was_lost(installation, people, groups)
    demands.quiet_log(tmp_path / "log")
