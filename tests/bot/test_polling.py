import asyncio
import sqlite3
from datetime import UTC, datetime

import pytest

from bot import polling, runtime
from casework import health, inbox
from casework.work import House
from sandbox import server
from sandbox.faults import Fault, FaultKind
from sandbox.world import World
from tests.support import Installation, Town

pytestmark = pytest.mark.timeout(60)

_LATE = 30.0
# Each is answered with one message, unlike the others.
_COMMANDS = ("/help", "/privacy", "/status", "/cancel", "/language")


async def _settled(house: House) -> None:
    async with asyncio.timeout(_LATE):
        while True:
            now = await health.of(house)
            if not (now.waiting_in or now.waiting_out):
                return
            await asyncio.sleep(0.02)


async def test_an_update_that_comes_again_is_answered_once(town: Town) -> None:
    phone = town.phone()
    phone.say("/help")
    await phone.wait_for("/report", _LATE)
    town.world.faults.add(Fault(kind=FaultKind.REPEATED_UPDATES))

    for command in ("/privacy", "/status", "/cancel"):
        phone.say(command)
        await phone.wait_for(None, _LATE)
    await _settled(town.house)

    assert town.world.updates._repeated
    assert len(phone.received) == 4


@pytest.mark.parametrize("seed", range(3))
async def test_a_shuffled_batch_is_answered_in_the_order_it_was_written(
    town: Town, seed: int
) -> None:
    town.world.faults.reseed(seed)
    town.world.faults.add(Fault(kind=FaultKind.REORDERED_UPDATES))
    expected = []
    for command in _COMMANDS:
        phone = town.phone("One by one")
        phone.say(command)
        expected.append((await phone.wait_for(None, _LATE)).text)

    hasty = town.phone("Hasty")
    for command in _COMMANDS:
        hasty.say(command)
    await hasty.until(lambda: len(hasty.received) == len(_COMMANDS), _LATE)

    assert [message.text for message in hasty.received] == expected


@pytest.mark.parametrize(
    "kind",
    [
        FaultKind.BAD_GATEWAY,
        FaultKind.TOO_MANY,
        FaultKind.LOST_ANSWER,
        FaultKind.BROKEN_CONNECTION,
        FaultKind.TIMEOUT,
    ],
)
async def test_polling_goes_on_after_a_fault_and_answers_once(town: Town, kind: FaultKind) -> None:
    phone = town.phone()
    town.world.faults.add(Fault(kind=kind, method="getUpdates", times=2, seconds=0.2))

    phone.say("/help")
    await phone.wait_for("/report", _LATE)
    phone.say("/privacy")
    await phone.wait_for("Telegram", _LATE)
    await _settled(town.house)

    assert not town.world.faults.on
    assert len(phone.received) == 2


async def test_a_locked_database_is_waited_for(town: Town) -> None:
    phone = town.phone()
    other = sqlite3.connect(town.installation.folder / "maplebridge.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    phone.say("/help")
    with pytest.raises(TimeoutError):
        # Longer than the five seconds for which SQLite itself waits.
        await phone.wait_for("/report", 6)
    other.close()

    await phone.wait_for("/report", _LATE)
    assert len(town.world.updates.waiting) <= 1


async def test_an_update_that_was_kept_but_not_confirmed_before_a_stop_is_answered_once(
    installation: Installation, world: World
) -> None:
    phone = world.add_person("Mei", "en")
    phone.say("/help")
    async with server.serve(world) as running:
        installation.configure(telegram__base_url=running.base_url)
        settings = installation.settings()
        async with runtime.opened(settings) as house, runtime.telegram(settings) as bot:
            (update,) = world.updates.waiting
            await inbox.accept(house, bot.id, [update], datetime.now(UTC))
            before = await health.of(house)
            stop = asyncio.Event()
            serving = asyncio.create_task(runtime.serve(house, bot, stop))
            await phone.wait_for("/report", _LATE)
            await _settled(house)
            stop.set()
            await serving

    assert before.waiting_in == 1
    assert len(phone.received) == 1


async def test_a_webhook_that_somebody_set_while_we_poll_is_removed(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "_CLASH", 0.1)
    phone = town.phone()
    phone.say("/help")
    await phone.wait_for("/report", _LATE)

    async with runtime.telegram(town.installation.settings()) as stranger:
        await stranger.set_webhook("http://127.0.0.1:9/nobody")
        phone.say("/privacy")
        await phone.wait_for("Telegram", _LATE)

        assert (await stranger.get_webhook_info()).url == ""
