"""How many people tell of a case, whoever counts, and that their order can be proved."""

import pytest

from casework import judging, regrouping, witnesses
from casework.officers import NoSuchCase
from storage.matching_tables import link
from storage.tables import event
from tests.casework import grouping_play as play
from tests.casework.grouping_play import GAS, LI, MEDIATOR, SEALED, case_of, told, working
from tests.casework.test_placing import AGAIN, STORY
from tests.stage import Stage
from triage.matching.decide import COPY
from triage.witnesses import Witnesses

COPIES = (STORY, f"{STORY}。", f"{STORY}，真的")


async def together(stage: Stage, ids: list[bytes]) -> bytes:
    """Let an officer put these reports into the case of the first."""
    first = await case_of(stage, ids[0])
    for id_ in ids[1:]:
        if await case_of(stage, id_) != first:
            async with working(stage) as work:
                await regrouping.move(work, LI, id_, first)
    return first


async def counted(stage: Stage, case_id: bytes) -> Witnesses:
    async with working(stage) as work:
        return await witnesses.of_case(work, LI, case_id)


async def test_people_are_counted_and_anonymous_ones_apart(stage: Stage) -> None:
    ids = await told(stage, *GAS)
    ids += await told(stage, AGAIN, mode="anonymous")
    await stage.resident(1, "zh-hans").send_report("南联社区还有一家店半夜倒气，门口堆着空瓶子")
    (again,) = await play.newest(stage)

    case_id = await together(stage, [*ids, again])

    assert await counted(stage, case_id) == Witnesses(known=3, anonymous=1)


async def test_what_a_machine_linked_counts_when_an_officer_has_opened_the_case(
    stage: Stage,
) -> None:
    one, two = await told(stage, STORY, AGAIN)
    case_id = await case_of(stage, one)
    async with working(stage) as work:
        await play.put(work.tx, two, case_id)

    assert (await counted(stage, case_id)).known == 1
    async with working(stage) as work:
        before = await witnesses.arrivals(work, LI, case_id)
        await judging.open_case(work, LI, case_id)
    assert [one.is_provisional for one in before] == [False, True]
    assert (await counted(stage, case_id)).known == 2


async def test_one_text_from_many_accounts_is_one_witness_and_flagged(stage: Stage) -> None:
    ids = await told(stage, *COPIES)
    assert all(row["alike"] >= COPY for row in await stage.rows(link))

    case_id = await together(stage, ids)

    found = await counted(stage, case_id)
    assert found == Witnesses(known=1, anonymous=0, copied=(3,))
    assert found.is_flagged


async def test_copies_that_stand_elsewhere_are_told_of(stage: Stage) -> None:
    ids = await told(stage, *COPIES)
    case_id = await case_of(stage, ids[0])
    elsewhere = [id_ for id_ in ids[1:] if await case_of(stage, id_) != case_id]

    found = await counted(stage, case_id)

    assert found.known == 1
    assert found.copied == (3,)
    assert len(elsewhere) <= 2


async def test_the_order_of_arrival_is_that_of_the_record(stage: Stage) -> None:
    ids = await told(stage, *GAS)
    case_id = await together(stage, ids[::-1])

    async with working(stage) as work:
        found = await witnesses.arrivals(work, LI, case_id)

    confirmed = [row for row in await stage.rows(event) if row["verb"] == "report.confirmed"]
    assert [one.seq for one in found] == [row["seq"] for row in confirmed]
    assert [one.report_id for one in found] == ids
    assert [row["subject_id"] for row in confirmed] == ids


async def test_others_are_told_nothing(stage: Stage) -> None:
    (one,) = await told(stage, STORY)
    case_id = await case_of(stage, one)

    async with working(stage) as work:
        for who in (MEDIATOR, SEALED):
            with pytest.raises(NoSuchCase):
                await witnesses.of_case(work, who, case_id)
            with pytest.raises(NoSuchCase):
                await witnesses.arrivals(work, who, case_id)
