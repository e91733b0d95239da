"""A town in bad weather: people who talk while Telegram fails in the ways it does."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from random import Random

from bot import runtime
from sandbox.faults import Fault, FaultKind
from sandbox.group import Group
from sandbox.server import Running
from sandbox.world import World
from tests.durability import evidence
from tests.durability.chatter import Chatterer
from tests.durability.lives import Lives
from tests.durability.residents import Resident
from tests.support import DUTY, Installation
from triage.drafts import Mode

_INTEGRITY = DUTY - 1
_CODES = ("zh-hans", "zh-hant", "en")
# More than a thumb manages in a test: the limits have tests of their own.
_UNLIMITED = {
    "limits__messages_in_ten_minutes": 100_000,
    "limits__reports_a_day": 100_000,
    "limits__receipt_tries": 100_000,
}

# What a bot says when it has begun, and how long three may take to on a busy machine.
_OPEN = "maple bridge is open"
_OPEN_SECONDS = 60.0

FAULTS = (
    Fault(kind=FaultKind.BAD_GATEWAY, probability=0.02),
    Fault(kind=FaultKind.SERVER_ERROR, method="*Message*", probability=0.02),
    Fault(kind=FaultKind.TOO_MANY, method="*Message*", probability=0.02, retry_after=1),
    Fault(kind=FaultKind.LOST_ANSWER, method="*Message*", probability=0.05),
    Fault(kind=FaultKind.LOST_ANSWER, method="getUpdates", probability=0.02),
    Fault(kind=FaultKind.BROKEN_CONNECTION, method="*Message*", probability=0.03),
    Fault(kind=FaultKind.TIMEOUT, method="*Message*", probability=0.02, seconds=0.3),
    Fault(kind=FaultKind.TIMEOUT, method="send*", probability=0.02, seconds=0.3, works=True),
    Fault(kind=FaultKind.REPEATED_UPDATES, probability=0.2),
    Fault(kind=FaultKind.REORDERED_UPDATES, probability=0.4),
)


def settle(installation: Installation, world: World, running: Running) -> list[Group]:
    """Tell *installation* where Telegram is; return the chats that danger wakes."""
    groups = [world.add_group("Officers", chat_id=chat) for chat in (DUTY, _INTEGRITY)]
    installation.configure(
        telegram__base_url=running.base_url,
        telegram__base_file_url=running.base_file_url,
        telegram__chats__integrity=_INTEGRITY,
        **_UNLIMITED,
    )
    return groups


def people(world: World, random: Random, count: int) -> list[Resident]:
    """Return *count* people of all languages and modes."""
    return [
        Resident(
            phone=world.add_person(f"Resident {number}", _CODES[number % len(_CODES)]),
            mode=random.choice(tuple(Mode)),
            random=Random(random.random()),
        )
        for number in range(count)
    ]


async def lived_through(
    world: World,
    random: Random,
    count: int,
    trouble: Callable[[], Awaitable[None]],
    faults: tuple[Fault, ...] = FAULTS,
    *,
    chatterers: Sequence[Chatterer] = (),
) -> list[Resident]:
    """Return people who talked during *trouble*; each has finished what they had begun.

    When *trouble* is over, somebody must be left to answer them.
    """
    talkers, enough = people(world, random, count), asyncio.Event()
    async with asyncio.TaskGroup() as talking:
        for person in talkers:
            talking.create_task(person.live(enough))
        for chatterer in chatterers:
            talking.create_task(chatterer.live(enough))
        for fault in faults:
            world.faults.add(fault)
        await trouble()
        world.faults.clear()
        enough.set()
    for person in talkers:
        await person.greet()
    return talkers


async def opened(lives: Sequence[Lives], log: Path) -> None:
    """Begin all *lives*, and return when each has looked at its database and is open.

    One that cannot reach its database as it begins ends, for whoever started it to see.
    """

    def opened_so_far() -> int:
        return log.read_text(errors="replace").count(_OPEN)

    wanted = opened_so_far() + len(lives)
    for one in lives:
        await one.begin()
    await until(lambda: opened_so_far() >= wanted, _OPEN_SECONDS)


async def closed(installation: Installation, lives: Sequence[Lives]) -> None:
    """Wait until nothing waits any more, and let all *lives* end in order."""
    async with runtime.opened(installation.settings()) as house:
        await evidence.drained(house)
    assert await asyncio.gather(*(one.stop() for one in lives)) == [0] * len(lives)


async def until(holds: Callable[[], bool], seconds: float) -> None:
    """Return once *holds*; nothing tells of what happens in another process.

    Raises:
        TimeoutError: If it does not within *seconds*.
    """
    async with asyncio.timeout(seconds):
        while True:
            if holds():
                return
            await asyncio.sleep(0.05)
