from collections.abc import Sequence
from pathlib import Path

import pytest

from sandbox import server
from sandbox.phone import Phone
from sandbox.world import World
from tests.conftest import POSTGRES
from tests.durability import town
from tests.durability.lives import leader, nurseries
from tests.support import Installation

# A third of Telegram's, so that few people are enough to reach it.
_A_SECOND = 10
_PEOPLE = 12
_EACH = 10
# One may be under way when the second begins, and what left a third of a second apart
# may arrive together on a busy machine. Two senders would make it twice as many.
_LATE = 4
_SENDING = ("sendMessage", "editMessageText")


async def _answered(people: Sequence[Phone], count: int) -> None:
    """Wait until all together have so many answers."""
    await town.until(lambda: sum(len(phone.received) for phone in people) >= count, 60)


def _most_in_a_second(world: World) -> int:
    times = sorted(call.at for call in world.calls if call.method in _SENDING)
    return max(sum(start <= at < start + 1 for at in times) for start in times)


@pytest.mark.slow
@pytest.mark.timeout(120)
@pytest.mark.parametrize("engine", [POSTGRES])
async def test_three_processes_together_keep_the_pace_of_one_token_also_when_the_leader_dies(
    installation: Installation, world: World, tmp_path: Path
) -> None:
    people = [world.add_person(f"Resident {number}", "en") for number in range(_PEOPLE)]
    installation.configure(limits__messages_per_second=_A_SECOND)
    async with server.serve(world) as running:
        town.settle(installation, world, running)
        async with nurseries(installation.config, tmp_path / "log", 3) as lives:
            for phone in people * _EACH:
                phone.say("/help")
            for one in lives:
                await one.begin()
            await _answered(people, _PEOPLE * _EACH // 2)
            old = leader(lives)
            await old.kill_after(0)
            await _answered(people, _PEOPLE * _EACH)
            await town.closed(installation, [one for one in lives if one is not old])

    assert _most_in_a_second(world) <= _A_SECOND + _LATE
