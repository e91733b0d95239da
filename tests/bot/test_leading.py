import asyncio
import contextlib
import socket
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot import runtime
from bot.leading import Duty, Leading
from casework import outbox
from casework.sayings import Saying, Text
from casework.work import House, Work
from sandbox import server, waiting
from sandbox.world import World
from storage import presence
from storage.database import Database
from storage.presence import Presence
from tests import hooks
from tests.conftest import POSTGRES, SQLITE
from tests.durability import town
from tests.support import DUTY, Installation
from triage.languages import Language

pytestmark = pytest.mark.timeout(120)

_LATE = 30.0
# Of the second: the clock of the machine may be set by a little.
_ALMOST = 0.9


async def test_the_webhook_is_not_set_before_the_port_is_open(
    installation: Installation, world: World
) -> None:
    stop = asyncio.Event()
    async with hooks.place(installation, world) as place:
        with socket.socket() as other:
            other.bind(place.house.settings.telegram.webhook.host_and_port)
            other.listen()
            serving = asyncio.create_task(runtime.serve(place.house, place.bot, stop))
            # What the leader does first.
            await waiting.until(world, lambda: len(world.calls.of("setMyCommands")) >= 6, _LATE)
            await asyncio.sleep(1)
            before = world.calls.of("setWebhook")
        await waiting.until(world, lambda: world.webhook is not None, _LATE)
        stop.set()
        await serving

    assert before == []
    assert len(world.calls.of("setWebhook")) == 1


@pytest.fixture
async def other(installation: Installation) -> AsyncIterator[Database]:
    """The database as another process has it."""
    database = Database(installation.settings().database_url)
    yield database
    await database.close()


@contextlib.asynccontextmanager
async def _newcomer(installation: Installation, world: World) -> AsyncIterator[Presence]:
    """A process that has something to say as soon as it leads."""
    world.add_group("Duty desk", chat_id=DUTY)
    async with server.serve(world) as running:
        installation.configure(telegram__base_url=running.base_url)
        settings = installation.settings()
        async with runtime.opened(settings) as house, runtime.telegram(settings) as bot:
            await _wait_to_be_said(house)
            async with house.database.present() as here:
                leading = Leading(house, bot, here, asyncio.Event())
                leads = asyncio.create_task(leading.run())
                yield here
                leads.cancel()
                await asyncio.gather(leads, return_exceptions=True)
                await asyncio.gather(*(leading.end(duty) for duty in Duty))


async def _wait_to_be_said(house: House) -> None:
    async with house.database.write() as tx:
        work = Work(tx=tx, now=datetime.now(UTC), house=house)
        text = Text(key="plain", params={"text": "0"})
        saying = Saying(language=Language.EN, texts=(text,))
        await outbox.say_in_group(work, DUTY, saying)


async def _silence_of(here: Presence, world: World) -> float:
    """Return the seconds between getting the lead and the first message."""
    await asyncio.wait_for(here.until_leading(), _LATE)
    since = time.time()
    await waiting.until(world, lambda: bool(world.calls.of("sendMessage")), _LATE)
    return world.calls.of("sendMessage")[0].at - since


@pytest.mark.parametrize("engine", [POSTGRES, SQLITE])
async def test_who_takes_the_lead_over_sends_nothing_for_a_second(
    installation: Installation, world: World, other: Database
) -> None:
    async with contextlib.AsyncExitStack() as old:
        there = await old.enter_async_context(other.present())
        await asyncio.wait_for(there.until_leading(), _LATE)
        async with _newcomer(installation, world) as here:
            await town.until(lambda: here.has_followed, _LATE)
            await old.aclose()

            silence = await _silence_of(here, world)

    assert silence > _ALMOST


@pytest.mark.parametrize("engine", [POSTGRES])
async def test_a_new_leader_among_several_sends_nothing_for_a_second(
    installation: Installation, world: World, other: Database
) -> None:
    follower = await other._connect()
    await follower.execute(f"SELECT pg_advisory_lock({presence._WORKER}, 1)")

    async with _newcomer(installation, world) as here:
        silence = await _silence_of(here, world)

    await follower.close()
    assert silence > _ALMOST


async def test_who_is_alone_sends_at_once(installation: Installation, world: World) -> None:
    async with _newcomer(installation, world) as here:
        await asyncio.wait_for(here.until_leading(), _LATE)
        await waiting.until(world, lambda: bool(world.calls.of("sendMessage")), _LATE)

        assert not here.has_followed
