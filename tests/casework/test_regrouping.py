"""Officers merge, split and move, and take it back; nothing is lost and nobody else may."""

import asyncio

import pytest

from casework import regrouping
from casework.officers import NoSuchCase, Officer
from casework.regrouping import CaseNotOpen, LaterChange, NothingToMove, NotOfOneKind
from storage import cases
from storage.tables import case, event, message
from tests.casework import grouping_play as play
from tests.casework.grouping_play import GAS, LI, MEDIATOR, SEALED, case_of, opened, told, working
from tests.casework.test_searching import OFFICIAL
from tests.stage import Stage
from triage.permissions import Role
from triage.standing import MERGED, OPEN, WITHDRAWN

FIRE = "南联社区的仓库着火了，浓烟滚滚，里面堆满煤气瓶"
NOISE = "四季花城三期楼上每天半夜装修，电钻声吵得睡不着，物业说管不了"


async def state(stage: Stage, case_id: bytes) -> dict[str, object]:
    return {row["id"]: row for row in await stage.rows(case)}[case_id]


async def test_a_merge_puts_every_report_into_one_case(stage: Stage) -> None:
    one, two, _ = await told(stage, *GAS)
    first, second = await case_of(stage, one), await case_of(stage, two)

    async with working(stage) as work:
        await regrouping.merge(work, LI, second, first)

    assert await case_of(stage, two) == first
    gone = await state(stage, second)
    assert (gone["state"], gone["absorbed_into"]) == (MERGED, first)
    async with working(stage) as work:
        assert await cases.current(work.tx, second) == first
        assert set(await cases.absorbed_by(work.tx, first)) == {first, second}


async def test_a_merge_taken_back_gives_the_same_cases(stage: Stage) -> None:
    one, two, _ = await told(stage, *GAS)
    before = await play.everything(stage)

    async with working(stage) as work:
        seq = await regrouping.merge(work, LI, await case_of(stage, two), await case_of(stage, one))
    async with working(stage) as work:
        await regrouping.undo(work, LI, seq)

    assert await play.everything(stage) == before
    assert [row["verb"] for row in await stage.rows(event)][-2:] == ["cases.merged", "cases.undone"]


async def test_a_case_with_a_fire_in_it_is_urgent_until_the_merge_is_taken_back(
    stage: Stage,
) -> None:
    gas, fire = await told(stage, GAS[0], FIRE)
    into, burning = await case_of(stage, gas), await case_of(stage, fire)

    async with working(stage) as work:
        seq = await regrouping.merge(work, LI, burning, into)
    both = await state(stage, into)
    async with working(stage) as work:
        await regrouping.undo(work, LI, seq)

    assert (both["queue"], both["severity"]) == ("urgent", "S0")
    assert (await state(stage, into))["queue"] == "verification"
    assert (await state(stage, burning))["queue"] == "urgent"


async def test_a_split_makes_a_case_of_its_own_as_old_as_the_one_it_left(stage: Stage) -> None:
    one, two, three = await told(stage, *GAS)
    first = await case_of(stage, one)
    async with working(stage) as work:
        for other in (two, three):
            await regrouping.move(work, LI, other, first)
    before = await play.everything(stage)

    async with working(stage) as work:
        seq, new = await regrouping.split(work, LI, first, [two, three])

    assert {await case_of(stage, one), await case_of(stage, two)} == {first, new}
    assert await case_of(stage, three) == new
    assert (await state(stage, new))["opened_at"] == (await state(stage, first))["opened_at"]
    async with working(stage) as work:
        await regrouping.undo(work, LI, seq)
    assert await play.everything(stage) == before
    assert (await state(stage, new))["absorbed_into"] == first


async def test_who_came_since_stays_when_a_split_is_taken_back(stage: Stage) -> None:
    one, two, three = await told(stage, *GAS)
    first = await case_of(stage, one)
    async with working(stage) as work:
        await regrouping.move(work, LI, two, first)
    async with working(stage) as work:
        seq, new = await regrouping.split(work, LI, first, [two])
    async with stage.house.database.write() as tx:
        # As the machine does with a report of the same incident.
        await cases.put(tx, [three], new)

    async with working(stage) as work:
        await regrouping.undo(work, LI, seq)

    assert await case_of(stage, two) == first
    assert await case_of(stage, three) == new
    assert (await state(stage, new))["state"] == OPEN


async def test_what_builds_on_it_is_taken_back_first(stage: Stage) -> None:
    one, two, three = await told(stage, *GAS)
    first, second, third = [await case_of(stage, one_) for one_ in (one, two, three)]
    before = await play.everything(stage)
    async with working(stage) as work:
        earlier = await regrouping.merge(work, LI, first, second)
        later = await regrouping.merge(work, LI, second, third)

    async with working(stage) as work:
        with pytest.raises(LaterChange):
            await regrouping.undo(work, LI, earlier)

    async with working(stage) as work:
        await regrouping.undo(work, LI, later)
        await regrouping.undo(work, LI, earlier)
    assert await play.everything(stage) == before
    async with working(stage) as work:
        with pytest.raises(LaterChange):
            await regrouping.undo(work, LI, later)


