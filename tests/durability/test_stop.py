import asyncio
import signal
import sys
from pathlib import Path

import pytest

from bot import runtime
from casework import health
from sandbox import server
from sandbox.faults import Fault, FaultKind
from sandbox.world import World
from tests.durability import evidence
from tests.durability.lives import nursery
from tests.support import Installation

_ROOT = Path(__file__).parents[2]
_COMMAND = "from bot.cli import main; main()"


async def _tried(world: World, times: int) -> None:
    """Wait until the bot has tried to send so often, in vain or not."""
    async with asyncio.timeout(30):
        while True:
            if len(world.calls.of("sendMessage")) >= times:
                return
            await asyncio.sleep(0.01)


@pytest.mark.timeout(60)
async def test_a_stop_sends_what_was_begun_before_it_ends(
    installation: Installation, world: World, tmp_path: Path
) -> None:
    people = [world.add_person(f"Resident {number}", "en") for number in range(5)]
    async with server.serve(world) as running:
        installation.configure(telegram__base_url=running.base_url)
        async with nursery(installation.config, tmp_path / "log") as lives:
            await lives.begin()
            world.faults.add(Fault(kind=FaultKind.TIMEOUT, method="send*", seconds=0.5, times=2))
            for phone in people:
                phone.say("/help")
            await _tried(world, len(people))
            code = await lives.stop()

    async with runtime.opened(installation.settings()) as house:
        left = await health.of(house)
    assert code == 0
    # Nothing is both sent and still to be sent: two were put off, the others have arrived.
    assert left.waiting_out + sum(len(phone.received) for phone in people) == len(people)
    assert left.waiting_in == 0


@pytest.mark.timeout(60)
async def test_the_command_ends_well_on_sigterm_and_what_came_meanwhile_is_answered_later(
    installation: Installation, world: World, tmp_path: Path
) -> None:
    phone = world.add_person("Mei", "en")
    async with server.serve(world) as running:
        installation.configure(telegram__base_url=running.base_url)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", _COMMAND, "bot", "--config", installation.config),
            cwd=_ROOT,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            phone.say("/help")
            await phone.wait_for("/report", 30)
            process.send_signal(signal.SIGTERM)
            code = await process.wait()
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        phone.say("/privacy")
        async with nursery(installation.config, tmp_path / "log") as lives:
            await lives.begin()
            await phone.wait_for(lambda message: "Telegram" in message.text, 30)
            async with runtime.opened(installation.settings()) as house:
                await evidence.drained(house)
            assert await lives.stop() == 0

    assert code == 0
    assert len(phone.received) == 2
