"""Every use case of officers leaves its line in the record, with the number of the officer."""

import pytest

from storage import events as record
from storage import tables
from tests.casework import desk_events
from tests.stage import Stage


async def verbs(stage: Stage) -> list[str]:
    rows = sorted(await stage.rows(tables.event), key=lambda event: int(event["seq"]))
    async with stage.house.database.read() as tx:
        assert await record.first_broken(tx) is None
    return [row["verb"] for row in rows]


@pytest.mark.parametrize("name", desk_events.USES)
async def test_it_writes_its_event(stage: Stage, name: str) -> None:
    await desk_events.played(stage, name)

    assert (await verbs(stage))[-1] == desk_events.USES[name][0]


async def test_to_want_a_sealed_case_opened_is_recorded(stage: Stage) -> None:
    await desk_events.confirmed(stage)

    assert (await verbs(stage))[-1] == "case.confirmed"


async def test_a_clock_that_comes_further_is_recorded(stage: Stage) -> None:
    await desk_events.looked(stage)

    assert "clock.escalated_twice" in await verbs(stage)


async def test_no_event_of_officers_holds_words(stage: Stage) -> None:
    await desk_events.played(stage, "handling.note")

    for event in await stage.rows(tables.event):
        assert "went there" not in repr(event)