async def test_what_is_withdrawn_meanwhile_stays_withdrawn(stage: Stage) -> None:
    one, two = await told(stage, *GAS[:2])
    first, second = await case_of(stage, one), await case_of(stage, two)
    async with working(stage) as work:
        seq = await regrouping.merge(work, LI, second, first)
    mei = stage.resident(2, "zh-hans")
    await mei.say("/status")
    await mei.press("|withdraw")
    await mei.press("|now")

    async with working(stage) as work:
        await regrouping.undo(work, LI, seq)

    assert (await state(stage, first))["state"] == OPEN
    assert (await state(stage, second))["state"] == WITHDRAWN


async def test_a_later_message_of_a_reporter_lands_where_the_report_is(stage: Stage) -> None:
    one, two = await told(stage, *GAS[:2])
    async with working(stage) as work:
        seq = await regrouping.merge(work, LI, await case_of(stage, two), await case_of(stage, one))
    mei = stage.resident(2, "zh-hans")
    await mei.say("/add")
    await mei.say("今天早上又来了，着火了")

    said = [row for row in await stage.rows(message) if row["report_id"] == two]
    assert len(said) == 2
    assert (await state(stage, await case_of(stage, one)))["queue"] == "urgent"
    async with working(stage) as work:
        await regrouping.undo(work, LI, seq)
    assert len([row for row in await stage.rows(message) if row["report_id"] == two]) == 2


async def test_the_order_of_arrival_survives_whatever_is_moved(stage: Stage) -> None:
    ids = await told(stage, *GAS)
    first = await case_of(stage, ids[2])
    async with working(stage) as work:
        for one in ids[:2]:
            await regrouping.move(work, LI, one, first)
        assert list(await cases.reports_in(work.tx, first)) == ids


async def test_two_merges_of_one_case_at_once_are_one_merge(stage: Stage) -> None:
    ids = await told(stage, *GAS)
    first, second, third = [await case_of(stage, id_) for id_ in ids]

    async def merge(target: bytes) -> bool:
        try:
            async with working(stage) as work:
                await regrouping.merge(work, LI, first, target)
        except CaseNotOpen:
            return False
        return True

    assert sorted(await asyncio.gather(merge(second), merge(third))) == [False, True]
    assert (await state(stage, first))["absorbed_into"] == await case_of(stage, ids[0])


async def test_only_open_cases_of_ones_own_queues_are_regrouped(stage: Stage) -> None:
    gas, other, noise, official = await told(stage, GAS[0], GAS[1], NOISE, OFFICIAL)
    ids = {
        name: await case_of(stage, id_)
        for name, id_ in (("gas", gas), ("other", other), ("noise", noise), ("official", official))
    }
    nobody = Officer(number="officer:1", roles=frozenset({Role.ADMIN, Role.AUDITOR}))

    async with working(stage) as work:
        for who, source, target in (
            (MEDIATOR, "gas", "noise"),
            (MEDIATOR, "noise", "gas"),
            (SEALED, "gas", "other"),
            (LI, "gas", "official"),
            (LI, "official", "gas"),
            (nobody, "gas", "other"),
        ):
            with pytest.raises(NoSuchCase):
                await regrouping.merge(work, who, ids[source], ids[target])
        with pytest.raises(NoSuchCase):
            await regrouping.merge(work, LI, ids["gas"], b"no such case....")
        with pytest.raises(NoSuchCase):
            await regrouping.move(work, LI, b"no such report..", ids["gas"])
        with pytest.raises(NoSuchCase):
            await regrouping.undo(work, LI, 4711)
        with pytest.raises(NothingToMove):
            await regrouping.merge(work, LI, ids["gas"], ids["gas"])
        for reports in ([], [gas], [other], [gas, other]):
            with pytest.raises(NothingToMove):
                await regrouping.split(work, LI, ids["gas"], reports)
        await regrouping.merge(work, LI, ids["gas"], ids["other"])
        with pytest.raises(CaseNotOpen):
            await regrouping.merge(work, LI, ids["gas"], ids["noise"])
    both = Officer(number="officer:2", roles=frozenset({Role.SUPERVISOR, Role.INTEGRITY}))
    await opened(stage, ids["official"])
    async with working(stage) as work:
        with pytest.raises(NotOfOneKind):
            await regrouping.merge(work, both, ids["other"], ids["official"])


async def test_nobody_takes_back_what_was_done_in_queues_of_others(stage: Stage) -> None:
    one, two = await told(stage, *GAS[:2])
    first, second = await case_of(stage, one), await case_of(stage, two)
    async with working(stage) as work:
        seq = await regrouping.merge(work, LI, second, first)

    async with working(stage) as work:
        for who in (MEDIATOR, SEALED):
            with pytest.raises(NoSuchCase):
                await regrouping.undo(work, who, seq)
            with pytest.raises(NoSuchCase):
                await regrouping.history(work, who, first)
        (done,) = await regrouping.history(work, LI, first)
    assert (done.seq, done.verb, done.actor) == (seq, "merged", LI.number)
