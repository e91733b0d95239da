import asyncio
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from bot import runtime
from casework import health
from casework.health import Health
from casework.work import House
from sandbox import server
from sandbox.faults import Fault, FaultKind
from sandbox.group import Group
from sandbox.world import World
from tests.durability import evidence
from tests.durability.lives import NEVER, Lives, nursery
from tests.durability.residents import REFERENCE, Resident
from tests.support import DUTY, Installation
from triage.drafts import Mode

_SEEDS = 5
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
_INTEGRITY = DUTY - 1
_CODES = ("zh-hans", "zh-hant", "en")
_PEOPLE = 8

# What the log may not tell: kills and Telegram's faults are not faults of ours.
_BAD_NEWS = ("Traceback", "fault", "failed", "parked", "not sent", "not delivered")

_FAULTS = (
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


def _people(world: World, random: Random) -> list[Resident]:
    return [
        Resident(
            phone=world.add_person(f"Resident {number}", _CODES[number % len(_CODES)]),
            mode=random.choice(tuple(Mode)),
            random=Random(random.random()),
        )
        for number in range(_PEOPLE)
    ]


async def _shoot(lives: Lives, random: Random) -> None:
    """Let the bot die at points passed so often, and at moments drawn at random."""
    deaths = [(point, random.randint(1, 20), _LONGEST_LIFE) for point in _POINTS]
    deaths += [(NEVER, 1, random.uniform(0.05, 2.0)) for _ in range(_MOMENTS)]
    random.shuffle(deaths)
    at_points = 0
    for point, count, seconds in deaths:
        await lives.begin(point, count)
        at_points += await lives.kill_after(seconds)
    assert at_points >= len(_POINTS) / 2


async def _lived_through(world: World, lives: Lives, random: Random) -> list[Resident]:
    """Return the people, each of whom has finished what they had begun."""
    people, enough = _people(world, random), asyncio.Event()
    async with asyncio.TaskGroup() as talking:
        for person in people:
            talking.create_task(person.live(enough))
        for fault in _FAULTS:
            world.faults.add(fault)
        await _shoot(lives, random)
        world.faults.clear()
        enough.set()
        await lives.begin()
    for person in people:
        await person.greet()
    return people


async def _demand_each_report_once(house: House, people: Sequence[Resident]) -> None:
    sent = {one.reference: one for person in people for one in person.sent}
    reports = await evidence.kept(house)

    assert len(sent) > 0
    assert len(reports) == len(sent) == await evidence.confirmations(house)
    for report in reports:
        told = sent.pop(report.reference)
        assert told.word in report.story.split()
        assert report.mode == told.mode
        assert report.has_reporter == (told.mode is not Mode.ANONYMOUS)
        assert report.has_contact == (told.mode is Mode.NAMED)


async def _demand_nothing_waits(house: House) -> None:
    assert await health.of(house) == Health(waiting_in=0, waiting_out=0, parked=(), problems={})
    assert await evidence.drafts(house) == 0
    assert await health.broken_event(house) is None


async def _demand_duty_was_woken(house: House, groups: Sequence[Group]) -> None:
    texts = [message.text for group in groups for message in group.received]
    woken = {found for text in texts for found in REFERENCE.findall(text)}

    assert woken == {report.reference for report in await evidence.kept(house) if report.danger}


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", range(_SEEDS))
async def test_no_kill_loses_or_doubles_a_report_or_leaves_somebody_waiting(
    installation: Installation, world: World, tmp_path: Path, seed: int
) -> None:
    world.faults.reseed(seed)
    groups = [world.add_group("Officers", chat_id=chat) for chat in (DUTY, _INTEGRITY)]
    async with server.serve(world) as running:
        installation.configure(
            telegram__base_url=running.base_url,
            telegram__base_file_url=running.base_file_url,
            telegram__chats__integrity=_INTEGRITY,
        )
        async with nursery(installation.config, tmp_path / "log") as lives:
            people = await _lived_through(world, lives, Random(seed))
            async with runtime.opened(installation.settings()) as house:
                await evidence.drained(house)
                assert await lives.stop() == 0

    async with runtime.opened(installation.settings()) as house:
        await _demand_each_report_once(house, people)
        await _demand_nothing_waits(house)
        await _demand_duty_was_woken(house, groups)
    assert all(person.already_sent() >= person.sent_again for person in people)
    assert [line for line in _lines(tmp_path / "log") if any(map(line.count, _BAD_NEWS))] == []


def _lines(log: Path) -> list[str]:
    return log.read_text(encoding="utf-8", errors="replace").splitlines()
