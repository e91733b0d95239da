"""Reporters stay who they are while the hash they are found by is renewed."""

import asyncio
from typing import Any

import pytest

from casework import keys
from storage import reports, tables
from storage.rotation import Part
from tests import keyplay
from tests.stage import Stage


async def test_a_new_look_up_is_computed_for_every_reporter(stage: Stage) -> None:
    mei, bao = stage.resident(1), stage.resident(2)
    await mei.send_report()
    await bao.send_report()
    await keyplay.put_in_use(stage.house, Part.LOOKUPS)

    done = await keyplay.renewed(stage.house, Part.LOOKUPS)

    # And their reports are under a new version of the index key.
    assert done == keys.Done(renewed=2 + 2)
    expected = {stage.house.keyring.lookups(user)[0] for user in (1, 2)}
    assert {row["lookup"] for row in await stage.rows(tables.reporter)} == expected
    assert await keyplay.renewed(stage.house, Part.LOOKUPS) == keys.Done()


@pytest.mark.parametrize("when", ["staged", "in use", "computed"])
async def test_a_reporter_is_the_same_all_the_while_look_ups_are_renewed(
    stage: Stage, when: str
) -> None:
    mei = stage.resident()
    await mei.send_report()
    await keyplay.staged(stage.house, Part.LOOKUPS)
    if when != "staged":
        await keys.put_in_use(stage.house, Part.LOOKUPS, stage.now)
    if when == "computed":
        await keyplay.renewed(stage.house, Part.LOOKUPS)

    await mei.send_report()
    await mei.say("/status")

    assert len(await stage.rows(tables.reporter)) == 1
    found = await own(stage, mei.user_id)
    assert len(found) == 2


async def test_a_reporter_who_came_under_the_old_look_up_meanwhile_is_done_by_the_next_run(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "_BATCH", 1)
    for user in range(1, 6):
        await stage.resident(user).send_report()
    await keyplay.put_in_use(stage.house, Part.LOOKUPS)

    def killed(done: int, todo: int) -> None:
        assert todo == 5 + 5
        if done == 2:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await keys.renew(stage.house, Part.LOOKUPS, stage.now, killed)
    for user in range(1, 6):
        await stage.resident(user).send_report()
    assert await keyplay.renewed(stage.house, Part.LOOKUPS) == keys.Done(renewed=3 + 5)

    assert len(await stage.rows(tables.reporter)) == 5
    assert {len(row["lookup"]) for row in await stage.rows(tables.reporter)} == {34}


async def own(stage: Stage, user_id: int) -> list[Any]:
    async with stage.house.database.read() as tx:
        return list(await reports.of_reporter(tx, stage.house.keyring.lookups(user_id)))
