"""What a machine that is sure enough puts together, and what it never does by itself."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from casework import regrouping
from casework.work import House
from storage.matching_tables import link
from storage.tables import case, report
from tests.casework.grouping_play import LI, case_of, told, working
from tests.casework.test_placing import AGAIN, STORY
from tests.stage import Stage
from triage.links import LinkState

FIRE = AGAIN + "，着火了，快来人"


@pytest.fixture
def house(house: House) -> House:
    """A district that trusts the machine with less than ours does."""
    matching = house.data.matching
    sooner = replace(matching, thresholds=replace(matching.thresholds, link=0.4))
    return replace(house, data=replace(house.data, matching=sooner))


async def said(stage: Stage) -> tuple[str, str]:
    """Return the state of the only link and why it was held back, if it was."""
    (found,) = await stage.rows(link)
    return found["state"], found["decided_by"]


async def change_cases(stage: Stage, **values: object) -> None:
    async with stage.house.database.write() as tx:
        await tx.execute(sa.update(case).values(values))


async def test_it_links_provisionally_and_changes_nothing_of_the_case(stage: Stage) -> None:
    (one,) = await told(stage, STORY)
    before = await stage.rows(case)

    (two,) = await told(stage, AGAIN)

    assert await case_of(stage, two) == await case_of(stage, one)
    assert await said(stage) == (LinkState.PROVISIONAL, "bot")
    assert await stage.rows(case) == before


async def test_what_repeats_a_closed_case_opens_a_new_one(stage: Stage) -> None:
    (one,) = await told(stage, STORY)
    await change_cases(stage, state="closed")

    (two,) = await told(stage, AGAIN)

    assert await said(stage) == (LinkState.SUGGESTED, "bot")
    found = {row["id"]: row for row in await stage.rows(case)}
    assert found[await case_of(stage, two)]["repeat_of"] == await case_of(stage, one)


async def test_a_case_silent_for_two_months_is_only_suggested(stage: Stage) -> None:
    await told(stage, STORY)
    stage.now += timedelta(days=61)

    await told(stage, AGAIN)

    assert (await said(stage))[0] == LinkState.SUGGESTED


async def test_a_withdrawn_report_takes_nobody_in(stage: Stage) -> None:
    await told(stage, STORY)
    mei = stage.resident(1, "zh-hans")
    await mei.say("/status")
    await mei.press("|withdraw")
    await mei.press("|now")

    (two,) = await told(stage, AGAIN)

    assert (await said(stage))[0] == LinkState.SUGGESTED
    assert len({row["case_id"] for row in await stage.rows(report)}) == 2
    assert await case_of(stage, two)


async def test_danger_is_never_hidden_behind_what_can_wait(stage: Stage) -> None:
    await told(stage, STORY)

    (fire,) = await told(stage, FIRE)

    assert (await said(stage))[0] == LinkState.SUGGESTED
    found = {row["id"]: row for row in await stage.rows(case)}
    assert found[await case_of(stage, fire)]["queue"] == "urgent"


@pytest.mark.parametrize("changed", [{"kind": "dispute", "queue": "mediation"}, {"severity": "S3"}])
async def test_other_kinds_and_less_severe_cases_take_nothing_in_by_themselves(
    stage: Stage, changed: dict[str, str]
) -> None:
    await told(stage, STORY)
    await change_cases(stage, **changed)

    await told(stage, AGAIN)

    assert (await said(stage))[0] == LinkState.SUGGESTED


async def test_what_is_like_a_merged_case_goes_where_its_reports_are(stage: Stage) -> None:
    one, other = await told(stage, STORY, "四季花城小区三期门口的修车铺夜里偷偷倒煤气，味道很大")
    target = await case_of(stage, other)
    async with working(stage) as work:
        await regrouping.merge(work, LI, await case_of(stage, one), target)

    (two,) = await told(stage, AGAIN)

    (found,) = [row for row in await stage.rows(link) if row["report_id"] == two]
    assert found["case_id"] == target
