import asyncio
import contextlib
from collections.abc import AsyncIterator
from random import Random

import pytest

from bot import runtime
from casework.work import House
from sandbox import server, waiting
from sandbox.courier import CALL
from sandbox.faults import Fault, FaultKind
from sandbox.phone import Phone
from sandbox.world import World
from tests import hooks
from tests.durability import evidence
from tests.support import DUTY, Installation, press, say, to_card

pytestmark = pytest.mark.timeout(120)

_LATE = 30.0
# Each is answered with one message, unlike the others.
_COMMANDS = ("/help", "/privacy", "/status", "/cancel", "/language")


@contextlib.asynccontextmanager
async def _open(installation: Installation) -> AsyncIterator[House]:
    """Serve *installation* as it is configured now, until the block ends."""
    settings, stop = installation.settings(), asyncio.Event()
    async with runtime.opened(settings) as house, runtime.telegram(settings) as bot:
        serving = asyncio.create_task(runtime.serve(house, bot, stop))
        yield house
        stop.set()
        await serving


async def _is_set(world: World, url: str) -> None:
    """Wait until updates are brought to *url*, or are fetched if it is empty."""
    await waiting.until(world, lambda: (world.webhook.url if world.webhook else "") == url, _LATE)


async def test_a_whole_report_comes_by_webhook(installation: Installation, world: World) -> None:
    world.add_group("Duty desk", chat_id=DUTY)
    phone = world.add_person("陈阿姨", "zh-hans")
    url = hooks.hook(installation)
    async with server.serve(world) as running:
        installation.configure(telegram__base_url=running.base_url)
        async with _open(installation):
            await _is_set(world, url)
            await say(phone, "南联社区有人卖黑煤气")
            await to_card(phone)
            sent = await press(phone, "提交")

    assert "回执" in sent.text
    assert not world.calls.of("getUpdates")


async def _expected(world: World) -> list[str]:
    """Return what the commands are answered with, asked one by one."""
    texts = []
    for command in _COMMANDS:
        phone = world.add_person("One by one", "en")
        phone.say(command)
        texts.append((await phone.wait_for(None, _LATE)).text)
    return texts


async def _chatter(phones: list[Phone], random: Random, said: dict[Phone, list[int]]) -> None:
    """Let people write commands until cancelled."""
    while True:
        phone, number = random.choice(phones), random.randrange(len(_COMMANDS))
        phone.say(_COMMANDS[number])
        said[phone].append(number)
        await asyncio.sleep(random.uniform(0, 0.03))


@pytest.mark.parametrize("seed", range(2))
async def test_switching_there_and_back_while_people_write_loses_and_doubles_nothing(
    installation: Installation, world: World, seed: int
) -> None:
    random = Random(seed)
    world.faults.reseed(seed)
    phones = [world.add_person(f"Person {number}", "en") for number in range(6)]
    said: dict[Phone, list[int]] = {phone: [] for phone in phones}
    url = hooks.hook(installation)
    async with server.serve(world) as running:
        installation.configure(telegram__base_url=running.base_url, telegram__webhook__url="")
        async with _open(installation):
            expected = await _expected(world)
        chatter = asyncio.create_task(_chatter(phones, random, said))
        world.faults.add(Fault(kind=FaultKind.LOST_ANSWER, method=CALL, probability=0.1))
        for way in (url, "", url, "", url):
            installation.configure(telegram__webhook__url=way)
            async with _open(installation):
                await _is_set(world, way)
                await asyncio.sleep(random.uniform(0.2, 1))
            await asyncio.sleep(random.uniform(0, 0.5))
        chatter.cancel()
        async with _open(installation) as house:
            await waiting.until(world, lambda: not world.updates.waiting, _LATE)
            await evidence.drained(house)

    for phone in phones:
        answers = [message.text for message in phone.received]
        assert answers == [expected[number] for number in said[phone]]


async def test_a_leader_finds_its_webhook_taken_down_by_nobody_but_itself(
    installation: Installation, world: World
) -> None:
    phone = world.add_person("Mei", "en")
    url = hooks.hook(installation)
    async with server.serve(world) as running:
        installation.configure(telegram__base_url=running.base_url)
        async with _open(installation):
            await _is_set(world, url)
        # Nobody is there, and Telegram keeps what nobody takes.
        phone.say("/help")
        assert world.webhook is not None
        await waiting.until(world, lambda: world.webhook is None or bool(world.webhook.error), 10)
        async with _open(installation):
            await phone.wait_for("/report", _LATE)

    assert world.webhook is not None
    assert len(phone.received) == 1
